"""Handing in again: marks given by hand are kept if the text is unchanged, in both ways."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from course_folder import Folder, set_source
from lms_files import released_course

from autograder.gradebook.save_marks import written_texts

pytestmark = pytest.mark.needs("landlock")

TEXT = "Averages of averages: the past fades by beta at every step."
OTHER = "Something else altogether."
HANDED_OUT = None
"""The text as it was released."""

Row = tuple[float | None, float | None, bool, str | None]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One submission with a written answer, graded and then marked by hand."""
    folder = Folder(released_course(tmp_path_factory.mktemp("template") / "course"))
    hand_in(folder, TEXT, broken=True)
    grade_by_course(folder)
    mark(folder, 2.5, "Well said.")
    return folder.root


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(template, tmp_path / "course")))


def hand_in(folder: Folder, text: str | None, broken: bool = False) -> None:
    notebook = folder.solved("ewa")
    if broken:
        set_source(notebook, "bias_correct", "def bias_correct(v, beta):\n    return v")
    if text is HANDED_OUT:
        released = {cell["id"]: cell["source"] for cell in folder.released("ewa")["cells"]}
        set_source(notebook, "reflection", "".join(released["reflection"]))
    else:
        set_source(notebook, "reflection", text)
    folder.hand_in("ana", "ewa", notebook)


def mark(folder: Folder, score: float, comment: str) -> None:
    """As the formgrader does it."""
    with folder.gradebook() as gradebook:
        grade = gradebook.find_grade("reflection", "ewa", "ewa", "ana")
        grade.manual_score, grade.needs_manual_grade = score, False
        note = gradebook.find_comment("reflection", "ewa", "ewa", "ana")
        note.manual_comment = comment
        gradebook.db.commit()


def grade_by_course(folder: Folder) -> None:
    done = folder.course_command("grade", "ewa", "--force")
    assert done.returncode == 0, done.stdout + done.stderr


def grade_by_nbgrader(folder: Folder) -> None:
    done = folder.nbgrader("autograde", "ewa", "--force")
    assert done.returncode == 0, done.stderr


WAYS = [grade_by_course, grade_by_nbgrader]


def reflection(folder: Folder) -> Row:
    """Automatic and manual score, whether it waits for a mark, and the comment."""
    with folder.gradebook() as gradebook:
        grade = gradebook.find_grade("reflection", "ewa", "ewa", "ana")
        note = gradebook.find_comment("reflection", "ewa", "ewa", "ana")
        return (
            grade.auto_score,
            grade.manual_score,
            grade.needs_manual_grade,
            note.manual_comment,
        )


@pytest.mark.parametrize("grade", WAYS)
def test_an_unchanged_text_keeps_its_mark_and_is_not_asked_for_again(
    folder: Folder, grade: Callable[[Folder], None]
) -> None:
    before = folder.scores("ewa")["ana"]["check-bias_correct"]
    hand_in(folder, f"{TEXT}\n")
    grade(folder)
    assert reflection(folder) == (None, 2.5, False, "Well said.")
    assert folder.scores("ewa")["ana"]["check-bias_correct"] != before


@pytest.mark.parametrize("grade", WAYS)
def test_a_changed_text_keeps_its_mark_until_somebody_has_looked_again(
    folder: Folder, grade: Callable[[Folder], None]
) -> None:
    hand_in(folder, OTHER)
    grade(folder)
    assert reflection(folder) == (None, 2.5, True, "Well said.")
    grade(folder)
    assert reflection(folder) == (None, 2.5, True, "Well said.")
    mark(folder, 1.0, "Less so.")
    grade(folder)
    assert reflection(folder) == (None, 1.0, False, "Less so.")


@pytest.mark.parametrize("grade", WAYS)
def test_a_text_that_was_taken_back_is_looked_at_again(
    folder: Folder, grade: Callable[[Folder], None]
) -> None:
    hand_in(folder, HANDED_OUT)
    grade(folder)
    assert reflection(folder) == (0.0, 2.5, True, "Well said.")


@pytest.mark.parametrize("grade", WAYS)
def test_a_text_without_a_mark_waits_for_one(
    folder: Folder, grade: Callable[[Folder], None]
) -> None:
    with folder.gradebook() as gradebook:
        row = gradebook.find_grade("reflection", "ewa", "ewa", "ana")
        row.manual_score, row.needs_manual_grade = None, True
        gradebook.db.commit()
    hand_in(folder, TEXT)
    grade(folder)
    assert reflection(folder)[1:3] == (None, True)


@pytest.mark.parametrize("grade", WAYS)
def test_a_mark_that_the_machine_gave_and_a_person_changed_is_looked_at_again(
    folder: Folder, grade: Callable[[Folder], None]
) -> None:
    """As in nbgrader: what the machine found may be another thing now."""
    with folder.gradebook() as gradebook:
        row = gradebook.find_grade("check-bias_correct", "ewa", "ewa", "ana")
        row.manual_score, row.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    hand_in(folder, TEXT)
    grade(folder)
    with folder.gradebook() as gradebook:
        row = gradebook.find_grade("check-bias_correct", "ewa", "ewa", "ana")
        assert (row.manual_score, row.needs_manual_grade) == (1.0, True)


@pytest.mark.parametrize("grade", WAYS)
def test_without_the_graded_notebook_everything_is_looked_at_again(
    folder: Folder, grade: Callable[[Folder], None]
) -> None:
    shutil.rmtree(folder.root / "autograded")
    hand_in(folder, TEXT)
    grade(folder)
    assert reflection(folder) == (None, 2.5, True, "Well said.")


@pytest.mark.parametrize("text", [f"{TEXT}\n", OTHER, HANDED_OUT])
def test_both_ways_leave_the_same_rows(folder: Folder, tmp_path: Path, text: str | None) -> None:
    hand_in(folder, text)
    other = Folder(Path(shutil.copytree(folder.root, tmp_path / "other")))
    grade_by_course(folder)
    grade_by_nbgrader(other)
    assert folder.rows() == other.rows()


@pytest.mark.parametrize(
    ("before", "mark", "waits"), [(6, 1.25, False), (5, 1.5, False), (0, 2.5, True)]
)
def test_a_mark_keeps_its_share_if_the_cell_is_worth_other_points(
    folder: Folder, before: int, mark: float, waits: bool
) -> None:
    """Now it is worth 3; of nothing, no share is known."""
    graded = folder.root / "autograded" / "ana" / "ewa" / "ewa.ipynb"
    assert written_texts(graded)["reflection"] == (TEXT, 3.0)
    graded.chmod(0o644)
    graded.write_text(graded.read_text().replace('"points": 3', f'"points": {before}'))
    hand_in(folder, TEXT)
    grade_by_course(folder)
    assert reflection(folder) == (None, mark, waits, "Well said.")


def test_a_mark_is_never_more_than_the_cell_is_worth_now(folder: Folder) -> None:
    """Another text keeps the old mark until somebody has read it; less points end it at these."""
    graded = folder.root / "autograded" / "ana" / "ewa" / "ewa.ipynb"
    with folder.gradebook() as gradebook:
        row = gradebook.find_grade("reflection", "ewa", "ewa", "ana")
        row.manual_score = 5.0
        gradebook.db.commit()
    graded.chmod(0o644)
    graded.write_text(graded.read_text().replace('"points": 3', '"points": 6'))
    hand_in(folder, OTHER)
    grade_by_course(folder)
    assert reflection(folder) == (None, 3.0, True, "Well said.")


def test_a_time_that_is_known_later_is_graded_with(folder: Folder) -> None:
    hand_in(folder, TEXT, broken=True)
    stamp = folder.root / "submitted" / "ana" / "ewa" / "timestamp.txt"
    for time in ("2026-03-09 10:00:00 UTC", "2026-03-09 11:00:00 UTC"):
        stamp.write_text(time)
        done = folder.course_command("grade", "ewa")
        assert "Graded before" not in done.stdout
        done = folder.course_command("grade", "ewa")
        assert "Graded before, and unchanged: 1 (" in done.stdout
    with folder.gradebook() as gradebook:
        assert gradebook.find_submission("ewa", "ana").timestamp == datetime(2026, 3, 9, 11)


@pytest.mark.parametrize("content", [None, "", "no json", "[]", '{"cells": [1]}', '{"cells": 3}'])
def test_a_damaged_graded_notebook_has_no_texts(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "ewa.ipynb"
    if content is not None:
        path.write_text(content)
    assert written_texts(path) == {}
