"""The command `course`: run it, and report a user's mistake in a sentence.

What it needs is imported only when it runs, because Ctrl-C may come while that goes on.
"""

from __future__ import annotations

import errno
import gc
import io
import sys

from autograder.light_imports import import_without_servers, rarely_collecting

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""

_DAMAGED = "The gradebook is damaged: {}. Restore it from your backup; nothing else was changed."
_NO_NOTEBOOK = "A source notebook is damaged: {}. Restore it, then run this again."

_CLOSED = (
    "You do not have permission to access {}. Check who owns it and its folder, and run this again."
)

_OF_THE_SYSTEM = (errno.EROFS, errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN,
                  errno.EHOSTDOWN, errno.EMFILE, errno.ENFILE, errno.ENAMETOOLONG)  # fmt: skip
"""Errors of a disk, a network drive or a limit of the machine, about which no code can do much."""
_REFUSED = (
    "The system refuses {}: {}. Check the disk, or the network drive that it is on, and run this "
    "again."
)


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
    except PermissionError as error:
        sentence, status = _CLOSED.format(error.filename), 2
    except OSError as error:
        if error.errno not in _OF_THE_SYSTEM:
            raise
        sentence, status = _REFUSED.format(error.filename, error.strerror), 2
    except Exception as error:
        sentence, status = _damage(error), 2
    print(f"course: {visible(sentence)}", file=sys.stderr)
    return status


def _damage(error: Exception) -> str:
    """Return a sentence about a damaged file, or raise the error if it is none of these."""
    from nbformat.reader import NotJSONError
    from sqlalchemy.exc import DatabaseError

    if not isinstance(error, DatabaseError | NotJSONError):
        raise error
    form = _NO_NOTEBOOK if isinstance(error, NotJSONError) else _DAMAGED
    return form.format(str(getattr(error, "orig", error)).splitlines()[0][:300].rstrip("."))
