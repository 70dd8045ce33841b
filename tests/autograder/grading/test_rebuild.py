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
from autograder.notebook.lesson import exercise_of, is_experiment, is_locked, visible_source
from autograder.notebook.rebuild import rebuild, skeleton_of
from autograder.translation.stubs import CODE_STUB

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
    assert [*rebuilt.notices] == rebuilt.release.notices()
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
    def notices(*cells: Cell) -> tuple[str, ...]:
        return rebuild(json.dumps(notebook(*cells)).encode(), SKELETON).notices

    shared = cell("code", "import numpy", "imports", locked=True)
    assert notices(shared, cell("code", "def ewa(): pass", "ewa", solution=True)) == (
        messages.OTHER_NOTEBOOK,
    )
    assert notices(cell("code", 'check("ewa")', "x")) == (messages.OTHER_NOTEBOOK,)
    assert notices(cell("code", "print(1)", "x")) == (messages.NOTHING_OF_LESSON,)
    step = cell("code", "def step(w):\n    return w - 1", "x")
    text = cell("markdown", "My thoughts.", "y")  # which may be the answer to the reflection
    lacks = messages.CELLS_MISSING.format
    assert notices(shared, cell("code", "print(1)", "x")) == (lacks(names="`step`, `reflection`"),)
    assert notices(step) == (lacks(names="`reflection`"),)
    assert notices(step, text) == ()
    assert notices(*[one for one in handed_in() if one["id"] != "step"]) == ()
    assert notices() == (messages.NO_CELLS,)


def copied(source: str, grade_id: str = "step") -> Cell:
    copy = cell("code", source, "copy", solution=True)
    copy["metadata"]["nbgrader"]["grade_id"] = grade_id
    return copy


def test_of_copies_the_last_before_the_check_counts_and_the_others_stay() -> None:
    cells = handed_in(step="def step(w): return 1")
    cells.insert(2, copied("def step(w): return 2"))
    cells.append(copied("def step(w): return 3"))
    result = submit(*cells)
    assert dict(result)["step"] == "def step(w): return 2"
    sources = [source for _, source in result]
    order = [sources.index(f"def step(w): return {number}") for number in (1, 2, 3)]
    assert order == sorted(order)
    assert order[2] > [id for id, _ in result].index("check-step") > order[1]


def test_both_halves_of_a_split_cell_run_in_their_order() -> None:
    cells = handed_in(step="def step(w): return 1")
    cells.insert(2, copied("print(step(3))"))
    result = submit(*cells)
    assert dict(result)["step"] == "def step(w): return 1"
    assert [source for _, source in result][1:3] == ["def step(w): return 1", "print(step(3))"]


def test_a_missing_solution_cell_is_empty() -> None:
    """A stub could undo an answer that was given elsewhere."""
    cells = [one for one in handed_in() if one["id"] not in ("step", "why")]
    result = dict(submit(*cells))
    assert result["step"] == result["why"] == ""


@pytest.mark.parametrize("own", ["", "def helper(): ..."])
def test_without_any_metadata_cells_are_recognized_by_what_is_in_them(own: str) -> None:
    cells = [
        cell("code", source, f"x{number}")
        for number, source in enumerate(
            ["def step(w): return w", 'check("step")', 'why = "b"', "plot(step)", own]
        )
    ]
    result = dict(submit(*cells))
    assert result["step"] == "def step(w): return w"
    assert result["why"] == 'why = "b"'
    assert [id for id, source in submit(*cells) if "plot" in source] == ["plot"]
    assert [id for id, source in submit(*cells) if 'check("step")' in source] == ["check-step"]


def test_a_cell_is_recognized_by_the_id_that_colab_moves() -> None:
    cells = handed_in(step="def step(w): return w", plot="plot(step, 3)")
    for one in cells:
        one["metadata"] = {"id": one["id"]}
        one["id"] = f"x{one['id']}"
    result = submit(*cells)
    assert [id for id, _ in result] == [one["id"] for one in handed_in()]
    assert dict(result)["plot"] == "plot(step, 3)"


@pytest.mark.parametrize("source", ["plot(step)", "plot(step, title='Mine')", "draw_it()"])
def test_an_experiment_is_recognized_by_its_tag(source: str) -> None:
    cells = handed_in()
    cells[4] = cell("code", source, "new", ("experiment",))
    result = submit(*cells)
    assert dict(result)["plot"] == source
    assert len(result) == len(cells)


def test_a_copied_experiment_is_not_run_either() -> None:
    cells = handed_in()
    cells.append({**cells[4], "id": "again", "source": "plot(step, 2)"})
    rebuilt = rebuild(json.dumps(notebook(*cells)).encode(), SKELETON).notebook
    assert [is_experiment(one) for one in rebuilt.cells if "plot" in one.source] == [True, True]


def test_what_was_added_to_a_locked_cell_is_a_cell_of_its_own() -> None:
    def added(**sources: str) -> list[str]:
        return [source for _, source in submit(*handed_in(**sources))]

    mine = "def step(w): return w"
    sources = added(check_step=f'{mine}\n\ncheck("step")\nprint(step(1))')
    at = sources.index(mine)
    assert 'grade("step")' in sources[at + 1]
    assert sources[at + 2] == "print(step(1))"
    assert added(imports="import numpy as np\nimport math")[:2] == [
        "import numpy as np",
        "import math",
    ]
    mixed = 'try:\n    check("step")\nfinally:\n    pass'
    assert added(check_step=mixed)[2] == mixed


def test_text_added_to_a_locked_text_is_kept_and_marked_by_hand() -> None:
    source = json.dumps(
        notebook(
            cell("markdown", "### In your own words\n\nWhat did you see?", "ask", locked=True),
            cell("markdown", "Ours.", "reflection", grade=True, solution=True, points=3),
        )
    )
    skeleton = skeleton_of(source)
    prompt, answer = json.loads(skeleton)["cells"]
    nothing: Cell = {}
    for metadata in (prompt["metadata"], nothing):
        asked = {**prompt, "id": "x", "metadata": metadata}
        asked["source"] = "### In your own words\n\nWhat did you see?\n\nMY SENTENCE"
        for cells in ([asked, answer], [asked]):
            rebuilt = rebuild(json.dumps(notebook(*cells)).encode(), skeleton).notebook
            assert [one.source for one in rebuilt.cells] == [
                "### In your own words\n\nWhat did you see?",
                "MY SENTENCE",
                f"{messages.ANSWER_NEAR}\n\nMY SENTENCE",
            ]
    nameless = [{**prompt, "id": "x", "metadata": {}}, cell("markdown", "My answer.", "y")]
    rebuilt = rebuild(json.dumps(notebook(*nameless)).encode(), skeleton).notebook
    assert [one.source for one in rebuilt.cells][1:] == ["My answer."]


def test_cells_of_the_students_own_stay_behind_the_cell_they_followed() -> None:
    cells = handed_in()
    cells.insert(1, cell("code", "def helper(): ...", "mine"))
    cells.insert(0, cell("markdown", "my title", "title"))
    sources = [source for _, source in submit(*cells)]
    assert sources[0] == "my title"
    assert sources.index("def helper(): ...") == 2


def test_an_answer_in_a_new_cell_is_the_solution_cell() -> None:
    cells = handed_in()
    cells[1] = cell("code", "def step(w): return w", "new")
    assert dict(submit(*cells))["step"] == "def step(w): return w"


def test_the_order_is_the_students_but_the_imports_come_first() -> None:
    cells = handed_in(step="def step(w): return w", why='why = "b"')
    cells.insert(0, cells.pop(3))
    ids = [id for id, _ in submit(*cells)]
    assert ids == ["imports", "why", "step", "check-step", "plot", "reflection"]
    backwards = [id for id, _ in submit(*reversed(cells))]
    assert backwards == ["reflection", "imports", "plot", "check-step", "step", "why"]


@pytest.mark.parametrize(("own", "is_above"), [("%reset -f", True), ("one = np.ones(1)", False)])
def test_own_code_that_needs_no_imports_stays_above_them(own: str, is_above: bool) -> None:
    cells = [cell("code", own, "own"), *handed_in()]
    sources = [source for _, source in submit(*cells)]
    assert (sources.index(own) < sources.index("import numpy as np")) == is_above


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\x00\xff", "does not begin"),
        (b"[]", "no cells"),
        (b"{}", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"[" * 100_000, "cannot be read"),
        (b" " * 20_000_001, "bytes"),
    ],
    ids=["empty", "binary", "list", "no cells", "number", "deep", "huge"],
)
def test_what_is_no_notebook_is_marked_as_empty_with_a_sentence(data: bytes, why: str) -> None:
    rebuilt = rebuild(data, SKELETON)
    assert why in rebuilt.notices[0]
    assert rebuilt.unread
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


def test_checks_without_number_make_no_cells_without_number() -> None:
    cells = [cell("code", 'x = 1\ncheck("step")\n' * 3_000, f"x{number}") for number in range(5)]
    cells.append(cell("code", 'def step(w): return w\ncheck("step")\nprint(1)', "mine"))
    result = submit(*cells)
    assert len(result) < 20
    assert [id for id, _ in result].count("check-step") == 1
