"""Define what a layer does between its weights and its activation: add b, or normalize."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib.errors import TrainingFailed, form_of
from course_lib.nn import messages

Array = NDArray[np.float64]
Arrays = Mapping[str, Array]
Named = dict[str, Array]


@dataclass(frozen=True)
class Bias:
    """An ordinary layer: Z = W A + b, with a parameter `b` of shape (n_out, 1)."""

    def initial_parameters(self, layer: int, n_out: int) -> Named:
        """Return b = 0."""
        return {f"b{layer}": np.zeros((n_out, 1))}

    def apply(
        self, layer: int, parameters: Arrays, Z: Array, running: Arrays | None
    ) -> tuple[Array, Named]:
        """Return W A + b from `Z` = W A, and no statistics."""
        return Z + parameters[f"b{layer}"], {}

    def gradients(
        self, layer: int, parameters: Arrays, Z: Array, dZ_tilde: Array
    ) -> tuple[Array, Named]:
        """Return dJ/d(W A), and the gradient of b."""
        return dZ_tilde, {f"b{layer}": dZ_tilde.sum(axis=1, keepdims=True)}


@dataclass(frozen=True)
class Normalization:
    """The student's own batch normalization, for `Network(sizes, normalization=...)`.

    `forward(Z, gamma, beta, epsilon)` returns (Z_tilde, mu, var), `backward(dZ_tilde, Z, gamma,
    epsilon)` returns (dZ, dgamma, dbeta), `update_running(running, batch, decay)` one running
    statistic, and `inference(Z, gamma, beta, running_mu, running_var, epsilon)` returns Z_tilde
    from the running statistics. Functions are called only when they are needed: costs and gradients
    need only the first two.

    A normalized layer has no b, because subtracting the mean would remove it. Its parameters are
    `gamma` and `beta`, which start as ones and zeros. Running statistics are not parameters: they
    are in a separate dict, `mu1`, `var1`, `mu2`, ..., and start as zeros and ones.

    >>> Network((64, 16, 1), normalization=Normalization(
    ...     batchnorm_forward, batchnorm_backward, update_running, batchnorm_inference
    ... ))  # doctest: +SKIP
    """

    forward: Callable[..., Any]
    backward: Callable[..., Any]
    update_running: Callable[..., Any] | None = None
    inference: Callable[..., Any] | None = None
    epsilon: float = 1e-5
    decay: float = 0.9

    def initial_parameters(self, layer: int, n_out: int) -> Named:
        """Return gamma = 1 and beta = 0."""
        return {f"gamma{layer}": np.ones((n_out, 1)), f"beta{layer}": np.zeros((n_out, 1))}

    def initial_running(self, layer: int, n_out: int) -> Named:
        """Return the statistics before any batch: mu = 0 and var = 1."""
        return {f"mu{layer}": np.zeros((n_out, 1)), f"var{layer}": np.ones((n_out, 1))}

    def updated_running(self, running: Arrays, batch: Arrays) -> Named:
        """Return the running statistics after a mini-batch with the statistics `batch`."""
        update = _given(self.update_running, "update_running")
        return {
            name: _taken(update(old, batch[name], self.decay), update, running=old)[0]
            for name, old in running.items()
        }

    def apply(
        self, layer: int, parameters: Arrays, Z: Array, running: Arrays | None
    ) -> tuple[Array, Named]:
        """Return Z_tilde and the statistics of the batch; normalize with `running` if given."""
        gamma, beta = parameters[f"gamma{layer}"], parameters[f"beta{layer}"]
        if running is not None:
            infer = _given(self.inference, "inference")
            mu, var = running[f"mu{layer}"], running[f"var{layer}"]
            returned = infer(Z, gamma, beta, mu, var, self.epsilon)
            return _taken(returned, infer, Z_tilde=Z)[0], {}
        returned = self.forward(Z, gamma, beta, self.epsilon)
        Z_tilde, mu, var = _taken(returned, self.forward, Z_tilde=Z, mu=gamma, var=gamma)
        return Z_tilde, {f"mu{layer}": mu, f"var{layer}": var}

    def gradients(
        self, layer: int, parameters: Arrays, Z: Array, dZ_tilde: Array
    ) -> tuple[Array, Named]:
        """Return dJ/dZ, and the gradients of gamma and beta."""
        gamma = parameters[f"gamma{layer}"]
        returned = self.backward(dZ_tilde, Z, gamma, self.epsilon)
        dZ, dgamma, dbeta = _taken(returned, self.backward, dZ=Z, dgamma=gamma, dbeta=gamma)
        return dZ, {f"gamma{layer}": dgamma, f"beta{layer}": dbeta}


def _given(function: Callable[..., Any] | None, name: str) -> Callable[..., Any]:
    if function is None:
        raise TrainingFailed(messages.MISSING.format(name=name))
    return function


def _taken(returned: Any, function: Callable[..., Any], **like: Array) -> tuple[Array, ...]:
    """Return what a student's function returned if it has the form of the arrays `like`."""
    arrays = returned if len(like) > 1 else (returned,)
    if isinstance(arrays, tuple | list) and len(arrays) == len(like):
        pairs = zip(arrays, like.values(), strict=True)
        if all(isinstance(array, np.ndarray) and array.shape == old.shape for array, old in pairs):
            return tuple(arrays)
    names = ", ".join(like)
    raise TrainingFailed(
        messages.RETURNS.format(
            function=getattr(function, "__name__", "The function"),
            wanted=f"({names})" if len(like) > 1 else names,
            shapes=", ".join(str(old.shape) for old in like.values()),
            got=form_of(returned),
        )
    )
