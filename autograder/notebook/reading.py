"""Read the cells of a submitted file, however a program or a person has wrapped or damaged it."""

from __future__ import annotations

import base64
import binascii
import json
import re
import sys
from dataclasses import dataclass, replace
from typing import Any

from autograder import messages
from autograder.course.submission_files import MAX_BYTES
from autograder.notebook.decode import decode
from autograder.notebook.file_kinds import is_zip, kind_of
from autograder.notebook.zipped import only_notebook
from course_lib.language import SOURCE, of_metadata

PYTHON = f"3.{sys.version_info.minor}"
"""The version of Python that reads and runs notebooks."""

MAX_CELLS = 1_000
MAX_SOURCE = 200_000
MAX_WRAPPED = 3
"""How often one notebook may be wrapped: JSON in JSON, in a server's answer, in a ZIP."""

_WRAPPERS = ("content", "notebook", "model", "data", "ipynb")
"""Keys under which servers send a notebook: Jupyter's and GitHub's contents APIs, and Colab."""


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


def read(data: bytes) -> Submission:
    """Read a submitted file, whatever it is.

    Raises ValueError with the end of a sentence that says what is wrong with it.
    """
    return _read(data, MAX_WRAPPED)


def _read(data: bytes, depth: int) -> Submission:
    if len(data) > MAX_BYTES:
        raise ValueError(messages.TOO_BIG.format(size=len(data), limit=MAX_BYTES))
    if is_zip(data) and depth:
        name, inside = only_notebook(data)
        name = "".join(sign if sign.isprintable() else "?" for sign in name)
        submission = _read(inside, depth - 1)
        notice = messages.READ_FROM_ZIP.format(name=name)
        return replace(submission, notices=(notice, *submission.notices))
    text, guessed = decode(data)
    notices = [messages.READ_AS.format(encoding=guessed)] if guessed else []
    value, rest = _first_value(data, text)
    if rest:
        notices.append(messages.JUNK_BEHIND.format(line=rest))
    notebook = _unwrapped(value, depth)
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


def _first_value(data: bytes, text: str) -> tuple[Any, int | None]:
    """Return the first whole JSON value, and the line on which something else follows it."""
    begin = len(text) - len(text.lstrip("\ufeff\x00 \t\r\n"))
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(text, begin)
    except json.JSONDecodeError as error:
        raise ValueError(kind_of(data, text, error)) from None
    except (ValueError, RecursionError):
        raise ValueError(kind_of(data, text, None)) from None
    if value == "" or not isinstance(value, dict | list | str):  # scripts may begin so
        raise ValueError(kind_of(data, text, None))
    behind = text[end:].strip("\ufeff\x00 \t\r\n")
    return value, text.count("\n", 0, end) + 1 if behind else None


def _unwrapped(value: Any, depth: int) -> Any:
    """Return the notebook inside a server's answer, or inside a text."""
    for _ in range(depth):
        if isinstance(value, str):
            value = _inside(value)
        elif isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, dict) and not ({"cells", "worksheets"} & value.keys()):
            value = next((value[key] for key in _WRAPPERS if value.get(key)), None)
        else:
            break
    return value


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
