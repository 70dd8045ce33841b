"""`adamw_step`: reference, hidden cases and worked examples.

Where the gradient and the averages are zero, Adam does not move, and only the decay is seen.
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


def adamw_step(
    w: Any,
    dw: Any,
    v: Any,
    s: Any,
    t: int,
    learning_rate: float,
    beta1: float,
    beta2: float,
    epsilon: float,
    decay: float,
) -> Any:
    """Return w moved by Adam's step and by its own decay, and the new v and s."""
    v = beta1 * v + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    step = v_hat / (np.sqrt(s_hat) + epsilon)
    w = w - learning_rate * (step + decay * w)
    return w, v, s


def one_call(rng: Generator, shape: tuple[int, ...], t: int, decay: float) -> Call:
    """Return one step in mid-training with gradients of ordinary size."""
    return call(
        signed(rng, shape),
        signed(rng, shape),
        *state(rng, shape),
        t,
        learning_rate=float(rng.uniform(0.01, 0.3)),
        **betas(rng),
        epsilon=float(rng.uniform(1e-3, 1e-2)),
        decay=decay,
    )


def some_decay(rng: Generator) -> float:
    """Return a decay large enough for its square to matter."""
    return float(rng.uniform(0.1, 0.5))


def decay_cases(rng: Generator) -> Iterator[Call]:
    """Yield steps without a gradient: a first update, and others."""
    for shape, t in zip(SHAPES, (1, *rng.integers(2, 9, 2).tolist())):
        zeros = np.zeros(shape)
        drawn = one_call(rng, shape, t, some_decay(rng))
        yield call(drawn.args[0], zeros, zeros, zeros, *drawn.args[4:], **drawn.kwargs)


def step_cases(rng: Generator) -> Iterator[Call]:
    """Yield steps without a decay, early and late."""
    for shape in SHAPES:
        for t in (1, int(rng.integers(3, 9)), 10_000):
            yield one_call(rng, shape, t, 0.0)


def three_steps(rng: Generator, shape: tuple[int, ...], t: int) -> tuple[Call, ...]:
    """Return a step with decay and two more, each from the previous result."""
    first = one_call(rng, shape, t, some_decay(rng))
    return first, *(
        call(
            PreviousResult(0),
            rng.permutation(first.args[1]),
            PreviousResult(1),
            PreviousResult(2),
            t + i,
            **first.kwargs,
        )
        for i in (1, 2)
    )


def both_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield three steps with gradient and decay, from the first update on and later."""
    for shape in SHAPES:
        yield three_steps(rng, shape, int(rng.integers(1, 30)))


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield a late step of integers without a decay: only the decimals of the results matter."""
    for shape in SHAPES[:2]:
        settings = {"learning_rate": 0.1, **HALVES, "epsilon": 1e-10, "decay": 0.0}
        yield call(*integer_arrays(rng, shape), 100_000, **settings)


def small(dw: Any, v: Any, s: Any, t: int, *, w: Any = (1.0, -2.0), decay: float = 0.5) -> Call:
    """Return a call that can be worked out by hand."""
    arrays = (np.array(value) if isinstance(value, tuple) else value for value in (w, dw, v, s))
    settings = {"learning_rate": 0.1, "beta1": 0.5, "beta2": 0.84, "epsilon": 0.01}
    return call(*arrays, t, **settings, decay=decay)


def table(t: int, decay: float, scale: float = 1.0) -> Call:
    """Return a call with the weights of a layer, two units of three inputs."""
    w = np.array([[1.0, 2.0, -0.5], [0.5, -1.0, 3.0]])
    dw = scale * np.array([[2.0, -4.0, 1.0], [0.5, 3.0, -1.0]])
    v = scale * np.array([[1.0, 3.0, 0.5], [-2.0, 1.0, -1.0]])
    s = scale**2 * np.array([[4.0, 9.5, 1.0], [5.0, 2.0, 3.0]])
    settings = {"learning_rate": 0.03, "beta1": 0.6, "beta2": 0.96, "epsilon": 0.001}
    return call(w, dw, v, s, t, **settings, decay=decay)


NOTHING = (0.0, 0.0)
AGAIN = (PreviousResult(1), PreviousResult(2))

EXERCISE = exercise(
    adamw_step,
    cases={
        "decay": decay_cases,
        "step": step_cases,
        "both": both_cases,
        "state": both_cases,
        "integers": integer_cases,
    },
    examples={
        "decay": [small(NOTHING, NOTHING, NOTHING, 1), table(3, 0.2, scale=0.0)],
        "step": [
            small((2.0, -4.0), NOTHING, NOTHING, 1, decay=0.0),
            small((3.0, 1.0), (1.0, -2.0), (1.0, 4.0), 2, decay=0.0),
            table(20, 0.0),
        ],
        "both": [
            (
                small((2.0, -4.0), NOTHING, NOTHING, 1),
                small((3.0, 1.0), *AGAIN, 2, w=PreviousResult(0)),
            ),
            table(3, 0.2),
        ],
        "state": [small((3.0, 1.0), (1.0, -2.0), (1.0, 4.0), 2), table(20, 0.2)],
        "integers": [
            call(
                *(np.array(value) for value in ((3, -1), (1, 0), (2, 3), (8, 3))),
                100_000,
                **{"learning_rate": 0.1, **HALVES, "epsilon": 1e-10, "decay": 0.0},
            )
        ],
    },
    updates={0: 0, 1: 2, 2: 3},
)
