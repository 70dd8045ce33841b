"""Writes `course_lib/examples/TOPIC.json`: the worked examples that `check` shows to students."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import course_lib
from course_lib.cases import Case, call_here, case_to_json, outcome_to_json, play
from grader_tests.exercise import UNCHANGED, Exercise, Function, Topic
from grader_tests.registry import topics


def examples_file(topic: Topic) -> Path:
    """Where the examples of a topic stand."""
    return Path(course_lib.__file__).parent / "examples" / f"{topic.name}.json"


def examples_text(topic: Topic) -> str:
    """What should stand in that file."""
    data = {
        "exercises": {exercise.name: _exercise(exercise) for exercise in topic.exercises},
        "questions": {
            question.name: {"title": question.title, "choices": list(question.choices)}
            for question in topic.questions
        },
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _exercise(exercise: Exercise) -> dict[str, Any]:
    return {
        "updates": dict(exercise.updates),
        "unchanged": UNCHANGED,
        "aspects": [
            {"key": aspect.key, "title": aspect.title, "hint": aspect.hint}
            for aspect in exercise.aspects
        ],
        "mistakes": {mistake.name: mistake.hint for mistake in exercise.mistakes},
        "examples": [_example(exercise, case) for case in exercise.examples],
    }


def _example(exercise: Exercise, case: Case) -> dict[str, Any]:
    return {
        "case": case_to_json(case),
        "expected": _outcomes(case, exercise.reference),
        "mistakes": {
            mistake.name: _outcomes(case, mistake.function) for mistake in exercise.mistakes
        },
    }


def _outcomes(case: Case, function: Function) -> list[dict[str, Any]]:
    return [outcome_to_json(outcome) for outcome in play(case, call_here(function))]


def main() -> None:
    """Writes the files of all topics."""
    for topic in topics():
        examples_file(topic).write_text(examples_text(topic), encoding="utf-8")


if __name__ == "__main__":
    main()
