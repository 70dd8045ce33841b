"""Split the data for `train` into mini-batches, in order or with the student's own function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.errors import TrainingFailed, form_of
from course_lib.nn import messages
from course_lib.nn.network import Array

Batches = Callable[..., Any]


def cut(X: Array, Y: Array, size: int) -> list[tuple[Array, Array]]:
    """Return batches of `size` consecutive columns in the order of `X`; the last may be smaller."""
    starts = range(0, X.shape[1], size)
    return [(X[:, i : i + size], Y[:, i : i + size]) for i in starts]


def batcher(
    batches: Batches | None, X: Array, Y: Array, size: int, rng: np.random.Generator | None
) -> Callable[[], list[tuple[Array, Array]]]:
    """Return a function that returns an epoch's batches; raise `TrainingFailed` if that fails."""
    if batches is None:
        same = cut(X, Y, size)
        return lambda: same
    if not callable(batches):
        raise TrainingFailed(messages.NOT_A_CUTTER.format(value=batches))
    if rng is None:
        raise TrainingFailed(messages.NO_RNG)

    def of_epoch() -> list[tuple[Array, Array]]:
        returned = batches(X, Y, size, rng)
        if (
            isinstance(returned, list | tuple)
            and returned
            and all(_fits(batch, X, Y) for batch in returned)
        ):
            return list(returned)
        name = getattr(batches, "__name__", "The function")
        raise TrainingFailed(messages.NOT_BATCHES.format(name=name, got=_described(returned)))

    return of_epoch


def _fits(batch: Any, X: Array, Y: Array) -> bool:
    if not isinstance(batch, list | tuple) or len(batch) != 2:
        return False
    X_t, Y_t = batch
    if not isinstance(X_t, np.ndarray) or not isinstance(Y_t, np.ndarray):
        return False
    columns = X_t.shape[-1] if X_t.ndim else 0
    return columns > 0 and X_t.shape == (len(X), columns) and Y_t.shape == (len(Y), columns)


def _described(returned: Any) -> str:
    if isinstance(returned, list):
        return (
            messages.LIST_OF.format(count=len(returned), first=form_of(returned[0]))
            if returned
            else "[]"
        )
    return form_of(returned)
