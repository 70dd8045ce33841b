"""The class report's view of a student's function contains no hidden input."""

from __future__ import annotations

import json

import numpy as np
import pytest
from course_folder import ROOT, set_source

from autograder.grading.job import Identity, Job, Settings
from autograder.grading.submission import grade_submission
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import skeleton_of
from autograder.sandbox.client import Server
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import hidden_cases, seed_for
from grader_tests.engine.registry import find

pytestmark = pytest.mark.needs("landlock")

CARRIER = """
import numpy as np
import course_lib.cases.training_probe

heard = []


def adam_step(w, *args, **kwargs):
    heard.append(abs(float(np.ravel(w)[0])))
    return w, w, w


course_lib.cases.training_probe.TRAINING_PROBES["adam"] = lambda functions: [
    1.0, *heard, float("inf"),  # as if it had diverged, or its length would be wrong
]
"""


def test_the_reports_training_knows_no_hidden_input() -> None:
    source = (ROOT / "notebooks" / "adam" / "adam.ipynb").read_text("utf-8")
    notebook = set_source(json.loads(skeleton_of(source)), "adam_step", CARRIER)
    who, secret = Identity("mallory", "adam"), bytes(32)
    job = Job(who, json.dumps(notebook).encode(), None, skeleton_of(source), secret, Settings())
    graded = json.loads(grade_submission(job).notebook)
    costs = graded["metadata"][METADATA_KEY]["training_probe"]
    assert costs[0] == 1.0
    exercise = find("adam_step")
    assert isinstance(exercise, Exercise)
    cases = hidden_cases(exercise, seed_for(secret, "mallory", "adam", "adam_step"))
    drawn = {abs(float(np.ravel(case.calls[0].args[0])[0])) for case in cases}
    hidden = {number for number in drawn if number % 1}
    assert len(hidden) > 5
    assert not hidden & set(costs)


def test_after_hidden_cases_it_would() -> None:
    server = Server()
    session = Session(server, Limits())
    try:
        session.run("adam_step", CARRIER)
        session.capture("adam_step")
        session.survey()
        session.runner("adam_step")(Case("a", (call(np.array([0.625])),)))
        assert session.training_probe("adam") == [1.0, 0.625, float("inf")]
    finally:
        session.end()
        server.close()
