"""Facts about the results of a learning rate schedule for an array of epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

MANY = 1000
"""So many epochs that no schedule gives all of them the same rate."""


def each_epoch_alone(calls: Sequence[Any], values: Sequence[Any]) -> Mapping[str, Any]:
    """Return whether the rates have the form of `epoch`, and each is the rate of its epoch alone.

    The first call has any epochs, and each later one a single epoch of these. Whether a rate is
    right is judged elsewhere.
    """
    epochs, rates = np.asarray(calls[0].kwargs["epoch"]), np.asarray(values[0])
    is_array = isinstance(values[0], np.ndarray) or epochs.shape == ()
    fits = rates.shape == epochs.shape and rates.dtype.kind in "biuf"
    alike = fits and all(
        np.allclose(rates[epochs == one.kwargs["epoch"]], np.ravel(value), equal_nan=True)
        for one, value in zip(calls[1:], values[1:], strict=True)
    )
    return {
        "rates instead of the epochs": not fits or not np.array_equal(rates, epochs),
        "an array for an array": is_array,
        "one rate for each epoch": fits,
        "rates as floats": rates.dtype == np.float64,
        "each rate as for its epoch alone": alike,
        "different rates": rates.size < MANY or len(np.unique(rates)) > 1,
    }
