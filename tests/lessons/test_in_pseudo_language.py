"""Whatever a lesson shows is translated: in the pseudo-language each word has its marks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from shown import Shown

from grader_tests.engine.registry import topics

PROGRAM = Path(__file__).parents[1] / "support" / "shown.py"


@pytest.mark.slow
@pytest.mark.processes
@pytest.mark.parametrize("topic", [topic.name for topic in topics()])
def test_every_word_that_it_shows_is_translated(topic: str) -> None:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), topic], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert f"{topic}: " in done.stdout


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
