"""Commands about one student's work: `course why`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from autograder.commands.arguments import HERE, CourseFolder
from autograder.course.folder import Course
from autograder.progress import say

commands = typer.Typer()

Student = Annotated[str, typer.Argument(help="The student's ID.")]
Assignment = Annotated[str, typer.Argument(help="The assignment, such as `adam`.")]
Unconfined = Annotated[bool, typer.Option(help="Run the student's code WITHOUT the sandbox.")]


@commands.command(epilog="Example: course why ana adam adam_step --course ~/optimization")
def why(
    student: Student,
    assignment: Assignment,
    exercise: Annotated[
        str | None, typer.Argument(help="A function or question, such as `adam_step`.")
    ] = None,
    course: CourseFolder = HERE,
    html: Annotated[bool, typer.Option("--html", help="Write a page into instructor/.")] = False,
    unconfined: Unconfined = False,
) -> None:
    """Show each hidden case that a student's work fails: the call, what was expected, what came.

    The work is run again in the sandbox. This is for instructors only.
    """
    from autograder.nbgrader_plugins.autograde import Grade
    from autograder.review import messages
    from autograder.review.why import why as find_out
    from autograder.review.why_page import write_page

    opened = Course(course)
    settings = Grade(config=opened.config).settings()
    settings = replace(settings, confined=settings.confined and not unconfined)
    found = find_out(opened, student, assignment, exercise, settings)
    if html:
        say(messages.WROTE.format(path=write_page(opened, found)))
    else:
        typer.echo(found.text())
