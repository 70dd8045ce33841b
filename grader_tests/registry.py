"""Which topics there are, found by looking for their modules."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from grader_tests.exercise import Exercise, Question, Topic

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
"""The course's order; a topic takes its place once its module exists."""


def load_topic(name: str) -> Topic:
    """The topic called `name`; KeyError if there is none."""
    if name not in ORDER or find_spec(f"grader_tests.{name}") is None:
        raise KeyError(name)
    topic: Topic = import_module(f"grader_tests.{name}").TOPIC
    return topic


@cache
def topics() -> tuple[Topic, ...]:
    """All topics that exist, in the course's order."""
    return tuple(load_topic(name) for name in ORDER if find_spec(f"grader_tests.{name}"))


def find(name: str) -> Exercise | Question:
    """The exercise or question called `name`, in whichever topic; KeyError if there is none."""
    for topic in topics():
        item = topic.find(name)
        if item is not None:
            return item
    raise KeyError(name)
