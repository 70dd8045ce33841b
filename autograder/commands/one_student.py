"""Commands to look at students' work one by one: `course why`, `mark`, `interview` and `open`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.arguments import HERE, CourseFolder, open_course
from autograder.course.folder import Course
from autograder.progress import say

if TYPE_CHECKING:
    from autograder.grading.job import Settings

commands = typer.Typer()

Student = Annotated[str, typer.Argument(help="The student's ID.")]
Assignment = Annotated[str, typer.Argument(help="The assignment, such as `adam`.")]
Unconfined = Annotated[bool, typer.Option(help="Run the student's code WITHOUT the sandbox.")]


def _settings(course: Course, unconfined: bool) -> Settings:
    from autograder.nbgrader_plugins.autograde import Grade

    settings = Grade(config=course.config).settings()
    return replace(settings, confined=settings.confined and not unconfined)


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
    from autograder.review import messages
    from autograder.review.why import why as find_out
    from autograder.review.why_page import write_page

    opened = open_course(course)
    found = find_out(opened, student, assignment, exercise, _settings(opened, unconfined))
    if html:
        say(messages.WROTE.format(path=write_page(opened, found)))
    else:
        typer.echo(found.text())


@commands.command(epilog="Example: course mark adam --course ~/optimization")
def mark(
    assignment: Assignment,
    reflection: Annotated[
        str | None, typer.Argument(help="The cell to mark; needed only if there are several.")
    ] = None,
    course: CourseFolder = HERE,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Default: any free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Mark all answers to one reflection on one page, which only this machine can open."""
    import webbrowser

    from autograder.by_hand import messages
    from autograder.by_hand.answers import choose_cell
    from autograder.by_hand.server import MarkingServer
    from autograder.errors import CourseError
    from autograder.gradebook.database import is_made, open_gradebook

    opened = open_course(course)
    [name] = opened.require([assignment])
    if not is_made(opened):
        raise CourseError(messages.NOTHING_GRADED.format(assignment=name))
    with open_gradebook(opened) as gradebook:
        cell = choose_cell(gradebook, name, reflection)
    with MarkingServer(opened, name, cell, port) as server:
        say(messages.SERVING.format(url=server.url))
        if browser:
            webbrowser.open(server.url)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say(messages.STOPPED.format(assignment=name))


@commands.command(epilog="Example: course interview ana adam --course ~/optimization")
def interview(
    student: Student,
    assignment: Assignment,
    course: CourseFolder = HERE,
    unconfined: Unconfined = False,
) -> None:
    """Write a page with three questions about a student's own code, answers on the back.

    The questions are drawn for this student, always the same, and the answers come from a run of
    their code in the sandbox. The page is in instructor/.
    """
    from autograder.errors import CourseError
    from autograder.review import messages
    from autograder.review.interview import interview as draw
    from autograder.review.interview_page import write_page

    opened = open_course(course)
    found = draw(opened, student, assignment, _settings(opened, unconfined))
    if not found.questions:
        words = {"student": found.called, "assignment": found.assignment}
        raise CourseError(messages.NOTHING_TO_ASK.format(**words))
    say(messages.WROTE.format(path=write_page(opened, found)))


@commands.command("open", epilog="Example: course open ana adam --course ~/optimization")
def open_notebook(
    student: Student,
    assignment: Assignment,
    course: CourseFolder = HERE,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Open a copy of a submission in JupyterLab, with a kernel that runs it in the sandbox."""
    from autograder.walled import messages
    from autograder.walled.kernel import LIMITS
    from autograder.walled.opening import prepare
    from autograder.walled.serving import serve

    opening = prepare(open_course(course), student, assignment, browser)
    words = {"student": student, "assignment": assignment, "seconds": LIMITS.cell_seconds}
    say(messages.OPENING.format(**words))
    status = serve(opening.command, opening.environment)
    if status:
        raise typer.Exit(status if status > 0 else 1)
