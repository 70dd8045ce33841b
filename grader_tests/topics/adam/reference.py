"""Adam as the course teaches it, and what its wrong variants are put together from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import without_warnings
from grader_tests.engine.exercise import Function, Mistake


def update_moments(dw: Any, v: Any, s: Any, beta1: float, beta2: float) -> Any:
    """The running averages of the gradient and of its square, element by element."""
    return beta1 * v + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2


def correct_moments(v: Any, s: Any, t: int, beta1: float, beta2: float) -> Any:
    """Each average divided by the sum of its weights, 1 - beta**t."""
    return v / (1 - beta1**t), s / (1 - beta2**t)


@dataclass(frozen=True)
class Step:
    """Everything that plays a part in one Adam step; v and s are the new averages."""

    w: Any
    dw: Any
    v: Any
    s: Any
    v_hat: Any
    s_hat: Any
    v_old: Any
    s_old: Any
    t: int
    learning_rate: float
    beta1: float
    beta2: float
    epsilon: float

    @property
    def change(self) -> Any:
        """What is taken from w; epsilon stands outside the root."""
        return self.learning_rate * self.v_hat / (np.sqrt(self.s_hat) + self.epsilon)

    def moved(self, v_hat: Any, root: Any) -> Any:
        """The result with another numerator or denominator; the averages come back as they are."""
        return self.w - self.learning_rate * v_hat / root, self.v, self.s


def adam_of(
    result: Callable[[Step], Any] = lambda a: (a.w - a.change, a.v, a.s),
    *,
    moments: Function = update_moments,
    correct: Function = correct_moments,
) -> Function:
    """An `adam_step` of the given parts; each of them is the right one unless it is given."""

    def adam_step(
        w: Any,
        dw: Any,
        v: Any,
        s: Any,
        t: int,
        learning_rate: float,
        beta1: float,
        beta2: float,
        epsilon: float,
    ) -> Any:
        new_v, new_s = moments(dw, v, s, beta1, beta2)
        v_hat, s_hat = correct(new_v, new_s, t, beta1, beta2)
        arrays = (w, dw, new_v, new_s, v_hat, s_hat, v, s)
        return result(Step(*arrays, t, learning_rate, beta1, beta2, epsilon))

    return adam_step


adam_step = adam_of()


@dataclass(frozen=True)
class WrongPart:
    """A mistake in a part of Adam: what it loses in that part's function, and in `adam_step`."""

    name: str
    hint: str
    function: Function
    fails: tuple[str, ...]
    loses_in_adam: tuple[str, ...]

    @property
    def mistake(self) -> Mistake:
        """The mistake in the part's own function."""
        return Mistake(self.name, self.hint, without_warnings(self.function), self.fails)

    def mistake_in_adam(self, part: str) -> Mistake:
        """The same mistake in `adam_step`, as its part `moments` or `correct`."""
        function = adam_of(**{part: self.function})
        return Mistake(self.name, self.hint, without_warnings(function), self.loses_in_adam)
