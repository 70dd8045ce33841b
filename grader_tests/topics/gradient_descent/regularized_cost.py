"""`regularized_cost`, mean loss and penalty: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise

LAYERS = ((4, 3), (2, 4), (1, 2))
"""Three layers of different sizes, none of them square."""

SMALL = 0.01
"""With weights and losses of this size, a cost that is rounded to four decimals is far off."""


def regularized_cost(losses: Any, weights: list[Any], lam: float) -> Any:
    """Return mean(losses) + lam / (2 m) * sum of all squared weights; m is the number of losses."""
    m = len(losses)
    squares = 0.0
    for W in weights:
        squares = squares + np.sum(W**2)
    return np.mean(losses) + lam / (2 * m) * squares


def some_losses(rng: Generator, m: int) -> Any:
    """Return typical losses of a network: positive, a few of them large."""
    return rng.gamma(2.0, 0.4, m) + 0.05


def some_weights(rng: Generator, *shapes: tuple[int, int], scale: float = 1.0) -> list[Any]:
    """Return weights of either sign, one array for each layer."""
    sizes = [scale * rng.uniform(0.3, 2.0, shape) for shape in shapes]
    return [size * rng.choice([-1.0, 1.0], size.shape) for size in sizes]


def one_large(first: float, *shape: int) -> Any:
    """Return numbers of which the first is large, and the others so small that 32 bits lose them.

    The large one is a power of 2, and each of the others is 0.9 times half of its last bit. So the
    sum is wrong by more than 3e-7 of it, if it is computed with 32 bits, whatever the seed.
    """
    numbers = np.full(shape, 0.9 * first * 2.0**-24)
    numbers.flat[0] = first
    return numbers


def any_lam(rng: Generator, m: int) -> float:
    """Return a lambda that is larger than 2m, and no multiple of it, so that rounding shows."""
    return float(2 * m * (rng.integers(1, 4) + rng.uniform(0.2, 0.8)))


def loss_cases(rng: Generator) -> Iterator[Call]:
    """Yield losses without a penalty: lambda is 0, and in the last case all weights are.

    There is one large loss among a thousand tiny ones in the last but one. In the first, all
    weights are negative, so that their sum has no root.
    """
    negative = [-np.abs(W) for W in some_weights(rng, LAYERS[0])]
    yield call(some_losses(rng, 1), negative, lam=0.0)
    for m in (5, 64):
        yield call(some_losses(rng, m), some_weights(rng, LAYERS[0]), lam=0.0)
    yield call(one_large(16.0, 1000), some_weights(rng, LAYERS[0]), lam=0.0)
    yield call(some_losses(rng, 7), [np.zeros(LAYERS[0])], lam=any_lam(rng, 7))


def penalty_cases(rng: Generator) -> Iterator[Call]:
    """Yield one layer each; all losses are 0. In the last layer a single weight is large."""
    for m, shape, scale in ((3, (2, 3), 1.0), (7, (3, 1), SMALL)):
        yield call(np.zeros(m), some_weights(rng, shape, scale=scale), lam=any_lam(rng, m))
    yield call(np.zeros(200), [one_large_weight(rng)], lam=any_lam(rng, 200))


def one_large_weight(rng: Generator) -> Any:
    """Return weights of either sign, of which only the first is large."""
    return np.sqrt(one_large(64.0, 30, 40)) * rng.choice([-1.0, 1.0], (30, 40))


def layer_cases(rng: Generator) -> Iterator[Call]:
    """Yield several layers each; all losses are 0. The last layers have one large weight."""
    many = ((1, 6), (20, 30), (3, 2), (1, 3))
    for m, layers, scale in ((5, LAYERS[:2], 1.0), (9, LAYERS, SMALL), (50, many, 1.0)):
        yield call(np.zeros(m), some_weights(rng, *layers, scale=scale), lam=any_lam(rng, m))
    weights = [one_large_weight(rng), *some_weights(rng, LAYERS[2])]
    yield call(np.zeros(30), weights, lam=any_lam(rng, 30))


def sum_cases(rng: Generator) -> Iterator[Call]:
    """Yield losses and weights together; the last ones are integers.

    Before them are numbers that 32 bits lose, in the losses and in a layer.
    """
    for m, layers, scale in ((4, LAYERS[:1], 1.0), (11, LAYERS, SMALL)):
        losses, weights = scale * some_losses(rng, m), some_weights(rng, *layers, scale=scale)
        yield call(losses, weights, lam=any_lam(rng, m))
    weights = [one_large_weight(rng), *some_weights(rng, LAYERS[2])]
    yield call(one_large(16.0, 300), weights, lam=any_lam(rng, 300))
    yield call(integer_losses(rng), integer_weights(rng), lam=1)


def integer_losses(rng: Generator) -> Any:
    """Return seven integers whose mean is not an integer."""
    losses = rng.integers(1, 6, 7)
    losses[0] += losses.sum() % 7 == 0
    return losses


def integer_weights(rng: Generator) -> list[Any]:
    """Return layers of integers whose squares add up to an odd number, which 2m does not divide."""
    weights = [rng.integers(-3, 4, shape) for shape in LAYERS]
    weights[0][0, 0] += 1 - sum(W.sum() for W in weights) % 2
    return weights


def first_layer() -> Any:
    """Return the weights of an example's first layer."""
    return np.array([[1.0, -2.0], [0.5, 4.0], [1.5, 1.0]])


def both_layers() -> list[Any]:
    """Return the weights of an example with two layers."""
    return [first_layer(), np.array([[3.0, 0.5, -1.0]])]


EXERCISE = exercise(
    regularized_cost,
    cases={
        "loss": loss_cases,
        "penalty": penalty_cases,
        "layers": layer_cases,
        "sum": sum_cases,
    },
    examples={
        "loss": [
            call(np.array([0.9, 2.3, 0.6]), [np.array([[1.0, -2.0]])], lam=0.0),
            call(np.array([0.5, 2.5, 0.6]), [np.zeros((2, 1))], lam=7.5),
            call(np.array([0.8]), [np.array([[1.0, -2.0]])], lam=0.0),
        ],
        "penalty": [
            call(np.zeros(3), [first_layer()], lam=8.4),
            call(np.zeros(5), [np.array([[2.1, -0.7, 0.7]])], lam=13.0),
        ],
        "layers": [
            call(np.zeros(4), both_layers(), lam=12.8),
            call(np.zeros(2), [*both_layers(), *both_layers()[::-1]], lam=5.6),
        ],
        "sum": [
            call(np.array([0.9, 2.3, 0.6]), both_layers(), lam=7.1),
            call(np.array([2, 5]), [np.array([[1, -2, 0]]), np.array([[3], [1]])], lam=1),
        ],
    },
)
