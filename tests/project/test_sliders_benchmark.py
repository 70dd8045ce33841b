"""The sliders of the lessons have labels, and the benchmark measures what they call."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from benchmarks import sliders as benchmark

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("topic", benchmark.topics())
def test_a_notebooks_sliders_have_words_and_a_still_figure_before_them(topic: str) -> None:
    path = ROOT / "notebooks" / topic / f"{topic}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    found = [number for number, text in enumerate(sources) if benchmark.CALL.search(text)]
    assert found
    for at in found:
        assert "labels={" in sources[at]
        code = [i for i in range(at) if cells[i]["cell_type"] == "code"]
        before = "\n".join(sources[number] for number in code[-2:])
        assert re.search(r"^(draw|picture)\(", before, re.MULTILINE), before


def test_the_lessons_that_need_sliders_have_them() -> None:
    assert {"ewa", "momentum", "rmsprop"} <= set(benchmark.topics())


@pytest.mark.slow
def test_the_benchmark_calls_what_the_sliders_call_from_end_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(benchmark, "ROUNDS", 3)
    ((draw, ranges),) = benchmark.sliders_of("ewa")
    assert ranges == {"beta": (0.0, 0.99, 0.01, 0.9)}
    seconds = list(benchmark.answers(draw, ranges))
    assert len(seconds) == 3
    assert all(worked > 0 for _, worked in seconds)
    said = benchmark.line("ewa", [(0.05, 0.04), (0.07, 0.05), (0.06, 0.05)])
    assert said.startswith("ewa: 60 ms (50 to 70, longest 70), CPU time 50 ms")


def test_the_values_of_the_benchmark_are_some_that_a_slider_has() -> None:
    rng = random.Random(1)
    values = {benchmark.on_slider(rng, 0.0, 0.5, 0.25, 0.0) for _ in range(50)}
    assert values == {0.0, 0.25, 0.5}
