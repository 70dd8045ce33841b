"""`minimum_probability`: the reference and the known mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator

from grader_tests.engine.exercise import Function, Mistake

ALL = ("one", "more", "share", "rng")


def drawn(n: int, trials: int, rng: Generator) -> Any:
    """Matrices with entries from the standard normal distribution, (trials, n, n)."""
    return rng.standard_normal((trials, n, n))


def reversed_results(matrices: Any) -> Any:
    """Each of them transposed."""
    return matrices.transpose(0, 2, 1)


def hessians(n: int, trials: int, rng: Generator) -> Any:
    """(G + G.T) / 2, many times."""
    G = drawn(n, trials, rng)
    return (G + reversed_results(G)) / 2


def share(matrices: Any) -> float:
    """The share of matrices whose lower half, mirrored, has only positive eigenvalues.

    By Sylvester's criterion, which is quicker: all leading minors are positive.
    """
    lower = np.tril(matrices)
    mirrored = lower + reversed_results(np.tril(lower, -1))
    sizes = range(1, matrices.shape[1] + 1)
    minors = [np.linalg.det(mirrored[:, :k, :k]) for k in sizes]
    return float(np.mean(np.all(np.array(minors) > 0, axis=0)))


def minimum_probability(n: int, trials: int, rng: Generator) -> float:
    """The share of random symmetric matrices whose eigenvalues are all positive."""
    return share(hessians(n, trials, rng))


def judged(verdict: Callable[[Any], Any]) -> Function:
    """The share of matrices, (trials, n, n), that another verdict finds."""
    return lambda n, trials, rng: float(np.mean(verdict(hessians(n, trials, rng))))


def as_shown(number: Callable[[float, int], float]) -> Function:
    """The right share, returned in another form."""
    return lambda n, trials, rng: number(minimum_probability(n, trials, rng), trials)


MISTAKES = (
    Mistake(
        "by_diagonal",
        "The share is one half to the power `n`, as if every direction decided by itself. The "
        "signs on the diagonal do that: take the eigenvalues of the whole matrix.",
        judged(lambda A: (np.diagonal(A, axis1=1, axis2=2) > 0).all(axis=1)),
        ("more",),
    ),
    Mistake(
        "by_determinant",
        "You judge by the sign of the determinant. Two negative eigenvalues give a positive "
        "determinant too: ask of each eigenvalue whether it is positive.",
        judged(lambda A: np.linalg.det(A) > 0),
        ("more",),
    ),
    Mistake(
        "by_trace",
        "You judge by the sum of the eigenvalues (the trace), which is positive for many a "
        "saddle. Ask of each eigenvalue whether it is positive.",
        judged(lambda A: np.trace(A, axis1=1, axis2=2) > 0),
        ("more",),
    ),
    Mistake(
        "any_for_all",
        "One positive eigenvalue is enough for your minimum. It needs all of them: compare "
        "`np.any` with `np.all`.",
        judged(lambda A: (np.linalg.eigvalsh(A) > 0).any(axis=1)),
        ("more",),
    ),
    Mistake(
        "maxima_too",
        "You also count maxima, where all eigenvalues are negative. Only minima count here.",
        judged(lambda A: abs(np.sign(np.linalg.eigvalsh(A)).sum(axis=1)) == A.shape[1]),
        ALL,
    ),
    Mistake(
        "not_symmetric",
        "The matrices are not symmetric, but a Hessian is. Add to each matrix its transpose "
        "and halve the sum, before you take the eigenvalues.",
        lambda n, trials, rng: float(
            np.mean((np.linalg.eigvals(drawn(n, trials, rng)).real > 0).all(axis=1))
        ),
        ("more",),
    ),
    Mistake(
        "half_read",
        "The entries beside the diagonal spread too widely. `eigvalsh` reads only one half of "
        "a matrix: make it symmetric first, as the mean of itself and its transpose.",
        lambda n, trials, rng: share(drawn(n, trials, rng)),
        ("more",),
    ),
    Mistake(
        "always_positive",
        "A matrix multiplied by its transpose never has a negative eigenvalue, so everything "
        "is a minimum. *Add* the transpose.",
        lambda n, trials, rng: share((G := drawn(n, trials, rng)) @ reversed_results(G)),
        ALL,
    ),
    Mistake(
        "never_negative",
        "Your entries are never negative: `rng.random` draws between 0 and 1. Draw them from "
        "the standard normal distribution.",
        lambda n, trials, rng: share((G := rng.random((trials, n, n))) + reversed_results(G)),
        ALL,
    ),
    Mistake(
        "count",
        "You return how many matrices are minima. Divide by the number of trials.",
        as_shown(lambda p, trials: p * trials),
        ("one", "more", "share"),
    ),
    Mistake(
        "percent",
        "You return percent. The share is a number between 0 and 1.",
        as_shown(lambda p, trials: 100 * p),
        ("one", "more", "share"),
    ),
    Mistake(
        "rounded",
        "You round the share. Return the quotient as it is.",
        as_shown(lambda p, trials: round(p, 2)),
        ("share",),
    ),
    Mistake(
        "whole_division",
        "The share is cut down to a whole number, which is 0. Divide with one stroke, `/`, "
        "not with two.",
        as_shown(lambda p, trials: int(p * trials) // trials),
        ALL,
    ),
    Mistake(
        "rng_ignored",
        "The result changes although `rng` is the same: the numbers come from somewhere else. "
        "Draw all of them from the `rng` that is given.",
        lambda n, trials, rng: minimum_probability(n, trials, np.random.default_rng()),
        ("rng",),
    ),
    Mistake(
        "own_seed",
        "The result is the same for every `rng`, because you make a generator with a seed of "
        "your own. Draw from the `rng` that is given.",
        lambda n, trials, rng: minimum_probability(n, trials, np.random.default_rng(0)),
        ("rng",),
    ),
)
