"""Convert a network's parameters to one vector, and back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from course_lib.nn.network import Array, Parameters


def to_vector(parameters: Mapping[str, Array]) -> Array:
    """Return all elements of the parameters, (n,): arrays sorted by name, each row by row.

    >>> to_vector({"W1": np.array([[1.0, 2.0]]), "b1": np.array([[3.0]])})
    array([1., 2., 3.])
    """
    return np.concatenate([np.ravel(parameters[name]) for name in sorted(parameters)])


def to_parameters(vector: Array, like: Mapping[str, Array]) -> Parameters:
    """Return a vector, (n,), split into arrays with the names and shapes of those of `like`.

    Raises ValueError if `like` has a different number of elements.

    >>> to_parameters(np.array([1.0, 2.0, 3.0]), {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))})
    {'W1': array([[1., 2.]]), 'b1': array([[3.]])}
    """
    names = sorted(like)
    ends = np.cumsum([like[name].size for name in names])
    if vector.shape != (ends[-1],):
        raise ValueError(
            f"The parameters have {ends[-1]} elements, but the vector's shape is {vector.shape}."
        )
    parts = np.split(vector, ends[:-1])
    return {name: part.reshape(like[name].shape) for name, part in zip(names, parts, strict=True)}
