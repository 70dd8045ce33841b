"""What counts where there is more than one right answer: facts about the values, not the values.

A view takes the calls of a case and the value that each returned, and gives plain facts about them,
such as `{"every example once": True, "pairs kept": False}`. The facts of the reference are the
expected ones, and each known mistake has facts of its own. Values may be hostile: what a view
raises means that they are not what is documented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib import batch_views
from course_lib.class_views import cost_of_the_impossible, numbers_of_any_type
from course_lib.saddle_views import SADDLE_VIEWS
from course_lib.schedule_views import each_epoch_alone

Facts = Mapping[str, Any]
View = Callable[[Sequence[Any], Sequence[Any]], Facts]

FALSE_ALARM = 1e-10
"""How often `looks_uniform` may be wrong about a sample that is uniform."""


def looks_uniform(sample: NDArray[np.float64]) -> bool:
    """Whether numbers look drawn from [0, 1] uniformly.

    By the inequality of Dvoretzky, Kiefer, Wolfowitz and Massart, the share of n numbers below x
    is further than sqrt(log(2 / p) / 2n) from x, for any x, with a probability of at most p.

    >>> looks_uniform(np.linspace(0, 1, 1000)), looks_uniform(np.linspace(0, 1, 1000) ** 2)
    (True, False)
    """
    ordered = np.sort(np.asarray(sample, dtype=np.float64))
    n = len(ordered)
    if not n or not np.isfinite(ordered).all() or ordered[0] < 0 or ordered[-1] > 1:
        return False
    steps = np.arange(n + 1) / n
    apart = max(np.max(steps[1:] - ordered), np.max(ordered - steps[:-1]))
    return bool(apart <= np.sqrt(np.log(2 / FALSE_ALARM) / (2 * n)))


VIEWS: dict[str, View] = {
    "batch_shapes": batch_views.batch_shapes,
    "batch_members": batch_views.batch_members,
    "batch_pairs": batch_views.batch_pairs,
    "batch_order": batch_views.batch_order,
    "batch_chance": batch_views.batch_chance,
    "each_epoch_alone": each_epoch_alone,
    "cost_of_the_impossible": cost_of_the_impossible,
    "numbers_of_any_type": numbers_of_any_type,
    **SADDLE_VIEWS,
}
"""Name -> view; a case names the one that it is seen through."""
