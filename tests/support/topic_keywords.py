"""Let `pytest -k TOPIC` select every test of a topic, whatever the test calls its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest


def pytest_itemcollected(item: pytest.Item) -> None:
    """Add the topics of a test's parameters to the words that `-k` looks for."""
    if item.config.option.keyword:
        parameters = getattr(item, "callspec", None)
        values = parameters.params.values() if parameters else ()
        item.extra_keyword_matches.update(topics_of(*values))


def topics_of(*values: Any) -> Iterator[str]:
    """The topics that values belong to: topics, exercises, questions, names of them, and paths."""
    known = _topics()
    for value in values:
        if isinstance(value, Path):
            yield from (part for part in value.parts if known.get(part) == part)
            continue
        name = value if isinstance(value, str) else getattr(value, "name", None)
        if isinstance(name, str) and name in known:
            yield known[name]


@cache
def _topics() -> dict[str, str]:
    """Name of a topic, an exercise or a question -> topic."""
    from grader_tests.engine.registry import topics

    found = {item.name: topic.name for topic in topics() for item in topic.items}
    return found | {topic.name: topic.name for topic in topics()}
