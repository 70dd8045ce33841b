"""Say what a submitted file is if it is not a notebook, so that its student can hand in another."""

from __future__ import annotations

import json
import re

from autograder.course import messages

_SIGNATURES = (
    (b"%PDF-", "IS_PDF"),
    (b"PK\x03\x04", "IS_ARCHIVE"),
    (b"PK\x05\x06", "IS_ARCHIVE"),
    (b"\x1f\x8b", "IS_ARCHIVE"),
    (b"7z\xbc\xaf\x27\x1c", "IS_ARCHIVE"),
    (b"Rar!\x1a", "IS_ARCHIVE"),
    (b"BZh", "IS_ARCHIVE"),
    (b"\xfd7zXZ", "IS_ARCHIVE"),
    (b"\x00\x05\x16\x07", "IS_MACS_NOTE"),
    (b"From: <Saved by", "IS_WEB_PAGE"),
    (b"II*\x00", "IS_PICTURE"),
    (b"MM\x00*", "IS_PICTURE"),
    (b"\x89PNG\r\n", "IS_PICTURE"),
    (b"\xff\xd8\xff", "IS_PICTURE"),
    (b"GIF8", "IS_PICTURE"),
    (b"\xd0\xcf\x11\xe0", "IS_OFFICE"),
    (b"{\\rtf", "IS_OFFICE"),
    (b"version https://git-lfs.github.com/spec/", "IS_LFS_POINTER"),
)
_HEAD = 5_000
"""Characters that a text is recognized by."""
_WEB_PAGE = re.compile(
    r"(?>(?:<\?xml[^>]*>|<!--.*?-->)\s*)*+<(?:!doctype html|html|head|body|div|table|p|pre)\b",
    re.I | re.S,
)
"""What was read before the first tag is never read another way: there are too many."""
_WEB_LINK = re.compile(r"\[InternetShortcut\]|[^{<\n]{0,200}https?://\S+\s*$", re.I)
_MARKDOWN = re.compile(r"---[ \t]*\n|(?:#{1,3} [^\n]*)?\n*(?:[^\n]+\n+){0,20}```")
_CODE = re.compile(
    r"^(?:import \w|from [\w.]+ import |def \w+\(|class \w+|# %%|#!.*python|@\w|print\()",
    re.M,
)
_OTHER_LANGUAGE = re.compile(r"^[ \t]*[\w.]+[ \t]+<-[ \t]|^[ \t]*library\(\w+\)", re.M)
_CLOSING = "]} \t\r\n"
"""The signs at the end of a notebook."""
_BEGUN = re.compile(
    r"tr?u?|fa?l?s?|nu?l?|Na?|-?In?f?i?n?i?t?|-"
    r"|\.|[eE][+-]?"  # a number, which is read as far as it is one
    r"|\\?u?[0-9a-fA-F]{0,4}"  # a character
)
"""What is left of a value, or a part of one, that is cut off."""
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.M)


def kind_of(data: bytes, text: str, error: json.JSONDecodeError | None) -> str:
    """Return the end of a sentence that says what a file is that is not a notebook.

    `text` is its text, and `error` what is wrong with it as JSON.
    """
    if not data.strip(b"\x00 \t\r\n"):
        return messages.IS_EMPTY
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return str(getattr(messages, kind))  # in the language in use
    if data.startswith(b"bplist"):  # what programs of Apple write
        cloud = b"NSURLNameKey" in data[:_HEAD]
        return messages.IS_IN_THE_CLOUD if cloud else messages.IS_WEB_LINK
    head = text[:_HEAD].lstrip()
    if _WEB_PAGE.match(head):
        return messages.IS_WEB_PAGE
    if _WEB_LINK.match(head):
        return messages.IS_WEB_LINK
    if b"ftypheic" in data[:16] or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return messages.IS_PICTURE
    if "<plist" in head and "<key>URL</key>" in head:
        return messages.IS_WEB_LINK
    if conflict := _CONFLICT.search(text):
        return messages.IS_CONFLICT.format(line=text.count("\n", 0, conflict.start()) + 1)
    if not head.startswith(("{", "[")):
        if _MARKDOWN.match(head):
            return messages.IS_MARKDOWN
        is_python = _CODE.search(head) and not _OTHER_LANGUAGE.search(head)
        return messages.IS_SCRIPT if is_python else messages.IS_SOMETHING_ELSE
    if error is None:
        return messages.IS_TOO_DEEP
    return _broken(text, error)


def _broken(text: str, error: json.JSONDecodeError) -> str:
    """Return where the JSON of a notebook is broken, and how."""
    if _is_cut_off(text[error.pos :].rstrip("\ufffd"), error.msg):
        return messages.IS_CUT_OFF.format(line=text.count("\n") + 1)
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
