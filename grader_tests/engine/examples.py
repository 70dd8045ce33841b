"""Write `course_lib/checking/examples/TOPIC.json`: the examples that `check` shows."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

import course_lib
from course_lib.cases.case import Case, run_here
from course_lib.cases.case_json import case_to_json, outcome_to_json
from course_lib.cases.values import decode
from course_lib.checking.own_calls import names_in, numbers_that_matter, parameters_of
from course_lib.checking.place.unused import names_read
from course_lib.checking.worked_examples import INDEX
from grader_tests.engine.exercise import Exercise, Function, Topic
from grader_tests.engine.registry import topics
from grader_tests.engine.variants import reference_code, variant_code, with_body
from grader_tests.errors import DefinitionError

FOLDER = Path(course_lib.__file__).parent / "checking" / "examples"


def examples_file(topic: Topic) -> Path:
    """Return the file with the examples of a topic."""
    return FOLDER / f"{topic.name}.json"


def examples_text(topic: Topic) -> str:
    """Return the content of that file: compact, with a line for each exercise and question."""
    exercises = {exercise.name: _exercise(exercise) for exercise in topic.exercises}
    questions = {
        question.name: {"title": question.title, "choices": list(question.choices)}
        for question in topic.questions
    }
    return f'{{"exercises":{_lines(exercises)},\n"questions":{_lines(questions)}}}\n'


def index_text() -> str:
    """Return the content of the index: exercise or question -> topic."""
    return _lines({item.name: topic.name for topic in topics() for item in topic.items}) + "\n"


def _lines(table: Mapping[str, Any]) -> str:
    """Return a JSON object with a line for each of its members."""
    members = (
        f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for name, value in table.items()
    )
    return "{" + ",\n".join(members) + "}"


def _exercise(exercise: Exercise) -> dict[str, Any]:
    _check_mistakes(exercise)
    return {
        "updates": dict(exercise.updates),
        "criteria": [
            {"key": criterion.key, "title": criterion.title, "hint": criterion.hint}
            for criterion in exercise.criteria
        ],
        "mistakes": {mistake.name: mistake.hint for mistake in exercise.mistakes},
        "plain": [mistake.name for mistake in exercise.mistakes if mistake.plain],
        "free": {one.name: one.free for one in exercise.mistakes if one.free is not None},
        "parameters": parameters_of(exercise.reference),
        "needed": _needed(exercise),
        "examples": [_example(exercise, case) for case in exercise.examples],
    }


def _needed(exercise: Exercise) -> list[int]:
    """Return the positions of the parameters that the reference reads, and every other form."""
    reference = exercise.reference
    code = reference_code(reference)
    codes = [code, *(with_body(code, form.body) for form in exercise.forms)]
    read = set.intersection(*(names_read(ast.parse(one)) for one in codes))
    names = names_in(parameters_of(reference))
    return [position for position, name in enumerate(names) if name in read]


def _check_mistakes(exercise: Exercise) -> None:
    """Raise `DefinitionError` for an edit that does not fit.

    Otherwise the error would be taken for what the mistake itself raises.
    """
    for mistake in exercise.mistakes:
        try:
            variant_code(exercise.reference, mistake.edit, mistake.body)
        except DefinitionError as error:
            message = f"{exercise.name}.toml: [mistakes.{mistake.name}]: {error}"
            raise DefinitionError(message) from None


def _example(exercise: Exercise, case: Case) -> dict[str, Any]:
    _check_items(exercise, case)
    functions = (exercise.reference, *(mistake.function for mistake in exercise.mistakes))
    texts = [json.dumps(_outcomes(case, function)) for function in functions]
    different = {text: position for position, text in enumerate(dict.fromkeys(texts))}
    return {
        "case": case_to_json(case),
        "matters": numbers_that_matter(exercise.reference, case),
        "traces": [json.loads(text) for text in different],
        "mistakes": [different[text] for text in texts[1:]],
    }


def _check_items(exercise: Exercise, case: Case) -> None:
    """Raise `DefinitionError` for an item to compare that the reference does not return."""
    for outcome in run_here(exercise.reference)(case):
        value = outcome.value
        items = range(len(value)) if isinstance(value, tuple) else value
        has_items = isinstance(value, tuple | Mapping)
        missing = [i for i in case.compare or () if not has_items or i not in items]
        if missing and outcome.error is None:
            raise DefinitionError(
                f"{exercise.name}.toml: [criteria.{case.criterion}] compares item {missing[0]!r}, "
                f"which the reference does not return; it returns {value!r}"
            )


def _outcomes(case: Case, function: Function) -> list[dict[str, Any]]:
    """Return the outcomes with the messages of exceptions, by which mistakes are told apart."""
    return [
        {**outcome_to_json(outcome), **({"message": outcome.message} if outcome.error else {})}
        for outcome in run_here(function)(case)
    ]


def is_stale(topic: Topic) -> bool:
    """Return whether a topic's file is missing or out of date.

    Processors may round the last bit of a power or a root differently, and versions of Python and
    NumPy have other messages; these are not differences.
    """
    try:
        found = json.loads(examples_file(topic).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return True
    return not _says_the_same(json.loads(examples_text(topic)), found)


def index_is_stale() -> bool:
    """Return whether the index is missing or out of date."""
    file = FOLDER / INDEX
    return not file.exists() or file.read_text(encoding="utf-8") != index_text()


def write_index() -> None:
    """Write the index of all topics."""
    (FOLDER / INDEX).write_text(index_text(), encoding="utf-8")


def _says_the_same(written: Any, other: Any) -> bool:
    match written, other:
        case ({"traces": _, "mistakes": _}, {"traces": _, "mistakes": _}):
            return _says_the_same(_in_full(written), _in_full(other))
        case ({"dtype": _}, {"dtype": _}) if written["dtype"] == other["dtype"]:
            return _close(decode(written), decode(other))
        case dict(), dict():
            same_keys = list(written) == list(other)
            return same_keys and all(
                key == "message" or _says_the_same(written[key], other[key]) for key in written
            )
        case list(), list():
            return len(written) == len(other) and all(map(_says_the_same, written, other))
        case float(), float():
            return _close(written, other)
    return bool(written == other)


def _in_full(example: dict[str, Any]) -> dict[str, Any]:
    """Return an example with a trace for each mistake: what is equal here may differ elsewhere."""
    traces = [example["traces"][position] for position in (0, *example["mistakes"])]
    return {"case": example["case"], "matters": example["matters"], "all": traces}


def _close(written: Any, other: Any) -> bool:
    return np.shape(written) == np.shape(other) and np.allclose(
        written, other, rtol=1e-9, atol=1e-15, equal_nan=True
    )


def main() -> None:
    """Write the files of the topics that have changed, and the index."""
    try:
        for topic in topics():
            if is_stale(topic):
                examples_file(topic).write_text(examples_text(topic), encoding="utf-8")
                print(f"written: {topic.name}")
        if index_is_stale():
            write_index()
    except DefinitionError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
