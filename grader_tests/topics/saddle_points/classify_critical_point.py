"""`classify_critical_point`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise

TOL = 1e-6

FLAT = 1e-9
"""A curvature far within `TOL`."""


def classify_critical_point(hessian: Any, tol: float) -> str:
    """Return the kind of critical point by the signs of all eigenvalues, zero within `tol`."""
    eigenvalues = np.linalg.eigvalsh(hessian)
    if np.any(eigenvalues > tol) and np.any(eigenvalues < -tol):
        return "saddle"
    if np.all(eigenvalues > tol):
        return "minimum"
    if np.all(eigenvalues < -tol):
        return "maximum"
    return "degenerate"


def turned_matrix(rng: Generator, eigenvalues: Any) -> Any:
    """Return a symmetric matrix with these eigenvalues, in random directions.

    Where most of them are positive, so is the whole diagonal, which then hides the others; where
    most are negative it is the other way round.
    """
    sign = np.sign(np.sum(eigenvalues)) or 1.0
    while True:
        Q, _ = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))
        matrix = Q * eigenvalues @ Q.T
        if (sign * np.diag(matrix) > 0.01).all():
            return (matrix + matrix.T) / 2


def turned(rng: Generator, *spectra: Any, tol: float = TOL) -> Iterator[Call]:
    """Yield a call for each list of eigenvalues."""
    for eigenvalues in spectra:
        yield call(turned_matrix(rng, np.array(eigenvalues, dtype=np.float64)), tol)


def diagonal(*eigenvalues: float, tol: float = TOL) -> Call:
    """Return a call with a diagonal matrix, whose eigenvalues no method rounds."""
    return call(np.diag(eigenvalues), tol)


def several(rng: Generator, n: int) -> list[float]:
    """Return n curvatures upward."""
    return [float(value) for value in rng.uniform(1, 3, n)]


def minus(values: list[float]) -> list[float]:
    """Return the same curvatures, downward."""
    return [-value for value in values]


CallMaker = Callable[[Generator], Iterator[Call]]


def in_any_order(cases_of: CallMaker) -> CallMaker:
    """Return a generator of the same calls, in an order that nobody can guess."""

    def shuffled(rng: Generator) -> Iterator[Call]:
        made = list(cases_of(rng))
        return (made[i] for i in rng.permutation(len(made)))

    return shuffled


@in_any_order
def definite_cases(rng: Generator) -> Iterator[Call]:
    """Yield minima and maxima in even and odd dimensions, for the determinant's sake."""
    for n in (1, 2, 3, 30):
        yield from turned(rng, several(rng, n), minus(several(rng, n)))


@in_any_order
def saddle_cases(rng: Generator) -> Iterator[Call]:
    """Yield one or two directions against the others and, for comparison, none."""
    for n, against in ((2, 1), (3, 1), (5, 2), (20, 2)):
        some, others = several(rng, n - against), [float(rng.uniform(0.2, 0.9))] * against
        yield from turned(rng, some + minus(others), minus(some) + others)
        yield from turned(rng, several(rng, n))
    yield diagonal(4.0, -1.0, 2.0)  # the trace alone misses it


@in_any_order
def degenerate_cases(rng: Generator) -> Iterator[Call]:
    """Yield one flat direction, or only flat ones.

    Rounding leaves a zero of either sign: these are larger, so that their sign is no luck.
    """
    for n in (2, 3, 12):
        some = several(rng, n - 1)
        yield from turned(rng, [*some, -FLAT], [*minus(some), FLAT])
        yield from turned(rng, minus(several(rng, n)))
    yield from turned(rng, [*several(rng, 2), FLAT], [*minus(several(rng, 2)), -FLAT])
    for n in (1, 4):
        yield diagonal(*np.zeros(n))


@in_any_order
def flat_saddle_cases(rng: Generator) -> Iterator[Call]:
    """Yield both signs, which decide however many directions are flat.

    The sign of what is flat turns that of the determinant.
    """
    for n in (3, 4, 12):
        some, other = several(rng, n - 2), float(rng.uniform(0.2, 0.5))
        yield from turned(rng, [*some, -other, -FLAT], [*minus(some), other, FLAT])
        yield from turned(rng, several(rng, n))


@in_any_order
def tolerance_cases(rng: Generator) -> Iterator[Call]:
    """Yield eigenvalues just inside a large tolerance, well outside and exactly on the edge."""
    for edge in ([0.5], [-0.5], [0.5, -4.0], [4.0, -0.5], [2.0, -0.1], [0.1, -2.0]):
        yield diagonal(*edge, tol=0.5)
    small, large = float(rng.uniform(0.1, 0.4)), float(rng.uniform(2, 3))
    for n in (3, 6):
        some = several(rng, n - 1)
        yield from turned(rng, [*some, -small], [*minus(some), small], tol=0.5)
        yield from turned(rng, [*some, small], tol=0.5)
        yield from turned(rng, [*some, 100 * large], [*some, -small], tol=0.05)


EXERCISE = exercise(
    classify_critical_point,
    cases={
        "definite": definite_cases,
        "saddle": saddle_cases,
        "degenerate": degenerate_cases,
        "flat_saddle": flat_saddle_cases,
        "tolerance": tolerance_cases,
    },
    examples={
        "definite": [
            call(np.array([[2.0, -1.0], [-1.0, 2.0]]), TOL),
            call(-np.diag([1.0, 2.0, 3.0]), TOL),
            diagonal(2.0),
        ],
        "saddle": [call(np.array([[1.0, 3.0], [3.0, 1.0]]), TOL), diagonal(2.0, -1.0, -3.0)],
        "degenerate": [
            diagonal(2.0, 0.0),
            diagonal(-2.0, 0.0),
            diagonal(-2.0, -1.0),
            diagonal(0.0),
        ],
        "flat_saddle": [diagonal(0.0, 2.0, -1.0)],
        "tolerance": [
            diagonal(1e-9, 0.1),
            diagonal(40.0, 2.0, 1.0, tol=0.15),
            *(
                diagonal(*edge, tol=0.5)
                for edge in ([0.5, 4.0], [0.5, -4.0], [-0.5, -4.0], [-0.5, 4.0])
            ),
            diagonal(-0.1, 2.0, tol=0.5),
            diagonal(0.1, -2.0, tol=0.5),
        ],
    },
)
