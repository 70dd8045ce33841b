"""Random edits of a right notebook, as hands and programs make them, and a plain kernel to run it.

The same seed gives the same edits.
"""

from __future__ import annotations

import copy
import json
import random
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any
from unittest.mock import patch

from course_folder import ROOT, source_of, without_markers

from autograder.notebook.rebuild import skeleton_of
from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Question
from grader_tests.engine.registry import find

Cell = dict[str, Any]
Cells = list[Cell]
Edit = Callable[[random.Random, Cells], None]
STUB = "raise NotImplementedError  # write your code here, in place of this line"


@cache
def skeleton(topic: str) -> str:
    """The instructor's notebook without solutions, hidden tests included."""
    return skeleton_of((ROOT / "notebooks" / topic / f"{topic}.ipynb").read_text("utf-8"))


@cache
def _solved(topic: str) -> str:
    """The notebook that a good student hands in."""
    source = json.loads((ROOT / "notebooks" / topic / f"{topic}.ipynb").read_text("utf-8"))
    cells = source["cells"]
    for cell in cells:
        text = without_markers(source_of(cell).split("### BEGIN HIDDEN TESTS")[0])
        cell["source"] = text.rstrip("\n")
    return json.dumps(cells)


def solved(topic: str) -> Cells:
    return list(json.loads(_solved(topic)))


def _code(cells: Cells) -> list[int]:
    return [i for i, cell in enumerate(cells) if cell["cell_type"] == "code"]


def _fresh(rng: random.Random, cell: Cell, source: str) -> Cell:
    """A cell with the same metadata and another id, as editors copy and split."""
    return {**copy.deepcopy(cell), "id": f"{rng.getrandbits(32):08x}", "source": source}


def _new(rng: random.Random, source: str, kind: str = "code") -> Cell:
    cell: Cell = {"cell_type": kind, "id": f"{rng.getrandbits(32):08x}", "metadata": {}}
    return {**cell, "source": source, **({"outputs": []} if kind == "code" else {})}


def move(rng: random.Random, cells: Cells) -> None:
    cell = cells.pop(rng.randrange(len(cells)))
    cells.insert(rng.randint(0, len(cells)), cell)


def move_a_solution_up(rng: random.Random, cells: Cells) -> None:
    found = [i for i in _code(cells) if "def " in cells[i]["source"]]
    if found:
        i = rng.choice(found)
        cells.insert(rng.randint(0, i), cells.pop(i))


def copy_a_cell(rng: random.Random, cells: Cells) -> None:
    cell = rng.choice(cells)
    cells.insert(rng.randint(0, len(cells)), _fresh(rng, cell, cell["source"]))


def copy_a_stub(rng: random.Random, cells: Cells) -> None:
    """An empty copy of a solution cell; above the answer it does no harm."""
    i = rng.choice(_code(cells))
    head = cells[i]["source"].split("\n")[0]
    source = f"{head}\n    {STUB}" if head.startswith("def ") else cells[i]["source"]
    cells.insert(rng.randint(0, len(cells)), _fresh(rng, cells[i], source))


def split(rng: random.Random, cells: Cells) -> None:
    """Cut a cell of code at a line; both halves keep the metadata."""
    i = rng.choice(_code(cells))
    lines = cells[i]["source"].split("\n")
    cuts = [n for n in range(1, len(lines)) if lines[n] and not lines[n][0].isspace()]
    if cuts and "(\n" not in cells[i]["source"]:
        cut = rng.choice(cuts)
        cells.insert(i + 1, _fresh(rng, cells[i], "\n".join(lines[cut:])))
        cells[i]["source"] = "\n".join(lines[:cut])


def merge(rng: random.Random, cells: Cells) -> None:
    """Join a cell of code with the next one; the first one's metadata stay."""
    pairs = [i for i in _code(cells)[:-1] if cells[i + 1]["cell_type"] == "code"]
    if pairs:
        i = rng.choice(pairs)
        cells[i]["source"] += "\n\n" + cells.pop(i + 1)["source"]


def rename(rng: random.Random, cells: Cells) -> None:
    cell = rng.choice(cells)
    cell["id"] = f"{rng.getrandbits(32):08x}"
    if rng.random() < 0.5 and "nbgrader" in cell["metadata"]:
        cell["metadata"]["nbgrader"]["grade_id"] = f"cell-{cell['id']}"


def drop_metadata(rng: random.Random, cells: Cells) -> None:
    for cell in rng.sample(cells, rng.randint(1, len(cells))):
        way = rng.randrange(4)
        if way == 0:
            cell["metadata"] = {}
        elif way == 1:
            cell["metadata"].pop("nbgrader", None)
        elif way == 2:
            cell["metadata"] = {"id": cell.pop("id", "x")}
        else:
            cell.pop("id", None)


def drop_all_metadata(rng: random.Random, cells: Cells) -> None:
    for cell in cells:
        cell["metadata"] = {}
        cell["id"] = f"{rng.getrandbits(32):08x}"


def add_imports(rng: random.Random, cells: Cells) -> None:
    line = rng.choice(
        ["import math", "import pandas as pd", "from random import random", "import os"]
    )
    i = rng.choice(_code(cells))
    way = rng.randrange(3)
    if way == 0:
        cells.insert(i, _new(rng, line))
    elif way == 1:
        cells[i]["source"] = f"{line}\n{cells[i]['source']}"
    else:
        cells[i]["source"] += f"\n{line}"


def add_a_helper(rng: random.Random, cells: Cells) -> None:
    number = rng.randrange(100)
    source = f"def helper_{number}(x):\n    return x + {number}\n\nhelper_{number}(1)"
    cells.insert(rng.randint(0, len(cells)), _new(rng, source))


def use_a_helper(rng: random.Random, cells: Cells) -> None:
    """Take the body of a function out into a helper above it."""
    found = [i for i in _code(cells) if cells[i]["source"].startswith("def ")]
    if found:
        i = rng.choice(found)
        head, _, rest = cells[i]["source"].partition("(")
        name = head.removeprefix("def ").strip()
        helper = f"_{name}_{rng.randrange(1000)}"
        cells.insert(rng.randint(0, i), _new(rng, f"def {helper}({rest}"))
        signature = rest.partition("):")[0]
        arguments = ", ".join(part.split("=")[0].strip() for part in signature.split(","))
        cells[i + 1]["source"] = f"def {name}({signature}):\n    return {helper}({arguments})"


def try_something_below(rng: random.Random, cells: Cells) -> None:
    """Something wrong under the name of a function, at the end of the notebook."""
    found = [i for i in _code(cells) if cells[i]["source"].startswith("def ")]
    if found:
        name = cells[rng.choice(found)]["source"].partition("(")[0].removeprefix("def ")
        cells.append(_new(rng, f"def {name}(*arguments):\n    return 0"))


def write_into_locked(rng: random.Random, cells: Cells) -> None:
    cell = rng.choice([one for one in cells if one["cell_type"] != "code"])
    cell["source"] += "\n\nMy own note."


def write_above_a_check(rng: random.Random, cells: Cells) -> None:
    """Move a function into the cell of the check that follows it."""
    pairs = [
        i
        for i in _code(cells)[:-1]
        if cells[i]["source"].startswith("def ") and cells[i + 1]["source"].startswith("check(")
    ]
    if pairs:
        i = rng.choice(pairs)
        cells[i + 1]["source"] = cells[i]["source"] + "\n\n" + cells[i + 1]["source"]
        del cells[i]


def _functions(cells: Cells) -> list[int]:
    return [i for i in _code(cells) if cells[i]["source"].startswith("def ")]


def put_into_a_block(rng: random.Random, cells: Cells) -> None:
    """Define a function inside a condition, a loop or an attempt."""
    if found := _functions(cells):
        cell = cells[rng.choice(found)]
        head, tail = rng.choice(
            [("if True:", ""), ("for _ in range(1):", ""), ("try:", "\nfinally:\n    pass")]
        )
        cell["source"] = f"{head}\n" + textwrap.indent(cell["source"], "    ") + tail


def put_into_a_class(rng: random.Random, cells: Cells) -> None:
    """Make a function a method of a class, and give the notebook its name."""
    if found := _functions(cells):
        cell = cells[rng.choice(found)]
        name = cell["source"].partition("(")[0].removeprefix("def ").strip()
        method = textwrap.indent(f"@staticmethod\n{cell['source']}", "    ")
        cell["source"] = f"class Mine:\n{method}\n\n{name} = Mine.{name}"


def decorate(rng: random.Random, cells: Cells) -> None:
    if found := _functions(cells):
        cell = cells[rng.choice(found)]
        cell["source"] = f"def as_it_is(f):\n    return f\n\n@as_it_is\n{cell['source']}"


def lose_names_below(rng: random.Random, cells: Cells) -> None:
    """Do something at the end that takes away what functions need."""
    line = rng.choice(
        ["globals().clear()", "del np", "np = sum = max = len = None", "from math import *"]
    )
    cells.append(_new(rng, line))


EDITS: tuple[Edit, ...] = (
    move, move_a_solution_up, copy_a_cell, copy_a_stub, split, merge, rename, drop_metadata,
    drop_all_metadata, add_imports, add_a_helper, use_a_helper, try_something_below,
    write_into_locked, write_above_a_check, put_into_a_block, put_into_a_class, decorate,
    lose_names_below,
)  # fmt: skip


def edited(topic: str, seed: int) -> tuple[Cells, list[str]]:
    """A right notebook after one to eight random edits, and their names."""
    rng = random.Random(f"{topic} {seed}")
    cells = solved(topic)
    names = []
    for _ in range(rng.randint(1, 8)):
        edit = rng.choice(EDITS)
        edit(rng, cells)
        names.append(edit.__name__)
    return cells, names


def passing(topic: str, cells: Cells) -> set[str] | None:
    """The exercises whose checks pass each time they run, in a plain kernel from top to bottom.

    None if a cell raises. Experiments are left out where they are as they were.
    """
    experiments = {
        cell["source"] for cell in solved(topic) if "experiment" in cell["metadata"].get("tags", ())
    }
    namespace: dict[str, Any] = {"__name__": "__main__"}
    found: dict[str, list[bool]] = {}

    def check(name: str) -> None:
        item = find(name)
        if isinstance(item, Question):
            right = namespace.get(name) == item.answer
        else:
            right = run_check(name, namespace, search=False).passed
        found.setdefault(name, []).append(right)

    with patch("course_lib.check", check):
        for cell in cells:
            if cell["cell_type"] == "code" and cell["source"] not in experiments:
                try:
                    exec(compile(cell["source"], "cell", "exec"), namespace)
                except Exception:
                    return None
    return {name for name, results in found.items() if all(results)}
