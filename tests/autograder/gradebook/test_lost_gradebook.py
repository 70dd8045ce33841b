"""A gradebook that is lost is not taken for one never made: a backup may have the marks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from each_case import each_case
from lms_files import bare_course, course, released_course, with_gradebook

from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.gradebook.database import open_gradebook
from autograder.grading.save import released_skeleton


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released_course(tmp_path_factory.mktemp("lost") / "course")


COMMANDS = ["export", "forgive ewa ewa_weights --drop", "mark ewa", "people {root}/roster.csv"]


@pytest.mark.parametrize("state", ["missing", "empty"])
def test_what_is_lost_is_said_and_how_to_restore_it(
    state: str, released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(shutil.copytree(released, tmp_path / "course"))
    (root / "roster.csv").write_text("id,name\nana,Ana Ax\n", encoding="utf-8")
    path = root / "gradebook.db"
    path.unlink()
    if state == "empty":
        path.write_bytes(b"")
    with each_case() as case:
        for words in COMMANDS:
            with case(words):
                done = course(capsys, root, *words.format(root=root).split())
                assert done.code == 2
                assert f"The gradebook {path} is {state}, although notebooks have" in done.err
                assert "restore gradebook.db from your backup" in done.err
                assert not path.exists() or not path.stat().st_size  # no new one hides the loss
    (root / ".course_secret").unlink()  # without a backup, too, the course goes on
    done = course(capsys, root, "release", "ewa")
    assert done.code == 0, done.err
    assert course(capsys, root, "forgive", "ewa").code == 0


def test_an_older_gradebook_that_lacks_a_release_is_not_called_unreleased(
    released: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(released, tmp_path / "course"))
    (root / "gradebook.db").unlink()
    opened = Course(with_gradebook(root))
    with open_gradebook(opened) as gradebook:
        with pytest.raises(CourseError, match=r"restore gradebook\.db from your backup"):
            released_skeleton(opened, gradebook, "ewa")
        with pytest.raises(CourseError, match="adam has not been released yet"):
            released_skeleton(opened, gradebook, "adam")


def test_a_course_that_never_released_has_lost_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = bare_course(tmp_path)
    (root / "gradebook.db").write_bytes(b"")
    done = course(capsys, root, "export")
    assert "There is nothing to export: nobody's work is in the gradebook yet." in done.err
