"""A small real training, from which one number comes out: what a search looks for the lowest of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course_lib.data.loaders import load_digits
from course_lib.nn.network import Array, Network, Parameters

TRAINED_ON, UNSEEN, BATCH_SIZE = 600, 400, 50
"""How many digits the network trains on, and how many others it is scored on."""


@dataclass(frozen=True)
class Model:
    """A network that has been trained for a while.

    `costs` are those on the unseen digits, in nats: at first, and after each epoch so far.
    """

    parameters: Parameters
    costs: Array

    @property
    def score(self) -> float:
        """The cost on the unseen digits now; lower is better."""
        return float(self.costs[-1])


class DigitsTask:
    """Is a handwritten digit even or odd? A small network learns it by momentum, in mini-batches.

    It trains on 600 digits and is scored on 400 that it has not seen. Everything is fixed but the
    hyperparameters, so that the same ones give the same score again.

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
        """The network before any training; always the same one."""
        return Model(self._start, np.array([self._network.cost(self._start, *self._unseen)]))

    def train(self, model: Model, *, epochs: int, learning_rate: float, beta: float) -> Model:
        """The model after some more epochs; `model` itself stays as it is.

        The moving average of the gradients starts anew from zero.
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
