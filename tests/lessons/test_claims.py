"""A claim is false if a number is written otherwise than its value rounds to."""

from __future__ import annotations

from typing import Any

import pytest
from claims import Claim, numbers_in, prose


@pytest.mark.parametrize(
    ("text", "found", "is_true"),
    [
        ("falls to 0.12 in 1,000 steps", [0.1249, 1000.4], True),
        ("falls to 0.12 in 1,000 steps", [0.1251, 1000.0], False),
        ("falls to 0.12", [0.12, 3.0], False),
        ("below \u22122.9 °C", [-2.94], True),
        ("below 3", "NameError: w", False),
        ("28 % of 5", [28.4, 5.0], True),
    ],
)
def test_numbers_are_compared_as_exactly_as_they_are_written(
    text: str, found: Any, is_true: bool
) -> None:
    assert (Claim("cell", text, numbers="...").fault(found) == "") is is_true


def test_a_statement_has_to_be_true() -> None:
    assert Claim("cell", "it falls", holds="...").fault(True) == ""
    assert "does not hold" in Claim("cell", "it falls", holds="...").fault(False)


def test_formulas_code_and_addresses_are_no_prose() -> None:
    text = "# 5 things\n1. At $w = 3$ and `x[4]`, [2012](https://a.b/7) it is 0.5."
    assert numbers_in(prose(text)) == ["2012", "0.5"]
