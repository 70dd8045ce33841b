"""Functions with two known mistakes at once: both names are true, or none is given."""

from __future__ import annotations

import pytest
from judging import judged

from grader_tests.engine.exercise import Exercise
from grader_tests.engine.pairs import pairs_of
from grader_tests.engine.registry import find

HARD_TO_TELL = [
    ("recommended_batch_size", ("either", "goes_on_below_64")),
    ("recommended_batch_size", ("small_always_fits", "goes_on_below_64")),
    ("mini_batches", ("batches_shuffled", "last_dropped")),
    ("mini_batches", ("batches_shuffled", "one_short")),
    ("random_search", ("last", "improvements")),
]
"""Pairs of which another pair does the same in some cases, or in all."""


@pytest.mark.parametrize(("name", "pair"), HARD_TO_TELL)
def test_what_another_pair_explains_too_is_not_named_as_that_pair(
    name: str, pair: tuple[str, str]
) -> None:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    functions = {known.names: known.function for known in pairs_of(exercise)}
    for seed in range(3):
        assert judged(exercise, functions[pair], seed).mistakes in ((), pair)
