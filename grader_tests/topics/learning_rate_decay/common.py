"""What the four schedules' exercises have in common: cases with arrays of epochs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from course_lib.cases.properties.schedules import MANY

SHAPES = ((5,), (3, 2), (MANY,))

Settings = tuple[tuple[Any, ...], Mapping[str, Any]]
"""A schedule's other arguments: by position, and by keyword."""


def array_calls(epochs: Any, picked: Iterable[int], *args: Any, **kwargs: Any) -> tuple[Call, ...]:
    """Return the call with an array of epochs, then calls with some of its epochs alone."""
    alone = (np.array([epochs.flat[i]]) for i in picked)
    return tuple(call(*args, epoch=epoch, **kwargs) for epoch in (epochs, *alone))


def array_cases(
    settings: Callable[[Generator], Settings], early: int = 0
) -> Callable[[Generator], Iterator[tuple[Call, ...]]]:
    """Return the generator of calls with arrays of epochs; `settings` draws the other arguments.

    The last array has a single epoch, with which an `if` works and a function that always raises an
    error does not. The others have epoch 3, before the first step of a staircase, and those with
    few epochs also `early`, whose rate some would give to all. Rates that start large differ even
    after cutting their decimals.
    """

    def cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
        for shape in SHAPES:
            for kind in (np.int64, np.float64):
                (alpha0, *others), kwargs = settings(rng)
                size = int(np.prod(shape))
                args = (size * alpha0, *others)
                first = [early, 3] if size < MANY else [3]
                later = rng.permutation(np.arange(4, 3 + 2 * size))[: size - len(first)]
                epochs = rng.permutation([*first, *later]).reshape(shape)
                picked = rng.permutation(size)[:4].tolist()
                yield array_calls(epochs.astype(kind), picked, *args, **kwargs)
        args, kwargs = settings(rng)
        yield array_calls(rng.uniform(3.0, 9.0, 1), [0], *args, **kwargs)

    return cases
