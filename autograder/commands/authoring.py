"""Commands for authors and the curious: `course demo`, `try` and `new-topic`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.arguments import CourseFolder
from autograder.progress import console

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


@commands.command("try", epilog="Example: course try adam_step mine.py theirs.py --json")
def try_files(
    exercise: Annotated[str, typer.Argument(help="The function's name, such as `adam_step`.")],
    files: Annotated[list[Path], typer.Argument(help="Python files that define it.")],
    json_lines: Annotated[bool, typer.Option("--json", help="Print JSON, a line a file.")] = False,
    unconfined: Annotated[bool, typer.Option(help="Run the code WITHOUT the sandbox.")] = False,
) -> None:
    """Grade plain Python files with the sandbox and the hidden cases."""
    from autograder.errors import FileNotTried
    from autograder.grading.try_file import try_file

    failed = False
    for file in files:
        try:
            tried = try_file(exercise, file, confined=not unconfined)
        except FileNotTried as error:
            print(f"course: {error}", file=sys.stderr)
            failed = True
            continue
        typer.echo(tried.json_line() if json_lines else tried.text())
    if failed:
        raise typer.Exit(1)


@commands.command("new-topic", epilog="Example: course new-topic weight_decay")
def new_topic(
    name: Annotated[str, typer.Argument(help="The topic's name, in lower case.")],
) -> None:
    """Write the files of a new topic, which pass their own tests."""
    from autograder.authoring.new_topic import make_topic
    from autograder.course.checkout import CHECKOUT

    for path in make_topic(CHECKOUT, name):
        console.print(f"Wrote {path.relative_to(CHECKOUT)}")
    console.print(f"Now run: make quick ARGS='-k {name}'")
    console.print("What to change: docs/authoring.md")
