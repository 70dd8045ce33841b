"""Which values a grader and a student's function may exchange, and which they may not."""

from __future__ import annotations

import json
import math
from collections import Counter, OrderedDict, defaultdict
from contextlib import suppress
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from course_lib.cases.same import same
from course_lib.cases.values import MAX_DEPTH, decode, encode, plain

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**200), 2**200), st.floats(), st.text(max_size=20)
)
ARRAYS = npst.arrays(
    dtype=st.sampled_from(["?", "i4", "i8", "f4", "f8"]),
    shape=npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)
VALUES = st.recursive(
    st.one_of(SCALARS, ARRAYS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(VALUES)
def test_plain_values_survive_the_way_through_json(value: object) -> None:
    try:
        data = encode(value)
    except ValueError:
        return  # nested too deeply
    for back in (decode(json.loads(json.dumps(data))), plain(value)):
        assert type(back) is type(value)
        assert same(value, back)


@given(VALUES, VALUES)
def test_values_are_the_same_if_their_json_is(value: object, other: object) -> None:
    try:
        codes = encode(value), encode(other)
    except ValueError:
        return  # nested too deeply
    assert same(value, other) == (codes[0] == codes[1])


JSON = st.recursive(
    st.one_of(SCALARS, st.sampled_from(["array", "dtype", "<f8", "AAAA"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["tuple", "dict", "float", "array", "scalar", "dtype", "shape", "x"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_decoded_or_refused_with_a_value_error(data: object) -> None:
    with suppress(ValueError):
        decode(data)


class Liar(np.ndarray):
    """Says it equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise AssertionError("asked")

    def tobytes(self, *args: object, **kwargs: object) -> bytes:
        raise AssertionError("asked")


class FloatLiar(float):
    """A float with an opinion."""

    def __float__(self) -> float:
        raise AssertionError("asked")


class TextLiar(str):
    """A text that shows another one."""

    def __str__(self) -> str:
        raise AssertionError("asked")


class DictLiar(dict[str, int]):
    """A dict that shows other items."""

    def items(self) -> Any:
        raise AssertionError("asked")

    def __iter__(self) -> Any:
        raise AssertionError("asked")


class TupleLiar(tuple[int, ...]):
    """A tuple that shows other items."""

    def __iter__(self) -> Any:
        raise AssertionError("asked")


class Pair(NamedTuple):
    v: float
    s: float


class Size(IntEnum):
    SMALL = 64


@pytest.mark.parametrize(
    ("value", "counts_as"),
    [
        (OrderedDict(a=1, b=2.5), {"a": 1, "b": 2.5}),
        (defaultdict(float, a=1.0), {"a": 1.0}),
        (Counter("aab"), {"a": 2, "b": 1}),
        ({np.str_("a"): np.float64(1)}, {"a": np.float64(1)}),
        (Pair(0.5, 0.25), (0.5, 0.25)),
        ([Pair(1, 2)], [(1, 2)]),
        (Size.SMALL, 64),
        (np.str_("saddle"), "saddle"),
        (FloatLiar(1.5), 1.5),
        (TextLiar("saddle"), "saddle"),
        (DictLiar(a=1), {"a": 1}),
        (TupleLiar((1, 2)), (1, 2)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_derived_from_a_plain_type_counts_as_that(value: object, counts_as: object) -> None:
    for back in (decode(json.loads(json.dumps(encode(value)))), plain(value)):
        assert type(back) is type(counts_as)
        assert same(back, counts_as)


def test_a_subclass_of_an_array_is_sent_as_the_numbers_it_holds() -> None:
    back = decode(encode(np.arange(3.0).view(Liar)))
    assert type(back) is np.ndarray
    assert back.tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1: 2},
        {1, 2},
        1j,
        np.array([None]),
        np.array(["a"]),
        np.broadcast_to(0.0, (10**6, 10**6)),
        2**300,
        b"bytes",
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_is_refused_by_name(value: object) -> None:
    for way in (encode, plain):
        with pytest.raises(ValueError, match=r"type|too big|bits|keys|array"):
            way(value)


def test_deep_nesting_is_refused() -> None:
    value: object = 1
    for _ in range(MAX_DEPTH + 1):
        value = [value]
    with pytest.raises(ValueError, match="nested"):
        encode(value)


@pytest.mark.parametrize(
    "data",
    [
        {"array": "AAAA", "dtype": "<f8", "shape": [1]},
        {"array": "", "dtype": "|O", "shape": [0]},
        {"array": "", "dtype": "<f8", "shape": [-1]},
        {"array": "", "dtype": "<f8", "shape": [10**30, 0]},
        {"array": "!", "dtype": "<f8", "shape": [0]},
        {"float": "1"},
        {"unknown": 1},
    ],
)
def test_a_forged_frame_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"array|unreadable|base64|Incorrect|Only"):
        decode(data)


def test_infinities_and_nan_survive() -> None:
    values = [math.inf, -math.inf, math.nan]
    assert same(decode(json.loads(json.dumps(encode(values)))), values)


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((0, 16_000_000)),
        [np.zeros((0, 100_000))] * 20,
        [np.zeros((100_000, 0, 3))] * 10,
        [None] * 300_000,
        [[0] * 1_000] * 300,
        ({"a": [0.0] * 100_000, "b": [0.0] * 100_000},),
    ],
    ids=["one", "many", "many of three dimensions", "flat", "nested", "dict"],
)
def test_what_is_small_on_the_wire_stays_small_in_memory(value: object) -> None:
    for way in (encode, plain):
        with pytest.raises(ValueError, match="too many parts"):
            way(value)
    data = json.loads(json.dumps(_as_sent(value)))
    with pytest.raises(ValueError, match="too many parts"):
        decode(data)


def _as_sent(value: Any) -> Any:
    """The JSON form that a child without our limits would send."""
    if isinstance(value, np.ndarray):
        return {"array": "", "dtype": "<f8", "shape": list(value.shape)}
    if isinstance(value, dict):
        return {"dict": {key: _as_sent(item) for key, item in value.items()}}
    if isinstance(value, tuple):
        return {"tuple": [_as_sent(item) for item in value]}
    return [_as_sent(item) for item in value] if isinstance(value, list) else value
