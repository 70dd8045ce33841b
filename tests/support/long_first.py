"""Give every worker its long tests first, so that none is left waiting for the last long one.

With `--dist worksteal` each worker begins with an equal portion of all tests, in their order, and
one that has finished takes tests from the end of another one's portion. So a portion begins with
tests that start processes or are slow, and ends with those of milliseconds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in order; in a single process they stay as they are."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1:
        items[:] = long_first(items, _is_long, workers)


def _is_long(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("processes", "slow"))


def long_first(items: Sequence[T], is_long: Callable[[T], bool], portions: int) -> list[T]:
    """Return the items in portions, each with its share of the long ones first.

    >>> long_first("aBcDeF", str.isupper, 2)
    ['B', 'a', 'c', 'D', 'F', 'e']
    """
    long = [item for item in items if is_long(item)]
    short = [item for item in items if not is_long(item)]
    ordered: list[T] = []
    for number in range(portions):
        for part in (long, short):
            start, end = (len(part) * n // portions for n in (number, number + 1))
            ordered += part[start:end]
    return ordered
