"""Known mistakes in a whole path of momentum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import NO_RETURN, returns_none
from grader_tests.engine.exercise import UNCHANGED, Function, Mistake
from grader_tests.topics.momentum.reference import momentum_path, momentum_step, path_of
from grader_tests.topics.momentum.wrong_steps import IN_PATH, STEPS

EVERYTHING = ("start", *IN_PATH, UNCHANGED)


def changed(result: Callable[[Any], Any], more_steps: int = 0) -> Function:
    """The right path with something done to it, and with more steps or fewer."""

    def wrong(gradient: Any, w0: Any, learning_rate: float, beta: float, steps: int) -> Any:
        return result(momentum_path(gradient, w0, learning_rate, beta, steps + more_steps))

    return wrong


def averages(gradient: Any, w0: Any, learning_rate: float, beta: float, steps: int) -> Any:
    """Every v, in place of every w."""
    w, v = w0, np.zeros(len(w0))
    path = [v]
    for _ in range(steps):
        w, v = momentum_step(w, gradient(w), v, learning_rate, beta)
        path.append(v)
    return np.array(path)


def gradient_once(gradient: Any, w0: Any, *rest: Any, **settings: Any) -> Any:
    """The gradient worked out before the loop."""
    dw = gradient(w0)
    return momentum_path(lambda w: dw, w0, *rest, **settings)


def looking_ahead(gradient: Any, w0: Any, learning_rate: float, beta: float, steps: int) -> Any:
    """Nesterov's momentum: the gradient of the place where v alone would lead to."""
    step = momentum_step
    return path_of(
        lambda w, dw, v, *rest: step(w, gradient(w - learning_rate * beta * v), v, *rest)
    )(gradient, w0, learning_rate, beta, steps)


def from_first_gradient(
    gradient: Any, w0: Any, learning_rate: float, beta: float, steps: int
) -> Any:
    """v starts as the gradient at w0."""
    w, v = w0, gradient(w0)
    path = [w]
    for _ in range(steps):
        w, v = momentum_step(w, gradient(w), v, learning_rate, beta)
        path.append(w)
    return np.array(path, dtype=np.float64)


def corrected(gradient: Any, w0: Any, learning_rate: float, beta: float, steps: int) -> Any:
    """w moves by v / (1 - beta**t)."""
    w, v = w0, np.zeros(len(w0))
    path = [w]
    for t in range(1, steps + 1):
        v = beta * v + (1 - beta) * gradient(w)
        w = w - learning_rate * v / (1 - beta**t)
        path.append(w)
    return np.array(path, dtype=np.float64)


def subtracting_in_place(copied: bool) -> Function:
    """`w = w0` is no copy, and `w -= ...` then changes both; rows that are kept may be copies."""

    def wrong(gradient: Any, w0: Any, learning_rate: float, beta: float, steps: int) -> Any:
        w, v = w0, np.zeros(len(w0))
        path = [w.copy() if copied else w]
        for _ in range(steps):
            v = beta * v + (1 - beta) * gradient(w)
            w -= learning_rate * v
            path.append(w.copy() if copied else w)
        return np.array(path)

    return wrong


def first_row_empty(path: Any) -> Any:
    """An array of zeros, filled from its second row on."""
    path[0] = 0
    return path


MISTAKES = (
    *(step.mistake_in_path for step in STEPS if step.loses_in_path),
    Mistake(
        "v_not_kept",
        "`v` begins at zero again in every step, so nothing is averaged. Take the `v` that a step "
        "gives into the next one.",
        path_of(keeps_v=False),
        ("path",),
    ),
    Mistake(
        "gradient_once",
        "The gradient is worked out only once, at the start. It is another one at every point: "
        "call `gradient` with the newest point, inside the loop.",
        gradient_once,
        ("path",),
    ),
    Mistake(
        "looking_ahead",
        "The gradient is not taken where `w` is, but where `v` would lead to. That is Nesterov's "
        "variant; here the gradient is that of the newest point.",
        looking_ahead,
        ("path",),
    ),
    Mistake(
        "from_first_gradient",
        "`v` starts as the first gradient. It starts from zero, so the first step is short.",
        from_first_gradient,
        IN_PATH,
    ),
    Mistake(
        "bias_corrected",
        "The average is bias-corrected. Momentum is used without the correction: move by `v` as it "
        "is.",
        corrected,
        IN_PATH,
    ),
    Mistake(
        "start_missing",
        "The start is not in the path. Its first row is `w0`, so there is one row more than there "
        "are steps.",
        changed(lambda path: path[1:]),
        EVERYTHING,
    ),
    Mistake(
        "first_row_empty",
        "The first row stays zero. It is the start, `w0`.",
        changed(first_row_empty),
        EVERYTHING,
    ),
    Mistake(
        "one_step_more",
        "The path goes one step too far. With the start there are `steps + 1` rows, so the loop "
        "makes `steps` rounds.",
        changed(lambda path: path, more_steps=1),
        EVERYTHING,
    ),
    Mistake(
        "one_step_less",
        "The last step is missing. With the start there are `steps + 1` rows, so the loop makes "
        "`steps` rounds.",
        changed(lambda path: path, more_steps=-1),
        IN_PATH,
    ),
    Mistake(
        "only_end",
        "Only the last point comes back. Keep every point on the way, from `w0` on, and return "
        "them all as an array.",
        changed(lambda path: path[-1]),
        EVERYTHING,
    ),
    Mistake(
        "averages",
        "The rows are the averages `v`. The path consists of the points `w`.",
        averages,
        EVERYTHING,
    ),
    Mistake(
        "transposed",
        "Rows and columns have changed places: each point is a row of its own.",
        changed(np.transpose),
        EVERYTHING,
    ),
    Mistake(
        "list",
        "A list of points comes back. Turn it into one array with `np.array`.",
        changed(list),
        EVERYTHING,
    ),
    Mistake(
        "flat",
        "All numbers stand in one long row. Each point is a row of its own: keep the points in a "
        "list with `append`, and turn that into an array with `np.array`.",
        changed(np.ravel),
        EVERYTHING,
    ),
    Mistake(
        "same_point",
        "All rows are the same point. `w -= ...` changes one and the same array again and again, "
        "`w0` too. Make a new array in each step: `w = w - ...`.",
        subtracting_in_place(copied=False),
        (*IN_PATH, UNCHANGED),
    ),
    Mistake(
        "start_changed",
        "The path is right, but `w0` has been moved along: `w = w0` makes no copy, and `w -= ...` "
        "changes both. Make a new array in each step: `w = w - ...`.",
        subtracting_in_place(copied=True),
        ("integers", UNCHANGED),
    ),
    Mistake(
        "truncated",
        "The points have the type of the start, so from whole numbers the path loses its decimals. "
        "`np.zeros((steps + 1, len(w0)))` makes an array of floats.",
        lambda gradient, w0, *rest, **more: momentum_path(gradient, w0, *rest, **more).astype(
            w0.dtype
        ),
        ("integers",),
    ),
    Mistake(
        "whole_start",
        "From a start of whole numbers, a path without any step comes back as whole numbers. Ask "
        "for floats: `np.array(path, dtype=float)`.",
        lambda gradient, w0, learning_rate, beta, steps: (
            momentum_path(gradient, w0, learning_rate, beta, steps) if steps else np.array([w0])
        ),
        ("integers",),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
