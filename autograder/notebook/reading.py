"""Read the cells of a submitted file, however a program or a person has wrapped or damaged it."""

from __future__ import annotations

import base64
import binascii
import json
import re
import sys
from collections import deque
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from autograder.course import messages
from autograder.course.submission_files import MAX_BYTES
from autograder.notebook.decode import decode
from autograder.notebook.file_kinds import kind_of
from autograder.notebook.text_kinds import kind_of_versions
from autograder.notebook.web_kinds import kind_of_json
from autograder.notebook.wrappings import is_packed, unpacked, unwrapped
from autograder.notebook.zipped import is_archive, only_notebook
from course_lib.language import SOURCE, of_metadata

PYTHON = f"3.{sys.version_info.minor}"
"""The version of Python that reads and runs notebooks."""

MAX_CELLS = 1_000
MAX_SOURCE = 200_000
MAX_WRAPPED = 3
"""How often one notebook may be wrapped: JSON in JSON, in a server's answer, in an archive."""

_MOST_VALUES = 500
"""Values in which a notebook is looked for that a server has wrapped."""
_SHORTEST = 50
_MAX_BEFORE = 20_000
"""Characters of something else that may stand before a notebook."""
_NOTEBOOK = re.compile(r'\{\s{0,20}"(?:cells|nbformat|metadata|worksheets)"')
_BASE64 = re.compile(r"(?:data:[\w/.+-]{1,100};base64,)?((?:e[wy]|UEsDB)[A-Za-z0-9+/=\r\n]{200,})")
"""A text that begins with a brace, or a ZIP, as mail programs and web pages encode it."""
_DIGITS = 4_000
"""Digits of a number, beyond which Python refuses to read it."""
_DECODER = json.JSONDecoder(strict=False, parse_int=lambda text: int(text[:_DIGITS]))
_BEHIND = "\ufeff\x00\x1a \t\r\n\ufffd\u0a0d"
"""What programs leave behind the end; the last two are a line end of one byte in UTF-16."""


@dataclass(frozen=True)
class Submission:
    """The cells of a submitted file, and sentences about what had to be done to read them."""

    cells: list[dict[str, Any]]
    notices: tuple[str, ...] = ()
    language: str = SOURCE
    """The one that the notebook's metadata name."""
    python: str | None = None
    """The version of Python that the metadata name, if it is newer than this one."""


def read_cells(data: bytes) -> list[dict[str, Any]]:
    """Read the cells of a notebook: `cell_type`, `source`, and the rest; see `read`."""
    return read(data).cells


def read(data: bytes, exercises: Collection[str] = ()) -> Submission:
    """Read a submitted file, whatever it is; of several in an archive the one with these exercises.

    Raises ValueError with the end of a sentence that says what is wrong with it.
    """
    return _read(data, MAX_WRAPPED, exercises)


def _read(data: bytes, depth: int, exercises: Collection[str]) -> Submission:
    if len(data) > MAX_BYTES:
        raise ValueError(messages.TOO_BIG.format(size=len(data), limit=MAX_BYTES))
    if depth and is_archive(data):
        name, inside = only_notebook(data, exercises)
        name = "".join(sign if sign.isprintable() else "?" for sign in name)
        submission = _read(inside, depth - 1, exercises)
        notice = messages.READ_FROM_ARCHIVE.format(name=name)
        return replace(submission, notices=(notice, *submission.notices))
    if is_packed(data) and depth:
        return _read(unpacked(data, MAX_BYTES), depth - 1, exercises)
    text, guessed = decode(data)
    notices = [messages.READ_AS.format(encoding=guessed)] if guessed else []
    if depth and (encoded := _BASE64.fullmatch(text)):
        with suppress(binascii.Error):
            return _read(base64.b64decode(encoded[1]), depth - 1, exercises)
    try:
        value, around = _first_value(data, text)
    except ValueError:
        for inside in unwrapped(data, text) if depth else ():
            with suppress(ValueError):
                return _read(inside, depth - 1, exercises)
        raise
    notices += around
    notebook = _unwrapped(value, depth)
    if notebook is None:
        raise ValueError(kind_of_json(value) or messages.HAS_NO_CELLS)
    cells = _cells_of(notebook)
    readable = [cell for cell in map(_readable, cells) if cell is not None]
    kept = _first_cells(readable)
    if len(kept) < len(readable) and any(c["source"].strip() for c in readable[len(kept) :]):
        notices.append(messages.TOO_MANY_CELLS.format(limit=MAX_CELLS))
    if any("\ufffd" in cell["source"] for cell in kept):
        notices.append(messages.LOST_CHARACTERS)
    metadata = notebook.get("metadata")
    return Submission(kept, tuple(notices), of_metadata(metadata), _newer_python(metadata))


def _newer_python(metadata: Any) -> str | None:
    info = metadata.get("language_info") if isinstance(metadata, dict) else None
    version = str(info.get("version")) if isinstance(info, dict) else ""
    found = re.match(r"3\.(\d{1,3})\b", version)
    newer = found is not None and int(found[1]) > sys.version_info.minor
    return found[0] if found and newer else None


def _first_cells(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return as many cells as are read; empty ones take no place away, within reason."""
    full = 0
    for number, cell in enumerate(cells[: 10 * MAX_CELLS]):
        full += bool(cell["source"].strip())
        if full > MAX_CELLS:
            return cells[:number]
    return cells[: 10 * MAX_CELLS]


def _first_value(data: bytes, text: str) -> tuple[Any, list[str]]:
    """Return the first whole JSON value, and sentences about what is before and behind it."""
    begin = len(text) - len(text.lstrip("\ufeff\x00 \t\r\n"))
    notices = []
    if not text.startswith(("{", "[", '"'), begin) and (inside := _behind_something_else(text)):
        if kind := kind_of_versions(text[:inside]):
            raise ValueError(kind)  # which version counts, nobody can tell
        notices.append(messages.JUNK_BEFORE.format(line=text.count("\n", 0, inside) + 1))
        begin = inside
    try:
        value, end = _DECODER.raw_decode(text, begin)
    except json.JSONDecodeError as error:
        if "\x00" in text[begin:]:  # no notebook has zeros
            value, more = _first_value(data, text.replace("\x00", ""))
            return value, [messages.ZEROS_LEFT_OUT, *notices, *more]
        raise ValueError(kind_of(data, text, error)) from None
    except (ValueError, RecursionError):
        raise ValueError(kind_of(data, text, None)) from None
    if value == "" or not isinstance(value, dict | list | str):  # scripts may begin so
        raise ValueError(kind_of(data, text, None))
    if isinstance(value, str) and text[end:].lstrip().startswith(":"):
        raise ValueError(messages.IS_WITHOUT_BEGINNING)
    if text[end:].strip(_BEHIND):
        notices.append(messages.JUNK_BEHIND.format(line=text.count("\n", 0, end) + 1))
    return value, notices


def _behind_something_else(text: str) -> int | None:
    """Return where a whole notebook begins in a text that begins with something else."""
    found = _NOTEBOOK.search(text, 0, _MAX_BEFORE)
    if found is None:
        return None
    try:
        value, _ = _DECODER.raw_decode(text, found.start())
    except (ValueError, RecursionError):
        return None
    return found.start() if "cells" in value or "worksheets" in value else None


def _unwrapped(value: Any, depth: int) -> Any:
    """Return the notebook inside a server's answer, or inside a text: the outermost one."""
    waiting = deque([(value, depth)])
    for _ in range(_MOST_VALUES):
        if not waiting:
            break
        value, depth = waiting.popleft()
        if isinstance(value, str) and depth:
            waiting.append((_inside(value), depth - 1))
        elif isinstance(value, dict) and {"cells", "worksheets"} & value.keys():
            return value
        elif isinstance(value, dict):
            waiting += ((inner, depth) for inner in value.values() if _may_hold_more(inner))
        elif isinstance(value, list) and any(_is_cell(inner) for inner in value):
            return {"cells": value}
        elif isinstance(value, list):
            waiting += ((inner, depth) for inner in value if _may_hold_more(inner))
    return None


def _is_cell(value: Any) -> bool:
    return isinstance(value, dict) and {"cell_type", "source"} <= value.keys()


def _may_hold_more(value: Any) -> bool:
    return isinstance(value, dict | list) or (isinstance(value, str) and len(value) > _SHORTEST)


def _inside(text: str) -> Any:
    """Return the JSON in a text, perhaps in base64, which GitHub uses."""
    if not text.lstrip().startswith(("{", '"', "[")):
        try:
            text = decode(base64.b64decode(text))[0]
        except (binascii.Error, ValueError):
            return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _cells_of(data: Any) -> list[Any]:
    if isinstance(data, dict) and isinstance(data.get("cells"), list):
        return list(data["cells"])
    if isinstance(data, dict) and isinstance(data.get("worksheets"), list):  # format 3 and older
        sheets = [sheet for sheet in data["worksheets"] if isinstance(sheet, dict)]
        return [
            c for sheet in sheets if isinstance(sheet.get("cells"), list) for c in sheet["cells"]
        ]
    raise ValueError(messages.HAS_NO_CELLS)


def _readable(cell: Any) -> dict[str, Any] | None:
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        source = _joined([part for part in source if isinstance(part, str)])
    if not isinstance(source, str):
        return None
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    source = source.encode("utf-8", "replace").decode("utf-8")
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    return {**cell, "cell_type": kind, "source": source}


def _joined(lines: list[str]) -> str:
    """Join lines as notebooks have them; some programs leave out the ends of all lines."""
    between = "\n" if not any("\n" in line for line in lines) else ""
    return between.join(lines)
