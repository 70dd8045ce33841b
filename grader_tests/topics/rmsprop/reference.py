"""RMSProp as the course teaches it, and what its wrong variants are put together from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import without_warnings
from grader_tests.engine.exercise import Function, Mistake

Rate = Callable[[Any, float, float], Any]
"""What makes a learning rate for each weight from s, the learning rate and epsilon."""


def effective_learning_rate(s: Any, learning_rate: float, epsilon: float) -> Any:
    """The learning rate divided by the root; epsilon stands inside."""
    return learning_rate / np.sqrt(s + epsilon)


def average(dw: Any, s: Any, beta: float) -> Any:
    """The running average of the squared gradient, element by element."""
    return beta * s + (1 - beta) * dw**2


@dataclass(frozen=True)
class Step:
    """Everything that plays a part in one step; `s` is the new average, `s_old` the one before."""

    w: Any
    dw: Any
    s_old: Any
    learning_rate: float
    beta: float
    epsilon: float
    s: Any
    rate: Any

    @property
    def change(self) -> Any:
        """What is taken from w."""
        return self.rate * self.dw

    def divided_by_root_of(self, s: Any) -> Any:
        """The result with the root of something else; the new average comes back as it is."""
        rate = effective_learning_rate(s, self.learning_rate, self.epsilon)
        return self.w - rate * self.dw, self.s


def rmsprop_of(
    result: Callable[[Step], Any] = lambda a: (a.w - a.change, a.s),
    *,
    average: Function = average,
    rate: Rate = effective_learning_rate,
) -> Function:
    """An `rmsprop_step` of the given parts; each of them is the right one unless it is given."""

    def rmsprop_step(
        w: Any, dw: Any, s: Any, learning_rate: float, beta: float, epsilon: float
    ) -> Any:
        new_s = average(dw, s, beta)
        rates = rate(new_s, learning_rate, epsilon)
        return result(Step(w, dw, s, learning_rate, beta, epsilon, new_s, rates))

    return rmsprop_step


rmsprop_step = rmsprop_of()


@dataclass(frozen=True)
class WrongRate:
    """A mistake in the divisor: what it loses in `effective_learning_rate`, and in the step."""

    name: str
    hint: str
    function: Rate
    fails: tuple[str, ...]
    loses_in_step: tuple[str, ...]

    @property
    def mistake(self) -> Mistake:
        """The mistake in `effective_learning_rate`."""
        return Mistake(self.name, self.hint, without_warnings(self.function), self.fails)

    @property
    def mistake_in_step(self) -> Mistake:
        """The same mistake in `rmsprop_step`."""
        function = rmsprop_of(rate=self.function)
        return Mistake(self.name, self.hint, without_warnings(function), self.loses_in_step)
