"""An empty notebook of the right name hides no other one that has the answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from random_edits import skeleton

from autograder.bounded.budget import Budget
from autograder.course import messages
from autograder.notebook import worked


def notebook(*cells: dict[str, Any]) -> bytes:
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}).encode()


def code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source}


RELEASED = skeleton("ewa").encode()
COPY = ".ipynb_checkpoints/ewa-checkpoint.ipynb"
FULL = notebook(code("def averaging_window(beta):\n    return 1 / (1 - beta)"))
OTHER = notebook(code('larger_beta = "b"'))
BOTH = notebook(*json.loads(FULL)["cells"], *json.loads(OTHER)["cells"])
REFLECTION = {"cell_type": "markdown", "id": "reflection", "source": "I think so."}
OF_ADAM = {"grade_id": "check-adam_step", "grade": True}
NEW = notebook(code(""))
SCRATCH = notebook(code("import numpy as np\nx = 1"), code("print(x)"))


@pytest.mark.parametrize(
    ("data", "answers"),
    [
        (FULL, True),
        (OTHER, True),
        (notebook(REFLECTION), True),
        (RELEASED, False),
        (NEW, False),
        (SCRATCH, False),
        (notebook(code("def adam_step(w): ...")), False),
        (notebook(code('ewa = mine("ewa", "ewa")')), False),
        (notebook(REFLECTION, {**code("x"), "metadata": {"nbgrader": OF_ADAM}}), False),
        (b"", False),
        (FULL[:-20], False),
    ],
    ids=[
        *("function", "letter", "text", "released", "new", "own", "adam", "mine", "of adam"),
        *("empty", "cut off"),
    ],
)
def test_what_answers_something_is_recognized(data: bytes, answers: bool) -> None:
    assert bool(worked.answers_in(data, skeleton("ewa"))) is answers


@pytest.mark.parametrize(
    ("files", "taken", "sentence"),
    [
        ({"ewa.ipynb": b"", "ewa (1).ipynb": FULL}, FULL, messages.ANSWERS_ELSEWHERE),
        ({"ewa.ipynb": RELEASED, "my/Ewa.ipynb": FULL}, FULL, messages.ANSWERS_ELSEWHERE),
        ({"ewa.ipynb": FULL[:-9], "mine.ipynb": FULL}, FULL, messages.ANSWERS_ELSEWHERE),
        ({"ewa.ipynb": NEW, "a.ipynb": FULL, "b.ipynb": FULL}, FULL, messages.ANSWERS_ELSEWHERE),
        ({"ewa (1).ipynb": RELEASED, "ewa (2).ipynb": FULL}, FULL, messages.ANSWERS_IN_ONE),
        ({"ewa.ipynb": NEW, "a.ipynb": FULL, "b.ipynb": OTHER}, NEW, messages.ANSWERS_IN_SEVERAL),
        (
            {"ewa.ipynb": OTHER, "ewa-final.ipynb": FULL},
            OTHER,
            "ewa.ipynb was graded. ewa-final.ipynb has",
        ),
        (
            {"ewa.ipynb": OTHER, "a.ipynb": FULL, "b.ipynb": BOTH},
            OTHER,
            "ewa.ipynb was graded. These notebooks have answers too, which ewa.ipynb lacks: a.ipy",
        ),
        ({"ewa.ipynb": BOTH, "ewa (1).ipynb": FULL}, BOTH, None),
        ({"Ewa.ipynb": RELEASED, "Untitled.ipynb": FULL}, FULL, messages.ANSWERS_ELSEWHERE),
        ({"ewa.ipynb": NEW, "ewa (1).ipynb": RELEASED}, NEW, None),
        ({"ewa.ipynb": bytes(99), COPY: FULL}, FULL, messages.ANSWERS_ELSEWHERE),
        ({"ewa.ipynb": NEW, COPY: FULL}, NEW, None),
    ],
    ids=[
        "empty",
        "released",
        "cut off",
        "copies",
        "unnamed",
        "several",
        "both",
        "three",
        "older",
        "own name",
        "neither",
        "zeros beside JupyterLab's copy",
        "a new one beside JupyterLab's copy",
    ],
)
def test_the_one_with_answers_is_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, bytes],
    taken: bytes,
    sentence: str | None,
) -> None:
    monkeypatch.setattr(Budget, "map", lambda _, f, items, otherwise: [f(*item) for item in items])
    for name, data in files.items():
        path = tmp_path / "ewa" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    data, problem, notices = worked.read_work(tmp_path / "ewa" / "ewa.ipynb", skeleton("ewa"))
    assert (data, problem) == (taken, None)
    if sentence is None:
        assert notices == ()
    else:
        [notice] = notices
        assert notice.startswith(sentence.split("{")[0].rstrip())
        assert ".ipynb" in notice.casefold().split("ewa.ipynb", 1)[1]
