"""Work whose tests or grader have changed is graded again, and nothing else."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from course_folder import Folder, make_course, set_source

from autograder.course.checkout import CHECKOUT
from autograder.course.submission_files import read_submission
from autograder.errors import CourseError
from autograder.grading import code_digest, graded_with, messages
from autograder.grading.batch import Batch
from autograder.grading.code_digest import checkout_digest, digests_of_tests, grader_digest
from autograder.grading.job import Settings
from autograder.grading.messages import SUMMARY
from autograder.grading.moved import moves
from autograder.grading.summary import summary_rows
from autograder.notebook import lesson, rebuild, worked
from autograder.sandbox.limits import Limits

NOT_CODE = shutil.ignore_patterns("__pycache__")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the three packages, whose code decides what is graded again."""
    for package in code_digest.PACKAGES:
        shutil.copytree(CHECKOUT / package, tmp_path / package, ignore=NOT_CODE)
    for digest in (digests_of_tests, grader_digest):
        monkeypatch.setattr(graded_with, digest.__name__, partial(digest, root=tmp_path))
    return tmp_path


def edit(path: Path) -> None:
    """Change a file of code as somebody does who corrects a case."""
    assert path.is_file()
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    code_digest._contents.cache_clear()
    code_digest.digests_of_tests.cache_clear()
    code_digest.grader_digest.cache_clear()


def a_file_of(topic: Path) -> Path:
    """The module of one exercise."""
    return next(path for path in sorted(topic.glob("*.py")) if path.stem != "__init__")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Two assignments by one student, and one whose cell ends its process."""
    folder = Folder(make_course(tmp_path_factory.mktemp("course") / "course", ["ewa", "momentum"]))
    folder.hand_in("ana", "ewa", folder.solved("ewa"))
    folder.hand_in("ana", "momentum", folder.solved("momentum"))
    dies = set_source(folder.solved("ewa"), "ewa_weights", "import os\nos._exit(0)")
    folder.hand_in("ben", "ewa", dies)
    return folder


@pytest.fixture
def folder(template: Folder, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(template.root, tmp_path / "course")))


def grade(folder: Folder, settings: Settings = Settings(), force: bool = False) -> Batch:  # noqa: B008
    work = Batch(folder.course, settings, jobs=1, force=force)
    work.run(["ewa", "momentum"], lambda done, total: None)
    assert not [result.failure for result in work.results if result.failure]
    return work


def graded(work: Batch) -> list[tuple[str, str]]:
    return sorted((r.submitted.student, r.submitted.assignment) for r in work.results)


@pytest.mark.slow
@pytest.mark.needs("landlock")
def test_only_the_submissions_to_a_topic_whose_tests_have_changed_are_graded_again(
    folder: Folder, checkout: Path
) -> None:
    everything = [("ana", "ewa"), ("ana", "momentum"), ("ben", "ewa")]
    assert graded(grade(folder)) == everything
    assert graded(grade(folder)) == []
    edit(a_file_of(checkout / "grader_tests" / "topics" / "ewa"))
    assert graded(grade(folder)) == [("ana", "ewa"), ("ben", "ewa")]
    assert graded(grade(folder)) == []
    edit(checkout / "autograder" / "grading" / "marking.py")
    assert graded(grade(folder)) == everything


@pytest.mark.slow
@pytest.mark.needs("landlock")
def test_settings_are_a_reason_to_grade_again_and_a_moved_mark_has_its_reason(
    folder: Folder,
) -> None:
    grade(folder)
    longer = Settings(Limits(cell_seconds=20))
    work = grade(folder, longer)
    assert len(graded(work)) == 3
    assert work.reasons["ana", "ewa"] == [messages.CHANGED["limits"]]
    assert moves(work.marks_before, work.marks) == []
    wrong = set_source(folder.solved("ewa"), "ewa_weights", "def ewa_weights(beta, days): ...")
    folder.hand_in("ana", "ewa", wrong)
    work = grade(folder, longer)
    [move] = moves(work.marks_before, work.marks)
    assert (move.student, [cell for cell, _ in move.cells]) == ("ana", ["check-ewa_weights"])
    assert move.difference < 0
    assert work.reasons["ana", "ewa"] == [messages.CHANGED["file"]]


@pytest.mark.slow
@pytest.mark.needs("landlock")
def test_what_a_gradebook_from_a_backup_lacks_is_graded_again(folder: Folder) -> None:
    grade(folder)
    backup = (folder.root / "gradebook.db").read_bytes()
    wrong = set_source(folder.solved("ewa"), "ewa_weights", "def ewa_weights(beta, days): ...")
    folder.hand_in("ana", "ewa", wrong)
    folder.hand_in("cleo", "ewa", folder.solved("ewa"))
    right = grade(folder).marks
    (folder.root / "gradebook.db").write_bytes(backup)
    again = grade(folder)
    assert graded(again) == [("ana", "ewa"), ("cleo", "ewa")]
    assert again.reasons["ana", "ewa"] == [messages.NOT_IN_GRADEBOOK]
    assert {one: mark.score for one, mark in again.marks.items()} == {
        one: mark.score for one, mark in right.items()
    }
    (folder.root / "gradebook.db").unlink()
    with pytest.raises(CourseError, match=r"restore gradebook\.db from"):
        grade(folder)
    assert folder.course_command("release").returncode == 0
    assert len(graded(grade(folder))) == 4


@pytest.mark.slow
@pytest.mark.needs("landlock")
def test_a_forced_grading_that_was_stopped_is_finished_by_the_next(folder: Folder) -> None:
    grade(folder)

    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    stopped = Batch(folder.course, Settings(), jobs=1, force=True)
    with pytest.raises(KeyboardInterrupt):
        stopped.run(["ewa", "momentum"], stop)
    [first] = graded(stopped)
    assert len(stopped.marks) == 3
    rest = grade(folder)
    assert graded(rest) == [
        one for one in [("ana", "ewa"), ("ana", "momentum"), ("ben", "ewa")] if one != first
    ]
    assert rest.reasons["ben", "ewa"] == [messages.ASKED_FOR]
    assert graded(grade(folder)) == []
    assert len(graded(grade(folder, force=True))) == 3


@pytest.mark.slow
@pytest.mark.needs("landlock")
def test_the_summary_of_a_second_run_says_the_same(folder: Folder) -> None:
    first, second = grade(folder), grade(folder)
    assert second.skipped == 3
    assert summary_rows(first) == summary_rows(second)
    row = dict(zip(SUMMARY, summary_rows(second)[0], strict=True))
    assert (row["assignment"], row["graded"], row["needs a look"]) == ("ewa", "2 of 2", "ben")
    assert float(row["of"]) == sum(
        cell["metadata"]["nbgrader"]["points"]
        for cell in folder.source("ewa")["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    )


@pytest.mark.slow
@pytest.mark.needs("landlock")
def test_each_submission_is_read_once(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[Path] = Counter()

    def counted(path: Path) -> tuple[bytes, str | None, tuple[str, ...]]:
        read[path] += 1
        return read_submission(path)

    monkeypatch.setattr(worked, "read_submission", counted)
    grade(folder)
    assert sorted(read.values()) == [1, 1, 1]


def test_a_skeleton_is_parsed_once_and_never_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    skeleton = rebuild.skeleton_of((CHECKOUT / "notebooks/ewa/ewa.ipynb").read_text("utf-8"))
    parsed: list[str] = []
    reads: Callable[..., Any] = nbformat.v4.reads

    def counted(text: str, **options: Any) -> Any:
        parsed.append(text)
        return reads(text, **options)

    monkeypatch.setattr(nbformat.v4, "reads", counted)
    lesson.lesson_of.cache_clear()
    first = rebuild.rebuild(b"", skeleton).notebook
    untouched = nbformat.writes(first)
    for cell in first.cells:
        cell.source = "changed"
        cell.metadata.setdefault("nbgrader", {})["points"] = 99
        cell.metadata["tags"] = ["changed"]
    assert nbformat.writes(rebuild.rebuild(b"", skeleton).notebook) == untouched
    assert len(parsed) == 1


@pytest.mark.parametrize(
    ("file", "topics", "grader"),
    [
        ("grader_tests/topics/ewa/__init__.py", {"ewa"}, True),
        ("course_lib/checking/examples/ewa.json", {"ewa"}, True),
        ("grader_tests/engine/grading.py", {"ewa", "momentum"}, True),
        ("course_lib/cases/compare.py", {"ewa", "momentum"}, True),
        ("autograder/sandbox/session.py", {"ewa", "momentum"}, True),
        ("autograder/report/page.py", set(), True),
        ("autograder/templates/report.css", set(), False),
    ],
)
def test_a_digest_changes_with_the_code_that_decides(
    checkout: Path, file: str, topics: set[str], grader: bool
) -> None:
    names = ("ewa", "momentum")

    def digests() -> dict[str, object]:
        return {n: (digests_of_tests(n, checkout), grader_digest(checkout)) for n in names}

    before = digests()
    whole = checkout_digest(checkout)
    edit(checkout / file)
    assert {name for name, digest in digests().items() if digest != before[name]} == topics
    assert (checkout_digest(checkout) != whole) is grader
