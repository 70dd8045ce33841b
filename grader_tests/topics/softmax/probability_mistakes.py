"""What goes wrong in a softmax."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import returns_none, without_warnings
from grader_tests.engine.exercise import UNCHANGED, Mistake
from grader_tests.topics.softmax.reference import softmax
from grader_tests.topics.softmax.shared import NO_RETURN

LARGE, WHOLE = ("large",), ("integers",)
EVERYTHING = ("formula", *LARGE, *WHOLE, UNCHANGED)


def shifted_by(Z: Any, shift: Any) -> Any:
    """Right in the formula, whatever is subtracted; what overflows is another matter."""
    powers = np.exp(Z - shift)
    return powers / powers.sum(axis=0)


def over_rows(Z: Any) -> Any:
    """Each row adds up to 1."""
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def over_everything(Z: Any) -> Any:
    """The whole array adds up to 1."""
    powers = np.exp(Z - Z.max())
    return powers / powers.sum()


def winner_takes_all(Z: Any) -> Any:
    """1 for the largest logit."""
    return np.equal(Z, Z.max(axis=0)) * 1.0


def subtracted_in_place(Z: Any) -> Any:
    """`Z -= ...` before the powers are taken."""
    Z -= Z.max(axis=0)
    powers = np.exp(Z)
    return powers / powers.sum(axis=0)


def written_over(Z: Any) -> Any:
    """The result is stored in the array that came in."""
    Z[...] = softmax(Z)
    return Z


MISTAKES = (
    Mistake(
        "overflow",
        "With large logits the result is `nan`: `np.exp(1000)` is too large for a computer and "
        "becomes `inf`, and `np.exp(-1000)` becomes 0. The probabilities depend only on the "
        "differences between the logits of an example, so subtract something from them first.",
        without_warnings(lambda Z: shifted_by(Z, 0.0)),
        LARGE,
    ),
    Mistake(
        "global_maximum",
        "What you subtract is the largest logit of the whole array. A column whose own logits are "
        "all much smaller then becomes zeros divided by zero. Each column needs its own maximum.",
        without_warnings(lambda Z: shifted_by(Z, Z.max())),
        LARGE,
    ),
    Mistake(
        "minimum_subtracted",
        "You subtract the smallest logit of each column, so the largest one can still overflow. "
        "Which number has to be subtracted so that no exponent is above 0?",
        without_warnings(lambda Z: shifted_by(Z, Z.min(axis=0))),
        LARGE,
    ),
    Mistake(
        "mean_subtracted",
        "You subtract the mean of each column. Where the logits of one column lie far apart, its "
        "largest one still overflows. Which number has to be subtracted so that no exponent is "
        "above 0?",
        without_warnings(lambda Z: shifted_by(Z, Z.mean(axis=0))),
        LARGE,
    ),
    Mistake(
        "largest_absolute_value_subtracted",
        "You subtract the largest *absolute* value of each column. A column of logits around -1000 "
        "is pushed down to -2000 by it, and becomes zeros divided by zero.",
        without_warnings(lambda Z: shifted_by(Z, np.abs(Z).max(axis=0))),
        LARGE,
    ),
    Mistake(
        "clipped",
        "The logits are cut off at a limit. That stops the overflow, but logits beyond the limit "
        "become equal, and so do their probabilities. Subtract instead of cutting.",
        without_warnings(lambda Z: shifted_by(np.clip(Z, -500, 500), 0.0)),
        LARGE,
    ),
    Mistake(
        "over_rows",
        "The sum (or the maximum) is taken along the rows, so each *row* adds up to 1. An example "
        "is a column: the sum runs over the classes of one example, which is `axis=0`.",
        without_warnings(over_rows),
        EVERYTHING,
    ),
    Mistake(
        "over_rows_and_no_fit",
        "It stops with a ValueError. If it says that shapes could not be broadcast: a sum or a "
        "maximum along `axis=1` has one number for each class, which does not fit beside the "
        "columns. Take it down each column, `axis=0`.",
        without_warnings(
            lambda Z: np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(axis=1)
        ),
        EVERYTHING,
    ),
    Mistake(
        "maximum_of_rows",
        "You subtract the maximum of each row, so every logit of a column loses another amount, "
        "and its probabilities change. Only what is equal for the whole column cancels: take the "
        "maximum down the column, `axis=0`.",
        without_warnings(lambda Z: shifted_by(Z, Z.max(axis=1, keepdims=True))),
        EVERYTHING,
    ),
    Mistake(
        "over_everything",
        "You divide by the sum of the whole array. Each example has a sum of its own, over its "
        "column: `axis=0`.",
        without_warnings(over_everything),
        EVERYTHING,
    ),
    Mistake(
        "not_divided",
        "The powers are there, but they do not add up to 1: divide each by the sum of its column.",
        without_warnings(lambda Z: np.exp(Z - Z.max(axis=0))),
        EVERYTHING,
    ),
    Mistake(
        "not_divided_at_all",
        "The result is the powers alone, `exp(Z)`. Two things are missing: divide each by the sum "
        "of its column, and keep large logits from overflowing.",
        without_warnings(lambda Z: np.exp(Z)),
        EVERYTHING,
    ),
    Mistake(
        "no_powers",
        "The logits themselves are divided by their sum. They may be negative, and so may their "
        "sum: take the powers of e first.",
        without_warnings(lambda Z: Z / Z.sum(axis=0)),
        EVERYTHING,
    ),
    Mistake(
        "sigmoid",
        "This is the sigmoid of each logit alone, so the probabilities of an example do not add "
        "up to 1. In a softmax all logits of an example share one denominator.",
        without_warnings(lambda Z: 0.5 * (1 + np.tanh(0.5 * Z))),
        EVERYTHING,
    ),
    Mistake(
        "logarithm",
        "These are the logarithms of the probabilities. Return the probabilities themselves, "
        "which lie between 0 and 1.",
        without_warnings(lambda Z: np.log(softmax(Z))),
        EVERYTHING,
    ),
    Mistake(
        "sign_turned",
        "The exponent is the maximum minus the logit. Turn it around: the logit minus the "
        "maximum. Then no exponent is above 0, and the largest logit has the largest probability.",
        without_warnings(lambda Z: shifted_by(-Z, -Z.max(axis=0))),
        EVERYTHING,
    ),
    Mistake(
        "winner_takes_all",
        "The largest logit gets 1 and all others 0. That is the decision, but softmax is softer: "
        "the others keep a share, by the powers of e.",
        winner_takes_all,
        EVERYTHING,
    ),
    Mistake(
        "transposed",
        "The result is transposed. It has the shape that came in: classes are rows and examples "
        "are columns.",
        without_warnings(lambda Z: softmax(Z).T),
        EVERYTHING,
    ),
    Mistake(
        "truncated",
        "The result has the type of the input, so from whole numbers come only zeros and ones. "
        "`np.zeros_like(Z)` of whole numbers is again an array of whole numbers: let the formula "
        "make the new array.",
        without_warnings(lambda Z: softmax(Z).astype(Z.dtype)),
        WHOLE,
    ),
    Mistake(
        "subtracted_in_place",
        "`Z -= ...` changes the array that came in, and it belongs to the caller. Write the "
        "difference into a new array.",
        subtracted_in_place,
        (UNCHANGED,),
    ),
    Mistake(
        "written_over",
        "The result is written into the array that came in, as `Z[:] = ...` does, and the caller's "
        "logits are gone. Make a new array.",
        written_over,
        (*WHOLE, UNCHANGED),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
