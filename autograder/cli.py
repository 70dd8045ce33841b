"""The command `course`: run it, and report a user's mistake in a sentence.

Nothing of weight is imported before `main` has seen to Ctrl-C, which may come at any moment.
"""

from __future__ import annotations

import sys
from collections.abc import Callable


def main() -> None:
    """Run the command as a program, which ends with it; Ctrl-C is answered at any moment."""
    from autograder import interrupts

    interrupts.end_at_once()
    try:
        try:
            run(interrupts.raise_for_certain)
        finally:
            interrupts.ignore()
    except KeyboardInterrupt:  # it may come just before nothing more does
        interrupts.ignore()
        sys.stderr.write(interrupts.STOPPED)
        raise SystemExit(interrupts.INTERRUPTED) from None


def run(before: Callable[[], None] = lambda: None) -> None:
    """Run the command; report a user's mistake in a sentence, without a traceback.

    `before` is called when everything is imported that each command needs.
    """
    import gc

    from autograder.light_imports import rarely_collecting

    try:
        rarely_collecting()
        raise SystemExit(_run(before))
    finally:
        gc.freeze()  # collecting garbage among all imported objects takes a third of a second


def _run(before: Callable[[], None]) -> int:
    """Run the command, and return the exit status after an error."""
    import io

    _begin_elsewhere(sys.argv[1:])
    from autograder.light_imports import import_by_name, import_without_servers

    import_without_servers("nbgrader")
    import_by_name()
    from autograder.commands.app import app
    from autograder.errors import AutograderError, Interrupted
    from autograder.interrupts import INTERRUPTED
    from autograder.translation.fresh import bring_up_to_date
    from autograder.visible import visible

    before()
    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal may lack a letter, such as ✓
        bring_up_to_date()
        app()
    except Interrupted as stop:
        sentence, status = str(stop), INTERRUPTED
    except AutograderError as error:
        sentence, status = str(error), 2
    except SystemExit as end:
        if end.code == INTERRUPTED:  # the library of the command line says nothing
            raise KeyboardInterrupt from None
        raise
    print(f"course: {visible(sentence)}", file=sys.stderr)
    return status


def _begin_elsewhere(given: list[str]) -> None:
    """Start the processes that grade: they import what they need while this one does."""
    if given[:1] == ["grade"] and not {"-h", "--help", "--scheduler"} & {*given}:
        from autograder.course.folder import CONFIG, named_in
        from autograder.grading.processes import get_ready

        if (named_in(given) / CONFIG).is_file():
            get_ready(to_grade=True)
