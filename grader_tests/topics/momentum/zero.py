"""`zero_state`: zeros for every array of a network; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.common_mistakes import NO_RETURN, returns_none, signed
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Function, Mistake

EVERYTHING = ("zeros", "integers", UNCHANGED)


def zero_state(parameters: Any) -> Any:
    """A dict of the same names, each with zeros of its array's shape."""
    return {name: np.zeros(array.shape) for name, array in parameters.items()}


def each(value: Callable[[Any], Any], rename: str = "{}") -> Function:
    """A `zero_state` that makes `value` from each array, under a name that may be another."""
    return lambda parameters: {
        rename.format(name): value(array) for name, array in parameters.items()
    }


def first_only(parameters: Any) -> Any:
    """`return` inside the loop."""
    name = next(iter(parameters))
    return {name: np.zeros(parameters[name].shape)}


def replaces(parameters: Any) -> Any:
    """Zeros put into the dict that came in."""
    for name in parameters:
        parameters[name] = np.zeros(parameters[name].shape)
    return parameters


def empties(parameters: Any) -> Any:
    """Zeros put into the very arrays that came in."""
    for array in parameters.values():
        array[...] = 0
    return parameters


MISTAKES = (
    Mistake(
        "type_kept",
        "The zeros have the type of the parameters, so for whole numbers they are whole numbers "
        "too. `np.zeros_like(w)` does that; `np.zeros(w.shape)` always makes floats.",
        each(np.zeros_like),
        ("integers",),
    ),
    Mistake(
        "whole_zeros",
        "The zeros are whole numbers (`int`). Make them floats: an average of gradients has "
        "decimals.",
        each(lambda array: np.zeros(array.shape, dtype=int)),
        EVERYTHING,
    ),
    Mistake(
        "scalars",
        "Each name gets the number 0. It has to be an array of zeros, of the same shape as the "
        "parameter of that name.",
        each(lambda array: 0.0),
        EVERYTHING,
    ),
    Mistake(
        "rows_only",
        "Each array has as many zeros as the parameter has rows. An array's `shape` has all of "
        "its sizes; `len` gives the first one only.",
        each(lambda array: np.zeros(len(array))),
        EVERYTHING,
    ),
    Mistake(
        "flat",
        "The zeros stand in one long row. They need the `shape` of the parameter, and not only "
        "its `size`.",
        each(lambda array: np.zeros(array.size)),
        EVERYTHING,
    ),
    Mistake(
        "transposed",
        "Rows and columns have changed places. The zeros have the same shape as the parameter.",
        each(lambda array: np.zeros(array.shape[::-1])),
        EVERYTHING,
    ),
    Mistake(
        "shapes",
        "The shapes come back, and not yet arrays of zeros of these shapes.",
        each(lambda array: array.shape),
        EVERYTHING,
    ),
    Mistake(
        "ones",
        "The arrays are filled with ones. Before the first gradient nothing is known, so the "
        "averages start from zero.",
        each(lambda array: np.ones(array.shape)),
        EVERYTHING,
    ),
    Mistake(
        "copies",
        "The parameters themselves come back, or copies of them. The averages have their shapes, "
        "but start from zero.",
        each(np.copy),
        EVERYTHING,
    ),
    Mistake(
        "renamed_d",
        'The names have a "d" in front. Use the same names as in `parameters`, so that the '
        "average of `W1` is found under `W1`.",
        each(lambda array: np.zeros(array.shape), "d{}"),
        EVERYTHING,
    ),
    Mistake(
        "renamed_v",
        'The names have a "v" in front. Use the same names as in `parameters`, so that the '
        "average of `W1` is found under `W1`.",
        each(lambda array: np.zeros(array.shape), "v{}"),
        EVERYTHING,
    ),
    Mistake(
        "list",
        "A list of arrays comes back. It has to be a dict, with the same names as in `parameters`.",
        lambda parameters: list(zero_state(parameters).values()),
        EVERYTHING,
    ),
    Mistake(
        "first_only",
        "Only the first name comes back: the `return` stands inside the loop. Move it out, so that "
        "it comes after the last round.",
        first_only,
        EVERYTHING,
    ),
    Mistake(
        "replaces",
        "The zeros are put into the dict that came in, so the caller's parameters are gone. Begin "
        "with a new dict, `{}`, and fill that.",
        replaces,
        (UNCHANGED,),
    ),
    Mistake(
        "empties",
        "The parameters themselves are set to zero, so the caller's network is gone. Make new "
        "arrays, and leave those that came in as they are.",
        empties,
        ("integers", UNCHANGED),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def network(rng: Generator, *sizes: int) -> dict[str, Any]:
    """Parameters of a network with these numbers of units, none of them zero."""
    parameters = {}
    for layer, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        parameters[f"W{layer}"] = signed(rng, (n_out, n_in))
        parameters[f"b{layer}"] = signed(rng, (n_out, 1))
    return parameters


def zero_cases(rng: Generator) -> Iterator[Case]:
    """Networks of one layer and of several, one of them big; and other names than theirs."""
    few, many = int(rng.integers(2, 5)), int(rng.integers(6, 9))
    for sizes in ((many, few), (few, many, few), (64, 40, few)):
        yield Case("zeros", (call(network(rng, *sizes)),))
    yield Case("zeros", (call({"gamma": signed(rng, (few, 1)), "U": signed(rng, (few, many))}),))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """Parameters that somebody has set by hand, to whole numbers."""
    for n_out, n_in in ((2, 3), (4, 2)):
        w, b = rng.integers(1, 9, (n_out, n_in)), rng.integers(1, 9, (n_out, 1))
        yield Case("integers", (call({"W1": w, "b1": b}),))


ZERO_STATE = Exercise(
    "zero_state",
    zero_state,
    (
        Criterion(
            "zeros",
            "For every name there is an array of zeros, in the shape of that parameter.",
            "Go through `parameters.items()`, which gives each name with its array, and put zeros "
            "of the array's `shape` under the same name.",
            2,
            zero_cases,
        ),
        Criterion(
            "integers",
            "The zeros are floats, whatever the type of the parameters.",
            "Ask for floats: `np.zeros(shape)` makes them, `np.zeros_like(array)` takes over the "
            "type of the array.",
            1,
            integer_cases,
        ),
        Criterion(
            UNCHANGED,
            "The parameters that are given stay as they were.",
            "Make a new dict with new arrays, and leave the one that came in as it is.",
            1,
        ),
    ),
    MISTAKES,
    examples=(
        Case(
            "zeros",
            (call({"W1": np.array([[1.5, -2.0, 0.5], [0.3, 1.0, 2.0]]), "b1": np.ones((2, 1))}),),
        ),
        Case("zeros", (call({"W2": np.array([[0.7, -1.0]]), "b2": np.array([[0.2]])}),)),
        Case("integers", (call({"W1": np.array([[1, 2, 3]]), "b1": np.array([[4]])}),)),
    ),
)
