"""Compute the path of a step function on a surface."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course_lib.nn.network import Array
from course_lib.nn.step_adapter import Step, StepAdapter


def walk(
    gradient: Callable[[Array], Array],
    w0: Array,
    *,
    step: Step,
    steps: int,
    **hyperparameters: float,
) -> Array:
    """Return the path of `step`, (steps + 1, n), from the point w0, (n,): row t follows t steps.

    `gradient` returns the gradient at a point. The step function is called as in `train`: `v` and
    `s` start as zeros and are passed on from step to step, and `t` counts from 1. If the path
    diverges to infinity, it ends with the last finite point. Raises `TrainingFailed` if `step` has
    the wrong form.

    >>> def shrink(w, dw, rate):
    ...     return (1 - rate) * w
    >>> walk(lambda w: w, np.array([8.0]), step=shrink, steps=2, rate=0.5).tolist()
    [[8.0], [4.0], [2.0]]
    """
    adapter = StepAdapter(step, hyperparameters)
    current = {"w": np.array(w0, dtype=np.float64)}
    path = [current["w"]]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            adapter.update(current, {"w": gradient(current["w"])})
            if not np.isfinite(current["w"]).all():
                break
            path.append(current["w"])
    return np.array(path)
