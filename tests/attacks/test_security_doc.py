"""docs/security.md agrees with the tests and the code."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

from bits import summary
from on_the_grader import ON_THE_GRADER
from table import DOCUMENT, renewed

from autograder.nbgrader_plugins.autograde import Grade
from autograder.sandbox.limits import Limits


def test_the_table_of_attacks_is_that_of_the_tests() -> None:
    document = DOCUMENT.read_text("utf-8")
    assert document == renewed(document), "python tests/attacks/table.py writes it anew"


def test_every_limit_and_option_is_documented_with_its_default() -> None:
    document = DOCUMENT.read_text("utf-8")
    for name, value in asdict(Limits()).items():
        assert f"`{name}` | {value:,} |" in document, name
    for name in Grade.class_own_traits(config=True):
        assert f"`{name}`" in document, name


def test_every_attack_on_the_grader_has_its_tests() -> None:
    tests = Path(__file__).parents[1]
    for family in ON_THE_GRADER:
        assert family.tests, family.what
        for test in family.tests:
            place, name = test.split("::")
            text = (tests / place).read_text("utf-8")
            assert re.search(rf"^def {name}\(", text, re.MULTILINE), test


def test_the_bits_that_a_hand_in_can_show_are_documented() -> None:
    document = " ".join(DOCUMENT.read_text("utf-8").split())
    names, fewest, most = summary()
    assert f"of {names} names: that makes {fewest} to {most} bits for one hand-in" in document
