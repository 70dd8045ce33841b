"""Known mistakes in the whole Adam step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import (
    NO_RETURN,
    augmented,
    cast_to_input_dtype,
    in_place,
    returns_none,
    without_warnings,
)
from grader_tests.engine.exercise import UNCHANGED, Function, Mistake
from grader_tests.topics.adam import correction, moments
from grader_tests.topics.adam.reference import (
    Step,
    adam_of,
    adam_step,
    correct_moments,
    update_moments,
)
from grader_tests.topics.adam.shared import IN_PLACE, TRUNCATED, WRITTEN_OVER

EPSILON = ("epsilon", "epsilon_order")
MOVES = ("update", "correction", *EPSILON, "integers")
EVERYTHING = (*MOVES, "state", UNCHANGED)


def with_betas(beta1: float, beta2: float) -> Function:
    """The right step with betas of its own; `correct` sees what `moments` sees."""
    return adam_of(
        moments=lambda dw, v, s, *betas: update_moments(dw, v, s, beta1, beta2),
        correct=lambda v, s, t, *betas: correct_moments(v, s, t, beta1, beta2),
    )


def betas_swapped(*args: Any, beta1: float, beta2: float, **kwargs: Any) -> Any:
    """Averaged and corrected with the other's beta."""
    return adam_step(*args, beta1=beta2, beta2=beta1, **kwargs)


def w_in_place(w: Any, *args: Any, **kwargs: Any) -> Any:
    """Only w written over, with `-=`."""
    new_w, v, s = adam_step(w, *args, **kwargs)
    w -= w - new_w
    return w, v, s


def epsilon_hat(a: Step) -> Any:
    """The paper's faster form, which Keras has: the correction moved into the learning rate."""
    return a.moved(a.v_hat * np.sqrt(1 - a.beta2**a.t), np.sqrt(a.s) + a.epsilon)


PARTS = (
    *(part.mistake_in_adam("moments") for part in moments.PARTS),
    *(part.mistake_in_adam("correct") for part in correction.PARTS),
)
MISTAKES = (
    *PARTS,
    Mistake(
        "all_betas_swapped",
        "`beta1` and `beta2` have changed places, in the averages and in the correction: `beta1` "
        "belongs to `v`, `beta2` to `s`.",
        without_warnings(betas_swapped),
        ("update", "correction", *EPSILON, "state"),
    ),
    Mistake(
        "all_betas_fixed",
        "The step always uses 0.9 and 0.999. Those are common values, but it has to use the "
        "`beta1` and `beta2` that it is called with.",
        without_warnings(with_betas(0.9, 0.999)),
        EVERYTHING,
    ),
    Mistake(
        "epsilon_inside",
        "`epsilon` stands under the root, as in RMSProp. In Adam it is added after the root is "
        "taken: where gradients are tiny, that makes a big difference.",
        without_warnings(adam_of(lambda a: a.moved(a.v_hat, np.sqrt(a.s_hat + a.epsilon)))),
        EPSILON,
    ),
    Mistake(
        "epsilon_hat",
        "`epsilon` is added to the root of the uncorrected `s`, and the correction comes after. "
        "Correct `s` first, then take the root, then add `epsilon`.",
        without_warnings(adam_of(epsilon_hat)),
        ("epsilon_order",),
    ),
    Mistake(
        "epsilon_missing",
        "`epsilon` is never used. Add it to the root: it keeps the division harmless where `s` is "
        "close to zero.",
        without_warnings(adam_of(lambda a: a.moved(a.v_hat, np.sqrt(a.s_hat)))),
        EPSILON,
    ),
    Mistake(
        "epsilon_after_division",
        "`epsilon` is added after the division. It belongs to the divisor: put the root and "
        "`epsilon` in one pair of brackets.",
        without_warnings(adam_of(lambda a: a.moved(a.v_hat / np.sqrt(a.s_hat) + a.epsilon, 1))),
        EPSILON,
    ),
    Mistake(
        "epsilon_fixed",
        "The step always uses 1e-8 for `epsilon`. That is a common value, but it has to use the "
        "`epsilon` that it is called with.",
        without_warnings(
            adam_of(lambda a: replace(a, epsilon=1e-8).moved(a.v_hat, np.sqrt(a.s_hat) + 1e-8))
        ),
        EPSILON,
    ),
    Mistake(
        "corrected_state",
        "The corrected averages come back, and the next step would correct them once more. "
        "Return the plain `v` and `s`; `v_hat` and `s_hat` live only inside one step.",
        without_warnings(adam_of(lambda a: (a.w - a.change, a.v_hat, a.s_hat))),
        ("state",),
    ),
    Mistake(
        "old_state",
        "The `v` and `s` that came in go out again, so nothing is ever averaged over more than "
        "one update. Return the new ones.",
        without_warnings(adam_of(lambda a: (a.w - a.change, a.v_old, a.s_old))),
        ("update", "epsilon", "state", "integers"),
    ),
    Mistake(
        "uphill",
        "`w` moves up the slope. The gradient points uphill, so the step is taken away from `w`.",
        without_warnings(adam_of(lambda a: (a.w + a.change, a.v, a.s))),
        MOVES,
    ),
    Mistake(
        "no_root",
        "The divisor is `s_hat` without its root. `s` averages squares, and only its root has the "
        "size of a gradient.",
        without_warnings(adam_of(lambda a: a.moved(a.v_hat, a.s_hat + a.epsilon))),
        MOVES,
    ),
    Mistake(
        "root_before_correction",
        "The root of `s` is taken first, and corrected afterwards by the full factor. Correct `s` "
        "first, then take the root.",
        without_warnings(
            adam_of(lambda a: a.moved(a.v_hat, np.sqrt(a.s) / (1 - a.beta2**a.t) + a.epsilon))
        ),
        ("correction", "epsilon_order"),
    ),
    Mistake(
        "raw_gradient",
        "The newest gradient `dw` stands on top of the fraction. That is RMSProp; Adam moves by "
        "the corrected average of the gradients.",
        without_warnings(adam_of(lambda a: a.moved(a.dw, np.sqrt(a.s_hat) + a.epsilon))),
        MOVES,
    ),
    Mistake(
        "not_divided",
        "`w` moves by the average gradient alone. That is momentum; Adam also divides it by the "
        "root of the corrected `s`.",
        without_warnings(adam_of(lambda a: a.moved(a.v_hat, 1))),
        MOVES,
    ),
    Mistake(
        "no_learning_rate",
        "`learning_rate` is never used: it is the factor in front of the fraction.",
        without_warnings(adam_of(lambda a: (a.w - a.change / a.learning_rate, a.v, a.s))),
        MOVES,
    ),
    Mistake(
        "state_turned",
        "`s` comes back before `v`. The order is `w`, `v`, `s`.",
        without_warnings(adam_of(lambda a: (a.w - a.change, a.s, a.v))),
        ("update", "epsilon", "state", "integers"),
    ),
    Mistake(
        "w_last",
        "`w` comes back last. The order is `w`, `v`, `s`.",
        without_warnings(adam_of(lambda a: (a.v, a.s, a.w - a.change))),
        EVERYTHING,
    ),
    Mistake(
        "only_w",
        "Only `w` comes back. The next step needs the averages too: return `w`, `v` and `s`.",
        without_warnings(adam_of(lambda a: a.w - a.change)),
        EVERYTHING,
    ),
    Mistake(
        "only_change",
        "The change comes back in place of the new `w`. Take it away from `w`, and return that.",
        without_warnings(adam_of(lambda a: (a.change, a.v, a.s))),
        MOVES,
    ),
    Mistake("in_place", IN_PLACE, augmented(adam_step, 0, 2, 3), ("integers", UNCHANGED)),
    Mistake(
        "w_in_place",
        "`w` is written over (`w -= ...`), so the caller's own `w` is gone. Make a new array: "
        "`w = w - ...`.",
        w_in_place,
        ("integers", UNCHANGED),
    ),
    Mistake("written_over", WRITTEN_OVER, in_place(adam_step, 0, 2, 3), ("integers", UNCHANGED)),
    Mistake("truncated", TRUNCATED, cast_to_input_dtype(adam_step), ("integers",)),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
