"""The order of the tests: every worker begins with long ones."""

from __future__ import annotations

import pytest
from long_first import long_first

TESTS = "aBcDeFghIjkl"


@pytest.mark.parametrize("portions", [1, 2, 3, 5, 20])
def test_every_test_is_run_once(portions: int) -> None:
    assert sorted(long_first(TESTS, str.isupper, portions)) == sorted(TESTS)


def test_each_portion_begins_with_its_share_of_the_long_tests_in_their_order() -> None:
    assert "".join(long_first(TESTS, str.isupper, 2)) == "BDacegFIhjkl"
