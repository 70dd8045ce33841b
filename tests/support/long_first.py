"""Give every worker its long tests first, so that none is left waiting for the last long one.

With `--dist worksteal` each worker begins with an equal portion of all tests, in their order, and
one that has finished takes tests from the end of another one's portion. So a portion begins with
its share of the longest tests, goes on with tests that start processes or are slow, and ends with
those of milliseconds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "longest: takes half a minute or more, so it begins early")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in order; in a single process they stay as they are."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1:
        items[:] = long_first(items, _rank, workers)


def _rank(item: pytest.Item) -> int:
    marks = (("longest",), ("processes", "slow"))
    return next((n for n, names in enumerate(marks) if any(map(item.get_closest_marker, names))), 2)


def long_first(items: Sequence[T], rank: Callable[[T], int], portions: int) -> list[T]:
    """Return the items in portions, each with its share of every rank, the lowest rank first.

    >>> long_first("aBcDeF", str.islower, 2)
    ['B', 'a', 'c', 'D', 'F', 'e']
    """
    ranks = sorted(set(map(rank, items)))
    parts = [[item for item in items if rank(item) == one] for one in ranks]
    ordered: list[T] = []
    for number in range(portions):
        for part in parts:
            start, end = (len(part) * n // portions for n in (number, number + 1))
            ordered += part[start:end]
    return ordered
