"""What the translations into PyTorch's settings have in common: inputs, cases, words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from numpy.random import Generator

from course_lib.cases.case import Call, Case
from grader_tests.engine.exercise import Criterion, Function, Mistake


def log_uniform(rng: Generator, low: float, high: float) -> float:
    """A number between 10**low and 10**high, which is no power of ten by accident."""
    return float(10 ** rng.uniform(low, high))


def any_share(rng: Generator) -> float:
    """A beta or a decay well away from 1/2, where it is the same as its counterpart."""
    return float(rng.choice([rng.uniform(0.1, 0.4), rng.uniform(0.6, 0.99)]))


def setting(
    name: str, title: str, hint: str, points: float, calls: Callable[[Generator], Call]
) -> Criterion:
    """The criterion that one setting has the right value, in three cases that `calls` makes."""

    def cases(rng: Generator) -> Iterator[Case]:
        for _ in range(3):
            yield Case(name, (calls(rng),), compare=(name,))

    return Criterion(name, title, hint, points, cases)


def shown(one: Call, *names: str) -> tuple[Case, ...]:
    """The call as students see it, once for each setting."""
    return tuple(Case(name, (one,), compare=(name,)) for name in names)


def renamed(function: Function, **names: str) -> Function:
    """`function` with other names in the dict that it returns."""
    return lambda *args, **kwargs: {
        names.get(name, name): value for name, value in function(*args, **kwargs).items()
    }


def changed(function: Function, name: str, wrong: Callable[..., Any]) -> Function:
    """`function` with the setting `name` worked out from the same arguments by `wrong`."""
    return lambda *args, **kwargs: {
        **function(*args, **kwargs),
        name: wrong(*args, **kwargs),
    }


def without(function: Function, name: str) -> Function:
    """`function` that leaves one setting out."""
    return lambda *args, **kwargs: {
        key: value for key, value in function(*args, **kwargs).items() if key != name
    }


def not_a_dict(function: Function, fails: tuple[str, ...]) -> Mistake:
    """The values come back as a tuple."""
    return Mistake(
        "not_a_dict",
        "The values come back without their names. Return a dict: names in quotation marks, each "
        "with a colon and its value, between curly brackets.",
        lambda *args, **kwargs: tuple(function(*args, **kwargs).values()),
        fails,
    )


def our_names(function: Function, fails: tuple[str, ...], **names: str) -> Mistake:
    """The names of this course in place of PyTorch's."""
    return Mistake(
        "our_names",
        "The settings have the names of this course. PyTorch does not know those and stops: use "
        "its own names, letter by letter as the table has them.",
        renamed(function, **names),
        fails,
    )


ONLY_THESE = "Return these names and no others: PyTorch refuses a name that it does not know."
