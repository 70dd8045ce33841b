"""Random spaces and seeds, and the cases that the two samplers share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import SeededRng
from course_lib.cases.case import Call, call
from course_lib.scales import Axis
from grader_tests.engine.definition import ByProperties, Calls

SCALES = ("linear", "log", "one_minus_log")
NAMES = ("learning_rate", "beta", "hidden_units", "decay_rate", "dropout", "batch_size", "epsilon")
MANY = 2000
"""How many numbers it takes to show their scale."""


def axis(rng: Generator, scale: str) -> Axis:
    """Draw an axis with unusual ends; those of "log" and "one_minus_log" span decades.

    A linear one has numbers of both signs, of which negative ones have no logarithm. So that fixed
    bounds are seen, "log" starts well below 0.0001, "one_minus_log" ends below 0.999. The latter
    starts so low that even steps of the value differ from even steps of its exponent.
    """
    match scale:
        case "linear":
            return float(rng.uniform(-20, -5)), float(rng.uniform(30, 60)), scale
        case "log":
            low = float(10 ** rng.uniform(-6, -4.5))
            return low, float(10 ** rng.uniform(-2.2, -0.8)), scale
    missing = float(rng.uniform(0.85, 0.95))
    return 1 - missing, 1 - missing / float(10 ** rng.uniform(1.8, 2.7)), scale


def axis_left_by_rounding(rng: Generator, scale: str) -> Axis:
    """Draw an axis that numbers leave if their exponents, or near 1 they themselves, are rounded.

    Of many numbers, some are so near to its end that this always happens.
    """
    while True:
        low, high, _ = drawn = axis(rng, scale)
        nearest = round(high, 2)
        if scale == "log" and round(np.log10(low)) < np.log10(low):
            return drawn
        if scale != "log" and nearest > high and 1.005 - nearest > 1.1 * (1 - high):
            return drawn


def space(rng: Generator, *scales: str) -> dict[str, Axis]:
    """Draw a space with an axis of each of these scales, with names in random order."""
    names = rng.permutation(NAMES)[: len(scales)].tolist()
    return {name: axis(rng, scale) for name, scale in zip(names, scales)}


def seed(rng: Generator) -> SeededRng:
    """Draw the seed of a generator for a student's function."""
    return SeededRng(int(rng.integers(2**31)))


def two_seeds(rng: Generator) -> tuple[SeededRng, SeededRng]:
    """Draw two generators with different seeds."""
    one = seed(rng)
    return one, SeededRng(one.seed + 1)


def many_seeds(rng: Generator) -> tuple[SeededRng, ...]:
    """Draw two generators with the same seed, and 40 with others.

    So many are never all different where only a handful of results is possible.
    """
    one = seed(rng)
    return one, one, *(SeededRng(one.seed + i) for i in range(1, 41))


def sample_cases(scale: str) -> dict[str, Callable[[Generator], Iterator[Calls]]]:
    """Return the hidden cases of a sampler on this scale."""

    def form(rng: Generator) -> Iterator[Calls]:
        for n in (1, 41, 300):  # of so many, even two rounded numbers are both there
            yield call(*axis(rng, scale)[:2], n, seed(rng))

    def many(rng: Generator) -> Iterator[Calls]:
        yield call(*axis_left_by_rounding(rng, scale)[:2], MANY, seed(rng))
        for _ in range(2):
            yield call(*axis(rng, scale)[:2], MANY, seed(rng))

    def chance(rng: Generator) -> Iterator[Calls]:
        ends = axis(rng, scale)[:2]
        yield tuple(call(*ends, 20, one) for one in many_seeds(rng))
        yield ByProperties(tuple(call(*ends, MANY, one) for one in two_seeds(rng)), f"{scale}_anew")

    return {"form": form, "inside": many, "spread": many, "chance": chance}


def sample_examples(
    scale: str, ends: tuple[float, float], other_ends: tuple[float, float]
) -> dict[str, list[Calls]]:
    """Return the worked examples of a sampler on this scale, between these bounds and others."""

    def drawn(n: int, number: int, between: tuple[float, float] = ends) -> Call:
        return call(*between, n, SeededRng(number))

    return {
        "form": [drawn(5, 1), drawn(1, 3, other_ends)],
        "inside": [drawn(MANY, 2), drawn(MANY, 4, other_ends)],
        "spread": [drawn(MANY, 2), drawn(MANY, 4, other_ends)],
        "chance": [
            (drawn(5, 1), *(drawn(5, number) for number in range(1, 9))),
            ByProperties((drawn(MANY, 2), drawn(MANY, 5)), f"{scale}_anew"),
        ],
    }
