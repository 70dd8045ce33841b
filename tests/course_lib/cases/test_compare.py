"""Two numbers agree alike, whether they are compared as numbers or as arrays of one number."""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from course_lib.cases.compare import values_agree

EDGES = (0.0, -0.0, 1.0, -1.0, 1e-300, 1e300, -1.7e308, math.inf, -math.inf, math.nan)
NEAR = (0.0, 1e-17, 1e-9, 0.9e-7, 1.1e-7, 1e-3)


def test_a_float_agrees_with_a_float_as_its_array_would() -> None:
    near = [one * (1 + change) for one, change in product(EDGES, NEAR)]
    pairs = [*product(EDGES, EDGES), *zip(np.repeat(EDGES, len(NEAR)).tolist(), near, strict=True)]
    for old, (expected, actual) in product((None, 0.0, 0.5, 1.0, -1e300), pairs):
        alone = values_agree(expected, actual, old)
        in_array = values_agree(
            np.array([expected]), np.array([actual]), None if old is None else np.array([old])
        )
        assert alone == in_array, (expected, actual, old)


def test_arrays_of_the_same_numbers_agree_and_a_shape_or_a_number_more_does_not() -> None:
    numbers = np.array([[1.0, math.nan], [math.inf, -2.0]])
    assert values_agree(numbers, numbers.copy())
    assert not values_agree(numbers, numbers.T)
    assert not values_agree(numbers, numbers.reshape(4))
    assert not values_agree(numbers, np.where(numbers == 1.0, 1.1, numbers))
