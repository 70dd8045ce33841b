"""Wrong answers are grouped by what they do, and what is said of them is the same for a group."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder import messages
from autograder.errors import CourseError
from autograder.feedback.explain import Explain
from autograder.grading.behaviour import (
    KEY,
    MAX_BYTES,
    explained_by,
    needs_record,
    observe,
    read,
    record,
)
from autograder.groups.explanation import explained
from autograder.groups.groups import WrongAnswer, grouped, specimen
from autograder.groups.named import FILE, NO_NAMES, NamedMistake, add_named, read_named
from autograder.notebook.cell_outputs import METADATA_KEY, add_verdict
from course_lib.cases.case import Outcome, run_here
from course_lib.cases.verdict import Row, Verdict
from grader_tests.engine.exercise import Exercise, Function
from grader_tests.engine.grading import grade_function
from grader_tests.engine.registry import find
from grader_tests.engine.solutions import solutions
from grader_tests.strength.mutants import mutants

NAME = "averaging_window"
HINT = "It says when *one percent* is left, not how many days are averaged."


def one_percent(beta: float) -> float:
    return float(np.log(0.01) / np.log(beta))


def one_percent_by_digits(beta: float) -> float:
    return float(-2 / np.log10(beta))


def half_life(beta: float) -> float:
    return float(np.log(0.5) / np.log(beta))


def one_more(beta: float) -> float:
    return 1 / (2 - beta)


def exercise(name: str = NAME) -> Exercise:
    item = find(name)
    assert isinstance(item, Exercise)
    return item


def graded(function: Function, seed: int = 0) -> dict[str, Any]:
    """What grading leaves in a cell's metadata."""
    verdict = grade_function(exercise(), run_here(function), seed)
    assert needs_record(verdict)
    return {"verdict": verdict.to_json(), KEY: recorded(function)}


def recorded(function: Function) -> Any:
    behaviour = observe(exercise(), run_here(function))
    assert behaviour is not None
    return record(behaviour)


def answers(*functions: Function) -> list[WrongAnswer]:
    return [
        WrongAnswer(f"s{seed}", explained(graded(function, seed), NO_NAMES), "")
        for seed, function in enumerate(functions)
    ]


def test_what_does_the_same_is_one_group_whatever_its_numbers_and_its_code() -> None:
    groups = grouped(answers(half_life, one_percent, one_percent_by_digits))
    assert [group.students for group in groups] == [("s1", "s2"), ("s0",)]
    assert len({group.key for group in groups} - {None}) == 2


def test_what_has_a_name_is_a_group_without_a_key() -> None:
    verdict = Verdict("f", "h", (Row("a", False),), ("x",), ("m",), 0.0, 1.0)
    other = Verdict("f", "h", (Row("a", False, ("Raised.",)),), (), (), 0.0, 1.0)
    known = [explained({"verdict": one.to_json()}, NO_NAMES) for one in (verdict, other, verdict)]
    groups = grouped(WrongAnswer(str(i), one, "") for i, one in enumerate(known))
    assert [group.students for group in groups] == [("0", "2"), ("1",)]
    assert [group.key for group in groups] == [None, None]
    assert [group.told for group in groups] == [("x",), ("Raised.",)]


def test_an_instructor_reads_the_change_and_a_student_its_kind() -> None:
    found = explained(graded(one_more), NO_NAMES)
    assert "return 1 / (1 - beta) -> return 1 / (2 - beta)" in found.changes
    assert found.verdict.hints[0] == messages.MUTANT_KINDS["number"]
    assert "2 - beta" not in found.verdict.text()


def test_nothing_is_said_where_no_change_does_the_same() -> None:
    metadata = graded(one_percent)
    found = explained(metadata, NO_NAMES)
    assert found.changes == ()
    assert found.verdict.to_json() == metadata["verdict"]


def test_there_is_a_sentence_for_each_kind_of_change() -> None:
    kinds = {
        mutant.kind
        for topic in ("adam", "saddle_points", "gradient_descent", "batchnorm")
        for name, source in solutions_of(topic).items()
        for mutant in mutants(source, name)
    }
    assert kinds <= messages.MUTANT_KINDS.keys()
    assert len(kinds) >= 8


def solutions_of(topic: str) -> dict[str, str]:
    from grader_tests.engine.registry import load_topic

    found = solutions(load_topic(topic))
    return {name: source for name, source in found.items() if f"def {name}(" in source}


def test_a_name_is_for_the_whole_group_and_contains_no_code(tmp_path: Path) -> None:
    metadata = graded(one_percent)
    add_named(tmp_path, NAME, NamedMistake("one percent left", HINT, metadata[KEY]))
    named = read_named(tmp_path)
    told = explained(graded(one_percent_by_digits, seed=7), named).verdict
    assert (told.mistakes, told.hints) == (("one percent left",), (HINT,))
    assert explained(graded(half_life), named).verdict.mistakes == ()
    assert "log" not in (tmp_path / FILE).read_text("utf-8")
    assert list(named.outdated()) == []


@pytest.mark.parametrize("name", ["one percent left", "cuts"])
def test_no_two_mistakes_have_one_name(tmp_path: Path, name: str) -> None:
    add_named(tmp_path, NAME, NamedMistake("one percent left", HINT, {}))
    with pytest.raises(CourseError, match=name):
        add_named(tmp_path, NAME, NamedMistake(name, HINT, {}))


@pytest.mark.parametrize("text", ["", "[]", '{"ewa": 3}', '{"ewa": [{"name": "a"}]}'])
def test_a_damaged_file_is_said_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(CourseError, match=FILE):
        read_named(tmp_path)


def test_a_name_from_other_examples_is_said_to_be_outdated(tmp_path: Path) -> None:
    old = {**graded(one_percent)[KEY], "examples": "other"}
    add_named(tmp_path, NAME, NamedMistake("old", HINT, old))
    named = read_named(tmp_path)
    assert explained(graded(one_percent), named).verdict.mistakes == ()
    (sentence,) = named.outdated()
    assert "'old'" in sentence


def test_what_has_to_be_stopped_or_is_too_long_is_not_recorded() -> None:
    assert observe(exercise(), lambda case: [Outcome(error="TimeLimit")]) is None
    assert recorded(lambda beta: np.zeros(MAX_BYTES)) is None


@pytest.mark.parametrize(
    ("rate", "names"),
    [(lambda given: 0.37, ("ignores_learning_rate",)), (np.sqrt, ())],
)
def test_an_ignored_argument_is_named_in_grading_too(rate: Function, names: tuple[str]) -> None:
    def step(w: Any, dw: Any, learning_rate: float) -> Any:
        return w - rate(learning_rate) * dw

    item = exercise("gradient_step")
    verdict = grade_function(item, run_here(step), 0)
    behaviour = observe(item, run_here(step))
    assert behaviour is not None
    told = explained_by(verdict, behaviour, run_here(step))
    assert told.mistakes == names
    assert ("`learning_rate`" in " ".join(told.hints)) == bool(names)
    assert told.points == verdict.points
    assert explained_by(verdict, behaviour, lambda case: []) == verdict


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("traces"),
        lambda data: data.update(examples="other"),
        lambda data: data.update(traces=[]),
        lambda data: data.update(traces=[[{"value": {"dtype": "?"}}]] * 3),
        lambda data: data.update(traces=3),
    ],
)
def test_a_damaged_record_is_none(change: Callable[[dict[str, Any]], None]) -> None:
    data = graded(one_percent)[KEY]
    change(data)
    assert read(exercise(), data) is None


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (
            'import x\ndef f(a):\n    """Text."""\n    # I am Eve\n    return a',
            "def f(a):\n    return a",
        ),
        ("def f(a:\n    return '\u202e\x1b'", "def f(a:\n    return '⟨U+202E⟩⟨U+001B⟩'"),
        ("x" * 30_000, ""),
        ("y = 1", "y = 1"),
    ],
)
def test_a_specimen_is_the_function_alone(source: str, shown: str) -> None:
    assert specimen(source, "f") == shown


def test_a_page_shows_the_hint_of_the_group(tmp_path: Path) -> None:
    metadata = graded(one_percent)
    add_named(tmp_path, NAME, NamedMistake("one percent left", HINT, metadata[KEY]))
    cell = new_code_cell("check('averaging_window')")
    cell.outputs = [new_output("stream", name="stdout", text="own\n")]
    add_verdict(cell, Verdict.from_json(metadata["verdict"]))
    cell.metadata[METADATA_KEY][KEY] = metadata[KEY]
    step = Explain()  # type: ignore[no-untyped-call]
    step.config.CourseDirectory.root = str(tmp_path)
    step.preprocess(new_notebook(cells=[cell]), {})
    own, shown, points = cell.outputs
    now = Verdict.from_json(cell.metadata[METADATA_KEY]["verdict"])
    assert (own.text, points.data["text/plain"]) == ("own\n", "0")
    assert "one percent" in shown.data["text/html"]
    assert shown.data == now.mimebundle(more=True), "a page shows all steps at once"
    assert json.loads(json.dumps(cell.metadata[METADATA_KEY]))["verdict"]["hints"] == [HINT]
