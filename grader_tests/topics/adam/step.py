"""`adam_step`: hidden cases and criteria of the whole step.

Each criterion hides the others: gradients of ordinary size hide epsilon, a late t hides
the correction, and single calls hide what becomes of the state.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, Case, PreviousResult, call
from grader_tests.engine.common_mistakes import INTEGERS_HINT, INTEGERS_TITLE, SHAPES, signed
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.adam.reference import adam_step
from grader_tests.topics.adam.shared import HALVES, UNTOUCHED, betas, state, whole_numbers
from grader_tests.topics.adam.step_mistakes import MISTAKES

LATE = 100_000
"""An update so late that 1 - beta**t is 1."""

NEGLIGIBLE = 1e-10
"""An epsilon that no comparison sees beside gradients of ordinary size."""


def one_call(
    rng: Generator, shape: tuple[int, ...], t: int, epsilon: float, scale: float = 1.0
) -> Call:
    """One step from a state in the middle of training; gradients have the size of `scale`."""
    v, s = state(rng, shape)
    return call(
        rng.normal(size=shape),
        scale * signed(rng, shape),
        scale * v,
        scale**2 * s,
        t,
        learning_rate=float(rng.uniform(0.01, 0.3)),
        **betas(rng),
        epsilon=epsilon,
    )


def three_steps(rng: Generator, first: Call) -> tuple[Call, ...]:
    """`first`, and two more steps with new gradients from what the step before returned."""
    dw, t = first.args[1], first.args[4]
    more = (
        call(
            PreviousResult(0),
            rng.permutation(dw),
            PreviousResult(1),
            PreviousResult(2),
            t + i,
            **first.kwargs,
        )
        for i in (1, 2)
    )
    return first, *more


def tiny(rng: Generator) -> float:
    """An epsilon."""
    return float(10 ** rng.uniform(-7.5, -4))


def update_cases(rng: Generator) -> Iterator[Case]:
    """Neither the correction nor epsilon counts."""
    for shape in SHAPES:
        first = one_call(rng, shape, LATE, NEGLIGIBLE)
        yield Case("update", three_steps(rng, first), compare=(0,))


def correction_cases(rng: Generator) -> Iterator[Case]:
    """The first steps and a later one, each from a state of its own."""
    for shape in SHAPES[:2]:
        for t in (1, 2, 3, int(rng.integers(4, 40))):
            yield Case("correction", (one_call(rng, shape, t, NEGLIGIBLE),), compare=(0,))


def epsilon_cases(rng: Generator) -> Iterator[Case]:
    """Gradients of the size of epsilon, and the state that belongs to them."""
    for shape in SHAPES[:2]:
        epsilon = tiny(rng)
        first = one_call(rng, shape, LATE, epsilon, scale=epsilon)
        yield Case("epsilon", three_steps(rng, first), compare=(0,))


def epsilon_order_cases(rng: Generator) -> Iterator[Case]:
    """Tiny gradients again, where the correction is large."""
    for shape in SHAPES[:2]:
        for t in (1, 2, int(rng.integers(3, 20))):
            epsilon = tiny(rng)
            one = one_call(rng, shape, t, epsilon, scale=epsilon)
            yield Case("epsilon_order", (one,), compare=(0,))


def state_cases(rng: Generator) -> Iterator[Case]:
    """Early, where corrected averages differ from the plain ones."""
    for shape in SHAPES[:2]:
        first = one_call(rng, shape, int(rng.integers(1, 3)), 1e-8)
        yield Case("state", three_steps(rng, first), compare=(1, 2))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """Only the decimals are in question: neither the correction nor epsilon counts."""
    for shape in SHAPES[:2]:
        w = rng.integers(-3, 4, shape)
        settings = {"learning_rate": 0.1, **HALVES, "epsilon": NEGLIGIBLE}
        yield Case("integers", (call(w, *whole_numbers(rng, shape), LATE, **settings),))


def example(criterion: str, *calls: Call, compare: tuple[int, ...] | None = (0,)) -> Case:
    """A case that students see; by default only the new w counts."""
    return Case(criterion, calls, compare)


def small(dw: Any, v: Any, s: Any, t: int, *, w: Any = (1.0, 2.0), epsilon: float = 1e-10) -> Call:
    """A call with numbers that can be worked out by hand."""
    arrays = (np.array(value) if isinstance(value, tuple) else value for value in (w, dw, v, s))
    return call(*arrays, t, learning_rate=0.1, beta1=0.5, beta2=0.84, epsilon=epsilon)


AGAIN = (PreviousResult(1), PreviousResult(2))

ADAM_STEP = Exercise(
    "adam_step",
    adam_step,
    (
        Criterion(
            "update",
            "Late in training, `w` moves against the average gradient, divided by the root of the "
            "average square.",
            "Late in training the correction does nothing more. Work out one element by hand: "
            "update `v` and `s`, then go from `w` by `learning_rate` times `v` over the root "
            "of `s`.",
            3,
            update_cases,
        ),
        Criterion(
            "correction",
            "The bias correction is right from the first step on.",
            "In step `t = 1` from zeros, `v_hat` is just the gradient and `s_hat` just its square: "
            "compare with yours. `t` is the number of the step, from 1.",
            2,
            correction_cases,
        ),
        Criterion(
            "epsilon",
            "`epsilon` stands beside the root, which shows where gradients are tiny.",
            "Try a gradient as small as `epsilon`: the divisor is the root of `s_hat`, plus "
            "`epsilon`.",
            1,
            epsilon_cases,
        ),
        Criterion(
            "epsilon_order",
            "`epsilon` comes last, after the correction and the root.",
            "Try the first step with a gradient as small as `epsilon`: first correct, then take "
            "the root, then add `epsilon`.",
            1,
            epsilon_order_cases,
        ),
        Criterion(
            "state",
            "The new averages come back as they are, uncorrected, for the next step.",
            "What comes back second and third is what `update_moments` gives, nothing else.",
            2,
            state_cases,
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        example(
            "update",
            small((2.0, -4.0), (1.0, 3.0), (4.0, 9.0), LATE),
            small((3.0, 1.0), *AGAIN, LATE + 1, w=PreviousResult(0)),
        ),
        example("correction", small((2.0, -4.0), (0.0, 0.0), (0.0, 0.0), 1)),
        example("correction", small((3.0, 1.0), (1.0, -2.0), (1.0, 4.0), 2)),
        example("epsilon", small((2e-6, -4e-6), (1e-6, 3e-6), (4e-12, 9e-12), LATE, epsilon=1e-6)),
        example("epsilon_order", small((2e-6, -4e-6), (0.0, 0.0), (0.0, 0.0), 1, epsilon=1e-6)),
        example(
            "state",
            small((2.0, -4.0), (0.0, 0.0), (0.0, 0.0), 1),
            small((3.0, 1.0), *AGAIN, 2, w=PreviousResult(0)),
            compare=(1, 2),
        ),
        example(
            "integers",
            call(
                *(np.array(value) for value in ((3, -1), (1, 0), (2, 3), (4, 1))),
                LATE,
                **{"learning_rate": 0.1, **HALVES, "epsilon": 1e-10},
            ),
            compare=None,
        ),
    ),
    updates={0: 0, 1: 2, 2: 3},
)
