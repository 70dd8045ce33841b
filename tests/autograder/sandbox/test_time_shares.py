"""Slow cells cost only themselves, and all cells together leave time for the hidden cases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from autograder.sandbox.limits import Limits
from autograder.sandbox.time_shares import TimeShares

LIMITS = Limits()
CELLS = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), max_size=300)


@given(CELLS)
def test_own_cells_leave_time_for_all_that_is_marked(cells: list[tuple[bool, float]]) -> None:
    budget, used = TimeShares(LIMITS), 0.0
    for own, part in cells:
        seconds = part * budget.for_cell(used, own)
        used += seconds
        budget.used_by_own += seconds if own else 0
        assert used < LIMITS.submission_seconds
        assert budget.used_by_own <= 0.71 * LIMITS.submission_seconds


def test_a_quick_cell_below_many_slow_ones_is_run() -> None:
    budget = TimeShares(LIMITS)
    for _ in range(40):
        budget.used_by_own += budget.for_cell(budget.used_by_own, own=True)
    assert budget.for_cell(budget.used_by_own, own=True) > 0.02
    assert budget.for_cell(budget.used_by_own, own=False) > 2


def test_each_cell_has_all_its_time_while_little_is_used() -> None:
    for own in (True, False):
        assert TimeShares(LIMITS, 15).for_cell(15, own) == LIMITS.cell_seconds


def test_the_first_endless_cell_takes_nothing_from_later_ones_but_many_get_less() -> None:
    found = [TimeShares(LIMITS, stopped=number).for_cell(10, own=False) for number in range(7)]
    assert found == [10, 10, 5, 2.5, 1.25, 1.25, 1.25]


def test_a_new_child_does_not_repeat_what_is_slow() -> None:
    assert TimeShares(LIMITS).may_repeat(used=10, seconds=9)
    assert not TimeShares(LIMITS).may_repeat(used=25, seconds=9)
    assert TimeShares(LIMITS).may_repeat(used=59, seconds=0.01), "it may define a helper"
