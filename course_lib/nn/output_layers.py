"""Define output layers: the meaning of their logits, the cost, and the gradient of the cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from course_lib.errors import TrainingFailed, form_of
from course_lib.nn import messages

Array = NDArray[np.float64]


class Output(Protocol):
    """The output layer of a `Network`; Z are the logits and Y the right answers, (n, m)."""

    def activate(self, Z: Array) -> Array:
        """Return the network's answers, probabilities of the same shape."""
        ...

    def cost(self, Z: Array, Y: Array) -> float:
        """Return J in nats, the mean over the m examples."""
        ...

    def gradient(self, Z: Array, Y: Array) -> Array:
        """Return dJ/dZ, with the shape of Z."""
        ...

    def right(self, A: Array, Y: Array) -> NDArray[np.bool_]:
        """Return which of the m answers A are right, (m,)."""
        ...


@dataclass(frozen=True)
class SigmoidOutput:
    """One unit for yes-or-no questions; its answer is the probability of yes.

    >>> SigmoidOutput().activate(np.array([[0.0, 100.0]]))
    array([[0.5, 1. ]])
    """

    def activate(self, Z: Array) -> Array:
        """Return 1 / (1 + exp(-Z)), without overflow for large negative Z."""
        return 0.5 * (1.0 + np.tanh(0.5 * Z))

    def cost(self, Z: Array, Y: Array) -> float:
        """Return the mean of log(1 + exp(Z)) - Y * Z, the cross-entropy without a log of zero."""
        losses = np.logaddexp(0.0, Z) - Y * Z
        return float(losses.sum() / losses.size)  # `np.mean` takes twice as long

    def gradient(self, Z: Array, Y: Array) -> Array:
        """Return (A - Y) / m."""
        return np.asarray((self.activate(Z) - Y) / Z.shape[1])

    def right(self, A: Array, Y: Array) -> NDArray[np.bool_]:
        """Return which of the answers, (1, m), are on the right side of one half."""
        return np.asarray(((A > 0.5) == (Y > 0.5))[0])


@dataclass(frozen=True)
class SoftmaxOutput:
    """One unit for each of C classes, built from the student's own functions.

    `softmax(Z)` returns the probabilities A, (C, m), `cross_entropy(A, Y)` their cost and
    `softmax_gradient(A, Y)` the gradient of that cost with respect to Z. The columns of Y are
    one-hot. Raises `TrainingFailed` if a function returns another shape, and whatever the functions
    themselves raise.

    >>> output = SoftmaxOutput(softmax, cross_entropy, softmax_gradient)  # doctest: +SKIP
    >>> network = Network((64, 32, 10), output=output)  # doctest: +SKIP
    """

    softmax: Callable[..., Any]
    cross_entropy: Callable[..., Any]
    softmax_gradient: Callable[..., Any]

    def activate(self, Z: Array) -> Array:
        """Return the probabilities of the classes, (C, m)."""
        return _shaped(self.softmax, self.softmax(Z), Z.shape)

    def cost(self, Z: Array, Y: Array) -> float:
        """Return the mean cross-entropy."""
        J = self.cross_entropy(self.activate(Z), Y)
        if np.shape(J) != () or not isinstance(J, int | float | np.number | np.ndarray):
            raise TrainingFailed(
                messages.NOT_A_NUMBER.format(name=_name(self.cross_entropy), got=form_of(J))
            )
        return float(J)

    def gradient(self, Z: Array, Y: Array) -> Array:
        """Return dJ/dZ, (C, m)."""
        dZ = self.softmax_gradient(self.activate(Z), Y)
        return _shaped(self.softmax_gradient, dZ, Z.shape)

    def right(self, A: Array, Y: Array) -> NDArray[np.bool_]:
        """Return which examples have the right class as the most probable one, (m,)."""
        return np.asarray(A.argmax(axis=0) == Y.argmax(axis=0))


def _shaped(function: Callable[..., Any], value: Any, shape: tuple[int, ...]) -> Array:
    if isinstance(value, np.ndarray) and value.shape == shape:
        return value
    text = messages.WRONG_SHAPE.format(name=_name(function), wanted=shape, got=form_of(value))
    raise TrainingFailed(text)


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", "The function")
