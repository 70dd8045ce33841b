"""Difficulty and discrimination agree with the textbook's formulas."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.report.items import discrimination, share


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_a_share_has_wilsons_interval(count: int, of: int, low: float, high: float) -> None:
    found = share(count, of)
    assert found is not None
    assert found.value == count / of
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_of_nobody_there_is_no_share() -> None:
    assert share(0, 0) is None


def test_what_good_students_have_separates() -> None:
    rest = list(range(20))
    good = discrimination([float(points >= 10) for points in rest], rest)
    assert good is not None
    assert 0.8 < good.value < 0.9
    assert good.low > 0.6
    odd = discrimination([float(points < 10) for points in rest], rest)
    assert odd is not None
    assert odd.value == pytest.approx(-good.value)
    all_of_it = discrimination(rest, rest)
    assert all_of_it is not None
    assert (all_of_it.low, all_of_it.high) == (1.0, 1.0)


def test_an_interval_covers_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(2_000):
        x, noise = rng.standard_normal((2, 30))
        found = discrimination(x, 0.6 * x + 0.8 * noise)
        assert found is not None
        covered += found.low <= 0.6 <= found.high
    assert 0.93 < covered / 2_000 < 0.97


@pytest.mark.parametrize(
    ("item", "rest"), [([1.0] * 20, list(range(20))), ([0, 1] * 10, [5.0] * 20), ([0, 1], [0, 1])]
)
def test_where_nothing_differs_nothing_is_said(item: list[float], rest: list[float]) -> None:
    assert discrimination(item, rest) is None
