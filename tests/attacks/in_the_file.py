"""Attacks in the file: duplicate, missing or renamed cells; other files and links next to it."""

from __future__ import annotations

import copy
import json
import os
import shutil
import socket
from pathlib import Path
from typing import Any

from attack import (
    CHEAT,
    FULL,
    HONEST_AFTER,
    HONEST_BEFORE,
    NOT_MARKED,
    NOTHING,
    TARGET,
    Attack,
    Notebook,
    cell_of,
    code,
)

SAME = {**HONEST_BEFORE, **TARGET, **HONEST_AFTER, **NOT_MARKED}


def doubled(notebook: Notebook) -> Notebook:
    """Every graded cell twice, with an answer of its own, and a right solution cell doubled."""
    for cell in list(notebook["cells"]):
        if cell["id"].startswith("check-"):
            again = copy.deepcopy(cell)
            again["source"] = "3.0"
            notebook["cells"] += [again, again]
    notebook["cells"].append(copy.deepcopy(cell_of(notebook, "ewa")))
    return notebook


def edited_checks(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        nbgrader = cell["metadata"].get("nbgrader", {})
        if nbgrader.get("grade") and cell["cell_type"] == "code":
            cell["source"] = "7.0"
            nbgrader.update(points=99, checksum="0", locked=False, solution=True, task=True)
    return notebook


def odd_metadata(notebook: Notebook) -> Notebook:
    odd: list[Any] = [3, ["a"], {"b": 1}, None, True, "x" * 10**5, "\ud800", "../../x", [[[]]] * 99]
    for number, cell in enumerate(notebook["cells"]):
        if "nbgrader" not in cell["metadata"]:
            cell["metadata"] = {"nbgrader": odd[number % len(odd)], "tags": odd[-number % len(odd)]}
    for value in odd:
        notebook["cells"].append(code("pass", nbgrader={"grade_id": value, "grade": value}))
        notebook["cells"].append({**code("pass"), "id": value, "metadata": value})
    notebook["metadata"] = {"kernelspec": 3, "widgets": [odd], "optimization_course": {"a": odd}}
    notebook["nbformat_minor"] = "five"
    return notebook


def retyped(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        cell["cell_type"] = {"code": "markdown", "markdown": "raw"}[cell["cell_type"]]
    cell_of(notebook, "ewa_weights")["source"] = CHEAT
    return notebook


def reversed_cells(notebook: Notebook) -> Notebook:
    notebook["cells"].reverse()
    return notebook


def without_solutions(notebook: Notebook) -> Notebook:
    notebook["cells"] = [c for c in notebook["cells"] if c["id"] not in FULL and "-" in c["id"]]
    return notebook


def schema(version: object) -> Any:
    def edit(notebook: Notebook) -> Notebook:
        for cell in notebook["cells"]:
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"]["schema_version"] = version
        return notebook

    return edit


def many_cells(notebook: Notebook) -> bytes:
    notebook["cells"] += [{"cell_type": "code", "source": "1", "metadata": {}}] * 100_000
    return json.dumps(notebook).encode()


def modules_beside(path: Path, root: Path) -> None:
    found = 'print("FO" "UND: a module beside the notebook ran")\n'
    grader = "def grade(name): pass\n\n\ndef check(name): pass\n"
    for name in ("numpy", "sitecustomize", "usercustomize", "IPython", "json"):
        (path.parent / f"{name}.py").write_text(found)
    (path.parent / "grader_tests.py").write_text(found + grader)
    (path.parent / "course_lib").mkdir()
    (path.parent / "course_lib" / "__init__.py").write_text(found)
    (path.parent / ".ipython").mkdir()
    (path.parent / "ipython_config.py").write_text(found)


def grader_beside(path: Path, root: Path) -> None:
    """The one of these modules that stock nbgrader's kernel survives."""
    (path.parent / "grader_tests.py").write_text("def grade(name): pass\n")


def links_beside(path: Path, root: Path) -> None:
    folder = path.parent
    (folder / "gradebook.txt").symlink_to(root / "gradebook.db")
    (folder / "secret.txt").symlink_to(root / ".course_secret")
    (folder / "theirs").symlink_to(root / "submitted" / "zz-honest")
    (folder / "source.txt").symlink_to(root / "notebooks" / "ewa" / "ewa.ipynb")
    (folder / "[a-z]*").mkdir()
    (folder / "[a-z]*" / "inner.txt").symlink_to(root / ".course_secret")


def odd_files_beside(path: Path, root: Path) -> None:
    folder = path.parent
    os.mkfifo(folder / "pipe")
    (folder / "endless").symlink_to("/dev/zero")
    os.link(root / ".course_secret", folder / "hard.txt")
    (folder / "broken").symlink_to("nowhere")
    (folder / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(folder)  # the name of a socket may not be long
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)


def instead(make: Any) -> Any:
    """Something else in the notebook's place."""

    def beside(path: Path, root: Path) -> None:
        path.unlink()
        make(path, root)

    return beside


def their_folder(path: Path, root: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.symlink_to(root / "submitted" / "zz-honest" / "ewa")


IN_THE_FILE = [
    Attack(
        "doubles-cells",
        "hands graded cells in twice, with answers of its own",
        edit=doubled,
        stock="harms",
    ),
    Attack(
        "edits-checks",
        "edits graded cells, their points and checksums",
        edit=edited_checks,
        stock="loses",
    ),
    Attack(
        "odd-metadata",
        "fills metadata, ids and tags with what does not belong there",
        edit=odd_metadata,
        stock="loses",
    ),
    Attack("retypes-cells", "turns code cells into text", edit=retyped),
    Attack(
        "reverses-cells",
        "hands the cells in backwards",
        edit=reversed_cells,
        stock="loses",
    ),
    Attack(
        "deletes-solutions",
        "deletes solution cells, hoping that the instructor's remain",
        edit=without_solutions,
        earns=NOTHING,
    ),
    Attack("with-schema-99", "says `schema_version` 99", edit=schema(99), stock="harms"),
    Attack(
        "with-schema-0",
        "says `schema_version` 0",
        edit=schema(0),
        stock="harms",
    ),
    Attack(
        "many-cells",
        "hands in 100,000 cells behind the others",
        edit=many_cells,
        elsewhere="stock nbgrader, tried once: not done after a minute",
    ),
    Attack(
        "modules-beside",
        "ships `numpy.py`, `course_lib/`, `sitecustomize.py` and others next to the notebook",
        beside=modules_beside,
        stock="finds",
    ),
    Attack(
        "grader-beside",
        "ships a `grader_tests.py` next to the notebook",
        beside=grader_beside,
        stock="marks",
    ),
    Attack(
        "links-beside",
        "puts links to the gradebook, the secret and others' work next to it",
        beside=links_beside,
        stock="files",
    ),
    Attack(
        "odd-files-beside",
        "puts a pipe, a socket, a hard link and endless files next to it",
        beside=odd_files_beside,
        elsewhere="stock nbgrader, tried once: its work is not graded",
    ),
    Attack(
        "link-instead",
        "hands in a link to another's notebook",
        beside=instead(
            lambda path, root: path.symlink_to(
                root / "submitted" / "zz-honest" / "ewa" / "ewa.ipynb"
            )
        ),
        earns=NOTHING,
        stock="marks",
    ),
    Attack(
        "pipe-instead",
        "hands in a pipe, which nobody fills",
        beside=instead(lambda path, root: os.mkfifo(path)),
        earns=NOTHING,
        elsewhere="stock nbgrader, tried once: waits for ever",
    ),
    Attack(
        "folder-instead",
        "hands in a folder called `ewa.ipynb`",
        beside=instead(lambda path, root: path.mkdir()),
        earns=NOTHING,
        elsewhere="stock nbgrader, tried once: its work is not graded",
    ),
    Attack(
        "device-instead",
        "hands in a link to an endless device",
        beside=instead(lambda path, root: path.symlink_to("/dev/zero")),
        earns=NOTHING,
        elsewhere="stock nbgrader, tried once: fills memory",
    ),
    Attack(
        "gradebook-instead",
        "hands in a hard link to the gradebook",
        beside=instead(lambda path, root: os.link(root / "gradebook.db", path)),
        earns=NOTHING,
    ),
    Attack(
        "folder-is-a-link",
        "hands in a link to another's folder",
        beside=their_folder,
        earns=NOTHING,
        stock="marks",
    ),
]
