"""A course folder takes over what is new in the course, and keeps the instructor's changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from autograder.course import checkout
from autograder.course.checkout import CHECKOUT
from autograder.course.folder import Course
from autograder.course.made_from import FOLDER
from autograder.course_update import update
from autograder.course_update.merge import merge
from autograder.course_update.update import BACKUP, LIST, said, update_course
from autograder.errors import CourseError
from autograder.handout import new_course

Notebook = dict[str, Any]
Change = Callable[[list[Any]], None]


def cell(name: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": name, **nbgrader}} if nbgrader else {}
    return {"cell_type": "code", "id": name, "metadata": metadata, "source": source}


BASE: Notebook = {
    "metadata": {},
    "cells": [
        cell("intro", "Intro", locked=True),
        cell("step", "a", solution=True),
        cell("check-step", "check", grade=True, points=4),
        cell("end", "End"),
    ],
}


def changed(change: Change) -> Notebook:
    notebook = deepcopy(BASE)
    change(notebook["cells"])
    return notebook


def source(at: int, text: str) -> Change:
    return lambda cells: cells[at].update(source=text)


def points(value: int) -> Change:
    return lambda cells: cells[2]["metadata"]["nbgrader"].update(points=value)


def both(*changes: Change) -> Change:
    def change_all(cells: list[Any]) -> None:
        for change in changes:
            change(cells)

    return change_all


def new(at: int, name: str = "new", text: str = "New", **nbgrader: Any) -> Change:
    return lambda cells: cells.insert(at, cell(name, text, **nbgrader))


def delete(at: int) -> Change:
    return lambda cells: cells.pop(at)


def swap(cells: list[Any]) -> None:
    cells[0], cells[3] = cells[3], cells[0]


def nothing(cells: list[Any]) -> None:
    pass


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (nothing, source(0, "Better"), source(0, "Better")),
        (source(0, "Mine"), nothing, source(0, "Mine")),
        (source(1, "mine"), source(0, "Better"), both(source(0, "Better"), source(1, "mine"))),
        (points(7), source(2, "better"), both(points(7), source(2, "better"))),
        (source(0, "Same"), source(0, "Same"), source(0, "Same")),
        (new(1, "own"), new(4), both(new(1, "own"), new(5))),
        (new(4, "own"), source(3, "Ende"), both(source(3, "Ende"), new(4, "own"))),
        (delete(0), source(3, "Ende"), both(source(3, "Ende"), delete(0))),
        (source(0, "Mine"), delete(3), both(source(0, "Mine"), delete(3))),
        (nothing, swap, swap),
        (swap, source(1, "b"), both(swap, source(1, "b"))),
    ],
)
def test_changes_of_both_are_merged(mine: Change, theirs: Change, merged: Change) -> None:
    result = merge(BASE, changed(mine), changed(theirs))
    assert result.notebook == changed(merged)
    assert result.kept == []
    assert (result.count > 0) is (changed(mine) != changed(merged))


@pytest.mark.parametrize(
    ("mine", "theirs", "merged", "said"),
    [
        (source(0, "Mine"), source(0, "Better"), source(0, "Mine"), "intro: you and the course"),
        (points(7), points(5), points(7), "check-step: you and the course changed its points"),
        (delete(0), source(0, "Better"), delete(0), "intro: you deleted it"),
        (source(3, "Mine"), delete(3), source(3, "Mine"), "end: the course deleted it"),
        (new(1), new(1, text="Other"), new(1), "new: you and the course added it"),
    ],
)
def test_what_both_changed_is_kept_and_said(
    mine: Change, theirs: Change, merged: Change, said: str
) -> None:
    result = merge(BASE, changed(mine), changed(theirs))
    assert result.notebook == changed(merged)
    [kept] = result.kept
    assert kept.sentence.startswith(said)


@pytest.mark.parametrize(
    ("theirs", "merged", "said"),
    [
        (new(4, grade=True, points=1), nothing, "new: new in the course, but students"),
        (new(1, locked=True), new(1), None),  # as a plain cell
        (delete(2), nothing, "check-step: gone from the course, but students"),
        (delete(3), delete(3), None),  # nbgrader does not know it
        (source(2, "better"), source(2, "better"), None),
    ],
)
def test_after_hand_in_no_cell_that_nbgrader_counts_comes_or_goes(
    theirs: Change, merged: Change, said: str | None
) -> None:
    result = merge(BASE, BASE, changed(theirs), handed_in=True)
    assert result.notebook == changed(merged)
    assert [one.sentence.startswith(said or "?") for one in result.kept] == [True] * bool(said)


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of two lessons, which a test may bring to a newer version."""
    root = tmp_path / "product"
    for name in ("ewa", "adam"):
        shutil.copytree(CHECKOUT / "notebooks" / name, root / "notebooks" / name)
    shutil.copyfile(CHECKOUT / "nbgrader_config.py", root / "nbgrader_config.py")
    for module in (checkout, new_course, update):
        monkeypatch.setattr(module, "require_checkout", lambda: root)
    return root


def edit(path: Path, at: int, text: str) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][at]["source"] = text
    path.write_text(json.dumps(notebook), "utf-8")


def test_a_course_folder_is_updated_once(product: Path, tmp_path: Path) -> None:
    root = tmp_path / "course"
    new_course.make_course(root, ["adam", "ewa"])
    course = Course(root)
    assert said(root, update_course(course)) == [f"{root} is up to date. Nothing was changed."]
    edit(root / "notebooks/ewa/ewa.ipynb", 0, "# My title")
    edit(product / "notebooks/ewa/ewa.ipynb", 0, "# A new title")
    edit(product / "notebooks/ewa/ewa.ipynb", 1, "A better text")
    edit(product / "notebooks/adam/adam.ipynb", 1, "A better text")
    (product / "notebooks/adam/picture.png").write_bytes(b"new")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Grade.cell_seconds = 30\n")
    with (product / "nbgrader_config.py").open("a") as file:
        file.write("\n# A new comment\n")
    before = (root / "notebooks/ewa/ewa.ipynb").read_bytes()
    planned = update_course(course, write=False)
    assert (root / "notebooks/ewa/ewa.ipynb").read_bytes() == before
    found = update_course(course)
    assert planned == found
    assert found.changed == {
        "notebooks/adam/adam.ipynb": 1,
        "notebooks/adam/picture.png": 1,
        "notebooks/ewa/ewa.ipynb": 1,
    }
    assert sorted(found.lessons) == ["adam", "ewa"]
    cells = json.loads((root / "notebooks/ewa/ewa.ipynb").read_text("utf-8"))["cells"]
    assert ["".join(one["source"]) for one in cells[:2]] == ["# My title", "A better text"]
    assert "cell_seconds = 30" in (root / "nbgrader_config.py").read_text("utf-8")
    assert found.kept.keys() == {"notebooks/ewa/ewa.ipynb", "nbgrader_config.py"}
    listed = (root / LIST).read_text("utf-8")
    assert "# My title" in listed
    assert "# A new title" in listed
    assert (root / BACKUP / "notebooks/ewa/ewa.ipynb").read_bytes() == before
    assert said(root, update_course(course)) == [f"{root} is up to date. Nothing was changed."]


def test_a_folder_that_does_not_know_what_it_was_made_from_is_left_alone(
    product: Path, tmp_path: Path
) -> None:
    root = tmp_path / "course"
    new_course.make_course(root, ["ewa"])
    shutil.rmtree(root / FOLDER)
    with pytest.raises(CourseError, match="does not know what it was made from"):
        update_course(Course(root))
