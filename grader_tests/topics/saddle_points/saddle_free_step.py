"""`saddle_free_step`: reference, hidden cases and worked examples.

Next to curvatures of ordinary size the damping of `NEGLIGIBLE` is not noticed; a diagonal Hessian
hides the directions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.saddle_points.common import signed

NEGLIGIBLE = 1e-12


def saddle_free_step(w: Any, dw: Any, hessian: Any, damping: float) -> Any:
    """Return w after a Newton step that divides by the size of each curvature, not its sign."""
    eigenvalues, V = np.linalg.eigh(hessian)
    curvatures = np.abs(eigenvalues) + damping
    return w - V @ ((V.T @ dw) / curvatures)


def with_curvatures(rng: Generator, curvatures: Any) -> Any:
    """Return a Hessian with these eigenvalues, all of whose directions are far from the axes."""
    n = len(curvatures)
    while True:
        Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
        H = Q * curvatures @ Q.T
        outside = np.abs(H - np.diag(np.diag(H)))
        if outside.max() > 0.4 and (np.abs(Q) < 0.97).all():
            return (H + H.T) / 2


def one_call(rng: Generator, curvatures: Any) -> Call:
    """Return a step in a landscape with these curvatures, in any directions."""
    n = len(curvatures)
    return call(
        signed(rng, n), signed(rng, n), with_curvatures(rng, curvatures), damping=NEGLIGIBLE
    )


def bowl_cases(rng: Generator) -> Iterator[Call]:
    """Yield steps where all directions curve up."""
    for n in (2, 3, 8):
        yield one_call(rng, rng.permutation(np.linspace(0.4, 3.0, n)) * rng.uniform(0.9, 1.1, n))


def saddle_cases(rng: Generator) -> Iterator[Call]:
    """Yield steps where one, two or all directions curve down."""
    for n, down in ((2, 1), (3, 1), (5, 2), (3, 3)):
        sizes = np.linspace(0.4, 3.0, n) * rng.uniform(0.9, 1.1, n)
        yield one_call(rng, np.where(np.arange(n) < down, -1.0, 1.0) * rng.permutation(sizes))


def damping_cases(rng: Generator) -> Iterator[Call]:
    """Yield steps along the axes with a large damping; the second direction is quite flat.

    In the order of their curvatures the directions are the third, the first, the second, and the
    fourth: no two of them are exchanged, so that a transposed V is another one.
    """
    for n in (3, 4):
        curvatures = np.abs(signed(rng, n))
        curvatures[0] *= -1
        curvatures[1] = 0.0
        curvatures[2] = curvatures[0] - curvatures[2]
        damping = float(rng.uniform(0.1, 0.4))
        yield call(signed(rng, n), signed(rng, n), np.diag(curvatures), damping=damping)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield whole numbers, whose quotients are none; the gradient is along no direction of H.

    No two curvatures are equal: their directions would be any two, in `eig` not even orthogonal.
    """
    for n in (2, 3):
        w, dw = rng.integers(1, 9, n), rng.choice(np.arange(1, 9), n, replace=False)
        H = np.diag(rng.permutation([7, 9, 12])[:n]) + np.ones((n, n), dtype=np.int64)
        yield call(w, dw, H, damping=NEGLIGIBLE)


def small(H: list[list[float]], dw: list[float], damping: float = NEGLIGIBLE) -> Call:
    """Return a call from the point (1, 2, ...) that can be worked out by hand."""
    w = np.arange(1.0, len(dw) + 1)
    return call(w, np.array(dw), np.array(H), damping=damping)


EXERCISE = exercise(
    saddle_free_step,
    cases={
        "bowl": bowl_cases,
        "saddle": saddle_cases,
        "damping": damping_cases,
        "integers": integer_cases,
    },
    examples={
        "bowl": [
            small([[3.0, -1.0], [-1.0, 3.0]], [4.0, 2.0]),
            small([[2.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 4.0]], [1.0, 2.0, -1.0]),
        ],
        "saddle": [
            small([[1.0, 3.0], [3.0, 1.0]], [4.0, 2.0]),
            small([[-2.0, 1.0, 0.0], [1.0, 1.0, -2.0], [0.0, -2.0, -3.0]], [1.0, 2.0, -1.0]),
        ],
        "damping": [
            small([[-1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 3.0]], [1.0, 2.0, 4.0], 0.25)
        ],
        "integers": [
            call(np.array([1, 2]), np.array([3, 5]), np.array([[8, 1], [1, 8]]), damping=NEGLIGIBLE)
        ],
    },
)
