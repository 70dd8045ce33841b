"""End a command that was stopped or found the disk full: say what is saved, and how to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer.core

from autograder.commands import messages
from autograder.errors import DiskFull, Interrupted
from autograder.full_disk import is_full
from course_lib.language import current, use


@contextmanager
def saying(rest: Callable[[], str]) -> Iterator[None]:
    """Turn Ctrl-C and a full disk into `Interrupted` and `DiskFull`.

    `rest` returns sentences that say what is saved and what to type; the innermost are said.
    """
    try:
        yield
    except (Interrupted, DiskFull):
        raise
    except KeyboardInterrupt:
        raise Interrupted(messages.STOPPED.format(rest=rest())) from None
    except Exception as error:
        if is_full(error):
            raise DiskFull(messages.DISK_FULL.format(rest=rest())) from None
        raise


class Commands(typer.core.TyperGroup):
    """The group of all commands; click would end one that is stopped without a word."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command, and say what is saved if it ends early."""
        with use(current()), saying(lambda: _rest(ctx)):
            return super().invoke(ctx)


def _rest(ctx: Any) -> str:
    return messages.SAVED.get(str(ctx.invoked_subcommand), messages.SAVED_OF_OTHERS)
