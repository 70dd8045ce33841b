"""Say what a submitted file is if it is not a notebook, so that its student can hand in another."""

from __future__ import annotations

import json
import re

from autograder.course import messages
from autograder.notebook.signatures import kind_by_bytes
from autograder.notebook.text_kinds import is_python, kind_of_text, kind_of_versions
from autograder.notebook.web_kinds import kind_of_web, with_link

_HEAD = 5_000
"""Characters that a text is recognized by."""
_UNKNOWN = 0.1
"""The share of signs that nobody sees, from which a file is no text."""
_COMMENTS = ("//", "/*", "#")
_MEANT = {
    **dict.fromkeys("“”„‘’'＂", '"'),
    "None": "null",
    "True": "true",
    "False": "false",
    "：": ":",
    "，": ",",
}
"""What a program or a person wrote -> what JSON has in its place."""
_CELL = '"cell_type"'
_BEHIND = "\ufeff\x00 \t\r\n"
_CLOSING = "]} \t\r\n"
"""The signs at the end of a notebook."""
_BEGUN = re.compile(
    r"tr?u?|fa?l?s?|nu?l?|Na?|-?In?f?i?n?i?t?|-"
    r"|\.|[eE][+-]?"  # a number, which is read as far as it is one
    r"|\\?u?[0-9a-fA-F]{0,4}"  # a character
)
"""What is left of a value, or a part of one, that is cut off."""


def kind_of(data: bytes, text: str, error: json.JSONDecodeError | None) -> str:
    """Return the end of a sentence that says what a file is that is not a notebook.

    `text` is its text, and `error` what is wrong with it as JSON.
    """
    if not text.strip(_BEHIND):
        return messages.IS_EMPTY
    head = text[:_HEAD].lstrip(_BEHIND)
    begin = head[:100].encode("ascii", "replace")  # of a text, which a mark may stand before
    if kind := kind_by_bytes(data) or kind_by_bytes(begin):
        return kind
    if kind := kind_of_web(text) or kind_of_versions(text):
        return kind
    is_list = head.startswith("[") and (error is None or _CELL in text)
    if not is_list and not head.startswith("{"):
        return kind_of_text(head) or _kind_of_other(text, head)
    if error is None:
        return messages.IS_TOO_DEEP
    return _broken(text, error)


def _kind_of_other(text: str, head: str) -> str:
    if _CELL in text and text.rstrip(_BEHIND).endswith("}"):
        return messages.IS_WITHOUT_BEGINNING
    if is_python(text):
        return messages.IS_SCRIPT
    if with_link(text):
        return messages.IS_TEXT_WITH_LINK
    unseen = sum(not sign.isprintable() and not sign.isspace() for sign in head)
    return messages.IS_NO_TEXT if unseen > _UNKNOWN * len(head) else messages.IS_SOMETHING_ELSE


def _broken(text: str, error: json.JSONDecodeError) -> str:
    """Return where the JSON of a notebook is broken, and how."""
    if _is_cut_off(text[error.pos :].rstrip("\ufffd"), error.msg):
        return messages.IS_CUT_OFF.format(line=text.count("\n") + 1)
    if text.startswith(_COMMENTS, error.pos):
        return messages.IS_BROKEN_BY_COMMENT.format(line=error.lineno)
    for found, right in _MEANT.items():
        if text.startswith(found, error.pos):
            return messages.IS_BROKEN_BY_SIGN.format(line=error.lineno, found=found, right=right)
    before = text[: error.pos].rstrip()
    if before.endswith(",") or "trailing comma" in error.msg:
        return messages.IS_BROKEN_AFTER_COMMA.format(line=error.lineno)
    return messages.IS_BROKEN.format(line=error.lineno, why=error.msg)


def _is_cut_off(rest: str, why: str) -> bool:
    """Return whether JSON is right as far as it goes; `rest` stands where it could not be read."""
    if why.startswith("Unterminated string"):  # so no quote behind it ends one
        end = rest[len(rest.rstrip(_CLOSING)) :]
        return not ("\n" in end and "}" in end)  # else the last string lacks its quote
    return not rest.strip() or _BEGUN.fullmatch(rest) is not None
