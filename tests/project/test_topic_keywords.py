"""`-k TOPIC` selects every test of a topic, also where its name is in no test's name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from topic_keywords import topics_of

from grader_tests.engine.registry import find, load_topic

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "value",
    [
        "update_moments",
        "adam",
        find("update_moments"),
        find("first_step"),
        load_topic("adam"),
        ROOT / "notebooks" / "adam" / "adam.ipynb",
    ],
    ids=["its exercise", "its name", "an exercise", "a question", "the topic", "its notebook"],
)
def test_what_belongs_to_a_topic_is_known(value: object) -> None:
    assert [*topics_of(1.0, value)] == ["adam"]


def test_what_belongs_to_none_has_no_topic() -> None:
    assert [*topics_of("moments", None, 3, ROOT / "adam.ipynb", [])] == []


@pytest.mark.processes
def test_the_word_of_a_topic_finds_exercises_that_are_not_named_after_it() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    words = ["-k", "adam", "tests/exercises/test_registry.py"]
    found = subprocess.run([*command, *words], cwd=ROOT, capture_output=True, text=True).stdout
    assert "test_an_exercise_is_complete[update_moments]" in found
    assert "[first_step]" in found
    assert "ewa" not in found
