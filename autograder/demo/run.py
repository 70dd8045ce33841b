"""Make a class, grade it, and check that everyone got exactly the marks they earned."""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from autograder.course.checkout import require_checkout
from autograder.course.folder import Course
from autograder.course.secret import make_secret
from autograder.demo.checks import differences
from autograder.demo.students import Student, the_class
from autograder.errors import CourseError, SandboxUnavailable
from autograder.feedback.batch import write_pages
from autograder.gradebook.database import open_gradebook
from autograder.grading.batch import Batch, default_jobs
from autograder.handout import new_course
from autograder.nbgrader_plugins.autograde import Grade
from autograder.nbgrader_plugins.steps import release
from autograder.progress import console, progress
from autograder.report.page import write_report
from autograder.sandbox.confine import require_confinement

MARKER = ".demo_course"

NO_WALLS = (
    "This machine cannot confine students' code, and some students of the demo class cheat. "
    "`make demo UNCONFINED=1` leaves them out and runs the others' code without the sandbox."
)


def run_demo(root: Path, jobs: int | None, unconfined: bool, seed: int = 0) -> bool:
    """Run everything from release to report; return whether all marks are as they must be.

    The hidden numbers come from `seed`, so a demo shows the same thing every time.
    """
    if not unconfined:
        try:
            require_confinement()
        except SandboxUnavailable as error:
            raise SandboxUnavailable(f"{error}\n{NO_WALLS}") from None
    course = make_course(root)
    make_secret(course.root, hashlib.sha256(f"demo {seed}".encode()).hexdigest())
    assignments = course.require([])
    for name in assignments:
        release(course, name)
    students = [student for student in the_class() if not (unconfined and student.cheats)]
    for student in students:
        hand_in(course, student)
    settings = Grade(config=course.config).settings()
    settings = replace(settings, confined=not unconfined)
    batch = Batch(course, settings, jobs or default_jobs())
    with progress("Grading the class") as show:
        batch.run(assignments, show)
    failures = [f"{r.submitted.student}: {r.failure}" for r in batch.results if r.failure]
    graded = [result.submitted for result in batch.results if not result.failure]
    pages = [(submitted.assignment, submitted.student) for submitted in graded]
    with progress("Writing feedback") as show:
        failures += write_pages(course, pages, jobs or default_jobs(), show).failed.values()
    with open_gradebook(course) as gradebook:
        export_csv(gradebook, course.root / "grades.csv")
        wrong = [*failures, *differences(course, gradebook, students)]
    report = write_report(course, assignments)
    _say(course, report, len(students), wrong)
    return not wrong


def make_course(root: Path) -> Course:
    """Make a new course folder with all topics; refuse to replace a folder of another kind."""
    if root.exists() and any(root.iterdir()) and not (root / MARKER).exists():
        raise CourseError(
            f"{root} already exists, but not from the demo. Name another folder with --course."
        )
    shutil.rmtree(root, ignore_errors=True)
    course = new_course.make_course(root, Course(require_checkout()).require([]))
    (root / MARKER).touch()
    return course


def hand_in(course: Course, student: Student) -> None:
    """Put a student's notebooks where nbgrader collects them."""
    for assignment in course.assignments():
        handout = course.path(course.directory.release_directory, ".", assignment)
        text = (handout / f"{assignment}.ipynb").read_text("utf-8")
        data = student.hand_in(assignment, text)
        if data is None:
            continue
        folder = course.path(course.directory.submitted_directory, student.name, assignment)
        folder.mkdir(parents=True)
        (folder / f"{assignment}.ipynb").write_bytes(data)


def export_csv(gradebook: Gradebook, path: Path) -> None:
    """Write nbgrader's own export of all marks."""
    plugin = CsvExportPlugin()
    plugin.to = str(path)
    plugin.export(gradebook)


def _say(course: Course, report: Path, students: int, wrong: list[str]) -> None:
    for sentence in wrong:
        console.print(f"[red]Wrong:[/] {sentence}")
    if not wrong:
        console.print(
            f"All {students} students have exactly the marks that their work earns, and each known "
            "mistake is named in the feedback of those who made it."
        )
    console.print(f"The class report:   {report}", soft_wrap=True)
    console.print(f"Marks as a table:   {course.root / 'grades.csv'}", soft_wrap=True)
    console.print(f"A student's page:   {_a_page(course)}", soft_wrap=True)
    console.print(
        f"The formgrader:     cd {course.root} && {Path(sys.executable).parent}/jupyter lab",
        soft_wrap=True,
    )


def _a_page(course: Course) -> Path | None:
    pages = sorted((course.root / course.directory.feedback_directory).glob("*/*/*.html"))
    return pages[0] if pages else None
