"""The application behind the command `course`, with the commands of all modules."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder.commands import allowances, authoring, exchange, grading, handing_out, one_student
from autograder.commands.ends import Commands
from course_lib import __version__

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Hand out, grade and report on the optimization course, in an nbgrader course folder."""


for module in (handing_out, grading, allowances, one_student, exchange, authoring):
    app.add_typer(module.commands)
