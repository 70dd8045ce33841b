"""Define a fully connected network in NumPy: parameters, forward pass, cost and gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_lib.nn.normalization import Bias, Normalization
from course_lib.nn.output_layers import Output, SigmoidOutput

Array = NDArray[np.float64]
Parameters = dict[str, Array]
"""`W1`, `b1`, `W2`, `b2`, ...: `W` is (n_out, n_in), `b` is (n_out, 1)."""
Statistics = dict[str, Array]
"""`mu1`, `var1`, `mu2`, ... of the normalized layers, (n_out, 1) each."""
Running = Mapping[str, Array] | None


@dataclass(frozen=True)
class Network:
    """Layers of `tanh` units and an output, by default one sigmoid unit that answers yes or no.

    `sizes` are the numbers of units from the input to the output. The network itself has no
    parameters: they are a plain dict that is passed in, so a training run never changes a network.
    `output` defines what the last layer does with its logits, such as `SoftmaxOutput` for C
    classes.

    With `normalization`, the student's functions normalize the hidden layers, and the dict contains
    `gamma1`, `beta1`, ... in place of their b. If a method gets `running`, it normalizes with these
    statistics; otherwise it uses those of `X`.

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
    normalization: Normalization | None = field(default=None, kw_only=True)

    @property
    def depth(self) -> int:
        """Return the number of layers that have weights."""
        return len(self.sizes) - 1

    def initial_parameters(self, rng: Generator, scale: float = 1.0) -> Parameters:
        """Return weights from `scale` * N(0, 1 / n_in), which keep signals in scale, and zero b."""
        parameters: Parameters = {}
        for layer, (n_in, n_out) in enumerate(pairwise(self.sizes), start=1):
            parameters[f"W{layer}"] = rng.normal(0.0, scale / np.sqrt(n_in), (n_out, n_in))
            parameters |= self._shift(layer).initial_parameters(layer, n_out)
        return parameters

    def initial_running(self) -> Statistics:
        """Return the running statistics before the first mini-batch, empty if there are none."""
        running: Statistics = {}
        if self.normalization is not None:
            for layer, n_out in enumerate(self.sizes[1:-1], start=1):
                running |= self.normalization.initial_running(layer, n_out)
        return running

    def updated_running(
        self, running: Mapping[str, Array], of_batch: Mapping[str, Array]
    ) -> Statistics:
        """Return the running statistics after a mini-batch with the statistics `of_batch`."""
        if self.normalization is None:
            return dict(running)
        return self.normalization.updated_running(running, of_batch)

    def forward(self, parameters: Mapping[str, Array], X: Array, running: Running = None) -> Array:
        """Return the answers: probabilities of "yes", (1, m), or of each class, (C, m)."""
        return self.output.activate(self.activations(parameters, X, running)[-1])

    def cost(
        self, parameters: Mapping[str, Array], X: Array, Y: Array, running: Running = None
    ) -> float:
        """Return J in nats: the mean of -log of the probability of the right answer."""
        return self.output.cost(self.activations(parameters, X, running)[-1], Y)

    def cost_and_gradients(
        self, parameters: Mapping[str, Array], X: Array, Y: Array
    ) -> tuple[float, Parameters]:
        """Return J, and dJ/dW, dJ/db, ... by backpropagation, under the parameters' names."""
        cost, gradients, _ = self.learn(parameters, X, Y)
        return cost, gradients

    def learn(
        self, parameters: Mapping[str, Array], X: Array, Y: Array
    ) -> tuple[float, Parameters, Statistics]:
        """Return J, the gradients and the statistics of one mini-batch."""
        (*activations, logits), products, statistics = self._layers(parameters, X)
        gradients: Parameters = {}
        dZ = self.output.gradient(logits, Y)
        for layer in range(self.depth, 0, -1):
            A = activations[layer - 1]
            shift = self._shift(layer)
            dZ, of_shift = shift.gradients(layer, parameters, products[layer - 1], dZ)
            gradients |= {f"W{layer}": dZ @ A.T, **of_shift}
            if layer > 1:
                dZ = (parameters[f"W{layer}"].T @ dZ) * (1.0 - A * A)
        return self.output.cost(logits, Y), gradients, statistics

    def accuracy(
        self, parameters: Mapping[str, Array], X: Array, Y: Array, running: Running = None
    ) -> float:
        """Return the fraction of examples whose most probable answer is right."""
        return float(np.mean(self.output.right(self.forward(parameters, X, running), Y)))

    def activations(
        self, parameters: Mapping[str, Array], X: Array, running: Running = None
    ) -> list[Array]:
        """Return X, the hidden layers' activations, and the logits of the output."""
        return self._layers(parameters, X, running)[0]

    def _layers(
        self, parameters: Mapping[str, Array], X: Array, running: Running = None
    ) -> tuple[list[Array], list[Array], Statistics]:
        """Return the activations, each layer's W A, and the statistics of this batch."""
        activations, products = [X], []
        statistics: Statistics = {}
        for layer in range(1, self.depth + 1):
            products.append(parameters[f"W{layer}"] @ activations[-1])
            Z, of_batch = self._shift(layer).apply(layer, parameters, products[-1], running)
            statistics |= of_batch
            activations.append(np.tanh(Z) if layer < self.depth else Z)
        return activations, products, statistics

    def _shift(self, layer: int) -> Bias | Normalization:
        """Return what is applied between this layer's weights and its activation."""
        return self.normalization if self.normalization and layer < self.depth else Bias()
