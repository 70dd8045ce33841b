"""What lessons say of experiments that were repeated with other seeds."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from course_lib.nn.digits_task import DigitsTask

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "hyperparameter_search"
FUNCTIONS = ("random_points", "random_search", "zoom", "successive_halving")
SPACE = {"learning_rate": (0.0001, 10.0, "log"), "beta": (0.0, 0.99, "one_minus_log")}
WIDE = {"learning_rate": (1e-6, 100.0, "log"), "beta": (0.0, 0.999, "one_minus_log")}
TASK = DigitsTask()


@cache
def solutions() -> dict[str, Any]:
    """The notebook's own functions, whose order of drawing decides."""
    names: dict[str, Any] = {}
    cells = json.loads((NOTEBOOK / f"{NOTEBOOK.name}.ipynb").read_text("utf-8"))["cells"]
    for cell in cells:
        if cell["id"] in ("imports", *FUNCTIONS):
            exec("".join(cell["source"]), names)
    return names


def score(point: Any, epochs: int = 10) -> float:
    return TASK.train(TASK.new_model(), epochs=epochs, **point).score


def test_twelve_searches_of_two_rounds() -> None:
    first, better = [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        search, zoom = solutions()["random_search"], solutions()["zoom"]
        _, best, coarse = search(score, SPACE, 25, rng)
        points, scores = zip(*coarse, strict=True)
        _, again, fine = search(score, zoom(SPACE, points, scores, keep=5), 25, rng)
        first.append(best)
        better.append(again < best)
        assert np.median([one for _, one in fine]) < 0.26
        if again < best:
            assert 0.085 <= again <= 0.125
    assert sum(better) == 10
    assert 0.095 <= min(first) <= max(first) <= 0.165


def test_twelve_races() -> None:
    ranks, against_ten = [], []
    for seed in range(12):
        points = solutions()["random_points"](WIDE, 32, np.random.default_rng(seed))
        winner, _ = solutions()["successive_halving"](score, points, 2)
        ends = [score(point, 32) for point in points]
        mine, ten = ends[points.index(winner)], min(ends[:10])
        ranks.append(sorted(ends).index(mine))
        against_ten.append(np.sign(mine - ten))
    assert ranks.count(0) == 8
    assert [against_ten.count(sign) for sign in (-1, 0, 1)] == [5, 5, 2]
