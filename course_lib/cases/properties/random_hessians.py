"""What is seen of shares of random matrices: which probability they could be, and their chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Facts = Mapping[str, Any]

FALSE_ALARM = 1e-10
"""How often `could_be` may be wrong about a share that is only luck."""


def could_be(share: float, trials: int, probability: float) -> bool:
    """Whether `share` of `trials` may be the luck of independent events of this probability.

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


SHARES = {
    1: (1 / 2, 1.0),
    2: ((2 - np.sqrt(2)) / 4, 0.25, 0.1161, 1 / 2, 0.2929, 0.4245, 0.8536, 1.0),
    3: (1 / 4 - np.sqrt(2) / (2 * np.pi), 0.125, 0.104, 0.0122, 1 / 2, 0.0498, 0.9751, 1.0),
}
"""Of random matrices (n, n): the share with all eigenvalues positive; then what mistakes give."""


def share_of_minima(calls: Sequence[Any], values: Sequence[Any]) -> Facts:
    """Which of `SHARES` each value could be, as a share, in percent, or as a number of trials.

    Where it could be several, it is the nearest.
    """
    found = []
    for call, value in zip(calls, values, strict=True):
        n, trials = call.args[:2]
        for form, unit in (("", 1), (", in percent", 100), (", times trials", trials)):
            share = float(value) / unit
            fitting = [p for p in SHARES[n] if 0 <= share <= 1 and could_be(share, trials, p)]
            nearest = min(fitting, key=lambda p: abs(share - p), default=None)
            found += [f"near {nearest:.3g}{form}"] if nearest is not None else []
    return {"the result is": found or ["far from what is known"]}


def parts_of_trials(calls: Sequence[Any], values: Sequence[Any]) -> Facts:
    """Whether each value is a number of trials divided by all trials.

    Of many trials in one dimension neither none nor all are minima; a single trial is one or none.
    """
    facts = {"a float": all(isinstance(value, float) for value in values)}
    for call, value in zip(calls, values, strict=True):
        trials = call.args[1]
        if trials == 1:
            name, holds = "0 or 1 of 1 matrix", value in (0, 1)
        else:
            count = float(value) * trials
            whole = abs(count - round(count)) < 1e-6
            name, holds = f"a whole number of {trials} matrices", whole and 0 < count < trials
        facts[name] = facts.get(name, True) and bool(holds)
    return facts


def chance_from_rng(calls: Sequence[Any], values: Sequence[Any]) -> Facts:
    """Whether one seed always gives one result, and whether another seed gives another."""
    results: dict[int, set[float]] = {}
    for call, value in zip(calls, values, strict=True):
        results.setdefault(call.args[2].seed, set()).add(float(value))
    return {
        "the same again with the same rng": all(len(found) == 1 for found in results.values()),
        "another result with another rng": len(set.union(*results.values())) > 1,
    }


HESSIAN_PROPERTIES = {
    "share_of_minima": share_of_minima,
    "parts_of_trials": parts_of_trials,
    "chance_from_rng": chance_from_rng,
}
