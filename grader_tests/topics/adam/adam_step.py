"""`adam_step`: reference, hidden cases and worked examples of the whole step.

Each criterion leaves the others out: large gradients hide epsilon, a late t hides the correction,
and single calls hide what becomes of the state.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, PreviousResult, call
from grader_tests.engine.definition import exercise
from grader_tests.engine.inputs import SHAPES, signed
from grader_tests.topics.adam.common import HALVES, betas, integer_arrays, state

LATE = 100_000
"""The number of an update so late that 1 - beta**t is 1."""

NEGLIGIBLE = 1e-10
"""An epsilon too small to matter next to gradients of ordinary size."""


def adam_step(
    w: Any,
    dw: Any,
    v: Any,
    s: Any,
    t: int,
    learning_rate: float,
    beta1: float,
    beta2: float,
    epsilon: float,
) -> Any:
    """Return w moved by v_hat over the root of s_hat plus epsilon, and the new v and s."""
    v = beta1 * v + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    w = w - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return w, v, s


def one_call(
    rng: Generator, shape: tuple[int, ...], t: int, epsilon: float, scale: float = 1.0
) -> Call:
    """Return one step in mid-training; its gradients are of the size of `scale`."""
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
    """Return `first` and two more steps, each from the previous result."""
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
    """Return an epsilon, larger than the usual 1e-8."""
    return float(10 ** rng.uniform(-7.5, -4))


def update_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield late steps with large gradients: neither correction nor epsilon matters."""
    for shape in SHAPES:
        yield three_steps(rng, one_call(rng, shape, LATE, NEGLIGIBLE, scale=10.0))


def correction_cases(rng: Generator) -> Iterator[Call]:
    """Yield the first steps and a later one, each from a state of its own."""
    for shape in SHAPES[:2]:
        for t in (1, 2, 3, int(rng.integers(4, 40))):
            yield one_call(rng, shape, t, NEGLIGIBLE)


def epsilon_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield steps whose gradients and state are as small as epsilon."""
    for shape in SHAPES[:2]:
        epsilon = tiny(rng)
        yield three_steps(rng, one_call(rng, shape, LATE, epsilon, scale=epsilon))


def epsilon_order_cases(rng: Generator) -> Iterator[Call]:
    """Yield steps with tiny gradients where the correction is large."""
    for shape in SHAPES[:2]:
        for t in (1, 2, int(rng.integers(3, 20))):
            epsilon = tiny(rng)
            yield one_call(rng, shape, t, epsilon, scale=epsilon)


def state_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield early steps, where corrected averages differ from the plain ones."""
    for shape in SHAPES[:2]:
        yield three_steps(rng, one_call(rng, shape, int(rng.integers(1, 3)), 1e-8))


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield steps where only the decimals matter, and neither the correction nor epsilon does."""
    for shape in SHAPES[:2]:
        settings = {"learning_rate": 0.1, **HALVES, "epsilon": NEGLIGIBLE}
        yield call(*integer_arrays(rng, shape), LATE, **settings)


def small(dw: Any, v: Any, s: Any, t: int, *, w: Any = (1.0, 2.0), epsilon: float = 1e-10) -> Call:
    """Return a call that can be worked out by hand."""
    arrays = (np.array(value) if isinstance(value, tuple) else value for value in (w, dw, v, s))
    return call(*arrays, t, learning_rate=0.1, beta1=0.5, beta2=0.84, epsilon=epsilon)


def table(t: int, scale: float = 1.0, epsilon: float = 1e-10) -> Call:
    """Return a call with the weights of a layer, two units of three inputs."""
    w = np.array([[1.0, 2.0, -0.5], [0.5, -1.0, 3.0]])
    dw = scale * np.array([[2.0, -4.0, 1.0], [0.5, 3.0, -1.0]])
    v = scale * np.array([[1.0, 3.0, 0.5], [-2.0, 1.0, -1.0]])
    s = scale**2 * np.array([[4.0, 9.5, 1.0], [5.0, 2.0, 3.0]])
    return call(w, dw, v, s, t, learning_rate=0.03, beta1=0.6, beta2=0.96, epsilon=epsilon)


AGAIN = (PreviousResult(1), PreviousResult(2))
FROM_ZEROS = small((2.0, -4.0), (0.0, 0.0), (0.0, 0.0), 1)

EXERCISE = exercise(
    adam_step,
    cases={
        "update": update_cases,
        "correction": correction_cases,
        "epsilon": epsilon_cases,
        "epsilon_order": epsilon_order_cases,
        "state": state_cases,
        "integers": integer_cases,
    },
    examples={
        "update": [
            (
                small((2.0, -4.0), (1.0, 3.0), (4.0, 9.0), LATE),
                small((3.0, 1.0), *AGAIN, LATE + 1, w=PreviousResult(0)),
            ),
            table(LATE),
        ],
        "correction": [
            FROM_ZEROS,
            small((3.0, 1.0), (1.0, -2.0), (1.0, 4.0), 2),
            table(3),
            table(20),
        ],
        "epsilon": [
            small((2e-6, -4e-6), (1e-6, 3e-6), (4e-12, 9e-12), LATE, epsilon=1e-6),
            table(LATE, 1e-5, epsilon=3e-5),
        ],
        "epsilon_order": [
            small((2e-6, -4e-6), (0.0, 0.0), (0.0, 0.0), 1, epsilon=1e-6),
            table(2, 1e-5, epsilon=3e-5),
        ],
        "state": [(FROM_ZEROS, small((3.0, 1.0), *AGAIN, 2, w=PreviousResult(0))), table(1)],
        "integers": [
            call(
                *(np.array(value) for value in ((3, -1), (1, 0), (2, 3), (8, 3))),
                LATE,
                **{"learning_rate": 0.1, **HALVES, "epsilon": 1e-10},
            )
        ],
    },
    updates={0: 0, 1: 2, 2: 3},
)
