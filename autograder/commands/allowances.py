"""Commands that make allowances after handing out: `course extend` and `course forgive`."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder import messages
from autograder.commands.arguments import HERE, CourseFolder, open_course
from autograder.errors import CourseError
from autograder.progress import say

commands = typer.Typer()


@commands.command(epilog="Example: course extend ana adam --until 2027-03-03T17:00Z")
def extend(
    student: Annotated[str, typer.Argument(help="The student's ID or e-mail address.")],
    assignment: Annotated[str, typer.Argument(help="The assignment, such as `adam`.")],
    until: Annotated[str, typer.Option(help="The time from which work is late.")],
    course: CourseFolder = HERE,
) -> None:
    """Give a student more time; penalties change at once, also of graded work."""
    from autograder.gradebook import late_penalties
    from autograder.gradebook.database import open_gradebook
    from autograder.gradebook.messages import EXTENDED
    from autograder.people.registry import read_people
    from autograder.people.remove import find_student

    opened = open_course(course)
    [name] = opened.require([assignment])
    people = read_people(opened)
    with open_gradebook(opened) as gradebook:
        # Without a list of people, whoever has not handed in yet is not known.
        known = find_student(opened, gradebook, people, student) if people.members else None
        student = known.student if known else student
        time = late_penalties.extend(opened, gradebook, student, name, until)
    called = known.called if known else student
    say(EXTENDED.format(student=called, assignment=name, until=f"{time:%F %R}"))


@commands.command(epilog="Example: course forgive ewa fifty_days --everyone")
def forgive(
    assignment: Annotated[str, typer.Argument(help="The assignment, such as `adam`.")],
    cell: Annotated[
        str | None,
        typer.Argument(help="An exercise, question or reflection; default: list all that are."),
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="It counts for nobody.")] = False,
    everyone: Annotated[
        bool, typer.Option("--everyone", help="Everybody who handed in gets its points.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="It counts as before.")] = False,
    course: CourseFolder = HERE,
) -> None:
    """Drop an exercise or question after hand-in, or give everybody its points.

    Marks change at once, also in the formgrader; no student's code runs.
    """
    from autograder.course.lock import course_lock
    from autograder.gradebook import forgiven
    from autograder.gradebook.database import open_gradebook
    from autograder.gradebook.marks import read_people, read_submissions
    from autograder.gradebook.settle import settle_marks
    from autograder.grading.moved import moves, sentences

    opened = open_course(course)
    [name] = opened.require([assignment])
    if drop + everyone + undo != (cell is not None):
        raise CourseError(messages.ONE_WAY)
    with course_lock(opened), open_gradebook(opened) as gradebook:
        before = read_submissions(gradebook, [name])
        way = forgiven.Way.drop if drop else forgiven.Way.everyone if everyone else None
        if cell is not None:
            found = forgiven.forgive(opened, gradebook, name, cell, way)
        decided = settle_marks(opened, gradebook, [name])
        names = {person.id: person.called for person in read_people(gradebook)}
        moved = sentences(moves(before, read_submissions(gradebook, [name])), {}, names)
    if undo:
        say(messages.COUNTS_AGAIN.format(assignment=name, cell=found))
    for sentence in [*(decided or [messages.NOTHING_FORGIVEN.format(assignment=name)]), *moved]:
        say(sentence)
    if cell is not None:
        say(messages.AFTER_FORGIVING.format(assignment=name))
