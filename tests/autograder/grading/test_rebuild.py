"""Which parts of a submitted notebook reach the notebook that is graded."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import messages
from autograder.grading.marking import visible_source
from autograder.notebook.clear_answers import CODE_STUB
from autograder.notebook.rebuild import exercise_of, is_locked, rebuild, skeleton_of

Cell = dict[str, Any]


def cell(kind: str, source: str, id: str, tags: tuple[str, ...] = (), **nbgrader: Any) -> Cell:
    metadata: dict[str, Any] = {"tags": list(tags)} if tags else {}
    if nbgrader:
        plain = {"grade": False, "solution": False, "locked": False, "task": False}
        known = {"schema_version": 3, "cell_type": kind, "grade_id": id, **plain, **nbgrader}
        metadata["nbgrader"] = known
    outputs: Cell = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": id, "metadata": metadata, "source": source, **outputs}


def notebook(*cells: Cell) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}


STEP = "def step(w):\n    ### BEGIN SOLUTION\n    return w - 1\n    ### END SOLUTION"
GRADED = 'check("step")\n### BEGIN HIDDEN TESTS\ngrade("step")\n### END HIDDEN TESTS'
SOURCE = notebook(
    cell("code", "import numpy as np", "imports", locked=True),
    cell("code", STEP, "step", solution=True),
    cell("code", GRADED, "check-step", grade=True, locked=True, points=4),
    cell(
        "code",
        'why = None\n### BEGIN SOLUTION\nwhy = "b"\n### END SOLUTION',
        "why",
        solution=True,
    ),
    cell("code", "plot(step)", "plot", tags=("experiment",)),
    cell("markdown", "Our answer.", "reflection", grade=True, solution=True, points=3),
)
SKELETON = skeleton_of(json.dumps(SOURCE))
NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"


def submit(*cells: Cell) -> list[tuple[str, str]]:
    rebuilt = rebuild(json.dumps(notebook(*cells)).encode(), SKELETON)
    assert rebuilt.problem is None
    nbformat.validate(rebuilt.notebook)
    return [(c.id, c.source) for c in rebuilt.notebook.cells]


def handed_in(**sources: str) -> list[Cell]:
    cells: list[Cell] = json.loads(SKELETON)["cells"]
    for one in cells:
        one["source"] = sources.get(one["id"].replace("-", "_"), "".join(one["source"]))
    return cells


def test_the_skeleton_holds_no_solution_and_no_answer() -> None:
    assert "w - 1" not in SKELETON
    assert "BEGIN SOLUTION" not in SKELETON
    assert '"b"' not in SKELETON
    assert "Our answer" not in SKELETON
    assert CODE_STUB in SKELETON
    sources = {c["id"]: "".join(c["source"]) for c in json.loads(SKELETON)["cells"]}
    assert sources["why"] == "why = None"


def test_an_untouched_submission_is_the_skeleton() -> None:
    assert submit(*handed_in()) == [
        (c["id"], "".join(c["source"])) for c in json.loads(SKELETON)["cells"]
    ]


def test_only_open_cells_are_taken_from_the_student() -> None:
    mine = handed_in(step="my step", why="my why", plot="my plot", reflection="my thoughts")
    result = dict(submit(*mine))
    for name in ("step", "why", "plot", "reflection"):
        assert result[name].startswith("my ")
    theirs = dict(submit(*handed_in(imports="import os", check_step="1.0")))
    assert theirs["imports"] == "import numpy as np"
    assert 'grade("step")' in theirs["check-step"]


def test_metadata_is_the_instructors() -> None:
    mine = handed_in(step="mine")
    for one in mine:
        one["metadata"]["tags"] = ["skip-execution", "experiment"]
        one["metadata"].get("nbgrader", {}).update(points=99, schema_version=99, checksum="x")
        one["cell_type"] = "markdown"
    rebuilt = rebuild(json.dumps(notebook(*mine)).encode(), SKELETON).notebook
    skeleton = nbformat.reads(SKELETON, as_version=4)
    assert [c.metadata for c in rebuilt.cells] == [c.metadata for c in skeleton.cells]
    assert [c.cell_type for c in rebuilt.cells] == [c.cell_type for c in skeleton.cells]


def test_the_notebook_of_another_lesson_is_called_that() -> None:
    other = notebook(cell("code", "def ewa(): pass", "ewa", solution=True))
    assert rebuild(json.dumps(other).encode(), SKELETON).problem == messages.OTHER_NOTEBOOK
    some_are_missing = [one for one in handed_in() if one["id"] != "step"]
    assert rebuild(json.dumps(notebook(*some_are_missing)).encode(), SKELETON).problem is None


def test_of_a_duplicate_the_last_counts() -> None:
    cells = handed_in(step="first")
    cells.append(cell("code", "second", "step-copy", solution=True) | {})
    cells[-1]["metadata"]["nbgrader"]["grade_id"] = "step"
    result = submit(*cells)
    assert dict(result)["step"] == "second"
    assert [id for id, _ in result].count("step") == 1


def test_a_missing_solution_cell_is_the_stub() -> None:
    cells = [one for one in handed_in() if one["id"] != "step"]
    assert CODE_STUB in dict(submit(*cells))["step"]


def test_cells_of_the_students_own_stay_behind_the_cell_they_followed() -> None:
    cells = handed_in()
    cells.insert(1, cell("code", "def helper(): ...", "mine"))
    cells.insert(0, cell("markdown", "my title", "title"))
    sources = [source for _, source in submit(*cells)]
    assert sources[0] == "my title"
    assert sources.index("def helper(): ...") == 2


def test_an_answer_in_a_new_cell_is_not_undone_by_the_stub() -> None:
    cells = handed_in()
    cells[1] = cell("code", "def step(w): return w", "new")
    sources = [source for _, source in submit(*cells)]
    stub = next(i for i, source in enumerate(sources) if CODE_STUB in source)
    graded = next(i for i, source in enumerate(sources) if 'grade("step")' in source)
    assert stub < sources.index("def step(w): return w") < graded


def test_the_order_is_the_instructors() -> None:
    cells = handed_in(step="mine")
    assert [id for id, _ in submit(*reversed(cells))] == [
        c["id"] for c in json.loads(SKELETON)["cells"]
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"\x00\xff", "not JSON"),
        (b"[]", "no cells"),
        (b"{}", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"[" * 100_000, "not JSON"),
        (b" " * 20_000_001, "bytes"),
    ],
    ids=["empty", "binary", "list", "no cells", "number", "deep", "huge"],
)
def test_what_is_no_notebook_is_marked_as_empty_with_a_sentence(data: bytes, why: str) -> None:
    rebuilt = rebuild(data, SKELETON)
    assert why in str(rebuilt.problem)
    assert rebuilt.notebook == nbformat.reads(SKELETON, as_version=4)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(notebook(*handed_in(step="a\r\nb"))).encode()
    rebuilt = rebuild(data, SKELETON)
    assert {c.id: c.source for c in rebuilt.notebook.cells}["step"] == "a\nb"


def test_an_old_format_is_read() -> None:
    old = {"nbformat": 3, "worksheets": [{"cells": [
        {"cell_type": "code", "input": "mine", "metadata": {"nbgrader": {"grade_id": "step"}}}
    ]}]}  # fmt: skip
    rebuilt = rebuild(json.dumps(old).encode(), SKELETON)
    assert {c.id: c.source for c in rebuilt.notebook.cells}["step"] == "mine"


def test_graded_cells_name_their_exercise() -> None:
    cells = nbformat.reads(SKELETON, as_version=4).cells
    assert [exercise_of(one) for one in cells] == [None, None, "step", None, None, None]


SCRAPS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["cell_type", "source", "metadata", "nbgrader", "grade_id", "id", "x"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=10,
)
CELLS = st.fixed_dictionaries(
    {
        "cell_type": st.one_of(st.sampled_from(["code", "markdown", "raw"]), SCRAPS),
        "source": st.one_of(st.text(), st.lists(st.text(), max_size=3), SCRAPS),
        "metadata": st.one_of(
            st.fixed_dictionaries(
                {"nbgrader": st.fixed_dictionaries({"grade_id": st.sampled_from(["step", "why"])})}
            ),
            SCRAPS,
        ),
    },
    optional={"id": st.one_of(st.sampled_from(["plot", "step"]), SCRAPS)},
)


@given(st.lists(st.one_of(CELLS, SCRAPS), max_size=8))
def test_any_cells_give_a_valid_notebook_with_every_graded_cell(cells: list[object]) -> None:
    rebuilt = rebuild(json.dumps({"cells": cells}).encode(), SKELETON)
    nbformat.validate(rebuilt.notebook)
    assert [exercise_of(one) for one in rebuilt.notebook.cells].count("step") == 1
    nbformat.writes(rebuilt.notebook).encode("utf-8")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_notebook(data: bytes) -> None:
    nbformat.validate(rebuild(data, SKELETON).notebook)


@pytest.mark.processes
def test_a_worker_starts_without_nbgrader() -> None:
    """It would cost each worker half a second."""
    code = (
        "import sys, autograder.grading.submission; "
        "print([m for m in sys.modules if m.split('.')[0] == 'nbgrader'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("grade", "solution", "locked"), list(product([True, False], repeat=3)))
def test_what_is_locked_agrees_with_nbgrader(grade: bool, solution: bool, locked: bool) -> None:
    from nbgrader import utils

    raw = cell("markdown", "x", "x", grade=grade, solution=solution, locked=locked)
    one = nbformat.from_dict(raw)
    assert is_locked(one) == utils.is_locked(one)
    del one.metadata["nbgrader"]
    assert is_locked(one) == utils.is_locked(one)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_what_is_hidden_agrees_with_nbgrader(path: Path) -> None:
    from nbgrader.preprocessors import ClearHiddenTests

    for one in nbformat.read(path, as_version=4).cells:
        shown = visible_source(one.source)
        assert "grader_tests" not in shown
        ClearHiddenTests()._remove_hidden_test_region(one)
        assert shown == one.source.rstrip("\n")
