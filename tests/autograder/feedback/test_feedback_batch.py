"""Feedback for a whole class in worker processes: same pages, and a failure stops no other."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from fake_class import ASSIGNMENT, FakeClass, right_work

from autograder.course.folder import Course
from autograder.course.lock import OLD
from autograder.errors import CourseError
from autograder.feedback import batch
from autograder.feedback.batch import WORTH_A_WORKER, Written, write_pages

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
STUDENTS = [f"s{number:02d}" for number in range(2 * WORTH_A_WORKER)]
PAGES = [(ASSIGNMENT, student) for student in STUDENTS]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    FakeClass(root).write({student: right_work() for student in STUDENTS})
    shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
    return Course(root)


def pages(course: Course) -> dict[str, str]:
    return {
        path.parts[-3]: path.read_text("utf-8")
        for path in (course.root / "feedback").glob("*/*/*.html")
    }


@pytest.mark.processes
def test_workers_write_the_pages_that_one_process_writes(course: Course) -> None:
    seen: list[tuple[int, int]] = []
    all_new = Written(new=len(PAGES))
    assert write_pages(course, PAGES, 1, lambda *all: seen.append(all)) == all_new
    alone = pages(course)
    assert seen == [(done, len(PAGES)) for done in range(len(PAGES) + 1)]
    shutil.rmtree(course.root / "feedback")
    assert write_pages(course, PAGES, 2, lambda *_: None) == all_new
    assert pages(course) == alone
    assert alone.keys() == set(STUDENTS)


@pytest.mark.processes
def test_only_pages_that_say_something_else_are_written_again(course: Course) -> None:
    few = PAGES[:3]
    write_pages(course, few, 1, lambda *_: None)
    folders = [course.root / "feedback" / student / name for name, student in few]
    pages = [folder / f"{ASSIGNMENT}.html" for folder in folders]
    pages[1].write_text("an older page", "utf-8")
    before = [page.stat() for page in pages]
    folders[2].rename(folders[2].with_name(f"{OLD}{ASSIGNMENT}"))  # killed half way
    written = write_pages(course, few, 1, lambda *_: None)
    assert written == Written(changed=[few[1]], new=1, same=2)
    same = [a.st_ino == b.stat().st_ino for a, b in zip(before, pages, strict=True)]
    assert same == [True, False, True]


@pytest.mark.processes
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_page_that_cannot_be_made_is_named_and_the_others_are_made(
    course: Course, jobs: int
) -> None:
    shutil.rmtree(course.root / "feedback", ignore_errors=True)
    written = write_pages(course, [*PAGES, (ASSIGNMENT, "nobody")], jobs, lambda *_: None)
    (failure,) = written.failed.values()
    assert "The feedback for nobody on adam was not written" in failure
    assert pages(course).keys() == set(STUDENTS)


def end_at_once(page: tuple[str, str]) -> None:
    os._exit(1)


@pytest.mark.processes
def test_a_worker_that_is_ended_from_outside_is_said_in_a_sentence(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(course.root / "feedback", ignore_errors=True)
    monkeypatch.setattr(batch, "_write_in_worker", end_at_once)
    with pytest.raises(CourseError, match="killed from outside"):
        write_pages(course, PAGES, 2, lambda *_: None)
