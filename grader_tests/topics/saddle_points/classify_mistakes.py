"""`classify_critical_point`: the reference and the known mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.exercise import UNCHANGED, Function, Mistake


def kind_of(curvatures: Any, tol: float) -> str:
    """What a point with these curvatures is, if each stands for a direction of its own."""
    up, down = curvatures > tol, curvatures < -tol
    if up.any() and down.any():
        return "saddle"
    if up.all():
        return "minimum"
    return "maximum" if down.all() else "degenerate"


def classify_critical_point(hessian: Any, tol: float) -> str:
    """`kind_of` the eigenvalues."""
    return kind_of(np.linalg.eigvalsh(hessian), tol)


def by(grade_function: Callable[[Any, float], str]) -> Function:
    """A verdict on the eigenvalues."""
    return lambda hessian, tol: grade_function(np.linalg.eigvalsh(hessian), tol)


def by_determinant(hessian: Any, tol: float) -> str:
    """The rule for two dimensions, used in all."""
    det = np.linalg.det(hessian)
    if abs(det) <= tol:
        return "degenerate"
    if det < 0:
        return "saddle"
    return "minimum" if hessian[0, 0] > 0 else "maximum"


def zero_first(values: Any, tol: float) -> str:
    """Looks for zeros before it looks at signs."""
    return "degenerate" if (abs(values) <= tol).any() else kind_of(values, tol)


def zero_for_either(values: Any, tol: float) -> str:
    """What is not against a minimum passes for one; so for a maximum."""
    if (values >= -tol).all():
        return "minimum"
    return "maximum" if (values <= tol).all() else "saddle"


def any_for_all(values: Any, tol: float) -> str:
    """One direction decides."""
    if (values > tol).any():
        return "minimum"
    return "maximum" if (values < -tol).any() else "degenerate"


def renamed(**names: str | None) -> Function:
    """The reference with other words for some of its answers."""

    def wrong(hessian: Any, tol: float) -> str | None:
        answer = classify_critical_point(hessian, tol)
        return names.get(answer, answer)

    return wrong


ALL = ("definite", "saddle", "degenerate", "flat_saddle", "tolerance", UNCHANGED)

MISTAKES = (
    Mistake(
        "by_diagonal",
        "You judge by the diagonal, which only knows the curvature along the axes. A surface "
        "may rise along every axis and fall between them: use the eigenvalues.",
        lambda hessian, tol: kind_of(np.diag(hessian), tol),
        ("saddle", "degenerate", "flat_saddle", "tolerance"),
    ),
    Mistake(
        "by_determinant",
        "You judge by the determinant. That is a rule for two dimensions only: a determinant "
        "is the product of all eigenvalues, and two minus signs cancel. Look at each one.",
        by_determinant,
        ("definite", "saddle", "degenerate", "flat_saddle", "tolerance", UNCHANGED),
    ),
    Mistake(
        "by_trace",
        "You judge by the sum of the eigenvalues (the trace), so a few large ones hide the "
        "others. Look at each one by itself.",
        by(lambda values, tol: kind_of(values[:1] * 0 + values.sum(), tol)),
        ("saddle", "degenerate", "flat_saddle", "tolerance"),
    ),
    Mistake(
        "by_entries",
        "You judge by the signs of the matrix's entries. An entry beside the diagonal can be "
        "negative at a minimum: use the eigenvalues.",
        lambda hessian, tol: kind_of(hessian.ravel(), tol),
        ("definite", "saddle", "degenerate", "flat_saddle", "tolerance", UNCHANGED),
    ),
    Mistake(
        "zero_is_minimum",
        "A flat direction passes for any other, so the verdict is minimum or maximum where an "
        "eigenvalue is zero. Both need every eigenvalue beyond `tol`, on one side.",
        by(zero_for_either),
        ("degenerate", "tolerance"),
    ),
    Mistake(
        "zero_first",
        "One eigenvalue of zero makes you say degenerate, although others have both signs. "
        "Those already make it a saddle, whatever the flat direction does.",
        by(zero_first),
        ("flat_saddle",),
    ),
    Mistake(
        "zero_is_saddle",
        "Everything that is neither a minimum nor a maximum passes for a saddle. A saddle "
        "needs both signs; what is left over is degenerate.",
        renamed(degenerate="saddle"),
        ("degenerate", "tolerance"),
    ),
    Mistake(
        "tol_ignored",
        "The eigenvalues are compared with 0, not with `tol`. Rounding leaves tiny values "
        "where there should be a zero: what lies within `tol` of zero has no sign.",
        by(lambda values, tol: kind_of(values, 0.0)),
        ("degenerate", "tolerance"),
    ),
    Mistake(
        "edge_counts",
        "An eigenvalue that is exactly `tol` gets a sign. Only what is *greater* than `tol` or "
        "*less* than `-tol` has one: compare `>` with `>=`.",
        by(lambda values, tol: kind_of(values, np.nextafter(tol, 0))),
        ("tolerance",),
    ),
    Mistake(
        "relative_tol",
        "You compare with `tol` times the largest eigenvalue. `tol` is the bound itself.",
        by(lambda values, tol: kind_of(values, tol * abs(values).max())),
        ("tolerance",),
    ),
    Mistake(
        "any_for_all",
        "One eigenvalue above `tol` is enough for your minimum. It needs all of them: compare "
        "`np.any` with `np.all`.",
        by(any_for_all),
        ("saddle", "degenerate", "flat_saddle", "tolerance"),
    ),
    Mistake(
        "sizes_only",
        "The signs are lost: absolute values, singular values and squares are never negative. "
        "Use the eigenvalues as they are.",
        by(lambda values, tol: kind_of(abs(values), tol)),
        ALL,
    ),
    Mistake(
        "exchanged",
        "Minimum and maximum have changed places: where every direction curves upward, you "
        "stand at the lowest point.",
        renamed(minimum="maximum", maximum="minimum"),
        ALL,
    ),
    Mistake(
        "other_words",
        "The verdict is right, but in other words. Return exactly one of the four texts of "
        'the docstring, such as `"saddle"`.',
        renamed(minimum="local minimum", maximum="local maximum", saddle="saddle point"),
        ALL,
    ),
    Mistake(
        "capitals",
        "The verdict is right, but it begins with a capital letter. Return the text as it "
        "stands in the docstring, in small letters.",
        lambda hessian, tol: classify_critical_point(hessian, tol).capitalize(),
        ALL,
    ),
    Mistake(
        "nothing_left_over",
        "Where none of your conditions holds, the function returns nothing (`None`). That "
        "happens in the degenerate case.",
        renamed(degenerate=None),
        ("degenerate", "tolerance"),
    ),
)
