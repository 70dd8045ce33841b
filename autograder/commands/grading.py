"""Commands for a class's work: `course release`, `grade`, `feedback`, `report` and `name`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from autograder import messages
from autograder.commands import messages as about_ends
from autograder.commands.alike import say_once
from autograder.commands.arguments import HERE, Assignments, CourseFolder, Language, open_course
from autograder.commands.ends import saying
from autograder.commands.returning import Lms, require_a_way, return_feedback
from autograder.course.folder import CONFIG
from autograder.errors import AutograderError, CourseError
from autograder.grading import messages as about_marks
from autograder.grading.processes import get_ready
from autograder.progress import console, progress, say
from autograder.visible import in_one_line, visible
from course_lib.language import counted

if TYPE_CHECKING:
    from autograder.course.folder import Course
    from autograder.feedback.batch import Written
    from autograder.grading.batch import Batch, Result

commands = typer.Typer()


@commands.command(epilog="Example: course release adam --course ~/optimization")
def release(
    assignments: Assignments = None, course: CourseFolder = HERE, language: Language = None
) -> None:
    """Make the students' notebooks in release/, and add them to the gradebook."""
    from autograder.gradebook.database import require_server
    from autograder.nbgrader_plugins.steps import release as release_one

    opened = open_course(course)
    opened.hand_out_in(language)
    opened.require_course()
    require_server(opened)
    names = opened.require(assignments or [])
    with progress(about_ends.RELEASING) as show:
        for done, name in enumerate(names):
            show(done, len(names))
            release_one(opened, name)
        show(len(names), len(names))
    step = opened.directory.release_directory
    say(about_ends.RELEASED.format(names=", ".join(names), folder=opened.root / step))


@commands.command(epilog="Example: course grade adam --jobs 2 --course ~/optimization")
def grade(
    assignments: Assignments = None,
    course: CourseFolder = HERE,
    jobs: Annotated[int | None, typer.Option(min=1, help="Workers; default: all cores.")] = None,
    force: Annotated[bool, typer.Option(help="Grade again even what has not changed.")] = False,
    experiments: Annotated[bool, typer.Option(help="Run the experiment cells too.")] = False,
    unconfined: Annotated[
        bool, typer.Option(help="Run students' code WITHOUT the sandbox.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(help="Grade on the Dask cluster at this address.")
    ] = None,
) -> None:
    """Grade the submissions in submitted/ and write the marks to the gradebook."""
    open_course(course).require_course()
    from autograder.grading.batch import Batch, default_jobs
    from autograder.nbgrader_plugins.grade_options import Grade

    opened = open_course(course)
    names = opened.require(assignments) if assignments else opened.submitted_assignments()
    settings = Grade(config=opened.config).settings()
    settings = replace(
        settings,
        experiments=experiments or settings.experiments,
        confined=settings.confined and not unconfined,
    )
    if scheduler and jobs:
        raise CourseError(about_marks.JOBS_AND_SCHEDULER)
    batch = Batch(opened, settings, jobs or default_jobs(), force, scheduler)
    with saying(lambda: _so_far(batch)), progress(about_ends.GRADING) as show:
        batch.run(names, show)
    _print_summary(batch)
    _print_moves(batch)
    for sentence in opened.misplaced():
        say(sentence)
    if batch.skipped:
        say(about_marks.UNCHANGED.format(count=batch.skipped))
    failed = [result for result in batch.results if result.failure]
    for sentence in say_once(map(_why_not_graded, failed), batch.names):
        say(sentence)
    if failed:
        raise typer.Exit(1)


def _why_not_graded(result: Result) -> tuple[str, str]:
    student = in_one_line(result.submitted.student)
    words = {"student": student, "assignment": result.submitted.assignment, "why": result.failure}
    return student, about_marks.NOT_GRADED.format(**words)


def _so_far(batch: Batch) -> str:
    """Print whose marks moved before grading was stopped, and return what is saved."""
    _print_moves(batch)
    saved = sum(result.failure is None for result in batch.results)
    return counted(about_ends.GRADED_SO_FAR, saved) if saved else about_ends.NOTHING_GRADED_YET


def _print_moves(batch: Batch) -> None:
    from autograder.grading.moved import moves, sentences

    graded = {result.key for result in batch.results}
    before = {key: mark for key, mark in batch.marks_before.items() if key in graded}
    lines = sentences(moves(before, batch.marks), batch.reasons, batch.names)
    for line in lines or [about_marks.NOTHING_MOVED] * bool(before):
        say(line)


def _print_summary(batch: Batch) -> None:
    from autograder.grading.summary import nothing_from, summary_rows
    from autograder.people.handed_in import strangers

    first, *rest = about_marks.SUMMARY
    table = Table(Column(first, no_wrap=True), *rest)
    for row in summary_rows(batch):
        table.add_row(*map(escape, row))
    console.print(table)
    for sentence in (*nothing_from(batch), *strangers(batch.course)):
        say(sentence)


@commands.command(epilog="Example: course feedback adam --course ~/optimization")
def feedback(
    assignments: Assignments = None,
    course: CourseFolder = HERE,
    jobs: Annotated[int | None, typer.Option(min=1, help="Workers; default: all cores.")] = None,
    lms: Annotated[
        Lms | None, typer.Option("--zip", help="Pack it for the bulk upload of this LMS.")
    ] = None,
    mail: Annotated[bool, typer.Option("--mail", help="Write e-mail drafts, in mails/.")] = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="Return only what has changed since the last time.")
    ] = False,
) -> None:
    """Write a feedback page for each graded submission, in feedback/."""
    require_a_way(lms, mail, changed)
    if (course / CONFIG).exists():
        get_ready()
    open_course(course).require_course()
    from autograder.feedback.batch import Written, write_pages
    from autograder.gradebook.database import is_made, open_gradebook
    from autograder.gradebook.marks import read_people
    from autograder.gradebook.settle import settle_marks
    from autograder.grading.batch import default_jobs
    from autograder.groups.named import read_named

    opened = open_course(course)
    names: dict[str, str] = {}
    if is_made(opened):
        with open_gradebook(opened) as gradebook:
            settle_marks(opened, gradebook, assignments or [])
            names = {person.id: person.called for person in read_people(gradebook)}
    graded = _graded(opened, assignments or [])
    written = Written()

    def so_far() -> str:
        return about_ends.PAGES_SO_FAR.format(saved=written.saved, total=len(graded))

    with saying(so_far), progress(about_ends.WRITING_FEEDBACK) as show:
        write_pages(opened, graded, jobs or default_jobs(), show, written)
    folder = opened.root / str(opened.directory.feedback_directory)
    say(messages.PAGES_WRITTEN.format(count=written.new, same=written.same, folder=folder))
    _say_whose_changed(written, names)
    _say_outdated(opened, [name for name, _ in graded])
    return_feedback(opened, [p for p in graded if p not in written.failed], lms, mail, changed)
    whose = [(in_one_line(student), why) for (_, student), why in written.failed.items()]
    for failure in (*say_once(whose, names), *read_named(opened.root).outdated()):
        print(f"course: {visible(failure)}", file=sys.stderr)
    if written.failed:
        raise typer.Exit(1)


def _graded(course: Course, assignments: list[str]) -> list[tuple[str, str]]:
    """Return the assignments and students with graded work, of which the course has to have some.

    Raises `CourseError` if there is none at all.
    """
    course.graded_assignments()
    names = course.require(assignments)
    return [(name, student) for name in names for student in course.graded_students(name)]


def _say_outdated(course: Course, assignments: Sequence[str]) -> None:
    from autograder.grading.outdated import graded_before_release

    for sentence in graded_before_release(course, [*dict.fromkeys(assignments)]):
        say(sentence)


def _say_whose_changed(written: Written, names: Mapping[str, str]) -> None:
    for assignment in dict.fromkeys(assignment for assignment, _ in written.changed):
        students = sorted(student for name, student in written.changed if name == assignment)
        students = [names.get(student, student) for student in students]
        sentence = messages.PAGES_CHANGED.format(
            assignment=assignment, count=len(students), students=messages.listed(students)
        )
        say(sentence)


@commands.command(epilog="Example: course report adam --course ~/optimization")
def report(assignments: Assignments = None, course: CourseFolder = HERE) -> None:
    """Write the class report, report/index.html."""
    from autograder.gradebook.database import require_server
    from autograder.report.page import write_report

    opened = open_course(course)
    opened.require_course()
    require_server(opened)
    names = opened.require(assignments) if assignments else opened.graded_assignments()
    path = write_report(opened, names)
    say(about_ends.WROTE.format(path=path))
    _say_outdated(opened, names)


@commands.command(epilog="Example: course doctor --course ~/optimization")
def doctor(course: CourseFolder = HERE) -> None:
    """Examine the installation and the course folder, and say what to do about each problem."""
    from autograder.doctor import messages
    from autograder.doctor.examine import examine

    with suppress(AutograderError):  # `examine` says what is wrong with the folder
        open_course(course)
    total = ill = 0
    for finding in examine(course):
        total, ill = total + 1, ill + (not finding.well)
        mark = "✓" if finding.well else "✗"
        say(f"{mark} {finding.sentence}")
    console.print(counted(messages.ILL, ill, total=total) if ill else messages.WELL)
    if ill:
        raise typer.Exit(1)


@commands.command(
    "name", epilog="Example: course name adam_step 3f9a1c --as 'no root' --hint 'Take a root.'"
)
def name_group(
    exercise: Annotated[str, typer.Argument(help="The function's name, such as `adam_step`.")],
    group: Annotated[str, typer.Argument(help="The group, as the report calls it.")],
    name: Annotated[
        str, typer.Option("--as", prompt="A name for the mistake", help="The mistake's name.")
    ],
    hint: Annotated[
        str, typer.Option(prompt="A hint for its students", help="What its students will read.")
    ],
    course: CourseFolder = HERE,
) -> None:
    """Name a group of wrong answers that the report shows, with a hint for its students."""
    from autograder.gradebook.database import require_server
    from autograder.report.naming import name_a_group

    opened = open_course(course)
    opened.require_course()
    require_server(opened)
    say(name_a_group(opened, exercise, group, name, hint))
