"""Grade one function of one lesson, with cells of a student's own above it and below its check."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from autograder.grading.job import Identity, Job, Settings
from autograder.grading.submission import grade_submission
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import skeleton_of
from autograder.sandbox.limits import Limits
from course_lib.cases.verdict import Verdict

SOURCE = Path(__file__).resolve().parents[2] / "notebooks" / "ewa" / "ewa.ipynb"
NAME = "averaging_window"
F = "\ndef averaging_window(beta):\n    return 1.0 / (1.0 - beta)\n"


@cache
def skeleton() -> str:
    return skeleton_of(SOURCE.read_text("utf-8"))


def own(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}


def grade(
    source: str,
    above: tuple[str, ...] = (),
    below: tuple[str, ...] = (),
    limits: Limits | None = None,
    name: str = NAME,
    **others: str,
) -> tuple[Verdict, str]:
    """The verdict on one function, or answer, and all that the notebook says, in one text.

    `source` is its cell; `above` it and `below` its check are cells of the student's own.
    """
    cells = json.loads(skeleton())["cells"]
    position = next(i for i, cell in enumerate(cells) if cell["id"] == name)
    cells[position]["source"] = source
    for cell in cells:
        cell["source"] = others.get(cell["id"], cell["source"])
    cells[position + 2 : position + 2] = map(own, below)
    cells[position:position] = map(own, above)
    data = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    settings = Settings(limits=limits or Limits())
    job = Job(Identity("ana", "ewa"), data.encode(), None, skeleton(), b"s" * 32, settings)
    graded = grade_submission(job)
    verdicts = {}
    for cell in json.loads(graded.notebook)["cells"]:
        if known := cell["metadata"].get(METADATA_KEY):
            verdicts[known["verdict"]["name"]] = Verdict.from_json(known["verdict"])
    wanted = next((other for other in others if other in verdicts), name)
    outputs = [cell.get("outputs") for cell in json.loads(graded.notebook)["cells"]]
    said = [str(outputs), *graded.problems]
    return verdicts[wanted], "\n".join(said)
