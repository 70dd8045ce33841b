"""Many cases in one test: each one that fails is reported by its name, and none at all fails."""

from __future__ import annotations

import pytest
from each_case import each_case


def at_most_zero(numbers: dict[str, int], checked: list[str]) -> None:
    with each_case() as case:
        for name, number in numbers.items():
            with case(name):
                checked.append(name)
                assert number <= 0, f"it is {number}"


def test_every_case_that_fails_is_named_and_the_others_are_checked() -> None:
    checked: list[str] = []
    with pytest.raises(ExceptionGroup, match="2 of 3 cases fail: two, four") as caught:
        at_most_zero({"two": 2, "zero": 0, "four": 4}, checked)
    assert checked == ["two", "zero", "four"]
    for error, name, number in zip(caught.value.exceptions, ("two", "four"), (2, 4), strict=True):
        assert f"it is {number}" in str(error)
        assert error.__notes__ == [f"in the case {name}"]


def test_cases_that_all_hold_raise_nothing() -> None:
    at_most_zero({"zero": 0, "less": -1}, [])


def test_a_test_whose_cases_have_vanished_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match="no case to check"):
        at_most_zero({}, [])
