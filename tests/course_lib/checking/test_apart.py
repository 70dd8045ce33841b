"""Results that differ look different, whatever they differ in."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

from course_lib.cases.compare import values_agree
from course_lib.checking.apart import shown_apart
from course_lib.checking.checker import run_check
from course_lib.checking.describe import show


class Pair(NamedTuple):
    v_hat: Any
    s_hat: Any


LONG = np.arange(100.0)
CHANGED = np.where(LONG == 50, 50.5, LONG)

PAIRS: list[tuple[Any, Any]] = [
    (np.ones(2), np.ones(2, dtype=np.float32)),
    (np.ones(2), np.ones(2, dtype=int)),
    (np.ones(2, dtype=int), np.ones(2, dtype=bool)),
    (np.array([0, 2]), [0, 2]),
    (np.array([0.5, 2.5]), np.array([[0.5], [2.5]])),
    (np.zeros((0, 2)), np.zeros((2, 0))),
    (np.array([1.5]), 1.5),
    (np.array(1.5), (1.5,)),
    ((1.5,), 1.5),
    ((1.5, 2.5), [[1.5, 2.5]]),
    (1, True),
    (1.0, "1"),
    ("None", None),
    (np.float64(0.5), np.float64(0.5) + 1e-13),
    ({"lr": 0.5}, {"lr": 0.5 + 1e-13}),
    ((LONG, LONG), (LONG, CHANGED)),
    ([{"x": LONG}], [{"x": CHANGED}]),
    (np.array([np.nan, 1.0]), np.array([np.nan, 1.0 + 1e-12])),
]


@pytest.mark.parametrize(("expected", "actual"), PAIRS, ids=lambda value: type(value).__name__)
def test_what_differs_looks_different(expected: Any, actual: Any) -> None:
    for one, other in ((expected, actual), (actual, expected)):
        texts = shown_apart(one, other, show)
        assert texts[0] != texts[1]


def test_what_looks_different_anyway_is_shown_as_it_is() -> None:
    assert shown_apart(np.array([1.5]), np.array([2.5]), show) == (
        show(np.array([1.5])),
        show(np.array([2.5])),
    )


def test_a_difference_in_the_middle_of_a_long_array_is_shown() -> None:
    expected, actual = shown_apart(LONG, CHANGED, show)
    assert expected.endswith("where [50] is 50.0")
    assert actual.endswith("where [50] is 50.5")


def test_check_shows_the_type_of_single_precision() -> None:
    def gradient_step(w: Any, dw: Any, learning_rate: float) -> Any:
        return (w - learning_rate * dw).astype("float32")

    text = run_check("gradient_step", {"gradient_step": gradient_step}).text()
    lines = [
        line.split(None, 1)[1] for line in text.splitlines() if "Expected" in line or "Got" in line
    ]
    assert lines
    assert all(want != got for want, got in zip(lines[::2], lines[1::2], strict=True))
    assert "float32" in text


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "uint8", "uint64"])
def test_integers_count_by_value(dtype: str) -> None:
    labels = np.array([0, 3, 2])
    assert values_agree(labels, labels.astype(dtype))
    assert not values_agree(labels, labels.astype(dtype) + 1)
    assert not values_agree(labels.astype(float), labels.astype(dtype))
    assert not values_agree(labels, labels.astype(float))


def test_truth_values_are_no_numbers() -> None:
    assert values_agree(True, np.True_)
    assert not values_agree(1, np.True_)
    assert not values_agree(1.0, True)
    assert not values_agree(True, 1)


def test_a_named_tuple_is_a_tuple() -> None:
    def correct_moments(v: Any, s: Any, t: int, beta1: float, beta2: float) -> Any:
        return Pair(v / (1 - beta1**t), s / (1 - beta2**t))

    assert run_check("correct_moments", {"correct_moments": correct_moments}).passed
