"""Anything that a child sends is parsed or refused; nothing escapes, and nothing is trusted."""

from __future__ import annotations

import json
import socket
import struct
import threading
from contextlib import suppress
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.bounded.budget import Budget
from autograder.errors import ProtocolError
from autograder.notebook.cell_outputs import add_verdict, clean_outputs
from autograder.review.traced import MAX_VALUE, MOST_EVENTS, MOST_STEPS, read_traced
from autograder.sandbox.channel import Reader
from autograder.sandbox.replies import read_notes, read_outcome, read_survey, read_trace
from autograder.sandbox.session import Session
from course_lib.cases.case import Case, Outcome, call
from course_lib.cases.compare import outcomes_agree, values_agree
from course_lib.cases.evidence import Evidence
from course_lib.cases.mistakes import KnownMistakes, one_mistake, two_mistakes
from course_lib.cases.values import decode, encode
from course_lib.cases.verdict import Verdict
from course_lib.checking.form import wrong_form
from grader_tests.engine.grading import grade_function
from grader_tests.engine.registry import load_topic

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**400), 10**400), st.floats(), st.text(max_size=20)
)
NAMES = st.sampled_from(
    "output_type stream name text data metadata error ename evalue traceback display_data "
    "execute_result execution_count text/plain text/html image/png trace value changed message "
    "tuple dict float array scalar dtype shape <f8 AAAAAAAA nan kind function".split()
)
JSON = st.recursive(
    st.one_of(SCALARS, NAMES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=15,
)


def read_all(data: bytes, pieces: list[int]) -> Any:
    """What the grader reads from these bytes, sent in pieces and then closed."""
    ours, theirs = socket.socketpair()

    def write() -> None:
        with theirs, suppress(OSError):
            start = 0
            for end in [*sorted(pieces), len(data)]:
                theirs.sendall(data[start:end])
                start = max(start, end)

    writer = threading.Thread(target=write)
    writer.start()
    with ours:
        reader = Reader(ours)
        try:
            while True:
                reader.read()
                whole, message = reader.take(10_000)
                if whole:
                    return message
        finally:
            ours.close()
            writer.join()


@given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=3))
def test_any_bytes_are_a_message_or_a_protocol_error(data: bytes, pieces: list[int]) -> None:
    with suppress(ProtocolError):
        read_all(data, pieces)


@given(JSON, st.lists(st.integers(0, 200), max_size=3))
def test_a_frame_is_read_in_whatever_pieces_it_comes(message: Any, pieces: list[int]) -> None:
    data = json.dumps(message).encode()
    frame = struct.pack(">I", len(data)) + data
    if len(data) > 10_000:
        return
    assert json.dumps(read_all(frame, pieces)) == json.dumps(message)


@given(JSON)
def test_any_reply_is_an_outcome_that_can_be_written_down(reply: Any) -> None:
    reply = reply if isinstance(reply, dict) else {"value": reply}
    for outcome in (read_outcome(reply), *read_trace({"trace": [reply, reply]}, 3)):
        assert isinstance(outcome, Outcome)
        assert decode(encode(outcome.value)) is not ...
        assert outcome.error is None or outcome.error.isidentifier()
        assert all(isinstance(name, str) for name in outcome.changed)
        assert all(name.replace(" ", "").isidentifier() or name == "?" for name in outcome.changed)


@given(JSON)
def test_any_trace_has_no_more_outcomes_than_calls(reply: Any) -> None:
    assert len(read_trace(reply if isinstance(reply, dict) else {"trace": reply}, 2)) in (1, 2)


@given(JSON)
def test_any_outputs_become_valid_ones(outputs: Any) -> None:
    raw = outputs if isinstance(outputs, list) else [outputs]
    cell = nbformat.v4.new_code_cell("x", outputs=clean_outputs(raw))
    add_verdict(cell, Verdict("x", "headline", points=2.0, out_of=3.0))
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode("utf-8")
    results = [o for o in cell.outputs if o.output_type == "execute_result"]
    assert [result.data["text/plain"] for result in results] == ["2"]
    assert not any(o.output_type == "error" or o.get("name") == "stderr" for o in cell.outputs)


ARRAYS = npst.arrays(
    dtype=st.sampled_from(["?", "i1", "u8", "f2", "f4", "f8"]),
    shape=npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
)
VALUES = st.one_of(SCALARS, ARRAYS, st.lists(SCALARS | ARRAYS, max_size=3))


SANE = st.one_of(st.none(), st.booleans(), st.integers(-(2**60), 2**60), st.floats(), ARRAYS)


@given(SANE | st.lists(SANE, max_size=3), VALUES)
def test_comparing_any_two_values_says_yes_or_no(expected: Any, actual: Any) -> None:
    assert values_agree(expected, actual) in (True, False)


@given(VALUES)
def test_a_made_up_trace_is_judged_and_only_the_right_one_agrees(value: Any) -> None:
    case = Case("a", (call(1.0),))
    right, claimed = Outcome(0.12345678), Outcome(value)
    agrees = outcomes_agree(right, claimed, case.calls[0], None, {})
    assert not agrees or abs(float(value) - 0.12345678) < 1e-6
    known = {"m": [[Outcome(1.0)]]}
    evidence = Evidence([case], [[right]], [[claimed]])
    one_mistake(evidence, known, {})
    two_mistakes(evidence, KnownMistakes(known), {})
    wrong_form(evidence, {})


CLAIMS = st.one_of(JSON, st.floats().map(lambda number: 1e999 * number), st.just(10**4_299))
EVENTS = st.lists(
    st.tuples(CLAIMS, CLAIMS, CLAIMS, st.just({"x": "1"}) | JSON).map(list), max_size=4
)


@given(EVENTS | JSON, JSON)
def test_any_claim_about_a_run_is_read_or_refused(events: Any, other: Any) -> None:
    parts = dict.fromkeys(("result", "variants", "alternatives"), other)
    traced = read_traced({**parts, "events": events}, 2, 2)
    assert len(traced.steps) <= MOST_EVENTS
    for step in traced.steps:
        assert 0 <= step.call <= MOST_STEPS
        assert all(len(value) <= MAX_VALUE for value in step.values.values())


@pytest.mark.slow
@given(st.lists(JSON, min_size=1, max_size=4))
def test_a_lying_child_gets_a_verdict_without_a_mark(replies: list[Any]) -> None:
    """It never knows what is expected; nothing that it claims besides values counts."""
    exercise = load_topic("ewa").exercises[0]
    answers = iter(replies * 200)

    def runner(case: Case) -> list[Outcome]:
        claim = {"trace": [next(answers)], "points": 99, "passed": True}
        return read_trace(claim, len(case.calls))

    assert grade_function(exercise, runner, 1).points == 0


class _Child(Session):
    """A session whose child answers as told."""

    def __init__(self, reply: Any) -> None:
        self.reply, self.budget, self._survey = reply, Budget(), None

    def _ask(self, message: Any, seconds: float | None = None) -> Any:
        return self.reply


@given(JSON)
def test_any_reply_about_a_name_is_understood_or_lost(reply: Any) -> None:
    claims = {"value": reply, "survey": reply, "notes": reply}
    session = _Child(reply if isinstance(reply, dict) else claims)
    assert session.kind("x") in ("function", "value", "missing", "lost")
    costs = session.training_probe("x")
    assert costs is None or all(type(cost) is float for cost in costs)


@given(JSON)
def test_any_claim_about_a_notebook_becomes_names_and_lines_of_it(claim: Any) -> None:
    for item in (claim, [claim, [1, "own", claim], [claim, "module", "numpy"]]):
        for note in read_notes({"notes": item}, 3):
            assert 1 <= note.line <= 3
            assert note.detail == "" or note.detail.isidentifier()
    parts = ("kinds", "values", "lost", "late")
    for survey in (claim, dict.fromkeys(parts, claim), {part: {"f": claim} for part in parts}):
        known = read_survey({"survey": survey})
        assert set(known.kinds.values()) <= {"function", "value", "missing"}
        assert all(name.isidentifier() for name in known.late)
        assert all(type(value) is str for value in known.values.values())
