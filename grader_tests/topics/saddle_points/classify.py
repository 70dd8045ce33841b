"""`classify_critical_point`: judged by all eigenvalues; hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise
from grader_tests.topics.saddle_points.classify_mistakes import MISTAKES, classify_critical_point

CaseMaker = Callable[[Generator], Iterator[Case]]

TOL = 1e-6


def turned_matrix(rng: Generator, eigenvalues: Any) -> Any:
    """A symmetric matrix with these eigenvalues, in directions at random.

    Where most of them are positive, so is the whole diagonal, which then hides the others; where
    most are negative it is the other way round.
    """
    sign = np.sign(np.sum(eigenvalues)) or 1.0
    while True:
        Q, _ = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))
        matrix = Q * eigenvalues @ Q.T
        if (sign * np.diag(matrix) > 0.01).all():
            return (matrix + matrix.T) / 2


def cases(criterion: str, rng: Generator, *spectra: Any, tol: float = TOL) -> Iterator[Case]:
    """A case for each list of eigenvalues."""
    for eigenvalues in spectra:
        matrix = turned_matrix(rng, np.array(eigenvalues, dtype=np.float64))
        yield Case(criterion, (call(matrix, tol),))


def several(rng: Generator, n: int) -> list[float]:
    """n curvatures upward."""
    return [float(value) for value in rng.uniform(1, 3, n)]


def minus(values: list[float]) -> list[float]:
    """The same, downward."""
    return [-value for value in values]


def in_any_order(cases_of: CaseMaker) -> CaseMaker:
    """The same cases, but the answers do not come in an order that could be guessed."""

    def shuffled(rng: Generator) -> Iterator[Case]:
        made = list(cases_of(rng))
        return (made[i] for i in rng.permutation(len(made)))

    return shuffled


@in_any_order
def definite_cases(rng: Generator) -> Iterator[Case]:
    """In even and odd dimensions, for the determinant's sake."""
    for n in (1, 2, 3, 30):
        yield from cases("definite", rng, several(rng, n), minus(several(rng, n)))


@in_any_order
def saddle_cases(rng: Generator) -> Iterator[Case]:
    """One or two directions against the others, and for comparison none."""
    for n, against in ((2, 1), (3, 1), (5, 2), (20, 2)):
        some, others = several(rng, n - against), [float(rng.uniform(0.2, 0.9))] * against
        yield from cases("saddle", rng, some + minus(others), minus(some) + others)
        yield from cases("saddle", rng, several(rng, n))
    yield Case("saddle", (call(np.diag([4.0, -1.0, 2.0]), TOL),))  # the trace alone misses it


@in_any_order
def degenerate_cases(rng: Generator) -> Iterator[Case]:
    """One flat direction, or all."""
    for n in (2, 3, 12):
        some = several(rng, n - 1)
        yield from cases("degenerate", rng, [*some, 0.0], [*minus(some), 0.0])
        yield from cases("degenerate", rng, minus(several(rng, n)))
    for n in (1, 4):
        yield Case("degenerate", (call(np.zeros((n, n)), TOL),))


@in_any_order
def flat_saddle_cases(rng: Generator) -> Iterator[Case]:
    """Both signs decide, however many directions are flat besides."""
    for n in (3, 4, 12):
        some, other = several(rng, n - 2), float(rng.uniform(0.2, 0.5))
        yield from cases("flat_saddle", rng, [*some, -other, 0.0], [*minus(some), other, 0.0])
        yield from cases("flat_saddle", rng, several(rng, n))


@in_any_order
def tolerance_cases(rng: Generator) -> Iterator[Case]:
    """Just inside, well outside and exactly on the edge, with a large tolerance.

    On the edge the matrices are diagonal, with eigenvalues that no method rounds.
    """
    for edge in ([0.5], [-0.5], [0.5, -4.0], [4.0, -0.5]):
        yield Case("tolerance", (call(np.diag(edge), 0.5),))
    small, large = float(rng.uniform(0.1, 0.4)), float(rng.uniform(2, 3))
    for n in (3, 6):
        some = several(rng, n - 1)
        yield from cases("tolerance", rng, [*some, -small], [*minus(some), small], tol=0.5)
        yield from cases("tolerance", rng, [*some, small], tol=0.5)
        yield from cases("tolerance", rng, [*some, 100 * large], [*some, -small], tol=0.05)


CLASSIFY_CRITICAL_POINT = Exercise(
    "classify_critical_point",
    classify_critical_point,
    criteria=(
        Criterion(
            "definite",
            "If all eigenvalues are positive it is a minimum, if all are negative a maximum.",
            "Compute the eigenvalues with `np.linalg.eigvalsh`, and ask of *all* of them whether "
            "they lie above `tol`, or below `-tol`.",
            2,
            definite_cases,
        ),
        Criterion(
            "saddle",
            "Eigenvalues of both signs make a saddle.",
            "One upward and one downward direction are enough, and they may lie across the axes. "
            "Ask whether *any* eigenvalue lies above `tol` and any below `-tol`.",
            3,
            saddle_cases,
        ),
        Criterion(
            "degenerate",
            "Without both signs, an eigenvalue of zero leaves it open: degenerate.",
            "Along a direction without curvature the Hessian does not know whether the surface "
            "rises or falls. A minimum needs *every* eigenvalue above `tol`.",
            2,
            degenerate_cases,
        ),
        Criterion(
            "flat_saddle",
            "With both signs it is a saddle, even if other eigenvalues are zero.",
            "Ask for the saddle first: if one direction rises and another falls, nothing that "
            "happens in a third can change that.",
            1,
            flat_saddle_cases,
        ),
        Criterion(
            "tolerance",
            "What lies within `tol` of zero counts as zero.",
            "Compare each eigenvalue itself with `tol` and with `-tol`, not with 0.",
            1,
            tolerance_cases,
        ),
        Criterion(
            UNCHANGED,
            "The matrix that is given stays as it was.",
            "Read the entries, but do not write into the array: it belongs to the caller.",
            1,
        ),
    ),
    mistakes=MISTAKES,
    examples=(
        Case("definite", (call(np.array([[2.0, -1.0], [-1.0, 2.0]]), TOL),)),
        Case("definite", (call(-np.diag([1.0, 2.0, 3.0]), TOL),)),
        Case("saddle", (call(np.array([[1.0, 3.0], [3.0, 1.0]]), TOL),)),
        Case("saddle", (call(np.diag([2.0, -1.0, -3.0]), TOL),)),
        Case("degenerate", (call(np.diag([2.0, 0.0]), TOL),)),
        Case("degenerate", (call(np.diag([-2.0, 0.0]), TOL),)),
        Case("flat_saddle", (call(np.diag([0.0, 2.0, -1.0]), TOL),)),
        Case("tolerance", (call(np.diag([1e-9, 0.1]), TOL),)),
        Case("tolerance", (call(np.diag([40.0, 2.0, 1.0]), 0.15),)),
        *(
            Case("tolerance", (call(np.diag(edge), 0.5),))
            for edge in ([0.5, 4.0], [0.5, -4.0], [-0.5, -4.0], [-0.5, 4.0])
        ),
    ),
)
