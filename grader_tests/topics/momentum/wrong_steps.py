"""Known mistakes in the two lines of a step of momentum; most of them show in a path too."""

from __future__ import annotations

from typing import Any

from grader_tests.engine.exercise import UNCHANGED
from grader_tests.topics.momentum.reference import WrongStep, average, momentum_of

MOVES = ("update", "integers")
AVERAGES = ("average", "update")
EVERYTHING = ("average", "update", "integers", UNCHANGED)
IN_PATH = ("first", "path", "integers")


def learning_rate_in_v(w: Any, dw: Any, v: Any, learning_rate: float, beta: float) -> Any:
    """v is the whole step: the learning rate inside, and taken from w as it is."""
    v = beta * v + learning_rate * dw
    return w - v, v


def classical(w: Any, dw: Any, v: Any, learning_rate: float, beta: float) -> Any:
    """The form of many books: v points downhill, has the learning rate inside, and is added."""
    v = beta * v - learning_rate * dw
    return w + v, v


def averages_w(w: Any, dw: Any, v: Any, learning_rate: float, beta: float) -> Any:
    """The old w in place of the old v."""
    v = beta * w + (1 - beta) * dw
    return w - learning_rate * v, v


STEPS = (
    WrongStep(
        "unweighted",
        "The new gradient comes in with its full size, so `v` becomes a sum, ten times as large "
        "as the average if beta is 0.9. That is PyTorch's form; here the gradient gets the share "
        "one minus beta.",
        momentum_of(average=lambda dw, v, beta: beta * v + dw),
        EVERYTHING,
        IN_PATH,
    ),
    WrongStep(
        "weights_swapped",
        "`beta` and `1 - beta` have changed places: the old average keeps the share `beta`, and "
        "the new gradient comes in with the share `1 - beta`.",
        momentum_of(average=lambda dw, v, beta: average(dw, v, 1 - beta)),
        AVERAGES,
        ("first", "path"),
    ),
    WrongStep(
        "beta_twice",
        "The old average and the new gradient both get the share `beta`. The gradient gets what "
        "is missing from beta to 1.",
        momentum_of(average=lambda dw, v, beta: beta * v + beta * dw),
        AVERAGES,
        ("first", "path"),
    ),
    WrongStep(
        "gradient_missing",
        "The gradient does not come into `v`: its share, one minus beta, stands there alone. "
        "Multiply the gradient by it.",
        momentum_of(average=lambda dw, v, beta: beta * v + (1 - beta)),
        EVERYTHING,
        IN_PATH,
    ),
    WrongStep(
        "brackets",
        "The brackets around `1 - beta` are missing, so Python multiplies first and takes only "
        "`beta * dw` away from 1. Put `1 - beta` in brackets.",
        momentum_of(average=lambda dw, v, beta: beta * v + 1 - beta * dw),
        EVERYTHING,
        IN_PATH,
    ),
    WrongStep(
        "fixed_beta",
        "Beta is always 0.9. That is a common value, but the function has to use the `beta` that "
        "it is called with.",
        momentum_of(average=lambda dw, v, beta: average(dw, v, 0.9)),
        EVERYTHING,
        IN_PATH,
    ),
    WrongStep(
        "state_forgotten",
        "The old `v` does not come into the result, so nothing is averaged: the function only "
        "knows the newest gradient. The average keeps the share beta of its old value.",
        momentum_of(average=lambda dw, v, beta: (1 - beta) * dw),
        EVERYTHING,
    ),
    WrongStep(
        "nothing_fades",
        "The old `v` is kept whole, so old gradients never fade. Only its share beta is kept.",
        momentum_of(average=lambda dw, v, beta: v + (1 - beta) * dw),
        EVERYTHING,
        ("path",),
    ),
    WrongStep(
        "v_minus_dw",
        "The new gradient is taken away from `v`. An average adds it; the minus sign belongs to "
        "the line that moves `w`.",
        momentum_of(average=lambda dw, v, beta: beta * v - (1 - beta) * dw),
        EVERYTHING,
    ),
    WrongStep(
        "pointing_downhill",
        "`v` averages minus the gradient and is added to `w`. The path would be the same, but "
        "here `v` is the average of the gradient itself, and the minus sign stands where `w` "
        "moves.",
        momentum_of(
            lambda a: (a.w + a.learning_rate * a.v, a.v),
            average=lambda dw, v, beta: beta * v - (1 - beta) * dw,
        ),
        EVERYTHING,
    ),
    WrongStep(
        "squared",
        "`v` averages the square of the gradient. That is RMSProp's average; momentum averages "
        "the gradient as it is, with its sign.",
        momentum_of(average=lambda dw, v, beta: average(dw**2, v, beta)),
        AVERAGES,
        IN_PATH,
    ),
    WrongStep(
        "averages_w",
        "The average is made of `w` and the gradient. It is the old `v` that keeps the share beta.",
        averages_w,
        EVERYTHING,
        IN_PATH,
    ),
    WrongStep(
        "learning_rate_in_v",
        "The learning rate stands inside `v`, in place of the share one minus beta. `v` is the "
        "plain average of gradients; the learning rate comes in where `w` moves.",
        learning_rate_in_v,
        EVERYTHING,
    ),
    WrongStep(
        "classical",
        "This is another form of momentum, with the learning rate inside `v` and `v` added to "
        "`w`. Here `v` is the plain average of the gradients, and `w` moves against it by "
        "learning_rate times its size.",
        classical,
        EVERYTHING,
    ),
    WrongStep(
        "old_v",
        "`w` moves by the `v` that came in. First work out the new `v`, then move by that.",
        momentum_of(lambda a: a.moved(a.v_old)),
        MOVES,
        IN_PATH,
    ),
    WrongStep(
        "raw_gradient",
        "`w` moves by the newest gradient, which is plain gradient descent: `v` is worked out and "
        "not used. Move by the new `v`.",
        momentum_of(lambda a: a.moved(a.dw)),
        MOVES,
        IN_PATH,
    ),
    WrongStep(
        "nesterov",
        "`w` moves by an average of the new `v` and the gradient, so the gradient counts twice. "
        "That is a variant with the name Nesterov; here `w` moves by the new `v` alone.",
        momentum_of(lambda a: a.moved(average(a.dw, a.v, a.beta))),
        MOVES,
        IN_PATH,
    ),
    WrongStep(
        "share_twice",
        "The share `1 - beta` comes in twice: once in `v`, and once more where `w` moves. It "
        "belongs in `v` only.",
        momentum_of(lambda a: a.moved((1 - a.beta) * a.v)),
        MOVES,
        IN_PATH,
    ),
    WrongStep(
        "corrected",
        "`w` moves by `v` divided by `1 - beta`, as a bias correction of the first step would do. "
        "Momentum is used without the correction: move by `v` as it is.",
        momentum_of(lambda a: a.moved(a.v / (1 - a.beta))),
        MOVES,
    ),
    WrongStep(
        "uphill",
        "`w` moves up the slope. The gradient points uphill, so the step is taken away from `w`.",
        momentum_of(lambda a: (a.w + a.learning_rate * a.v, a.v)),
        MOVES,
        IN_PATH,
    ),
    WrongStep(
        "no_learning_rate",
        "`learning_rate` is never used: it is the factor in front of `v` where `w` moves.",
        momentum_of(lambda a: (a.w - a.v, a.v)),
        MOVES,
        IN_PATH,
    ),
)
