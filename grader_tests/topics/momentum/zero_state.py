"""`zero_state`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.engine.inputs import signed


def zero_state(parameters: Any) -> Any:
    """Return a dict of the same names, each with zeros of its array's shape."""
    state = {}
    for name, array in parameters.items():
        state[name] = np.zeros(array.shape)
    return state


def network(rng: Generator, *sizes: int) -> dict[str, Any]:
    """Return the parameters of a network with layers of these sizes, none of them zero."""
    parameters = {}
    for layer, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        parameters[f"W{layer}"] = signed(rng, (n_out, n_in))
        parameters[f"b{layer}"] = signed(rng, (n_out, 1))
    return parameters


def zero_cases(rng: Generator) -> Iterator[Call]:
    """Yield networks of one layer and of several, one of them big, and one of other arrays."""
    few, many = int(rng.integers(2, 5)), int(rng.integers(6, 9))
    for sizes in ((many, few), (few, many, few), (64, 40, few)):
        yield call(network(rng, *sizes))
    other = {"gamma": (few,), "U": (few, many), "filters": (few, many, 2)}
    yield call({name: signed(rng, shape) for name, shape in other.items()})


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield parameters that somebody has set by hand, to integers."""
    for n_out, n_in in ((2, 3), (4, 2)):
        w, b = rng.integers(1, 9, (n_out, n_in)), rng.integers(1, 9, (n_out, 1))
        yield call({"W1": w, "b1": b})


EXERCISE = exercise(
    zero_state,
    cases={"zeros": zero_cases, "integers": integer_cases},
    examples={
        "zeros": [
            call({"W1": np.array([[1.5, -2.0, 0.5], [0.3, 1.0, 2.0]]), "b1": np.ones((2, 1))}),
            call({"W2": np.array([[0.7, -1.0]]), "b2": np.array([[0.2]])}),
            call({"gamma": np.array([0.5, 2.0, 1.5]), "U": np.array([[0.4, -1.0, 3.0]])}),
            call({"filters": np.array([[[1.0, 0.5, 2.0], [-1.0, 3.0, 0.2]]])}),
        ],
        "integers": [call({"W1": np.array([[1, 2, 3]]), "b1": np.array([[4]])})],
    },
)
