"""`train`: trains a network with the student's own step function, and keeps the cost history."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib.failures import TrainingFailed as TrainingFailed
from course_lib.failures import form_of
from course_lib.network import Array, Network, Parameters, Statistics

Step = Callable[..., Any]

NOT_A_STEP = (
    "There is no step function here (what came is {value!r}). Give `train` the function itself: "
    "step=adam_step, without brackets."
)
NEEDS = "{step} also needs `{name}`: give it to `train`, like {name}=0.9."
UNKNOWN = "{step} takes no `{name}`. What it takes is {names}."
RETURNS = (
    "{step} should return {wanted}, arrays of the shape that w came in; it returned {got}. "
    "Run its check: it says more."
)
NO_MATCH = "X is {x} and Y is {y}: examples are columns, so both need one column for each example."
NO_ROWS = (
    "Y has {rows} rows, and the network's last layer has {units} units: Y needs one row for each."
)

STATE = ("v", "s")
"""Arguments of a step function that are handed on from one update to the next, from zeros."""


PIECE = 128
"""Columns that the cost is worked out for at once: small enough for one thread, which is faster."""


@dataclass(frozen=True)
class History:
    """What a training run leaves behind.

    `costs` has the cost of each mini-batch just before its update, in nats, (updates,).
    `epoch_costs` has the cost over the whole training set, at the start and after each epoch. If
    training diverged, it stopped there, and the last cost is not finite. `running` has the running
    statistics of a network that normalizes, and is empty for any other.
    """

    costs: NDArray[np.float64]
    epoch_costs: NDArray[np.float64]
    updates_per_epoch: int
    parameters: Parameters
    running: Statistics = field(default_factory=dict)

    @property
    def diverged(self) -> bool:
        """Whether the cost stopped being a number."""
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
    **hyperparameters: float,
) -> History:
    """Trains `network` from `parameters`, which stay as they are, and returns the `History`.

    `step` is the student's function for one array, such as `adam_step(w, dw, v, s, t, ...)`. It is
    called for every parameter array in every update. Where its arguments include `v` or `s`, these
    start as zeros, and what it returns is handed on; `t` counts the updates from 1; all other
    arguments come from `hyperparameters`. It returns the new `w` alone, or with its new state:
    `(w, v)`, `(w, s)` or `(w, v, s)`.

    Mini-batches of `batch_size` columns are cut one after the other, in the order of `X`. A network
    that normalizes does so by each mini-batch's own statistics in training, and by the running ones
    for the cost over the whole set.
    Raises `TrainingFailed` if `step` does not fit, and whatever `step` itself raises.

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
        raise TrainingFailed(NO_MATCH.format(x=X.shape, y=Y.shape))
    if len(Y) != network.sizes[-1]:
        raise TrainingFailed(NO_ROWS.format(rows=len(Y), units=network.sizes[-1]))
    updater = _Updater(step, hyperparameters)
    current = {name: np.array(array, dtype=np.float64) for name, array in parameters.items()}
    batches = _cut(X, Y, batch_size)
    pieces = _cut(X, Y, PIECE)
    running = network.initial_running()
    costs: list[float] = []
    with np.errstate(all="ignore"):
        epoch_costs = [_cost(network, current, running, pieces)]
        for _ in range(epochs):
            for X_t, Y_t in batches:
                cost, gradients, of_batch = network.learn(current, X_t, Y_t)
                costs.append(cost)
                if not np.isfinite(cost):
                    break
                running = network.updated_running(running, of_batch)
                updater.update(current, gradients)
            epoch_costs.append(_cost(network, current, running, pieces))
            if not np.isfinite(costs[-1] + epoch_costs[-1]):
                break
    return History(np.array(costs), np.array(epoch_costs), len(batches), current, running)


def _cut(X: Array, Y: Array, size: int) -> list[tuple[Array, Array]]:
    cuts = range(0, X.shape[1], size)
    return [(X[:, i : i + size], Y[:, i : i + size]) for i in cuts]


def _cost(
    network: Network,
    parameters: Mapping[str, Array],
    running: Statistics,
    pieces: list[tuple[Array, Array]],
) -> float:
    """The cost over all pieces together."""
    total = sum(network.cost(parameters, X, Y, running) * X.shape[1] for X, Y in pieces)
    return float(total / sum(X.shape[1] for X, _ in pieces))


def mean_costs(runs: Sequence[History], *, per_epoch: bool = False) -> NDArray[np.float64]:
    """The mean of several runs' `costs`, or `epoch_costs`, as long as the shortest of them.

    One run says little: with another start the order of two methods may be the other way round.
    """
    costs = [run.epoch_costs if per_epoch else run.costs for run in runs]
    length = min(map(len, costs), default=0)
    return np.mean([one[:length] for one in costs], axis=0) if runs else np.zeros(0)


class _Updater:
    """Maps a single-array step over all parameters, and keeps the state that it asks for."""

    def __init__(self, step: Step, hyperparameters: Mapping[str, float]) -> None:
        if not callable(step):
            raise TrainingFailed(NOT_A_STEP.format(value=step))
        self.step = step
        self.name = getattr(step, "__name__", "The step function")
        self.settings = dict(hyperparameters)
        names = self._arguments()
        self.state_names = tuple(name for name in names if name in STATE)
        self.counts = "t" in names
        self.wanted = f"({', '.join(('w', *self.state_names))})" if self.state_names else "w"
        self.state: dict[str, tuple[Array, ...]] = {}
        self.t = 0

    def _arguments(self) -> list[str]:
        """The step's arguments after w and dw that are not hyperparameters; complains of others."""
        arguments = list(inspect.signature(self.step).parameters.values())
        variadic = any(one.kind is one.VAR_KEYWORD for one in arguments)
        named = [one for one in arguments if one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)]
        names = [one.name for one in named]
        for name in self.settings:
            if name not in names[2:] and not variadic:
                text = UNKNOWN.format(step=self.name, name=name, names=", ".join(names))
                raise TrainingFailed(text)
        kept = [one for one in named[2:] if one.name not in self.settings]
        for one in kept:
            if one.name not in (*STATE, "t") and one.default is one.empty:
                raise TrainingFailed(NEEDS.format(step=self.name, name=one.name))
        return [one.name for one in kept]

    def update(self, parameters: Parameters, gradients: Mapping[str, Array]) -> None:
        """One update of every array, in place of the old one in `parameters`."""
        self.t += 1
        settings = {**self.settings, "t": self.t} if self.counts else self.settings
        for name, w in parameters.items():
            state = self.state.get(name) or tuple(np.zeros_like(w) for _ in self.state_names)
            handed_on = dict(zip(self.state_names, state))
            returned = self.step(w, gradients[name], **handed_on, **settings)
            parameters[name], *kept = self._taken_apart(returned, w.shape)
            self.state[name] = tuple(kept)

    def _taken_apart(self, returned: Any, shape: tuple[int, ...]) -> tuple[Array, ...]:
        """The new w and the new state, if `returned` has the documented form."""
        arrays = returned if self.state_names else (returned,)
        fits = isinstance(arrays, tuple | list) and len(arrays) == 1 + len(self.state_names)
        if fits and all(isinstance(one, np.ndarray) and one.shape == shape for one in arrays):
            return tuple(arrays)
        text = RETURNS.format(step=self.name, wanted=self.wanted, got=form_of(returned))
        raise TrainingFailed(text)
