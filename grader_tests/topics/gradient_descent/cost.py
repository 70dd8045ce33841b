"""`regularized_cost`: mean loss and penalty; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.gradient_descent.cost_mistakes import MISTAKES
from grader_tests.topics.gradient_descent.cost_variants import regularized_cost
from grader_tests.topics.gradient_descent.shared import untouched

LAYERS = ((4, 3), (2, 4), (1, 2))
"""Three layers of different sizes, none of them square."""


def some_losses(rng: Generator, m: int) -> Any:
    """Losses as a network has them: positive, a few of them large."""
    return rng.gamma(2.0, 0.4, m) + 0.05


def some_weights(rng: Generator, *shapes: tuple[int, int]) -> list[Any]:
    """Weights of either sign, one array for each layer."""
    return [rng.uniform(0.3, 2.0, shape) * rng.choice([-1.0, 1.0], shape) for shape in shapes]


def any_lam(rng: Generator, m: int) -> float:
    """A lambda that is no usual one, larger than 2m, so that dividing it gives no zero."""
    return float(2 * m * rng.uniform(1.2, 3.8))


def loss_cases(rng: Generator) -> Iterator[Case]:
    """With lambda 0 there is no penalty."""
    for m in (1, 5, 64, 1000):
        yield Case("loss", (call(some_losses(rng, m), some_weights(rng, LAYERS[0]), lam=0.0),))


def penalty_cases(rng: Generator) -> Iterator[Case]:
    """All losses are 0, and there is one layer."""
    for m, shape in ((3, (2, 3)), (7, (3, 1)), (200, (30, 40))):
        yield Case("penalty", (call(np.zeros(m), some_weights(rng, shape), lam=any_lam(rng, m)),))


def layer_cases(rng: Generator) -> Iterator[Case]:
    """All losses are 0, and there are several layers."""
    for m, layers in ((5, LAYERS[:2]), (9, LAYERS), (50, ((1, 6), (20, 30), (3, 2), (1, 3)))):
        yield Case("layers", (call(np.zeros(m), some_weights(rng, *layers), lam=any_lam(rng, m)),))


def sum_cases(rng: Generator) -> Iterator[Case]:
    """Losses and weights at once; in the last case whole numbers."""
    for m, layers in ((4, LAYERS[:1]), (11, LAYERS), (300, LAYERS)):
        losses, weights = some_losses(rng, m), some_weights(rng, *layers)
        yield Case("sum", (call(losses, weights, lam=any_lam(rng, m)),))
    whole = [rng.integers(-3, 4, shape) for shape in LAYERS]
    yield Case("sum", (call(rng.integers(1, 6, 7), whole, lam=1),))


REGULARIZED_COST = Exercise(
    "regularized_cost",
    regularized_cost,
    criteria=(
        Criterion(
            "loss",
            "Without a penalty (`lam = 0`) the cost is the mean of the losses.",
            "The losses 0.5 and 1.5 have the mean 1.0, whatever the weights are.",
            1,
            loss_cases,
        ),
        Criterion(
            "penalty",
            "The penalty of one layer is lambda, divided by 2m, times the sum of its squared "
            "weights.",
            "Try two losses of 0, the weights 1 and 3, and `lam = 4`: the squares add up to 10, "
            "lambda over 2m is 1, so the cost is 10.",
            3,
            penalty_cases,
        ),
        Criterion(
            "layers",
            "The penalty counts the weights of all layers.",
            "Add up the squared weights layer by layer, for every array in the list.",
            2,
            layer_cases,
        ),
        Criterion(
            "sum",
            "The cost is the mean loss plus the penalty, one number.",
            "Work out the two parts apart, then add them. The result is one number, and it keeps "
            "its decimals.",
            1,
            sum_cases,
        ),
        untouched(
            "Read `losses` and `weights`, but do not write to them: `losses += ...` and "
            "`W **= 2` change the arrays of the caller."
        ),
    ),
    mistakes=MISTAKES,
    examples=(
        Case("loss", (call(np.array([0.5, 2.5, 0.6]), [np.array([[1.0, -2.0]])], lam=0.0),)),
        Case(
            "penalty",
            (call(np.zeros(3), [np.array([[1.0, -2.0], [0.5, 4.0], [1.5, 1.0]])], lam=8.4),),
        ),
        Case(
            "layers",
            (
                call(
                    np.zeros(4),
                    [np.array([[1.0, -2.0], [0.5, 4.0], [1.5, 1.0]]), np.array([[3.0, 0.5, -1.0]])],
                    lam=12.8,
                ),
            ),
        ),
        Case(
            "sum",
            (
                call(
                    np.array([0.5, 2.5, 0.6]),
                    [np.array([[1.0, -2.0], [0.5, 4.0], [1.5, 1.0]]), np.array([[3.0, 0.5, -1.0]])],
                    lam=7.5,
                ),
            ),
        ),
    ),
)
