"""`sample_log_uniform`: known mistakes and criteria."""

from __future__ import annotations

import numpy as np

from grader_tests.engine.exercise import Exercise, Mistake
from grader_tests.topics.hyperparameter_search.reference import sample_log_uniform
from grader_tests.topics.hyperparameter_search.samples import (
    INSIDE,
    SPREAD,
    criteria,
    drawn,
    examples,
    ways_to_use_chance,
)

OUT = (INSIDE, SPREAD)

SAMPLE_LOG_UNIFORM = Exercise(
    "sample_log_uniform",
    sample_log_uniform,
    criteria(
        "log",
        "The numbers are spread evenly on a logarithmic scale: as many in each decade.",
        "Draw many between 0.001 and 1, and count: a third of them should lie below 0.01, and "
        "two thirds below 0.1.",
    ),
    (
        Mistake(
            "linear",
            "The values themselves are drawn evenly, so nearly all of them lie in the largest "
            "decade. Draw the exponent evenly.",
            drawn(lambda low, high, n, uniform: uniform(low, high, n)),
            (SPREAD,),
        ),
        Mistake(
            "exponents",
            "What comes back are the exponents. The numbers are ten to the power of them.",
            drawn(lambda low, high, n, uniform: uniform(np.log10(low), np.log10(high), n)),
            OUT,
        ),
        Mistake(
            "bounds_as_exponents",
            "The exponent is drawn between `low` and `high` themselves. It lies between their "
            "logarithms.",
            drawn(lambda low, high, n, uniform: 10.0 ** uniform(low, high, n)),
            OUT,
        ),
        Mistake(
            "natural_then_ten",
            "The logarithm is the natural one, `np.log`, but the power is one of ten. Take "
            "`np.log10` with `10 **`, or `np.log` with `np.exp`.",
            drawn(lambda low, high, n, uniform: 10.0 ** uniform(np.log(low), np.log(high), n)),
            OUT,
        ),
        Mistake(
            "ten_then_natural",
            "The logarithm is the one to base ten, but the power is one of e, `np.exp`. Take "
            "`np.log10` with `10 **`, or `np.log` with `np.exp`.",
            drawn(lambda low, high, n, uniform: np.exp(uniform(np.log10(low), np.log10(high), n))),
            OUT,
        ),
        Mistake(
            "fixed_bounds",
            "Your numbers always run from 0.0001 to 1. That is a common choice, but the function "
            "has to use the `low` and `high` that it is called with.",
            drawn(lambda low, high, n, uniform: 10.0 ** uniform(-4, 0, n)),
            OUT,
        ),
        Mistake(
            "up_to_one",
            "Your numbers run from `low` to 1, wherever `high` is. The exponent ends at the "
            "logarithm of `high`.",
            drawn(lambda low, high, n, uniform: 10.0 ** (np.log10(low) * uniform(0, 1, n))),
            OUT,
        ),
        Mistake(
            "span_is_high",
            "From the exponent of `low` you go on by the whole exponent of `high`. The way from "
            "one to the other is their difference.",
            drawn(
                lambda low, high, n, uniform: (
                    10.0 ** (np.log10(low) + uniform(0, 1, n) * np.log10(high))
                )
            ),
            OUT,
        ),
        *ways_to_use_chance(sample_log_uniform, np.geomspace),
    ),
    examples=examples("log", 0.0003, 0.5),
)
