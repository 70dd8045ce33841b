"""Which topics there are, found by looking for their modules."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from grader_tests import topics as packages
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
"""The course's order. Topics of one's own, which are not in it, come after it."""


@cache
def names() -> tuple[str, ...]:
    """The topics that exist: the packages in `grader_tests.topics`."""
    here = [module.name for module in iter_modules(packages.__path__) if module.ispkg]
    return tuple(sorted(here, key=lambda name: (ORDER.index(name) if name in ORDER else 99, name)))


def load_topic(name: str) -> Topic:
    """The topic called `name`; KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    topic: Topic = import_module(f"grader_tests.topics.{name}").TOPIC
    return topic


@cache
def topics() -> tuple[Topic, ...]:
    """All topics that exist, in the course's order."""
    return tuple(map(load_topic, names()))


def find(name: str) -> Exercise | Question:
    """The exercise or question called `name`, in whichever topic; KeyError if there is none."""
    for topic in topics():
        item = topic.find(name)
        if item is not None:
            return item
    raise KeyError(name)
