"""Commands for authors and the curious: `course demo`, `try`, `explain` and `new-topic`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Protocol

import typer

from autograder.commands import messages as about_ends
from autograder.commands.arguments import CourseFolder
from autograder.progress import say
from autograder.visible import visible

commands = typer.Typer()


@commands.command(epilog="Example: course demo --course build/demo")
def demo(
    course: CourseFolder = Path("build/demo"),
    jobs: Annotated[int | None, typer.Option(min=1, help="Workers; default: all cores.")] = None,
    unconfined: Annotated[
        bool, typer.Option(help="Leave the cheats out, and run without the sandbox.")
    ] = False,
    seed: Annotated[
        int, typer.Option(help="Draw other hidden numbers; marks and hints stay the same.")
    ] = 0,
) -> None:
    """Make a class of 30, grade it, and check that everyone gets the marks they earned."""
    from autograder.demo.run import run_demo

    if not run_demo(course, jobs, unconfined, seed):
        raise typer.Exit(1)


Exercise = Annotated[str, typer.Argument(help="The function's name, such as `adam_step`.")]
Files = Annotated[list[Path], typer.Argument(help="Python files or notebooks that define it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, a line a file.")]
Unconfined = Annotated[bool, typer.Option(help="Run the code WITHOUT the sandbox.")]


@commands.command("try", epilog="Example: course try adam_step mine.py theirs.py --json")
def try_files(
    exercise: Exercise, files: Files, json_lines: AsJson = False, unconfined: Unconfined = False
) -> None:
    """Grade Python files or notebooks with the sandbox and the hidden cases."""
    from autograder.grading.try_file import try_file

    _print_each(files, json_lines, lambda file: try_file(exercise, file, not unconfined))


@commands.command(epilog="Example: course explain adam_step mine.py theirs.py --json")
def explain(
    exercise: Exercise, files: Files, json_lines: AsJson = False, unconfined: Unconfined = False
) -> None:
    """Show what `check` would say of the function in Python files or notebooks, in the sandbox."""
    from autograder.grading.explain_file import explain_file

    _print_each(files, json_lines, lambda file: explain_file(exercise, file, not unconfined))


class Printable(Protocol):
    """What was found out about a file."""

    def json_line(self) -> str:
        """Return it as a line of JSON."""

    def text(self) -> str:
        """Return it as text for a terminal."""


def _print_each(files: list[Path], json_lines: bool, find: Callable[[Path], Printable]) -> None:
    """Print what is found out about each file; one that is of no use costs only itself."""
    from autograder.errors import FileNotTried

    failed = False
    for file in files:
        try:
            found = find(file)
        except FileNotTried as error:
            print(f"course: {visible(str(error))}", file=sys.stderr)
            failed = True
            continue
        typer.echo(found.json_line() if json_lines else visible(found.text()))
    if failed:
        raise typer.Exit(1)


@commands.command("new-topic", epilog="Example: course new-topic weight_decay")
def new_topic(
    name: Annotated[str, typer.Argument(help="The topic's name, in lower case.")],
) -> None:
    """Write the files of a new topic, which pass their own tests."""
    from autograder.authoring import messages
    from autograder.authoring.new_topic import make_topic
    from autograder.course.checkout import CHECKOUT

    for path in make_topic(CHECKOUT, name):
        say(about_ends.WROTE.format(path=path.relative_to(CHECKOUT)))
    say(messages.TRY_TOPIC.format(name=name))
    say(messages.WHAT_TO_CHANGE)


@commands.command(epilog="Example: course tidy notebooks/weight_decay/weight_decay.ipynb")
def tidy(
    notebooks: Annotated[list[Path], typer.Argument(help="Lessons, with their solutions.")],
) -> None:
    """Give the cells of a lesson their IDs, tags, points and hidden tests."""
    from autograder.authoring import messages
    from autograder.authoring.tidy import tidy as tidy_notebook

    for path in notebooks:
        changed = tidy_notebook(path)
        for one in changed:
            typer.echo(visible(messages.CHANGED[one.kind].format(cell=one.cell)))
        if not changed:
            typer.echo(visible(messages.NOTHING.format(path=path)))
