"""Three releases of a small lesson, and what a student may have made of one."""

from __future__ import annotations

import copy
from typing import Any

from course_lib.update.notebook import note_release

Cell = dict[str, Any]
Notebook = dict[str, Any]

STUB = 'def mean(x):\n    """The mean."""\n    raise NotImplementedError  # write your code here'
ANSWER = 'def mean(x):\n    """The mean."""\n    return sum(x) / len(x)'


def cell(name: str, source: str, kind: str = "code", **nbgrader: bool) -> Cell:
    known = {"grade_id": name, "locked": True, "solution": False, **nbgrader}
    made: Cell = {"cell_type": kind, "id": name, "metadata": {"nbgrader": known}, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def text(name: str, source: str) -> Cell:
    return cell(name, source, "markdown")


def task(name: str, source: str, kind: str = "code") -> Cell:
    return cell(name, source, kind, locked=False, solution=True)


def check(name: str) -> Cell:
    return cell(f"check-{name}", f'check("{name}")', grade=True)


def experiment(name: str, source: str) -> Cell:
    made = cell(name, source)
    return made | {"metadata": {"tags": ["experiment", "raises-exception"]}}


def own(source: str, kind: str = "code") -> Cell:
    made = cell(f"own{abs(hash(source)) % 10**6}", source, kind)
    return made | {"metadata": {}}


def release(*cells: Cell) -> Notebook:
    made: Notebook = {"cells": [*cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    note_release(made)
    return made


FIRST = release(
    text("title", "# Averages"),
    cell("imports", "import numpy as np"),
    text("ask-mean", "## The mean\n\nWrite it."),
    task("mean", STUB),
    check("mean"),
    experiment("draw", "plot(mean)"),
    text("ask-why", "Why?"),
    task("why", "*Write your answer here.*", "markdown"),
    task("choice", 'choice = None  # "a" or "b"'),
    check("choice"),
)


def changed(notebook: Notebook, **sources: str) -> Notebook:
    """A release with other texts in some cells."""
    cells = [
        {**one, "source": sources.get(one["id"].replace("-", "_"), one["source"])}
        for one in notebook["cells"]
    ]
    return release(*cells)


def position(notebook: Notebook, name: str) -> int:
    return next(i for i, one in enumerate(notebook["cells"]) if one["id"] == name)


def write(notebook: Notebook, **sources: str) -> Notebook:
    """A student's notebook with other texts in some cells."""
    made = copy.deepcopy(notebook)
    for name, source in sources.items():
        made["cells"][position(made, name.replace("_", "-"))]["source"] = source
    return made


def sources(notebook: Notebook) -> list[str]:
    return [one["source"] for one in notebook["cells"]]


SECOND = release(
    text("title", "# Averages, and what they forget"),
    cell("imports", "import numpy as np\nimport math"),
    text("ask-mean", "## The mean\n\nWrite it."),
    task("mean", STUB),
    check("mean"),
    text("more", "## The median"),
    task("median", STUB.replace("mean", "median")),
    check("median"),
    experiment("draw", "plot(mean, median)"),
    text("ask-why", "Why?"),
    task("why", "*Write your answer here.*", "markdown"),
    task("choice", 'choice = None  # "a" or "b"'),
    check("choice"),
)
THIRD = release(
    text("title", "# Averages, and what they forget"),
    cell("imports", "import numpy as np\nimport math"),
    text("more", "## The median, first"),
    task("median", STUB.replace("mean", "median")),
    check("median"),
    text("ask-mean", "## The mean\n\nWrite it."),
    task("mean", STUB.replace("(x)", "(x, weights)")),
    check("mean"),
    experiment("draw", "plot(mean, median)"),
    text("ask-why", "Why not?"),
    task("why", "*Write your answer here.*", "markdown"),
)
