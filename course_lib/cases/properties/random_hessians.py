"""Facts about shares of random matrices: what they could be, and where randomness comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.cases.arguments import CourseFunction

Facts = Mapping[str, Any]

FALSE_ALARM = 1e-10
"""How often `could_be` may reject a share that differs from the probability by chance alone."""


def could_be(share: float, trials: int, probability: float) -> bool:
    """Return whether `share` of `trials` may come from independent events of this probability.

    By Chernoff's bound, trials times the divergence of the share from the probability exceeds
    log(2 / p) with a probability of at most p.

    >>> could_be(0.49, 10_000, 0.5), could_be(0.4, 10_000, 0.5)
    (True, False)
    """
    divergence = 0.0
    for seen, expected in ((share, probability), (1 - share, 1 - probability)):
        if seen > 0:
            if expected <= 0:
                return False
            divergence += seen * float(np.log(seen / expected))
    return bool(trials * divergence <= np.log(2 / FALSE_ALARM))


ENOUGH = 100
"""Fewer trials say next to nothing about a probability."""

ALWAYS = 1 - 1e-6
"""Not 1, because rounding may make an eigenvalue negative in one of very many matrices."""

SHARES = {
    1: (1 / 2, 0.0, ALWAYS),
    2: ((2 - np.sqrt(2)) / 4, 0.25, 0.1161, 1 / 2, 0.2929, 0.4245, 0.8536, 0.0, ALWAYS),
    3: (1 / 4 - 2**0.5 / np.pi / 2, 0.125, 0.104, 0.0122, 1 / 2, 0.0498, 0.9751, 0.0, ALWAYS),
    4: (0.00241,),
}
"""For n x n matrices: the share with only positive eigenvalues, then what mistakes give."""

AS_GOOD_AS = {(2, 0.125): 0.1161, (3, 0.015625): 0.0122}
"""For n: the share with only positive entries, and that of another mistake, too near to tell."""

OWN_NUMBERS = SHARES[2][0]

UNEVEN = (0.36726, 0.57802, OWN_NUMBERS)
"""The share of 2 x 2 matrices from an `UnevenGenerator`: as the formula says; from one triangle of
numbers scaled to the same variance, which with normal numbers is as good; without its numbers."""


def share_of_minima(calls: Sequence[Any], values: Sequence[Any]) -> Facts:
    """Return which of `SHARES` each value could be, and whether there is more than one result.

    Fewer than `ENOUGH` trials show only the latter.
    """
    found = [_nearest(call, value) for call, value in zip(calls, values, strict=True)]
    return {
        "the result is": [text for text in found if text] or ["far from what is known"],
        "different results for different arguments": _differ(values),
    }


def _nearest(call: Any, value: Any) -> str:
    """Return what a value could be: a share, a share in percent, or a number of many trials.

    Where it could be several shares, it is the right one, or else the nearest.
    """
    n, trials, rng = call.args[:3]
    if isinstance(rng, CourseFunction):
        fits = any(could_be(float(value), trials, share) for share in UNEVEN)
        return "right for other numbers too" if fits else "wrong for other numbers"
    for form, unit in (("", 1), (", in percent", 100), (", times trials", trials)):
        share = float(value) / unit
        known = (*SHARES[n], *(p for size, p in AS_GOOD_AS if size == n))
        fitting = [p for p in known if 0 <= share <= 1 and _fits(share, trials, p)]
        if fitting and trials >= ENOUGH:
            right = SHARES[n][0] in fitting
            nearest = SHARES[n][0] if right else min(fitting, key=lambda p: abs(share - p))
            nearest = AS_GOOD_AS.get((n, nearest), nearest)
            integer = unit == n == 1 and isinstance(value, int)
            return f"near {nearest:.3g}{form}" + integer * ", an integer"
    return ""


def _fits(share: float, trials: int, probability: float) -> bool:
    """Return whether it may be the share, or 0 for a share that two decimals round to 0."""
    return could_be(share, trials, probability) or (share == 0 and probability < 0.005)


def _differ(values: Sequence[Any]) -> bool:
    """Return whether there are at least two results, if there were at least two calls."""
    return len(values) == 1 or len(set(map(float, values))) > 1


def parts_of_trials(calls: Sequence[Any], values: Sequence[Any]) -> Facts:
    """Return whether each value is a number of trials divided by all trials.

    Of many trials in one dimension neither none nor all are minima; a single trial is one or none,
    not always the same one where shares of as many trials differ.
    """
    several = [value for call, value in zip(calls, values, strict=True) if call.args[1] > 1]
    facts = {
        "a float": all(isinstance(value, float) for value in values),
        "not always 0": any(float(value) != 0 for value in values),
        "never all of several matrices": all(float(value) != 1 for value in several),
    }
    for call, value in zip(calls, values, strict=True):
        trials = call.args[1]
        if trials == 1:
            name, holds = "0 or 1 of 1 matrix", value in (0, 1)
        else:
            count = float(value) * trials
            whole = abs(count - round(count)) < 1e-6
            name, holds = f"a whole number of {trials} matrices", whole and 0 < count < trials
        facts[name] = facts.get(name, True) and bool(holds)
    if any(call.args[1] == 1 for call in calls):
        facts["0 and 1 of single matrices"] = _single_ones_differ(calls, values)
    return facts


def _single_ones_differ(calls: Sequence[Any], values: Sequence[Any]) -> bool:
    """Return whether single trials differ, or else other calls with equal arguments do not."""
    found: dict[int, set[float]] = {}
    for call, value in zip(calls, values, strict=True):
        found.setdefault(call.args[1], set()).add(float(value))
    single = found.pop(1)
    return len(single) > 1 or all(len(shares) == 1 for shares in found.values())


def chance_from_rng(calls: Sequence[Any], values: Sequence[Any]) -> Facts:
    """Return whether one seed always gives one result, and whether another gives another.

    Results of single trials show only whether there is more than one result at all.
    """
    results: dict[int, set[float]] = {}
    for call, value in zip(calls, values, strict=True):
        if call.args[1] > 1:
            results.setdefault(call.args[2].seed, set()).add(float(value))
    return {
        "the same result for the same rng": all(len(found) == 1 for found in results.values()),
        "a different result for a different rng": len(set.union(*results.values())) > 1,
        "different results for different arguments": _differ(values),
    }


def numbers_from_rng(calls: Sequence[Any], values: Sequence[Any]) -> Facts:
    """Return whether an `UnevenGenerator` makes no difference, so that its numbers are not used."""
    (value,) = values
    return {"random numbers of its own": could_be(float(value), calls[0].args[1], OWN_NUMBERS)}


HESSIAN_PROPERTIES = {
    "numbers_from_rng": numbers_from_rng,
    "share_of_minima": share_of_minima,
    "parts_of_trials": parts_of_trials,
    "chance_from_rng": chance_from_rng,
}
