"""What the examples of `check` have to show, so that what passes it keeps its marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from course_lib.cases.case import Case, PreviousResult
from grader_tests.engine.exercise import UNCHANGED, Exercise
from grader_tests.engine.grading import hidden_cases
from grader_tests.engine.registry import topics

EXERCISES = [exercise for topic in topics() for exercise in topic.exercises]

ADD_AN_EXAMPLE = (
    "The hidden cases have what the worked examples do not show. Add an example with {what}, and "
    "run `make examples`."
)

Values = dict[str, list[Any]]


def given(exercise: Exercise, cases: list[Case]) -> Values:
    """Return parameter -> all values that the cases pass for it."""
    code = exercise.reference.__code__
    names = code.co_varnames[: code.co_argcount]
    found: Values = {name: [] for name in names}
    for planned in (planned for case in cases for planned in case.calls):
        for name, value in [*zip(names, planned.args, strict=False), *planned.kwargs.items()]:
            if not isinstance(value, PreviousResult):
                found[name].append(value)
    return found


def different(values: list[Any]) -> set[Any]:
    return {value for value in values if isinstance(value, int | float | np.generic)}


def shapes(values: list[Any]) -> set[tuple[int, ...]]:
    return {value.shape for value in values if isinstance(value, np.ndarray)}


def parameters() -> Iterator[tuple[Exercise, str, list[Any], list[Any]]]:
    for exercise in EXERCISES:
        hidden = given(exercise, hidden_cases(exercise, 0))
        shown = given(exercise, list(exercise.examples))
        for name, values in hidden.items():
            yield exercise, name, shown[name], values


PARAMETERS = [pytest.param(*found, id=f"{found[0].name}-{found[1]}") for found in parameters()]


@pytest.mark.parametrize(("exercise", "name", "shown", "hidden"), PARAMETERS)
def test_examples_have_two_values_of_every_parameter(
    exercise: Exercise, name: str, shown: list[Any], hidden: list[Any]
) -> None:
    """Else a value that somebody has written into the function passes the check."""
    remedy = ADD_AN_EXAMPLE.format(what=f"another value, or array of another shape, for {name}")
    if len(different(hidden)) > 1:
        assert len(different(shown)) > 1, remedy
    if len(shapes(hidden)) > 1:
        assert len(shapes(shown)) > 1, remedy


@pytest.mark.parametrize(("exercise", "name", "shown", "hidden"), PARAMETERS)
def test_examples_have_arrays_of_every_number_of_axes(
    exercise: Exercise, name: str, shown: list[Any], hidden: list[Any]
) -> None:
    """Else a loop over the first axis passes the check, or an index for two axes."""
    axes = {len(shape) for shape in shapes(hidden)} - {len(shape) for shape in shapes(shown)}
    assert not axes, ADD_AN_EXAMPLE.format(what=f"an array with so many axes for {name}: {axes}")
    for axis in range(2):
        if any(len(shape) == 2 and shape[axis] == 1 for shape in shapes(hidden)):
            remedy = ADD_AN_EXAMPLE.format(
                what=f"an array with length 1 along axis {axis} for {name}"
            )
            assert any(len(shape) == 2 and shape[axis] == 1 for shape in shapes(shown)), remedy
    if (1,) in shapes(hidden):
        assert (1,) in shapes(shown), ADD_AN_EXAMPLE.format(what=f"a single element for {name}")
    if any(len(shape) == 2 and 1 not in shape for shape in shapes(hidden)):
        wide = (shape for shape in shapes(shown) if len(shape) == 2 and 1 not in shape)
        remedy = ADD_AN_EXAMPLE.format(what=f"an array with two different lengths for {name}")
        assert any(shape[0] != shape[1] for shape in wide) or exercise.name in SQUARE, remedy


SQUARE = {"classify_critical_point", "largest_stable_rate", "saddle_free_step"}
"""Exercises on square matrices."""


@pytest.mark.parametrize(("exercise", "name", "shown", "hidden"), PARAMETERS)
def test_examples_have_integers_and_zero_where_hidden_cases_do(
    exercise: Exercise, name: str, shown: list[Any], hidden: list[Any]
) -> None:
    def kinds(values: list[Any]) -> set[str]:
        return {value.dtype.kind for value in values if isinstance(value, np.ndarray)}

    missing = kinds(hidden) - kinds(shown)
    assert not missing, ADD_AN_EXAMPLE.format(what=f"an array of the kind {missing} for {name}")
    for special in (0, 1):
        if special in different(hidden):
            remedy = ADD_AN_EXAMPLE.format(what=f"the value {special} for {name}")
            assert special in different(shown), remedy


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_criterion_has_an_example(exercise: Exercise) -> None:
    shown = {case.criterion for case in exercise.examples}
    assert shown == {criterion.key for criterion in exercise.criteria} - {UNCHANGED}
