"""Show the help of `course`, and what is wrong with its arguments, in the course's language."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any

from autograder.commands import messages
from autograder.course.folder import CONFIG, Course, named_in
from autograder.translation.wrapping import paragraphs
from course_lib.language import SOURCE, VARIABLE, can_be_shown, translate, use
from course_lib.retold import retold

EXAMPLE, USAGE = "Example: ", "Usage: "
"""What the text behind a command's help begins with, and Typer's summary of its arguments."""
_PARTS = ("ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE",
          "ERRORS_PANEL_TITLE", "DEFAULT_STRING", "REQUIRED_LONG_STRING", "RICH_HELP",
          "ABORTED_TEXT")  # fmt: skip
"""What Typer writes around our texts; `messages.AROUND` has the same names."""


def asks_for_help(given: Sequence[str]) -> bool:
    """Return whether `course` only shows its help with these arguments."""
    return not given or bool({"-h", "--help"} & {*given})


def language_for(given: Sequence[str]) -> str:
    """Return the language of the course that the arguments name, or of the present folder."""
    named = os.environ.get(VARIABLE) or ""
    folder = named_in(given)
    if not named and (folder / CONFIG).is_file():
        with suppress(Exception):  # a command says what is wrong with the folder
            named = Course(folder).language
    return named if named and can_be_shown(named) else SOURCE


@contextmanager
def spoken(group: Any, language: str) -> Iterator[None]:
    """Let the help of a group and its commands be in a language within a block."""
    if language == SOURCE:
        yield
        return
    from typer import rich_utils  # it takes long to import

    with ExitStack() as stack:

        def put(one: Any, name: str, value: Any) -> None:
            had, before = name in vars(one), vars(one).get(name)
            setattr(one, name, value)
            stack.callback(lambda: setattr(one, name, before) if had else delattr(one, name))

        with use(language):
            for name in _PARTS:
                put(rich_utils, name, messages.AROUND[name])
            put(rich_utils, "_make_rich_text", partial(_text, rich_utils._make_rich_text))
            for command in [group, *group.commands.values()]:
                put(command, "help", in_words(command.help))
                put(command, "epilog", in_words(command.epilog))
                put(command, "get_usage", partial(_usage, command.get_usage, messages.USAGE))
                put(
                    command,
                    "get_help_option",
                    partial(_help_option, command.get_help_option, messages.HELP_OPTION),
                )
                put(command, "_help_option", None)  # Typer keeps it, with its text
                for one in command.params:
                    put(one, "help", in_words(getattr(one, "help", None)))
        yield


def _text(make: Any, **given: Any) -> Any:
    """Return a text of which a line may end anywhere, because Chinese has no spaces."""
    text = make(**given)
    text.overflow = "fold"
    return text


def _usage(get: Any, word: str, context: Any) -> str:
    return str(get(context)).replace(USAGE, word, 1)


def _help_option(get: Any, text: str, context: Any) -> Any:
    option = get(context)
    if option is not None:
        option.help = text
    return option


def in_words(text: str | None) -> str | None:
    """Return a help text in the language in use."""
    if text and text.startswith(EXAMPLE):
        return str(messages.EXAMPLE.format(command=text.removeprefix(EXAMPLE)))
    return text and "\n\n".join(map(translate, paragraphs(text)))


def explain(error: Any, language: str) -> None:
    """Let Typer's sentence about wrong arguments be in a language."""
    sentence = retold(error.format_message(), messages, language)
    error.format_message = lambda: sentence
