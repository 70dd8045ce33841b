"""End a command that was stopped or found the disk full: say what is saved, and how to go on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import typer.core
from typer.exceptions import TyperException

from autograder.commands import messages
from autograder.course import messages as about_course
from autograder.errors import AutograderError, CourseError, DiskFull, Interrupted
from autograder.full_disk import is_full
from autograder.refused import known_sentence
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


@contextmanager
def explained() -> Iterator[None]:
    """Turn what the system or a damaged file says into `CourseError`, in the course's language."""
    try:
        yield
    except OSError as error:
        sentence = known_sentence(error)
        if sentence is None:
            raise
        raise CourseError(sentence) from None
    except (AutograderError, TyperException):
        raise
    except Exception as error:
        from nbformat.reader import NotJSONError  # they take long to import, and are seldom needed
        from sqlalchemy.exc import DatabaseError
        from traitlets import TraitError

        if isinstance(error, TraitError):  # about a class whose settings are not looked at before
            raise CourseError(about_course.SETTING_REFUSED.format(why=error)) from None
        if not isinstance(error, DatabaseError | NotJSONError):
            raise
        form = messages.NO_NOTEBOOK if isinstance(error, NotJSONError) else messages.DAMAGED
        why = str(getattr(error, "orig", error)).splitlines()[0][:300].rstrip(".")
        raise CourseError(form.format(why=why)) from None


class Commands(typer.core.TyperGroup):
    """The group of all commands; click would end one that is stopped without a word."""

    _explain: Callable[[Any], None]

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """Run a command; help, and what is wrong with arguments, is in the course's language."""
        from autograder.commands import help as about_help

        given = [*(sys.argv[1:] if args is None else args)]
        with ExitStack() as stack:

            def speak() -> str:
                language = about_help.language_for(given)
                stack.enter_context(about_help.spoken(self, language))
                return language

            self._explain = lambda error: about_help.explain(error, speak())
            if about_help.asks_for_help(given):
                speak()
            return super().main(args, *rest, **more)

    def make_context(self, *given: Any, **more: Any) -> Any:
        """Read the arguments before a command's name."""
        with self._explained():
            return super().make_context(*given, **more)

    def invoke(self, ctx: Any) -> Any:
        """Run a command, and say what is saved if it ends early."""
        with use(current()), self._explained(), explained(), saying(lambda: _rest(ctx)):
            return super().invoke(ctx)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except TyperException as error:
            if hasattr(error, "format_message"):
                self._explain(error)
            raise


def _rest(ctx: Any) -> str:
    return messages.SAVED.get(str(ctx.invoked_subcommand), messages.SAVED_OF_OTHERS)
