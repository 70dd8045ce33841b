"""`grid_points`: hidden cases and criteria."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.hyperparameter_search.grid_mistakes import MISTAKES
from grader_tests.topics.hyperparameter_search.reference import grid_points
from grader_tests.topics.hyperparameter_search.shared import SCALES, UNTOUCHED, axis, space


def combination_cases(rng: Generator) -> Iterator[Case]:
    """One to four axes; where the values lie does not count."""
    for scales, per_axis in ((SCALES[:1], 5), (SCALES[:2], 3), (SCALES, 4), (SCALES * 2, 3)):
        made = space(rng, *rng.permutation(scales).tolist())
        yield Case("combinations", (call(made, per_axis),), properties="grid_combinations")


def value_cases(scale: str, rng: Generator) -> Iterator[Case]:
    """One axis alone, with few values and with many; of two, any steps would be equal."""
    for per_axis in (3, int(rng.integers(4, 9)), 50):
        name = str(rng.choice(["learning_rate", "beta", "decay_rate"]))
        yield Case(scale, (call({name: axis(rng, scale)}, per_axis),), properties="grid_values")


def whole_ends(scale: str, rng: Generator) -> Iterator[Case]:
    """The same with whole numbers as ends, which must not be cut to whole numbers between."""
    low = int(rng.integers(1, 4))
    ends = {"linear": (low, low + 7), "log": (low, 1000 * low), "one_minus_log": (0, 0.99)}
    yield from value_cases(scale, rng)
    yield Case(scale, (call({"size": (*ends[scale], scale)}, 4),), properties="grid_values")


def example(criterion: str, per_axis: int, **axes: Any) -> Case:
    """A case that students see."""
    properties = "grid_combinations" if criterion == "combinations" else "grid_values"
    return Case(criterion, (call(axes, per_axis),), properties=properties)


GRID_POINTS = Exercise(
    "grid_points",
    grid_points,
    (
        Criterion(
            "combinations",
            "Every value of one axis meets every value of the others, each pair once.",
            "With two axes and `per_axis = 3` there are 3 times 3 points. A loop inside a loop, "
            "or `itertools.product`, gives every combination; each point is a new dict.",
            2,
            combination_cases,
        ),
        Criterion(
            "linear",
            "On a linear axis the values have equal steps, both ends among them.",
            "From 0 to 10 with `per_axis = 3`, the values are 0, 5 and 10.",
            1,
            partial(whole_ends, "linear"),
        ),
        Criterion(
            "log",
            "On an axis with the scale `log` the exponents have equal steps.",
            "From 0.01 to 1 with `per_axis = 3`, the values are 0.01, 0.1 and 1.",
            1,
            partial(whole_ends, "log"),
        ),
        Criterion(
            "one_minus_log",
            "On an axis with the scale `one_minus_log` the exponents of `1 - value` have equal "
            "steps.",
            "From 0.9 to 0.999 with `per_axis = 3`, the values are 0.9, 0.99 and 0.999.",
            1,
            partial(whole_ends, "one_minus_log"),
        ),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        example("combinations", 3, x=(0.0, 10.0, "linear"), y=(-1.0, 1.0, "linear")),
        example("linear", 3, x=(0.0, 10.0, "linear")),
        example("linear", 4, x=(1, 2, "linear")),
        example("log", 3, learning_rate=(0.01, 1.0, "log")),
        example("one_minus_log", 3, beta=(0.9, 0.999, "one_minus_log")),
    ),
)
