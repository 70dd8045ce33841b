"""`mine` loads a student's function from another notebook, and never fails for its contents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from course_lib.checking.other_lessons import mine

GOOD = '''
def momentum_step(w, v):
    """Docstring."""
    return np.array([w + v])
'''
STUB = '''
def momentum_step(w, v):
    """Docstring."""
    # YOUR CODE HERE
    raise NotImplementedError()
'''


def cell(source: str | list[str], *, solution: bool = True, kind: str = "code") -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {"nbgrader": {"solution": solution}}, "source": source}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for topic in ("adam", "momentum"):
        (tmp_path / topic).mkdir()
    monkeypatch.chdir(tmp_path / "adam")
    return tmp_path / "momentum" / "momentum.ipynb"


def write(file: Path, *cells: dict[str, Any]) -> None:
    file.write_text(json.dumps({"cells": list(cells)}), encoding="utf-8")


def test_a_written_function_comes_and_sees_numpy(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, cell("x = 1", solution=False), cell(GOOD.splitlines(keepends=True)))
    function = mine("momentum", "momentum_step")
    assert function is not None
    assert function(1.0, 2.0).tolist() == [3.0]
    assert capsys.readouterr().out == ""


def test_functions_of_other_solution_cells_are_there_too(here: Path) -> None:
    write(here, cell("def half(x):\n    return x / 2"), cell("def f(x):\n    return half(x)"))
    function = mine("momentum", "f")
    assert function is not None
    assert function(3) == 1.5


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [cell(STUB)],
        [cell("def momentum_step(w, v):\n    '''Doc.'''\n    pass")],
        [cell("def momentum_step(w, v):\n    ...")],
        [cell("def momentum_step(w, v:\n")],
        [cell("import sys\nsys.exit(3)\n" + GOOD)],
        [cell("1 / 0\n" + GOOD)],
        [cell("raise NotImplementedError\n" + GOOD)],
        [cell("momentum_step = 3")],
        [cell("\0")],
        [cell("(" * 10_000)],
        [cell(GOOD, solution=False)],
        [cell(GOOD, kind="markdown")],
        [cell(GOOD), cell(STUB)],
        [{"cell_type": "code"}],
        [{"cell_type": "code", "metadata": None, "source": GOOD}],
        [3],
    ],
    ids=repr,
)
def test_what_is_missing_broken_or_a_stub_is_absent_and_a_sentence_says_where_it_comes_from(
    here: Path, cells: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, *cells)
    assert mine("momentum", "momentum_step") is None
    said = capsys.readouterr()
    assert "momentum_step is left out" in said.out
    assert "../momentum/momentum.ipynb" in said.out
    assert said.err == ""


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"text"', b"\xff\xfe\x00", b'{"cells": 3}'])
def test_a_file_that_is_no_notebook_is_absent(here: Path, content: bytes) -> None:
    here.write_bytes(content)
    assert mine("momentum", "momentum_step") is None


def test_no_notebook_at_all_is_absent(here: Path) -> None:
    assert mine("momentum", "momentum_step") is None
    assert mine("no_such_topic", "f") is None


def test_a_broken_cell_takes_only_its_own_functions_along(here: Path) -> None:
    write(here, cell("def zero_state(:\n"), cell(GOOD), cell("1 / 0"))
    assert mine("momentum", "momentum_step") is not None
    assert mine("momentum", "zero_state") is None


def test_a_byte_order_mark_does_no_harm(here: Path) -> None:
    here.write_text(json.dumps({"cells": [cell(GOOD)]}), encoding="utf-8-sig")
    assert mine("momentum", "momentum_step") is not None


def test_what_the_neighbour_prints_and_warns_of_stays_there(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = "import warnings, sys\nprint('loud')\nwarnings.warn('x')\nprint('e', file=sys.stderr)\n"
    write(here, cell(noise + GOOD))
    assert mine("momentum", "momentum_step") is not None
    assert capsys.readouterr() == ("", "")


def test_a_function_that_may_raise_not_implemented_is_no_stub(here: Path) -> None:
    write(here, cell("def f(x):\n    if x < 0:\n        raise NotImplementedError\n    return x"))
    assert mine("momentum", "f") is not None


def test_a_function_by_assignment_counts(here: Path) -> None:
    write(here, cell("f = lambda x: x + 1"))
    assert mine("momentum", "f") is not None


def test_an_interrupt_goes_through(here: Path) -> None:
    write(here, cell("raise KeyboardInterrupt"))
    with pytest.raises(KeyboardInterrupt):
        mine("momentum", "f")


def test_the_courses_own_notebooks_bring_their_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[3] / "notebooks" / "adam")
    average = mine("ewa", "ewa")
    assert average is not None
    assert average([10.0, 20.0], 0.5).tolist() == [5.0, 12.5]
