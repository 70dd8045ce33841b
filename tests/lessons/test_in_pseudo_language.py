"""Whatever a lesson shows is translated: in the pseudo-language each word has its marks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shown import ENDED, Shown

from grader_tests.engine.registry import topics

PROGRAM = Path(__file__).parents[1] / "support" / "shown.py"


@pytest.fixture(scope="module")
def lessons() -> Iterator[subprocess.Popen[str]]:
    """A process that has imported and compiled what every lesson needs, and runs each in a copy."""
    with subprocess.Popen(
        [sys.executable, str(PROGRAM), "--serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        yield process


@pytest.mark.slow
@pytest.mark.processes
@pytest.mark.parametrize("topic", [topic.name for topic in topics()])
def test_every_word_that_it_shows_is_translated(topic: str, lessons: subprocess.Popen[str]) -> None:
    assert lessons.stdin
    assert lessons.stdout
    lessons.stdin.write(f"{topic}\n")
    lessons.stdin.flush()
    said = []
    for line in lessons.stdout:
        said.append(line)
        if line.startswith(ENDED):
            break
    assert said[-1:] == [f"{ENDED}0\n"], "".join(said)[-2000:]
    assert any(line.startswith(f"{topic}: ") for line in said)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("⟦⟧momentum⟦: away after ⟧176⟦ steps⟧", ["momentum"]),
        ("⟦⟧⟦momentum⟧⟦: away after ⟧176⟦ steps⟧", []),
        ("⟦⟧Adam⟦, ⟧momentum_step⟦, $x_{max}$⟧, $also$ 'c'", []),
        ("⟦⟦momentum⟧, mixed⟧, sorted", ["sorted"]),
    ],
    ids=["a key", "its translation", "names", "outside"],
)
def test_words_outside_of_the_marks_have_escaped(text: str, words: list[str]) -> None:
    assert Shown("cell", text).escaped == words
