"""Notice results of NumPy's old class for matrices, whose `*` is another product."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np


def noticing_matrices(function: Callable[..., Any], noticed: list[str]) -> Callable[..., Any]:
    """Return the same function, which also adds to `noticed` when it returns a matrix."""

    @functools.wraps(function)
    def watched(*args: Any, **kwargs: Any) -> Any:
        value = function(*args, **kwargs)
        if _holds_matrix(value):
            noticed.append("matrix")
        return value

    return watched


def _holds_matrix(value: Any) -> bool:
    items = value.values() if type(value) is dict else value if type(value) is tuple else (value,)
    return any(isinstance(item, np.matrix) for item in items)
