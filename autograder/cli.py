"""The command `course`."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from autograder.commands import authoring, exchange, grading, handing_out, one_student
from autograder.errors import AutograderError
from autograder.visible import visible
from course_lib import __version__

app = typer.Typer(
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


for module in (handing_out, grading, one_student, exchange, authoring):
    app.add_typer(module.commands)

_DAMAGED = (
    "The gradebook is damaged: {}. Restore it from your backup; nothing else was changed.",
    "A source notebook is damaged: {}. Restore it, then run this again.",
)

STOPPED = "Stopped. What was finished is saved; run the same command again for the rest."

_CLOSED = (
    "You do not have permission to access {}. Check who owns it and its folder, and run this again."
)


def main() -> None:
    """Run the command; report a user's mistake in a sentence, without a traceback."""
    from nbformat.reader import NotJSONError
    from sqlalchemy.exc import DatabaseError

    try:
        app()
    except AutograderError as error:
        print(f"course: {visible(str(error))}", file=sys.stderr)
        raise SystemExit(2) from None
    except (DatabaseError, NotJSONError) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0][:300].rstrip(".")
        print(f"course: {_DAMAGED[type(error) is NotJSONError].format(reason)}", file=sys.stderr)
        raise SystemExit(2) from None
    except PermissionError as error:
        print(f"course: {visible(_CLOSED.format(error.filename))}", file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt as stop:
        print(f"course: {visible(str(stop)) or STOPPED}", file=sys.stderr)
        raise SystemExit(130) from None
    finally:
        gc.freeze()  # collecting garbage among all imported objects takes a third of a second
