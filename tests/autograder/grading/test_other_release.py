"""Work on an older release of a lesson: what it lacks is named, and what was renamed is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder import messages
from autograder.feedback.messages import NOT_IN_NOTEBOOK
from autograder.feedback.summary import summarize_feedback
from autograder.grading.job import Graded, Identity, Job, Settings
from autograder.grading.submission import grade_submission
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import Rebuilt, rebuild, skeleton_of
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages as course_texts

SOURCE = Path(__file__).resolve().parents[3] / "notebooks" / "ewa" / "ewa.ipynb"

Cells = list[dict[str, Any]]


SKELETON = skeleton_of(SOURCE.read_text("utf-8"))


def without(cells: Cells, *ids: str) -> Cells:
    return [cell for cell in cells if cell["id"] not in ids]


def renamed(cells: Cells, name: str, other: str) -> Cells:
    """An older release, in which a function, its cell and its check had another name."""
    for cell in cells:
        if cell["id"] in (name, f"check-{name}"):
            cell["id"] = cell["id"].replace(name, other)
            cell["metadata"]["nbgrader"]["grade_id"] = cell["id"]
            check = f'check("{other}")'
            function = f"def {other}(theta, beta):\n    return theta"
            cell["source"] = check if "check" in cell["id"] else function
    return cells


def submission(change: Callable[[Cells], Cells]) -> bytes:
    cells = json.loads(SKELETON)["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": change(cells)}
    return json.dumps(notebook).encode()


def rebuilt(change: Callable[[Cells], Cells]) -> Rebuilt:
    return rebuild(submission(change), SKELETON)


def test_a_whole_notebook_lacks_nothing() -> None:
    assert rebuilt(lambda cells: cells).release.missing == ()
    assert rebuilt(lambda cells: cells).notices == ()


@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        (["fifty_days", "check-fifty_days"], ("fifty_days",)),
        (["reflection"], ("reflection",)),
        (["bias_correct", "check-bias_correct", "reflection"], ("bias_correct", "reflection")),
        (["check-fifty_days"], ()),  # a check alone comes back
        (["fifty_days"], ()),
    ],
)
def test_what_a_notebook_lacks_is_named(gone: list[str], missing: tuple[str, ...]) -> None:
    found = rebuilt(lambda cells: without(cells, *gone))
    assert found.release.missing == missing
    named = ", ".join(f"`{name}`" for name in missing)
    assert found.notices == ((messages.CELLS_MISSING.format(names=named),) if missing else ())


def test_what_was_written_in_another_cell_is_not_missing() -> None:
    def moved(cells: Cells) -> Cells:
        both = "fifty_days = 'c'\ndef bias_correct(average, beta, t): ..."
        own = {"cell_type": "code", "metadata": {}, "source": both, "outputs": []}
        gone = ("fifty_days", "check-fifty_days", "bias_correct", "check-bias_correct")
        return [*without(cells, *gone), own]

    assert rebuilt(moved).release.missing == ()


def test_a_function_of_another_name_in_the_same_place_is_told() -> None:
    found = rebuilt(lambda cells: renamed(cells, "bias_correct", "unbias"))
    assert found.release.instead == {"bias_correct": "unbias"}


def grade(change: Callable[[Cells], Cells]) -> Graded:
    job = Job(Identity("ana", "ewa"), submission(change), None, SKELETON, b"s" * 32, Settings())
    return grade_submission(job)


def graded(change: Callable[[Cells], Cells]) -> tuple[dict[str, Verdict], tuple[str, ...]]:
    done = grade(change)
    verdicts = [
        Verdict.from_json(cell["metadata"][METADATA_KEY]["verdict"])
        for cell in json.loads(done.notebook)["cells"]
        if METADATA_KEY in cell["metadata"]
    ]
    return {verdict.name: verdict for verdict in verdicts}, done.problems


@pytest.mark.needs("landlock")
def test_the_student_reads_what_is_missing_and_what_was_renamed() -> None:
    def older(cells: Cells) -> Cells:
        cells = renamed(without(cells, "fifty_days", "check-fifty_days"), "bias_correct", "unbias")
        for cell in cells:
            if cell["id"] == "ewa_weights":
                cell["source"] = "def weigh(beta, days):\n    return beta"
        return cells

    verdicts, problems = graded(older)
    assert verdicts["fifty_days"].hints == (messages.CELL_MISSING.format(name="fifty_days"),)
    assert verdicts["bias_correct"].hints == (
        messages.RENAMED_SINCE.format(name="bias_correct", other="unbias"),
    )
    assert verdicts["ewa_weights"].hints == (
        messages.DEFINED_INSTEAD.format(name="ewa_weights", other="weigh"),
    )
    assert problems == (messages.CELLS_MISSING.format(names="`bias_correct`, `fifty_days`"),)


@pytest.mark.needs("landlock")
@pytest.mark.parametrize("other", ["bias_corrected", "bias_correction"])
def test_a_function_renamed_a_little_is_told_by_its_name(other: str) -> None:
    """The second is the name of a question in this lesson."""

    def change(cells: Cells) -> Cells:
        for cell in cells:
            if cell["id"] == "bias_correct":
                cell["source"] = f"def {other}(average, beta, t):\n    return average"
        return cells

    verdicts, _ = graded(change)
    assert verdicts["bias_correct"].hints == (
        course_texts.SIMILAR_NAME.format(name="bias_correct", other=other),
    )


@pytest.mark.needs("landlock")
def test_the_page_does_not_say_that_a_missing_cell_was_not_answered() -> None:
    done = grade(lambda cells: without(cells, "fifty_days", "check-fifty_days"))
    names = {"assignment": "ewa", "student": "ana", "score": 0, "max_score": 1, "late_penalty": 0}
    notebook = nbformat.reads(done.notebook, as_version=4)
    lines = summarize_feedback(notebook, {"nbgrader": names}).lines
    remarks = {line.anchor: line.remark for line in lines}
    assert remarks["check-fifty_days"] == NOT_IN_NOTEBOOK
    assert NOT_IN_NOTEBOOK not in {**remarks, "check-fifty_days": ""}.values()
