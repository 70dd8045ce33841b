"""Momentum as the course teaches it, and what its wrong variants are put together from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import without_warnings
from grader_tests.engine.exercise import Function, Mistake


@dataclass(frozen=True)
class Step:
    """Everything that plays a part in one step; `v` is the new average, `v_old` the one before."""

    w: Any
    dw: Any
    v_old: Any
    learning_rate: float
    beta: float
    v: Any

    def moved(self, by: Any) -> Any:
        """The result with another direction to move in; the new average comes back as it is."""
        return self.w - self.learning_rate * by, self.v


def average(dw: Any, v: Any, beta: float) -> Any:
    """The running average of the gradient, element by element."""
    return beta * v + (1 - beta) * dw


def momentum_of(
    result: Callable[[Step], Any] = lambda a: a.moved(a.v), *, average: Function = average
) -> Function:
    """A `momentum_step` of the given parts; each of them is the right one unless it is given."""

    def momentum_step(w: Any, dw: Any, v: Any, learning_rate: float, beta: float) -> Any:
        return result(Step(w, dw, v, learning_rate, beta, average(dw, v, beta)))

    return momentum_step


momentum_step = momentum_of()


def path_of(step: Function = momentum_step, *, keeps_v: bool = True) -> Function:
    """A `momentum_path` that goes by the given step, from v = 0."""

    def momentum_path(gradient: Any, w0: Any, learning_rate: float, beta: float, steps: int) -> Any:
        w, v = w0, np.zeros(len(w0))
        path = [w]
        for _ in range(steps):
            w, new_v = step(w, gradient(w), v, learning_rate, beta)
            v = new_v if keeps_v else v
            path.append(w)
        return np.array(path, dtype=np.float64)

    return momentum_path


momentum_path = path_of()


@dataclass(frozen=True)
class WrongStep:
    """A mistake in the step: what it loses in `momentum_step`, and in `momentum_path`.

    Some mistakes are no mistake in a path from v = 0, or the same one as another: those lose
    nothing there and are left out.
    """

    name: str
    hint: str
    function: Function
    fails: tuple[str, ...]
    loses_in_path: tuple[str, ...] = ()

    @property
    def mistake(self) -> Mistake:
        """The mistake in `momentum_step`."""
        return Mistake(self.name, self.hint, without_warnings(self.function), self.fails)

    @property
    def mistake_in_path(self) -> Mistake:
        """The same mistake in a path."""
        return Mistake(
            self.name, self.hint, without_warnings(path_of(self.function)), self.loses_in_path
        )
