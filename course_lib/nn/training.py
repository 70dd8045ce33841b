"""Train a network with the student's own step function, and record the costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib.errors import TrainingFailed, form_of
from course_lib.nn import messages
from course_lib.nn.batches import Batches, batcher, cut
from course_lib.nn.network import Array, Network, Parameters, Statistics
from course_lib.nn.step_adapter import Step, StepAdapter

Schedule = Callable[[int], Any]


PIECE = 128
"""Columns per piece when computing the cost: few enough for one thread, which is faster."""


@dataclass(frozen=True)
class History:
    """The results of a training run.

    `costs` contains the cost of each mini-batch just before its update, in nats, (updates,).
    `epoch_costs` contains the cost over the whole training set, at the start and after each epoch.
    If training diverged, it stopped at that point, and the last cost is not finite. `running`
    contains the running statistics of a network that normalizes, and is empty for other networks.
    """

    costs: NDArray[np.float64]
    epoch_costs: NDArray[np.float64]
    updates_per_epoch: int
    parameters: Parameters
    running: Statistics = field(default_factory=dict)

    @property
    def diverged(self) -> bool:
        """Return whether the cost became infinite or nan."""
        return not bool(np.isfinite(self.costs).all() and np.isfinite(self.epoch_costs).all())


def train(
    network: Network,
    parameters: Mapping[str, Array],
    X: Array,
    Y: Array,
    *,
    step: Step,
    epochs: int,
    batch_size: int,
    schedule: Schedule | None = None,
    batches: Batches | None = None,
    rng: np.random.Generator | None = None,
    **hyperparameters: float,
) -> History:
    """Train `network` from `parameters`, without changing these, and return the `History`.

    `step` is the student's function for one array, such as `adam_step(w, dw, v, s, t, ...)`. It is
    called for every parameter array in every update. If its arguments include `v` or `s`, these
    start as zeros, and the returned values are passed to the next call; `t` counts the updates from
    1; all other arguments come from `hyperparameters`. `step` returns only the new `w`, or also its
    new state: `(w, v)`, `(w, s)` or `(w, v, s)`.

    With `schedule`, a function of the epoch, each epoch has its own `learning_rate`, so do not pass
    another one. The first epoch is epoch 0: `epoch` is the number of completed passes.

    By default, mini-batches are `batch_size` consecutive columns of `X`. With `batches`, the
    student's own `mini_batches(X, Y, batch_size, rng)`, each epoch has new ones, created with the
    same `rng`. A network that normalizes uses each mini-batch's own statistics for training, and
    the running statistics for the cost over the whole set.

    Raises `TrainingFailed` if `step`, `schedule` or `batches` has the wrong form, and whatever they
    raise.

    >>> def shrink(w, dw, rate):
    ...     return (1 - rate) * w
    >>> network = Network((2, 1))
    >>> start = {"W1": np.ones((1, 2)), "b1": np.zeros((1, 1))}
    >>> run = train(network, start, np.ones((2, 6)), np.ones((1, 6)),
    ...             step=shrink, epochs=2, batch_size=4, rate=0.5)
    >>> run.costs.shape, run.updates_per_epoch, run.parameters["W1"]
    ((4,), 2, array([[0.0625, 0.0625]]))
    """
    if X.ndim != 2 or Y.ndim != 2 or Y.shape[1] != X.shape[1]:
        raise TrainingFailed(messages.NO_MATCH.format(x=X.shape, y=Y.shape))
    if len(Y) != network.sizes[-1]:
        raise TrainingFailed(messages.NO_ROWS.format(rows=len(Y), units=network.sizes[-1]))
    adapter = StepAdapter(step, {**hyperparameters, **_placeholder(schedule, hyperparameters)})
    current = {name: np.array(array, dtype=np.float64) for name, array in parameters.items()}
    of_epoch = batcher(batches, X, Y, batch_size, rng)
    epoch_batches = cut(X, Y, batch_size)
    pieces = cut(X, Y, PIECE)
    running = network.initial_running()
    costs: list[float] = []
    with np.errstate(all="ignore"):
        epoch_costs = [_cost(network, current, running, pieces)]
        for epoch in range(epochs):
            if schedule is not None:
                adapter.settings["learning_rate"] = _rate(schedule, epoch)
            epoch_batches = of_epoch()
            for X_t, Y_t in epoch_batches:
                cost, gradients, of_batch = network.learn(current, X_t, Y_t)
                costs.append(cost)
                if not np.isfinite(cost):
                    break
                running = network.updated_running(running, of_batch)
                adapter.update(current, gradients)
            epoch_costs.append(_cost(network, current, running, pieces))
            if not np.isfinite(costs[-1] + epoch_costs[-1]):
                break
    return History(np.array(costs), np.array(epoch_costs), len(epoch_batches), current, running)


def _placeholder(schedule: Any, hyperparameters: Mapping[str, float]) -> dict[str, float]:
    """Return the hyperparameter that `schedule` will set, as nan until it does."""
    if schedule is None:
        return {}
    if not callable(schedule):
        raise TrainingFailed(messages.NOT_A_SCHEDULE.format(value=schedule))
    if "learning_rate" in hyperparameters:
        raise TrainingFailed(messages.BOTH)
    return {"learning_rate": np.nan}


def _rate(schedule: Schedule, epoch: int) -> float:
    rate = schedule(epoch)
    if np.ndim(rate) == 0 and isinstance(rate, int | float | np.number | np.ndarray):
        return float(rate)
    raise TrainingFailed(messages.NOT_A_RATE.format(epoch=epoch, got=form_of(rate)))


def _cost(
    network: Network,
    parameters: Mapping[str, Array],
    running: Statistics,
    pieces: list[tuple[Array, Array]],
) -> float:
    """Return the cost over all pieces together."""
    total = sum(network.cost(parameters, X, Y, running) * X.shape[1] for X, Y in pieces)
    return float(total / sum(X.shape[1] for X, _ in pieces))


def mean_costs(runs: Sequence[History], *, per_epoch: bool = False) -> NDArray[np.float64]:
    """Return the mean of several runs' `costs`, or `epoch_costs`, as long as the shortest run.

    A single run says little: with another start, the order of two methods may be reversed.
    """
    costs = [run.epoch_costs if per_epoch else run.costs for run in runs]
    length = min(map(len, costs), default=0)
    return np.mean([run_costs[:length] for run_costs in costs], axis=0) if runs else np.zeros(0)
