"""Properties of mini-batches are right, and nonsense is not mistaken for batches."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_lib.cases.case import call
from course_lib.cases.properties.batches import (
    batch_chance,
    batch_members,
    batch_order,
    batch_pairs,
    batch_rest,
    batch_shapes,
)
from course_lib.cases.properties.registry import PROPERTIES

X = np.arange(60.0).reshape(2, 30)
Y = 100 + X[:1]
CALLS = (call(X, Y),)
MIXED = np.random.default_rng(5).permutation(30)


def cut(order: Any, labels: Any = None, size: int = 6) -> list[tuple[Any, Any]]:
    labels = order if labels is None else labels
    pieces = [slice(i, i + size) for i in range(0, len(order), size)]
    return [(X[:, order[piece]], Y[:, labels[piece]]) for piece in pieces]


def test_good_batches_have_good_facts() -> None:
    facts = batch_members(CALLS, [cut(MIXED)])
    assert facts["cut into batches"]
    assert not any(value for name, value in facts.items() if "columns" in name)
    assert batch_pairs(CALLS, [cut(MIXED)])["each example with its own label"]
    assert not any(batch_order(CALLS, [cut(MIXED)]).values())
    three = [cut(MIXED), cut(MIXED), cut(MIXED[::-1])]
    assert all(batch_chance(CALLS * 3, three).values())


def test_columns_left_out_repeated_or_made_up_are_seen() -> None:
    facts = batch_members(CALLS, [cut(MIXED)[:-1]])
    assert facts["columns of X left out"]
    assert not facts["columns of X more than once"]
    facts = batch_members(CALLS, [[*cut(MIXED), cut(MIXED)[0]]])
    assert facts["columns of Y more than once"]
    facts = batch_members(CALLS, [[(X + 0.5, Y)]])
    assert facts["columns that are not in X"]
    assert not facts["columns that are not in Y"]
    assert batch_members(CALLS, [[cut(MIXED)[0]] * 5])["all batches the same"]


@pytest.mark.parametrize(
    ("batches", "true"),
    [
        (cut(MIXED, MIXED[::-1]), set()),
        (cut(np.arange(30), MIXED), {"only Y is shuffled"}),
        (cut(MIXED, np.arange(30)), {"only X is shuffled"}),
        (cut(np.arange(30)), {"each example with its own label"}),
        ([(X * 0 - 1, Y * 0 - 1)] * 2, set()),
    ],
    ids=["apart", "only Y", "only X", "neither", "made up"],
)
def test_labels_that_lost_their_examples_are_seen(batches: Any, true: set[str]) -> None:
    facts = batch_pairs(CALLS, [batches])
    assert {name for name, value in facts.items() if value} - {"cut into batches"} == true


def test_orders_that_are_hardly_mixed_are_seen() -> None:
    kept = np.arange(30)
    facts = batch_order(CALLS, [cut(kept)])
    assert not facts.pop("always the same together")
    assert not facts.pop("one of each part in each batch")
    assert all(facts.values())
    inside = np.concatenate([piece[::-1] for piece in np.split(kept, 5)])
    facts = batch_order(CALLS, [cut(inside)])
    assert list(facts.values())[:4] == [False, False, True, True]
    whole = np.concatenate(np.split(kept, 5)[::-1])
    assert list(batch_order(CALLS, [cut(whole)]).values())[:4] == [False, True, True, True]
    rolled = batch_order(CALLS, [cut(np.roll(kept, 3))])
    assert list(rolled.values())[:4] == [False, True, False, True]
    assert batch_order(CALLS, [cut(kept * 7 % 30)])["most steps alike"]
    assert batch_order(CALLS * 2, [cut(MIXED), cut(np.roll(MIXED, 8))])["always the same together"]


def test_an_order_of_two_halves_is_seen_and_a_sorted_batch_is_no_fault() -> None:
    halves = np.append(np.random.default_rng(1).permutation(15), np.arange(15, 30)[::-1])
    assert batch_order(CALLS, [cut(halves)])["most batches from one part"]
    ordered = np.concatenate([np.sort(MIXED[i : i + 6]) for i in range(0, 30, 6)])
    assert not any(batch_order(CALLS, [cut(ordered)]).values())


@pytest.mark.parametrize(
    ("last", "true"),
    [
        (MIXED[28:], set()),
        (MIXED[:2], {"columns of X more than once"}),
        (np.arange(2), {"columns of X more than once", "last batch in the original order"}),
        (MIXED[:4], set()),
    ],
    ids=["left over", "from the first", "from the data", "another size"],
)
def test_a_shorter_last_batch_of_other_examples_is_seen(last: Any, true: set[str]) -> None:
    batches = [*cut(MIXED[:28], size=7), *cut(last, size=7)]
    facts = batch_rest((call(X, Y, batch_size=7),), [batches])
    assert {name for name, value in facts.items() if value} == true


def test_where_the_shorter_batch_is_counts_only_in_several_calls() -> None:
    good, bad = cut(MIXED, size=7), cut(MIXED, size=7)[::-1]
    assert batch_shapes(CALLS, [good]) == batch_shapes(CALLS, [bad])
    assert batch_shapes(CALLS * 2, [good, good])["the shorter batch comes last"]
    assert not batch_shapes(CALLS * 2, [good, bad])["the shorter batch comes last"]


def test_the_same_example_alone_at_the_end_of_two_orders_is_chance() -> None:
    other = np.random.default_rng(6).permutation(MIXED[:-1])
    orders = [cut(np.append(order, MIXED[-1]), size=29) for order in (MIXED[:-1], other)]
    assert batch_order(CALLS * 2, orders)["always the same together"]  # all others are together
    orders = [cut(np.append(order, MIXED[-1]), size=1) for order in (MIXED[:-1], other)]
    assert not batch_order(CALLS * 2, orders)["always the same together"]


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ([], []),
        ([X], ["an array of shape (2, 30)"]),
        ([(X, Y, X)], ["a tuple of 3"]),
        ([(X, Y[0])], ["a tuple of 2"]),
        ([(X, 3)], ["a tuple of 2"]),
        ([(X, Y), [1, 2]], ["a list of 2"]),
        ({"a": 1}, ["a str"]),
    ],
)
def test_the_items_are_given_of_what_is_not_a_list_of_pairs(value: Any, items: list[str]) -> None:
    for properties in (batch_members, batch_pairs, batch_order):
        facts = {"batches": len(value), "items of the list": items}
        assert properties(CALLS, [value]) == facts
    assert batch_chance(CALLS * 3, [cut(MIXED), cut(MIXED), value])["items of the list"] == items


def test_what_is_not_a_list_has_no_facts() -> None:
    for properties in (batch_shapes, batch_members, batch_pairs, batch_order):
        with pytest.raises(TypeError):
            properties(CALLS, [3])


def test_few_examples_prove_nothing_about_an_order() -> None:
    few = {"different columns of X": 6, "columns that are not in X": False}
    assert batch_order(CALLS, [cut(MIXED)[:1] * 5]) == few
    assert batch_chance(CALLS * 3, [cut(MIXED)[:1]] * 3) == few
    assert batch_order(CALLS, [[(X + 0.5, Y)]])["columns that are not in X"]


def test_shapes_are_given_or_what_is_there_instead() -> None:
    assert batch_shapes(CALLS, [cut(MIXED, size=20)]) == {
        "batches": 2,
        "shapes of X_t": ["(2, 20)", "(2, 10)"],
        "shapes of Y_t": ["(1, 20)", "(1, 10)"],
        "filled with X and Y": True,
    }
    assert not batch_shapes(CALLS, [[(X + 0.5, Y)]])["filled with X and Y"]
    strange = batch_shapes(CALLS, [[X, (X, Y, X), 3]])["items of the list"]
    assert strange == ["an array of shape (2, 30)", "a tuple of 3", "a int"]


def test_cases_can_name_them() -> None:
    assert {name for name in PROPERTIES if name.startswith("batch_")} == {
        "batch_shapes",
        "batch_members",
        "batch_rest",
        "batch_pairs",
        "batch_order",
        "batch_chance",
    }
