"""The command `course`: run it, and report a user's mistake in a sentence.

What it needs is imported only when it runs, because Ctrl-C may come while that goes on.
"""

from __future__ import annotations

import gc
import io
import sys

from autograder.light_imports import import_without_servers, rarely_collecting

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""


def main() -> None:
    """Run the command; report a user's mistake in a sentence, without a traceback."""
    try:
        rarely_collecting()
        raise SystemExit(_run())
    except KeyboardInterrupt:
        print("course: Stopped. Run the same command again.", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    finally:
        gc.freeze()  # collecting garbage among all imported objects takes a third of a second


def _run() -> int:
    """Run the command, and return the exit status after an error."""
    import_without_servers("nbgrader")
    from autograder.commands.app import app
    from autograder.errors import AutograderError, Interrupted
    from autograder.translation.fresh import bring_up_to_date
    from autograder.visible import visible

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
    print(f"course: {visible(sentence)}", file=sys.stderr)
    return status
