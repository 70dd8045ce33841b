"""Known mistakes in the average of the squared gradient, and in how the step uses it."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import without_warnings
from grader_tests.engine.exercise import UNCHANGED, Function, Mistake
from grader_tests.topics.rmsprop.rate import MOVES
from grader_tests.topics.rmsprop.reference import average, effective_learning_rate, rmsprop_of

AVERAGES = ("average", "update", "epsilon")
EVERYTHING = (*AVERAGES, "integers", UNCHANGED)


def epsilon_in_s(w: Any, dw: Any, s: Any, learning_rate: float, beta: float, epsilon: float) -> Any:
    """`s` comes back with epsilon in it."""
    s = average(dw, s, beta) + epsilon
    return w - learning_rate * dw / np.sqrt(s), s


def root_in_state(
    w: Any, dw: Any, s: Any, learning_rate: float, beta: float, epsilon: float
) -> Any:
    """`s` comes back as its root."""
    s = np.sqrt(average(dw, s, beta) + epsilon)
    return w - learning_rate * dw / s, s


def squared_late(w: Any, dw: Any, s: Any, learning_rate: float, beta: float, epsilon: float) -> Any:
    """The square of the average, for the average of the square."""
    s = beta * s + (1 - beta) * dw
    return w - effective_learning_rate(s**2, learning_rate, epsilon) * dw, s


def averaging(name: str, hint: str, wrong: Function, fails: tuple[str, ...]) -> Mistake:
    """A step with a wrong average, made of dw, s and beta."""
    return Mistake(name, hint, without_warnings(rmsprop_of(average=wrong)), fails)


MISTAKES = (
    averaging(
        "weights_swapped",
        "`beta` and `1 - beta` have changed places: the old average keeps the share `beta`, and "
        "the new square comes in with the share `1 - beta`.",
        lambda dw, s, beta: average(dw, s, 1 - beta),
        AVERAGES,
    ),
    averaging(
        "unweighted",
        "The new square comes in with its full size, so that `s` becomes a sum. Give it its "
        "share, one minus beta.",
        lambda dw, s, beta: beta * s + dw**2,
        EVERYTHING,
    ),
    averaging(
        "summed_up",
        "`s` is the sum of all squares so far, which never forgets and makes the steps shorter "
        "and shorter. That method is called AdaGrad; RMSProp keeps the share beta of the old "
        "value, and gives the new one the rest.",
        lambda dw, s, beta: s + dw**2,
        EVERYTHING,
    ),
    averaging(
        "nothing_fades",
        "The old `s` is kept whole, so old squares never fade. Only its share beta is kept.",
        lambda dw, s, beta: s + (1 - beta) * dw**2,
        EVERYTHING,
    ),
    averaging(
        "state_forgotten",
        "The old `s` does not come into the result, so nothing is averaged: the function only "
        "knows the newest gradient. The average keeps the share beta of its old value.",
        lambda dw, s, beta: (1 - beta) * dw**2,
        EVERYTHING,
    ),
    averaging(
        "fixed_beta",
        "Beta is always 0.9. That is a common value, but the function has to use the `beta` that "
        "it is called with.",
        lambda dw, s, beta: average(dw, s, 0.9),
        EVERYTHING,
    ),
    averaging(
        "beta_twice",
        "The old average and the new square both get the share `beta`. The square gets what is "
        "missing from beta to 1.",
        lambda dw, s, beta: beta * s + beta * dw**2,
        AVERAGES,
    ),
    averaging(
        "gradient_missing",
        "The gradient does not come into `s`: its share, one minus beta, stands there alone. "
        "Multiply the square of the gradient by it.",
        lambda dw, s, beta: beta * s + (1 - beta),
        EVERYTHING,
    ),
    averaging(
        "doubled",
        "The gradient is doubled. Its square is meant: in Python a power is written with two "
        "stars.",
        lambda dw, s, beta: beta * s + (1 - beta) * dw * 2,
        EVERYTHING,
    ),
    averaging(
        "brackets",
        "The brackets around `1 - beta` are missing, so Python multiplies first and takes only "
        "`beta * dw**2` away from 1. Put `1 - beta` in brackets.",
        lambda dw, s, beta: beta * s + 1 - beta * dw**2,
        EVERYTHING,
    ),
    averaging(
        "minus",
        "The new square is taken away from `s`. An average adds it; the minus sign belongs to the "
        "line that moves `w`.",
        lambda dw, s, beta: beta * s - (1 - beta) * dw**2,
        EVERYTHING,
    ),
    averaging(
        "not_squared",
        "`s` averages the gradient itself, as momentum does. RMSProp averages the square of the "
        "gradient, which is never negative.",
        lambda dw, s, beta: beta * s + (1 - beta) * dw,
        AVERAGES,
    ),
    averaging(
        "absolute",
        "`s` averages the gradient's absolute value. It has to average its square.",
        lambda dw, s, beta: beta * s + (1 - beta) * abs(dw),
        AVERAGES,
    ),
    averaging(
        "share_squared",
        "The share `1 - beta` is squared together with the gradient. Only the gradient is squared: "
        "check your brackets.",
        lambda dw, s, beta: beta * s + ((1 - beta) * dw) ** 2,
        EVERYTHING,
    ),
    averaging(
        "norm_averaged",
        "`s` gets one sum over the whole array. Each weight has an average of its own: square "
        "element by element, and sum nothing.",
        lambda dw, s, beta: beta * s + (1 - beta) * np.sum(dw**2),
        EVERYTHING,
    ),
    averaging(
        "mean_averaged",
        "`s` gets the mean square of the whole array. The mean that is meant goes over time, and "
        "each weight has its own: square element by element, and call no `mean`.",
        lambda dw, s, beta: beta * s + (1 - beta) * np.mean(dw**2),
        EVERYTHING,
    ),
    Mistake(
        "squared_late",
        "The gradients are averaged first and squared afterwards, where left and right have "
        "cancelled already. Square the gradient, then average the squares.",
        without_warnings(squared_late),
        EVERYTHING,
    ),
    Mistake(
        "epsilon_in_s",
        "`epsilon` has got into the `s` that comes back, and is added again in every update. Add "
        "it only where the root is taken.",
        without_warnings(epsilon_in_s),
        ("epsilon",),
    ),
    Mistake(
        "root_in_state",
        "`s` comes back as its root. The average goes on from the squares: take the root only "
        "where you divide.",
        without_warnings(root_in_state),
        EVERYTHING,
    ),
    Mistake(
        "old_s",
        "The divisor is made of the `s` that came in. First work out the new `s`, then divide by "
        "its root.",
        without_warnings(rmsprop_of(lambda a: a.divided_by_root_of(a.s_old))),
        MOVES,
    ),
    Mistake(
        "corrected",
        "`s` is divided by `1 - beta` before the root, as a bias correction of the first step "
        "would do. RMSProp is used without the correction: take the root of `s` as it is.",
        without_warnings(rmsprop_of(lambda a: a.divided_by_root_of(a.s / (1 - a.beta)))),
        MOVES,
    ),
    Mistake(
        "not_divided",
        "`w` moves by the gradient alone, which is plain gradient descent. RMSProp divides it by "
        "the root.",
        rmsprop_of(lambda a: (a.w - a.learning_rate * a.dw, a.s)),
        MOVES,
    ),
    Mistake(
        "squared_on_top",
        "The gradient is squared on top of the fraction too, so that its sign is lost. Only in "
        "the average is it squared.",
        without_warnings(rmsprop_of(lambda a: (a.w - a.change * a.dw, a.s))),
        ("update", "epsilon"),
    ),
    Mistake(
        "s_on_top",
        "The average `s` stands on top of the fraction. `w` moves against the newest gradient, "
        "`dw`, divided by the root of `s`.",
        without_warnings(rmsprop_of(lambda a: (a.w - a.rate * a.s, a.s))),
        MOVES,
    ),
    Mistake(
        "uphill",
        "`w` moves up the slope. The gradient points uphill, so the step is taken away from `w`.",
        without_warnings(rmsprop_of(lambda a: (a.w + a.change, a.s))),
        MOVES,
    ),
)
