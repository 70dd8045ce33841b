"""Properties to compare in cases with more than one right answer.

A property is a function of a case's calls and their return values. It returns plain facts about
them, such as `{"every example once": True, "pairs kept": False}`. The facts about the reference
are the expected ones, and each known mistake has its own facts. Values may be hostile: if a
property raises an exception, they do not have the documented form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.cases.properties import batches
from course_lib.cases.properties.classes import (
    an_integer,
    cost_of_the_impossible,
    numbers_of_any_type,
)
from course_lib.cases.properties.random_hessians import HESSIAN_PROPERTIES
from course_lib.cases.properties.schedules import each_epoch_alone
from course_lib.cases.properties.searches import SEARCH_PROPERTIES
from course_lib.cases.properties.uniform import FALSE_ALARM as FALSE_ALARM
from course_lib.cases.properties.uniform import looks_uniform as looks_uniform

Facts = Mapping[str, Any]
Observer = Callable[[Sequence[Any], Sequence[Any]], Facts]


def gives_a_result(calls: Sequence[Any], values: Sequence[Any]) -> Facts:
    """Return a constant: only a call without an error gets here, whatever it returned."""
    return {"gives a result": True}


def numbers_are_floats(calls: Sequence[Any], values: Sequence[Any]) -> Facts:
    """Return whether any of the values is a float: as a number, 256.0 is equal to 256."""
    numbers = [value for value in values if isinstance(value, float | np.generic | np.ndarray)]
    kinds = [np.asarray(number).dtype.kind for number in numbers if np.ndim(number) == 0]
    return {"a float": "f" in kinds}


PROPERTIES: dict[str, Observer] = {
    "gives_a_result": gives_a_result,
    "numbers_are_floats": numbers_are_floats,
    "batch_shapes": batches.batch_shapes,
    "batch_members": batches.batch_members,
    "batch_rest": batches.batch_rest,
    "batch_pairs": batches.batch_pairs,
    "batch_order": batches.batch_order,
    "batch_chance": batches.batch_chance,
    "each_epoch_alone": each_epoch_alone,
    "cost_of_the_impossible": cost_of_the_impossible,
    "an_integer": an_integer,
    "numbers_of_any_type": numbers_of_any_type,
    **HESSIAN_PROPERTIES,
    **SEARCH_PROPERTIES,
}
"""Name -> property; a case names the one to compare."""
