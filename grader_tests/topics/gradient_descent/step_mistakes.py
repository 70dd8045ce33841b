"""Known mistakes in the step of gradient descent."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.exercise import UNCHANGED, Function, Mistake
from grader_tests.topics.gradient_descent.shared import NO_RETURN, returns_none


def gradient_step(w: Any, dw: Any, learning_rate: float) -> Any:
    """w - learning_rate * dw."""
    return w - learning_rate * dw


def result(formula: Function) -> Function:
    """A step whose result is another formula in w, dw and the learning rate."""
    return lambda w, dw, learning_rate: formula(w, dw, learning_rate)


def change(formula: Function) -> Function:
    """A step that adds something else to w."""
    return lambda w, dw, learning_rate: w + formula(w, dw, learning_rate)


def in_place(w: Any, dw: Any, learning_rate: float) -> Any:
    """With `-=`, which whole-number arrays refuse."""
    w -= learning_rate * dw
    return w


def written_over(w: Any, dw: Any, learning_rate: float) -> Any:
    """With `w[:] = ...`, which whole-number arrays take, without the decimals."""
    w[...] = w - learning_rate * dw
    return w


def gradient_scaled(w: Any, dw: Any, learning_rate: float) -> Any:
    """With `dw *= learning_rate`."""
    dw *= learning_rate
    return w - dw


NUMBERS = ("direction", "rate", "integers")
EVERYTHING = (*NUMBERS, UNCHANGED)

MISTAKES = (
    Mistake(
        "uphill",
        "You add the gradient, and so you walk uphill. The gradient points to where the cost "
        "grows: take the step away from `w`.",
        change(lambda w, dw, rate: rate * dw),
        EVERYTHING,
    ),
    Mistake(
        "no_learning_rate",
        "`learning_rate` is never used, so every step is as long as the gradient itself. It "
        "is the factor in front of `dw`.",
        change(lambda w, dw, rate: -dw),
        ("rate", "integers"),
    ),
    Mistake(
        "divided_by_rate",
        "You divide by `learning_rate`, so a small one makes a long step. It is a factor: a "
        "small one makes a short step.",
        change(lambda w, dw, rate: -dw / rate),
        ("rate", "integers"),
    ),
    Mistake(
        "fixed_rate",
        "The step is always a hundredth of the gradient. Use the `learning_rate` that the "
        "function is called with.",
        change(lambda w, dw, rate: -0.01 * dw),
        EVERYTHING,
    ),
    Mistake(
        "fixed_rate_tenth",
        "The step is always a tenth of the gradient. Use the `learning_rate` that the "
        "function is called with.",
        change(lambda w, dw, rate: -0.1 * dw),
        EVERYTHING,
    ),
    Mistake(
        "rate_for_all",
        "`learning_rate` multiplies the whole difference, so that `w` itself shrinks. It "
        "belongs to `dw` alone: check your brackets.",
        result(lambda w, dw, rate: rate * (w - dw)),
        ("rate", "integers"),
    ),
    Mistake(
        "rate_subtracted",
        "`learning_rate` is taken away from `w` like a second gradient. It is a factor: it "
        "says how much of the gradient becomes the step.",
        change(lambda w, dw, rate: -rate - dw),
        EVERYTHING,
    ),
    Mistake(
        "difference_multiplied",
        "You take `learning_rate` away from `w` and multiply the rest by the gradient. First "
        "multiply `learning_rate` and `dw`, then take the product away: check your brackets.",
        result(lambda w, dw, rate: (w - rate) * dw),
        EVERYTHING,
    ),
    Mistake(
        "turned",
        "`w` and `dw` have changed places: you start from the gradient and take some of `w` away.",
        result(lambda w, dw, rate: dw - rate * w),
        EVERYTHING,
    ),
    Mistake(
        "backwards",
        "The difference is the wrong way round, so the result has the wrong sign: start from "
        "`w`, and take the step away from it.",
        result(lambda w, dw, rate: rate * dw - w),
        EVERYTHING,
    ),
    Mistake(
        "only_the_step",
        "Only the step comes back, without the weights. Take it away from `w`, and return "
        "the new weights.",
        result(lambda w, dw, rate: rate * dw),
        EVERYTHING,
    ),
    Mistake(
        "only_the_change",
        "Only the change comes back, without the weights. Add it to `w`, and return the new "
        "weights.",
        result(lambda w, dw, rate: -rate * dw),
        EVERYTHING,
    ),
    Mistake(
        "no_step",
        "The weights come back as they were: the step is worked out, if at all, and then "
        "forgotten. Return the new weights.",
        result(lambda w, dw, rate: w),
        EVERYTHING,
    ),
    Mistake(
        "sign_only",
        "Only the sign of the gradient counts in your step. Where the slope is steeper, the "
        "step has to be longer: use the gradient itself.",
        change(lambda w, dw, rate: -rate * np.sign(dw)),
        EVERYTHING,
    ),
    Mistake(
        "length_one",
        "You divide the gradient by its length. Gradient descent takes it as it is, so that "
        "steps become shorter where the slope is gentle.",
        change(lambda w, dw, rate: -rate * dw / np.sqrt(np.sum(dw**2))),
        EVERYTHING,
    ),
    Mistake(
        "averaged",
        "You divide the gradient by how many elements it has. The mean over the examples is "
        "already in it: take it as it is.",
        change(lambda w, dw, rate: -rate * dw / dw.size),
        EVERYTHING,
    ),
    Mistake(
        "same_for_all",
        "All weights move by the same amount, the mean of the gradient. Each weight has its "
        "own element of the gradient, and moves by that.",
        change(lambda w, dw, rate: -rate * np.mean(dw)),
        EVERYTHING,
    ),
    Mistake(
        "list",
        "The numbers are right, but they come in a list. Return a NumPy array: the formula "
        "works on whole arrays, without a loop.",
        result(lambda w, dw, rate: gradient_step(np.asarray(w), dw, rate).tolist()),
        EVERYTHING,
    ),
    Mistake(
        "truncated",
        "The result has the type of the input, so whole numbers lose their decimals. "
        "`np.zeros_like(w)` of whole numbers is again an array of whole numbers: let the "
        "formula make the new array.",
        result(lambda w, dw, rate: gradient_step(w, dw, rate).astype(w.dtype)),
        ("integers",),
    ),
    Mistake(
        "in_place",
        "`-=` changes the array that came in, so the caller's own weights are gone, and "
        "arrays of whole numbers even refuse. Make a new array: `w = w - ...`.",
        in_place,
        ("integers", UNCHANGED),
    ),
    Mistake(
        "written_over",
        "The result is written into the array that came in, as `w[:] = ...` does, so the "
        "caller's own weights are gone. Make a new array: `w = w - ...`.",
        written_over,
        ("integers", UNCHANGED),
    ),
    Mistake(
        "gradient_scaled",
        "`dw *= ...` changes the gradient that came in. Others may still need it: multiply "
        "inside the formula, which makes a new array.",
        gradient_scaled,
        ("integers", UNCHANGED),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
