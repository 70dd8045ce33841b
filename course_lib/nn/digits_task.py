"""Train a small network on real data, with one number as the result, for searches to minimize."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course_lib.data.loaders import load_digits
from course_lib.nn.network import Array, Network, Parameters

TRAINED_ON, UNSEEN, BATCH_SIZE = 600, 400, 50
"""The number of digits for training, and of other digits for scoring."""


@dataclass(frozen=True)
class Model:
    """A network that has been trained for some epochs.

    `costs` are its costs on the unseen digits, in nats: before training, and after each epoch.
    """

    parameters: Parameters
    costs: Array

    @property
    def score(self) -> float:
        """Return the current cost on the unseen digits; lower is better."""
        return float(self.costs[-1])


class DigitsTask:
    """A small network that learns to tell even digits from odd ones, with momentum.

    It trains on 600 digits, in mini-batches, and is scored on 400 unseen ones. Everything except
    the hyperparameters is fixed, so the same hyperparameters always give the same score.

    >>> task = DigitsTask()
    >>> model = task.train(task.new_model(), epochs=2, learning_rate=0.5, beta=0.9)
    >>> len(model.costs), model.score < 0.7
    (3, True)
    """

    def __init__(self, hidden: int = 8, seed: int = 0) -> None:
        X, labels = load_digits()
        Y = (labels % 2 == 0).astype(np.float64)[None]
        rng = np.random.default_rng(seed)
        order = rng.permutation(X.shape[1])[: TRAINED_ON + UNSEEN]
        X, Y = X[:, order], Y[:, order]
        self._unseen = X[:, TRAINED_ON:], Y[:, TRAINED_ON:]
        self._batches = [
            (X[:, i : i + BATCH_SIZE].copy(), Y[:, i : i + BATCH_SIZE])
            for i in range(0, TRAINED_ON, BATCH_SIZE)
        ]
        self._network = Network((64, hidden, 1))
        self._start = self._network.initial_parameters(rng)

    def new_model(self) -> Model:
        """Return the network before any training, always with the same parameters."""
        return Model(self._start, np.array([self._network.cost(self._start, *self._unseen)]))

    def train(self, model: Model, *, epochs: int, learning_rate: float, beta: float) -> Model:
        """Return the model after some more epochs, without changing `model`.

        The moving average of the gradients starts from zero again.
        """
        parameters = {name: array.copy() for name, array in model.parameters.items()}
        moving = {name: np.zeros_like(array) for name, array in parameters.items()}
        costs = list(model.costs)
        with np.errstate(all="ignore"):
            for _ in range(epochs):
                for X, Y in self._batches:
                    _, gradients = self._network.cost_and_gradients(parameters, X, Y)
                    for name, sum_of_old in moving.items():
                        sum_of_old *= beta
                        sum_of_old += gradients[name]
                        parameters[name] -= learning_rate * (1 - beta) * sum_of_old
                costs.append(self._network.cost(parameters, *self._unseen))
        return Model(parameters, np.array(costs))
