"""The measure of how wrong functions are explained counts what it should."""

from __future__ import annotations

import explained
import numpy as np
import pytest
from explained import Finding, measure, offenders, page, table
from wrong_functions import Wrong, are_true

from grader_tests.engine.exercise import Exercise, Function
from grader_tests.engine.registry import find


def weights(base: float) -> Function:
    return lambda beta, T: base * beta ** np.arange(T)


def fixed(beta: float, T: int) -> np.ndarray:
    return 0.3 * 0.7 ** np.arange(T)


def wrong(function: Function, true: frozenset[str] | None = None) -> Wrong:
    return Wrong("ewa_weights", "attempt", "", function, true)


@pytest.mark.parametrize(
    ("of", "names", "true"),
    [
        (wrong(weights(1.0)), ["without_factor"], True),
        (wrong(weights(1.1)), ["without_factor"], False),
        (wrong(weights(1.1)), [], True),
        (wrong(weights(1.0), frozenset()), ["without_factor"], False),
        (wrong(weights(1.1), frozenset({"without_factor"})), ["without_factor"], True),
        (wrong(fixed), ["ignores_beta"], True),
        (wrong(weights(1.1)), ["ignores_beta"], False),
    ],
)
def test_a_name_is_true_if_a_reader_says_so_or_it_does_the_same(
    of: Wrong, names: list[str], true: bool
) -> None:
    exercise = find("ewa_weights")
    assert isinstance(exercise, Exercise)
    assert are_true(exercise, of, names) == true


def test_every_kind_is_measured() -> None:
    name = "ewa_weights"
    found = measure(name)
    assert {finding.kind for finding in found} == explained.KINDS.keys()
    known = [finding for finding in found if finding.kind == "known"]
    assert {finding.how for finding in known} == {"named"}
    assert not any(finding.false for finding in known)


def finding(how: str, kept: float, false: bool = False) -> Finding:
    return Finding("f", "mutant", "a `b` -> c", how, (), (), false, kept, 3.0)


def test_the_page_lists_what_should_not_be() -> None:
    found = [
        finding("passed", 0.5),
        finding("passed", 0.9),
        finding("general", 1.0),
        finding("named", 0.5, false=True),
    ]
    assert list(map(len, offenders(found).values())) == [1, 1, 1, 1]
    text = page(found)
    assert "| mutants | 4 | 1 (25.0 %) | 0 | 0 | 0 | 1 (25.0 %) | 2 (50.0 %) | 1 (25.0 %) |" in text
    assert text.count("- `f`, mutant: `a 'b' -> c`") == 4
    assert "None." in page([finding("named", 0.5)])
    assert len(list(table(found))) == 3
