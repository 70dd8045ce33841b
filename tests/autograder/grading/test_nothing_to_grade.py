"""No mark is lost without a sentence, and nothing that is read takes for ever."""

from __future__ import annotations

import json
import plistlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder import messages
from autograder.course import messages as of_files
from autograder.grading import submission
from autograder.grading.reasons import _has_more_than_stub
from autograder.grading.submission import rebuild_submission
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.file_kinds import kind_of
from autograder.notebook.reading import MAX_CELLS, read
from autograder.notebook.rebuild import MAX_CODE, rebuild, skeleton_of

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[3]


@cache
def lesson() -> str:
    return (ROOT / "notebooks" / "ewa" / "ewa.ipynb").read_text("utf-8")


def code(source: object) -> dict[str, Any]:
    return {"cell_type": "code", "source": source}


@pytest.mark.parametrize(
    "cells",
    [
        *([], [None], [{}] * 5, [code(5)], [code(None)], [code({"a": 1})]),
        *([code([["a = 1"]])], [code(" \n\t")] * 3, [code("\u200b"), code("\x00")]),
    ],
    ids=ascii,
)
def test_a_notebook_without_a_cell_that_can_be_read_is_told_so(cells: list[object]) -> None:
    rebuilt = rebuild(json.dumps({"cells": cells}).encode(), skeleton_of(lesson()))
    assert rebuilt.notices == (messages.NO_CELLS,)


@pytest.mark.parametrize("empty", ["", "  \n", []])
def test_empty_cells_take_no_place_away(empty: object) -> None:
    cells = [code(empty)] * (MAX_CELLS + 100) + json.loads(lesson())["cells"]
    rebuilt = rebuild(json.dumps({"cells": cells}).encode(), skeleton_of(lesson()))
    assert rebuilt.notices == ()


def test_cells_that_are_left_out_are_told() -> None:
    cells = json.loads(lesson())["cells"] + [code("1")] * (MAX_CELLS + 1)
    rebuilt = rebuild(json.dumps({"cells": cells}).encode(), skeleton_of(lesson()))
    assert rebuilt.notices == (of_files.TOO_MANY_CELLS.format(limit=MAX_CELLS),)


def test_the_code_of_all_cells_together_has_an_end() -> None:
    cells = [code("a = 1\n" * 30_000) for _ in range(20)]
    rebuilt = rebuild(json.dumps({"cells": cells}).encode(), skeleton_of(lesson()))
    own = [cell.source for cell in rebuilt.notebook.cells if cell.source.startswith("a = 1")]
    assert sum(map(len, own)) < MAX_CODE + 20 * 100
    assert messages.CUT_CODE.strip() in own[-1]


@pytest.mark.parametrize(
    "head", ["<!---->" * 600, "<!-- -->\n" * 500, "<?xml?>" * 700 + "<!--", "<!--" + "-->" * 1_000]
)
def test_what_a_file_is_takes_no_long_look(head: str) -> None:
    """Before, the first of these took longer with each comment, twice as long each time."""
    assert kind_of(head.encode(), head, None) == of_files.IS_SOMETHING_ELSE
    assert kind_of(b"<", "<!-- a\n--> <?xml?>\n<HTML lang=en>", None) == of_files.IS_WEB_PAGE


def test_a_mac_s_link_and_what_icloud_leaves_are_told_apart() -> None:
    link = plistlib.dumps({"URL": "https://example.org/adam.ipynb"}, fmt=plistlib.FMT_BINARY)
    left = plistlib.dumps(
        {"NSURLNameKey": "adam.ipynb", "NSURLFileSizeKey": 9_000}, fmt=plistlib.FMT_BINARY
    )
    assert kind_of(link, link.decode("latin-1"), None) == of_files.IS_WEB_LINK
    assert kind_of(left, left.decode("latin-1"), None) == of_files.IS_IN_THE_CLOUD


def as_saved(**layout: Any) -> str:
    """Return a notebook with all that JSON has, as one program or another saves it."""
    output = {"a": [True, None, -1.5e-30], "text": ['a "b" \\ \n', "作业"], "b": False}
    cells = [code('def f():\n    """Say \\\\ "hi"."""\n    return f"{x}"'), {"outputs": [output]}]
    return json.dumps({"cells": cells * 2, "nbformat": 4}, **layout)


@pytest.mark.parametrize(
    "layout",
    [
        {"indent": 1},
        {"indent": 1, "ensure_ascii": False},
        {},
        {"separators": (",", ":")},
        {"separators": (",", ":"), "ensure_ascii": False},
    ],
    ids=str,
)
def test_a_file_is_said_to_be_cut_off_wherever_it_is(layout: dict[str, Any]) -> None:
    whole = as_saved(**layout).encode()
    for cut in range(1, len(whole)):
        with pytest.raises(ValueError, match="cut off at the end") as caught:
            read(whole[:cut])
        assert caught.match(f"in line {whole[:cut].count(10) + 1}\\."), whole[:cut]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"source"', 'source"'),
        ("true", "tru"),
        ("null", "nul"),
        ("-1.5e-30", "-1.5e"),
        ("-1.5e-30", "-"),
        ("\\u4f5c", "\\u4f"),
        ('"nbformat": 4', '"nbformat: 4'),
        ('\\n", ', "\\n, "),
        ("def f", 'def" f'),
    ],
)
def test_a_mistake_before_the_end_is_not_called_cut_off(right: str, wrong: str) -> None:
    for layout in ({"indent": 1}, {}):
        text = as_saved(**layout)
        if right in text and (layout or "nbformat" not in right):
            with pytest.raises(ValueError, match="has a mistake in line"):
                read(text.replace(right, wrong, 1).encode())


ENDLESS = 'def f(x):\n    raise NotImplementedError\n    x = "\\\n' + "def a\\\n" * 20_000 + '"'


@pytest.mark.parametrize(
    ("source", "more"),
    [
        ("def f(x):\n    raise NotImplementedError", False),
        ("def f(x):\n    y = x\n    raise NotImplementedError", True),
        ("def f(\n    x: int,  # a: b\n):  # c:\n    raise NotImplementedError", False),
        ("async def f(x): # d\n    y = x\n    raise NotImplementedError", True),
        ("def f(x)\n    raise NotImplementedError\n    y = x", True),
        (
            'def f(x):\n    raise NotImplementedError\n    x = "\\\n' + "def a\\\n" * 20_000 + '"',
            True,
        ),
    ],
    ids=["a stub", "more", "several lines", "async", "no colon", "heads without an end"],
)
def test_a_stub_with_more_in_it_is_told_apart(source: str, more: bool) -> None:
    assert _has_more_than_stub(source) == more


def test_what_takes_too_long_to_read_is_graded_as_if_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "READING_SECONDS", 0.02)
    cells = [code("x = 1")] * 100_000
    data = json.dumps({"cells": cells}).encode()
    notebook = rebuild_submission(data, None, skeleton_of(lesson()), {})
    [sentence] = notebook.metadata[METADATA_KEY]["incidents"]
    assert of_files.TOOK_TOO_LONG in sentence
    assert notebook.metadata[METADATA_KEY]["unread"]
