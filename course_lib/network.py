"""A small fully connected network in NumPy: parameters, forward pass, cost and gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_lib.outputs import Output, SigmoidOutput

Array = NDArray[np.float64]
Parameters = dict[str, Array]
"""`W1`, `b1`, `W2`, `b2`, ...: `W` is (n_out, n_in), `b` is (n_out, 1)."""


@dataclass(frozen=True)
class Network:
    """Layers of `tanh` units and an output: by default one sigmoid unit that answers yes or no.

    `sizes` are the numbers of units from the input to the output. The network is only a shape: its
    parameters are a plain dict that is passed in, so that a training run never changes it.
    `output` is what the last layer does with its logits, such as a `SoftmaxOutput` for C classes.

    Examples are columns: `X` is (n, m) and `Y`, zeros and ones, is (1, m), or (C, m).

    >>> network = Network((2, 3, 1))
    >>> parameters = network.initial_parameters(np.random.default_rng(0))
    >>> {name: array.shape for name, array in parameters.items()}
    {'W1': (3, 2), 'b1': (3, 1), 'W2': (1, 3), 'b2': (1, 1)}
    >>> network.forward(parameters, np.zeros((2, 5)))
    array([[0.5, 0.5, 0.5, 0.5, 0.5]])
    """

    sizes: tuple[int, ...]
    output: Output = field(default=SigmoidOutput(), kw_only=True)

    @property
    def depth(self) -> int:
        """The number of layers that have weights."""
        return len(self.sizes) - 1

    def initial_parameters(self, rng: Generator, scale: float = 1.0) -> Parameters:
        """Weights drawn from `scale` * N(0, 1 / n_in), so that signals keep their size; zero b."""
        parameters: Parameters = {}
        for layer, (n_in, n_out) in enumerate(pairwise(self.sizes), start=1):
            parameters[f"W{layer}"] = rng.normal(0.0, scale / np.sqrt(n_in), (n_out, n_in))
            parameters[f"b{layer}"] = np.zeros((n_out, 1))
        return parameters

    def forward(self, parameters: Mapping[str, Array], X: Array) -> Array:
        """The network's answers: probabilities of "yes", (1, m), or of each class, (C, m)."""
        return self.output.activate(self._activations(parameters, X)[-1])

    def cost(self, parameters: Mapping[str, Array], X: Array, Y: Array) -> float:
        """J in nats, the mean cross-entropy: -log of the probability of the right answer."""
        return self.output.cost(self._activations(parameters, X)[-1], Y)

    def cost_and_gradients(
        self, parameters: Mapping[str, Array], X: Array, Y: Array
    ) -> tuple[float, Parameters]:
        """J, and dJ/dW and dJ/db under the parameters' own names (backpropagation)."""
        *activations, logits = self._activations(parameters, X)
        gradients: Parameters = {}
        dZ = self.output.gradient(logits, Y)
        for layer in range(self.depth, 0, -1):
            A = activations[layer - 1]
            gradients[f"W{layer}"] = dZ @ A.T
            gradients[f"b{layer}"] = dZ.sum(axis=1, keepdims=True)
            if layer > 1:
                dZ = (parameters[f"W{layer}"].T @ dZ) * (1.0 - A * A)
        return self.output.cost(logits, Y), gradients

    def accuracy(self, parameters: Mapping[str, Array], X: Array, Y: Array) -> float:
        """The share of examples whose more probable answer is the right one."""
        return float(np.mean(self.output.right(self.forward(parameters, X), Y)))

    def _activations(self, parameters: Mapping[str, Array], X: Array) -> list[Array]:
        """X, the hidden layers' activations, and last the logits of the output."""
        values = [X]
        for layer in range(1, self.depth + 1):
            Z = parameters[f"W{layer}"] @ values[-1] + parameters[f"b{layer}"]
            values.append(np.tanh(Z) if layer < self.depth else Z)
        return values
