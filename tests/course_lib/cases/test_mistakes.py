"""Known mistakes explain a function completely, or are not named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from course_lib.cases.case import Case, call, run_here
from course_lib.cases.evidence import Evidence
from course_lib.cases.mistakes import KnownMistakes, alike, one_mistake, two_mistakes

CASES = [
    Case("small", (call(np.array([0.5, 2.5])),)),
    Case("large", (call(np.array([10.5, 20.5])),)),
    Case("negative", (call(np.array([-1.5, -2.5])),)),
]

Function = Callable[[Any], Any]


def named(right: Function, function: Function, **known: Function) -> list[str]:
    """Return the names for a function, among these known mistakes."""

    def traces(one: Function) -> list[Any]:
        return list(map(run_here(one), CASES))

    evidence = Evidence(CASES, traces(right), traces(function))
    of = {name: traces(mistake) for name, mistake in known.items()}
    return [*(one_mistake(evidence, of, {}) or two_mistakes(evidence, KnownMistakes(of), {}))]


def doubled(x: Any) -> Any:
    return 2 * x


def tripled(x: Any) -> Any:
    return 3 * x


def tripled_if_negative(x: Any) -> Any:
    return 3 * x if x[0] < 0 else 2 * x


def halved_if_large(x: Any) -> Any:
    return x / 2 if x[0] > 10 else 2 * x


def halved_if_large_else_tripled_if_negative(x: Any) -> Any:
    return halved_if_large(x) if x[0] > 10 else tripled_if_negative(x)


def test_a_mistake_with_the_same_outcomes_is_named() -> None:
    assert named(doubled, tripled, tripled=tripled) == ["tripled"]


def test_a_mistake_that_explains_only_some_of_the_failures_is_not_named() -> None:
    assert named(doubled, tripled, tripled_if_negative=tripled_if_negative) == []


def test_a_mistake_that_would_fail_what_passes_is_not_named() -> None:
    assert named(doubled, tripled_if_negative, tripled=tripled) == []


def test_two_mistakes_in_different_cases_are_both_named() -> None:
    function = halved_if_large_else_tripled_if_negative
    known: Mapping[str, Function] = {
        "halved_if_large": halved_if_large,
        "tripled_if_negative": tripled_if_negative,
    }
    assert named(doubled, function, **known) == [*known]
    assert named(doubled, halved_if_large, **known) == ["halved_if_large"]
    ambiguous = {**known, "the_same_again": tripled_if_negative}
    assert named(doubled, function, **ambiguous) == []


def only_numbers(x: Any) -> Any:
    return 2 * float(x)


def other_type_error(x: Any) -> Any:
    return len(3)  # type: ignore[arg-type]


def test_an_exception_is_recognized_by_its_message_not_by_its_class() -> None:
    assert named(doubled, only_numbers, only_numbers=only_numbers) == ["only_numbers"]
    assert named(doubled, other_type_error, only_numbers=only_numbers) == []


@pytest.mark.parametrize("empty", [np.array([np.nan, np.nan]), np.array([]), None, []])
def test_results_that_many_mistakes_share_name_none(empty: Any) -> None:
    def mute(x: Any) -> Any:
        return empty

    def mute_if_negative(x: Any) -> Any:
        return empty if x[0] < 0 else 2 * x

    if empty is not None:
        assert named(doubled, mute, mute=mute) == []
    assert named(doubled, mute_if_negative, mute=mute_if_negative) == ["mute"]


def test_a_mistake_that_changes_other_arguments_is_not_named() -> None:
    def changing(x: Any) -> Any:
        result = 3 * x
        x[0] = 0.0
        return result

    assert named(doubled, tripled, changing=changing) == []
    assert named(doubled, changing, tripled=tripled) == ["tripled"]


def test_messages_are_alike_whatever_the_version_of_numpy() -> None:
    old = "only length-1 arrays can be converted to Python scalars"
    new = "only 0-dimensional arrays can be converted to Python scalars"
    assert alike(old, new)
    assert not alike(old, "f() missing 1 required positional argument: 'x'")
