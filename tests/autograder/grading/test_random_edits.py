"""What passes its check in a plain kernel earns its marks, whatever happened to the notebook.

`make test` tries a few random edits, `make edits` a thousand of each topic. `EDITS=200 pytest FILE
-k ewa` tries 200.
"""

from __future__ import annotations

import json
import os
from itertools import count, islice

import pytest
from random_edits import edited, passing, skeleton

from autograder.grading.job import Identity, Job, Settings
from autograder.grading.submission import grade_submission
from autograder.notebook.cell_outputs import METADATA_KEY

pytestmark = [pytest.mark.processes, pytest.mark.needs("landlock")]

EDITS = int(os.environ.get("EDITS", "8"))


@pytest.mark.parametrize("topic", ["ewa", "momentum", "softmax"])
def test_what_passes_in_a_plain_kernel_earns_its_marks(topic: str) -> None:
    fitting = ((seed, *edited(topic, seed)) for seed in count())
    known = ((seed, cells, names, passing(topic, cells)) for seed, cells, names in fitting)
    lost = {}
    for seed, cells, names, right in islice((one for one in known if one[3]), EDITS):
        verdicts = verdicts_on(topic, cells)
        less = {name: verdicts[name] for name in right or () if not full(verdicts[name])}
        if less:
            lost[seed] = (names, less)
    assert lost == {}


def verdicts_on(topic: str, cells: list[dict[str, object]]) -> dict[str, dict[str, object]]:
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    job = Job(
        Identity("ada", topic), json.dumps(notebook).encode(), None, skeleton(topic), bytes(32),
        Settings(),
    )  # fmt: skip
    graded = json.loads(grade_submission(job).notebook)
    known = [cell["metadata"].get(METADATA_KEY, {}).get("verdict") for cell in graded["cells"]]
    return {verdict["name"]: verdict for verdict in known if verdict}


def full(verdict: dict[str, object]) -> bool:
    return verdict["points"] == verdict["out_of"]
