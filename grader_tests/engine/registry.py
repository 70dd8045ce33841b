"""Find the topics by their modules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from grader_tests import topics as packages
from grader_tests.engine.listed import listed

if TYPE_CHECKING:  # they import NumPy, which many a command does not need
    from grader_tests.engine.exercise import Exercise, Question, Topic

ORDER = (
    "gradient_descent",
    "ewa",
    "momentum",
    "rmsprop",
    "adam",
    "learning_rate_decay",
    "saddle_points",
    "hyperparameter_search",
    "batchnorm",
    "softmax",
    "frameworks",
)
"""The course's order; an author's own topics, which are not in it, come last."""


@cache
def names() -> tuple[str, ...]:
    """Return the topics that exist: the packages in `grader_tests.topics`."""
    here = [module.name for module in iter_modules(packages.__path__) if module.ispkg]
    return tuple(sorted(here, key=lambda name: (ORDER.index(name) if name in ORDER else 99, name)))


def load_topic(name: str) -> Topic:
    """Return the topic called `name`; raise KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    topic: Topic = import_module(_package(name)).TOPIC
    return topic


def _package(name: str) -> str:
    return f"{packages.__name__}.{name}"


@cache
def topics() -> tuple[Topic, ...]:
    """Return all topics that exist, in the course's order."""
    return tuple(map(load_topic, names()))


def find(name: str) -> Exercise | Question:
    """Return the exercise or question called `name` in any topic; raise KeyError if none is."""
    item = topic_of(name).find(name)
    assert item is not None
    return item


def exists(name: str) -> bool:
    """Return whether any topic has an exercise or question called `name`."""
    return any(_has(topic, name) for topic in names())


def _has(topic: str, name: str) -> bool:
    """Return whether a topic has an exercise or question; load it only if it does not list them."""
    of_file = None
    if _package(topic) not in sys.modules:
        of_file = listed(Path(packages.__path__[0]) / topic)
    return load_topic(topic).find(name) is not None if of_file is None else name in of_file


@cache
def topic_of(name: str) -> Topic:
    """Return the topic of the exercise or question called `name`; raise KeyError if none has it."""
    for topic in _loaded_first():
        if topic.find(name) is not None:
            return topic
    raise KeyError(name)


def _loaded_first() -> Iterator[Topic]:
    """Yield all topics; those that need loading, which takes a while, come last."""
    for name in sorted(names(), key=lambda name: _package(name) not in sys.modules):
        yield load_topic(name)
