"""`sample_momentum`: known mistakes and criteria."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.exercise import Exercise, Mistake
from grader_tests.topics.hyperparameter_search.reference import sample_log_uniform, sample_momentum
from grader_tests.topics.hyperparameter_search.samples import (
    INSIDE,
    SPREAD,
    criteria,
    drawn,
    examples,
    ways_to_use_chance,
)
from grader_tests.topics.hyperparameter_search.shared import without_warnings

OUT = (INSIDE, SPREAD)


def ends(low: float, high: float) -> tuple[Any, Any]:
    """Of the exponent of 1 - beta."""
    return np.log10(1 - high), np.log10(1 - low)


SAMPLE_MOMENTUM = Exercise(
    "sample_momentum",
    sample_momentum,
    criteria(
        "one_minus_log",
        "`1 - beta` is spread evenly on a logarithmic scale.",
        "Draw many between 0.9 and 0.999, and count: half of them should lie above 0.99.",
    ),
    (
        Mistake(
            "linear",
            "`beta` itself is drawn evenly, so very few numbers come close to `high`, where it "
            "matters. Draw the exponent of `1 - beta` evenly.",
            drawn(lambda low, high, n, uniform: uniform(low, high, n)),
            (SPREAD,),
        ),
        Mistake(
            "beta_log_uniform",
            "`beta` itself is drawn on a logarithmic scale. It is `1 - beta` that needs one.",
            without_warnings(sample_log_uniform),
            (SPREAD,),
        ),
        Mistake(
            "one_minus_beta",
            "What comes back is `1 - beta`. Take it away from one.",
            drawn(lambda low, high, n, uniform: 10.0 ** uniform(*ends(low, high), n)),
            OUT,
        ),
        Mistake(
            "bounds_not_turned",
            "`1 - beta` is drawn between `low` and `high`, which are bounds of `beta`. Take the "
            "bounds away from one as well.",
            without_warnings(lambda low, high, n, rng: 1 - sample_log_uniform(low, high, n, rng)),
            OUT,
        ),
        Mistake(
            "exponents",
            "What comes back are exponents. Raise ten to their power, and take the result away "
            "from one.",
            drawn(lambda low, high, n, uniform: uniform(*ends(low, high), n)),
            OUT,
        ),
        Mistake(
            "even_windows",
            "You draw the averaging window, `1 / (1 - beta)`, evenly. Then nearly all numbers are "
            "close to `high`. Draw the exponent of `1 - beta` evenly.",
            drawn(lambda low, high, n, uniform: 1 - 1 / uniform(1 / (1 - low), 1 / (1 - high), n)),
            (SPREAD,),
        ),
        Mistake(
            "fixed_bounds",
            "Your numbers always run from 0.9 to 0.999. Those are common bounds, but the function "
            "has to use the `low` and `high` that it is called with.",
            drawn(lambda low, high, n, uniform: 1 - 10.0 ** uniform(-3, -1, n)),
            OUT,
        ),
        Mistake(
            "natural_then_ten",
            "The logarithm is the natural one, `np.log`, but the power is one of ten. Take "
            "`np.log10` with `10 **`, or `np.log` with `np.exp`.",
            drawn(
                lambda low, high, n, uniform: (
                    1 - 10.0 ** uniform(np.log(1 - high), np.log(1 - low), n)
                )
            ),
            OUT,
        ),
        Mistake(
            "ten_then_natural",
            "The logarithm is the one to base ten, but the power is one of e, `np.exp`. Take "
            "`np.log10` with `10 **`, or `np.log` with `np.exp`.",
            drawn(lambda low, high, n, uniform: 1 - np.exp(uniform(*ends(low, high), n))),
            OUT,
        ),
        *ways_to_use_chance(
            sample_momentum, lambda low, high, n: 1 - np.geomspace(1 - low, 1 - high, n)
        ),
    ),
    examples=examples("one_minus_log", 0.1, 0.999),
)
