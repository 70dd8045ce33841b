"""Measure how fast each notebook's sliders respond: `python -m benchmarks.sliders [TOPIC ...]`.

This runs a notebook's cells up to its sliders. It then calls the sliders' function with values from
their whole ranges, always in the same order, and converts the result to the message for Jupyter.
The transfer to the browser and back is not included. `BENCH_ROUNDS` is the number of values; the
first responses, in which Matplotlib fills its caches, do not count.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import course_lib
from benchmarks.card import print_card
from course_lib.plots.layout import Places, kept_places

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
WARM_UP = 3
CALL = re.compile(r"^sliders\(", re.MULTILINE)

Ranges = dict[str, tuple[float, float, float, float]]


def main() -> None:
    """Print a line for each notebook that has sliders."""
    print_card()
    for topic in sys.argv[1:] or topics():
        for draw, ranges in sliders_of(topic):
            print(line(topic, list(answers(draw, ranges))))


def topics() -> list[str]:
    """Return the notebooks in which a cell calls `sliders`."""
    paths = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
    return [path.stem for path in paths if any(map(CALL.search, code_of(path)))]


def code_of(path: Path) -> list[str]:
    """Return the sources of a notebook's code cells."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def sliders_of(topic: str) -> list[tuple[Callable[..., Any], Ranges]]:
    """Yield the functions for which the notebook shows sliders, and the sliders' ranges."""
    found: list[tuple[Callable[..., Any], Ranges]] = []

    def noting(draw: Callable[..., Any], labels: Any = None, **ranges: Any) -> None:
        found.append((draw, ranges))

    path = ROOT / "notebooks" / topic / f"{topic}.ipynb"
    cells = code_of(path)
    last = max(number for number, text in enumerate(cells) if CALL.search(text))
    put_back, course_lib.sliders = course_lib.sliders, noting
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        with contextlib.chdir(path.parent), contextlib.redirect_stdout(io.StringIO()):
            for text in cells[: last + 1]:
                if not text.startswith("check("):
                    exec(text, names)
    finally:
        course_lib.sliders = put_back
    return found


def answers(draw: Callable[..., Any], ranges: Ranges) -> Iterator[tuple[float, float]]:
    """Yield the seconds and the CPU seconds of each response."""
    rng = random.Random(0)
    places: Places = {}
    for number in range(WARM_UP + ROUNDS):
        values = {name: on_slider(rng, *of_one) for name, of_one in ranges.items()}
        start, worked = time.perf_counter(), time.thread_time()
        with kept_places(places):
            draw(**values)._repr_html_()
        worked, seconds = time.thread_time() - worked, time.perf_counter() - start
        if number >= WARM_UP:
            yield seconds, worked


def on_slider(rng: random.Random, low: float, high: float, step: float, start: float) -> float:
    """Return a value that the slider can have."""
    return round(low + step * rng.randrange(round((high - low) / step) + 1), 9)


def line(topic: str, seconds: list[tuple[float, float]]) -> str:
    """Return the median, its spread and the CPU time: the rest is due to other processes."""
    waited = sorted(1000 * wall for wall, _ in seconds)
    worked = statistics.median(1000 * cpu for _, cpu in seconds)
    tenth = len(waited) // 20
    return (
        f"{topic}: {statistics.median(waited):.0f} ms ({waited[tenth]:.0f} to "
        f"{waited[-1 - tenth]:.0f}, longest {waited[-1]:.0f}), CPU time {worked:.0f} ms, "
        f"{len(waited)} responses"
    )


if __name__ == "__main__":
    main()
