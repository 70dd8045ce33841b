"""No mark is lost without a sentence, and nothing that is read takes for ever."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder import messages
from autograder.grading import submission
from autograder.grading.submission import rebuild_submission
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.reading import MAX_CELLS
from autograder.notebook.rebuild import rebuild, skeleton_of

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[3]


@cache
def lesson() -> str:
    return (ROOT / "notebooks" / "ewa" / "ewa.ipynb").read_text("utf-8")


def code(source: object) -> dict[str, Any]:
    return {"cell_type": "code", "source": source}


@pytest.mark.parametrize(
    "cells", [[], [None], [{}] * 5, [code(5)], [code(None)], [code({"a": 1})]], ids=str
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
    assert rebuilt.notices == (messages.TOO_MANY_CELLS.format(limit=MAX_CELLS),)


def test_what_takes_too_long_to_read_is_graded_as_if_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "READING_SECONDS", 0.02)
    cells = [code("x = 1")] * 100_000
    data = json.dumps({"cells": cells}).encode()
    notebook = rebuild_submission(data, None, skeleton_of(lesson()), {})
    [sentence] = notebook.metadata[METADATA_KEY]["incidents"]
    assert messages.TOOK_TOO_LONG in sentence
    assert notebook.metadata[METADATA_KEY]["unread"]
