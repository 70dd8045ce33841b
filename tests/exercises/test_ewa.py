"""Exponentially weighted averages: the code agrees with pandas, and the text with the code."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from judging import judged

from course_lib import load_temperatures, plot_fading, plot_series, plot_weights
from course_lib.checking.checker import check
from course_lib.errors import CheckFailed
from grader_tests import find
from grader_tests.engine.exercise import UNCHANGED, Exercise
from grader_tests.engine.grading import hidden_cases
from grader_tests.engine.registry import load_topic

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "ewa" / "ewa.ipynb"
TOPIC = load_topic("ewa")
LESSON = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
TEXT = "\n".join("".join(cell["source"]) for cell in LESSON)


def solutions() -> dict[str, Any]:
    """Return what the notebook's own solution cells define."""
    names: dict[str, Any] = {"np": np}
    for cell in LESSON:
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution"):
            exec("".join(cell["source"]), names)
    return names


REFERENCES = {exercise.name: exercise.reference for exercise in TOPIC.exercises}
BOTH = pytest.mark.parametrize(
    "functions", [REFERENCES, solutions()], ids=["references", "solutions"]
)
BETAS = pytest.mark.parametrize("beta", [0.0, 0.1, 0.5, 0.9, 0.999])
Functions = dict[str, Callable[..., Any]]


def series(T: int = 5_000) -> Any:
    return np.random.default_rng(1).normal(10, 3, size=T)


@BOTH
@BETAS
def test_the_corrected_average_is_pandas_adjusted_one(functions: Functions, beta: float) -> None:
    theta = series()
    own = functions["bias_correct"](functions["ewa"](theta, beta), beta)
    pandas = pd.Series(theta).ewm(alpha=1 - beta, adjust=True).mean()
    np.testing.assert_allclose(own, pandas, rtol=0, atol=1e-10)


@BOTH
@BETAS
def test_the_average_from_the_first_value_is_pandas_unadjusted_one(
    functions: Functions, beta: float
) -> None:
    theta = series()
    own = functions["ewa_from_first"](theta, beta)
    pandas = pd.Series(theta).ewm(alpha=1 - beta, adjust=False).mean()
    np.testing.assert_allclose(own, pandas, rtol=0, atol=1e-10)


@BOTH
@pytest.mark.parametrize("beta", [0.1, 0.5, 0.9, 0.999])
def test_with_gaps_it_is_pandas_adjusted_average_of_a_series_with_missing_days(
    functions: Functions, beta: float
) -> None:
    theta = series(400)
    days = 1 + np.sort(np.random.default_rng(2).choice(400, size=120, replace=False))
    measured = pd.Series(theta[days - 1], index=days).reindex(range(1, 401))
    pandas = measured.ewm(alpha=1 - beta, adjust=True, ignore_na=False).mean()[days]
    own = functions["ewa_with_gaps"](theta[days - 1], days, beta)
    np.testing.assert_allclose(own, pandas, rtol=0, atol=1e-10)


@BOTH
@BETAS
def test_the_weights_are_those_of_the_average(functions: Functions, beta: float) -> None:
    theta = series(300)
    weights = functions["ewa_weights"](beta, 300)
    assert weights @ theta[::-1] == pytest.approx(functions["ewa"](theta, beta)[-1], abs=1e-10)
    assert weights.sum() == pytest.approx(1 - beta**300, abs=1e-12)


@BOTH
def test_after_the_window_about_one_e_th_of_a_weight_is_left(functions: Functions) -> None:
    for beta in (0.9, 0.99, 0.999):
        left = beta ** functions["averaging_window"](beta)
        assert left == pytest.approx(1 / math.e, abs=0.2 * (1 - beta))


@pytest.mark.parametrize("exercise", TOPIC.exercises, ids=lambda exercise: exercise.name)
def test_the_notebooks_own_solution_gets_full_marks(exercise: Exercise) -> None:
    for seed in range(20):
        verdict = judged(exercise, solutions()[exercise.name], seed)
        assert verdict.points == exercise.points, verdict.text()


def test_the_notebooks_answers_are_right() -> None:
    for question in TOPIC.questions:
        assert solutions()[question.name] == question.answer


def test_every_exercise_has_its_points_in_the_notebook() -> None:
    points = {
        cell["id"]: cell["metadata"]["nbgrader"]["points"]
        for cell in LESSON
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }
    found = {f"check-{item.name}": item.points for item in TOPIC.items}
    assert points == found | {"reflection": 3}


def test_the_examples_in_docstrings_are_right() -> None:
    own = solutions()
    np.testing.assert_allclose(own["ewa"](np.array([10.0, 20.0]), 0.9), [1, 2.9])
    corrected = own["bias_correct"](np.array([1.0, 2.9]), 0.9)
    np.testing.assert_allclose(corrected, [10, 15.26], atol=0.01)
    np.testing.assert_allclose(own["ewa_from_first"](np.array([10.0, 20.0]), 0.9), [10, 11])
    np.testing.assert_allclose(own["ewa_weights"](0.5, 3), [0.5, 0.25, 0.125])
    assert own["averaging_window"](0.75) == 4
    gaps = own["ewa_with_gaps"](np.array([8.0, 2.0]), np.array([1, 3]), 0.5)
    np.testing.assert_allclose(gaps, [8, 3.2])


def test_the_text_is_right_about_the_year() -> None:
    own, theta = solutions(), load_temperatures()
    day = {beta: int(np.argmax(own["ewa"](theta, beta))) + 1 for beta in (0.0, 0.9, 0.98)}
    assert day == {0.0: 229, 0.9: 230, 0.98: 263}
    assert "hottest day was day 229" in TEXT
    assert "highest on day 230, the one for 0.98 only on day 263" in TEXT
    np.testing.assert_allclose(own["ewa"](theta, 0.9)[:3], [0.890, 1.471, 2.269], atol=5e-4)
    corrected = own["bias_correct"](own["ewa"](theta, 0.98), 0.98)
    assert f"{own['ewa_from_first'](theta, 0.98)[29]:.1f} °C" in TEXT
    assert f"the corrected average says {corrected[29]:.1f} °C" in TEXT
    late = own["bias_correct"](own["ewa"](theta, 0.99), 0.99)
    assert 15 < late.max() < 16


def test_the_tables_in_the_text_are_right() -> None:
    for beta, shares in {0.9: ("65%", "99.5%", "100%"), 0.98: ("18%", "64%", "98%")}.items():
        for t, share in zip((10, 50, 200), shares, strict=True):
            digits = len(share.partition(".")[2].rstrip("%"))
            assert f"{1 - beta**t:.{digits}%}" == share
        assert f"| {' | '.join(shares)} |" in TEXT
    for beta, days in {0.5: 2, 0.9: 10, 0.98: 50, 0.999: 1000}.items():
        epsilon = f"{1 - beta:.3g}"
        assert f"| {beta} | {epsilon} | {days} | {beta**days:.3f} |" in TEXT


def test_two_mistakes_at_once_are_both_named() -> None:
    def both(v: Any, beta: float) -> Any:
        return (v / (1 - beta * np.arange(1, len(v) + 1))).astype(v.dtype)

    exercise = find("bias_correct")
    assert isinstance(exercise, Exercise)
    verdict = judged(exercise, both, 3)
    assert set(verdict.mistakes) == {"beta_times_t", "truncates"}


def test_writing_over_the_input_is_named_and_not_truncation() -> None:
    exercise = find("ewa")
    assert isinstance(exercise, Exercise)

    def over_the_input(theta: Any, beta: float) -> Any:
        v = 0.0
        for i in range(len(theta)):
            theta[i] = v = beta * v + (1 - beta) * theta[i]
        return theta

    verdict = judged(exercise, over_the_input, 3)
    assert verdict.mistakes == ("in_place",)
    assert {row.key for row in verdict.rows if not row.passed} == {"integers", UNCHANGED}


@pytest.mark.parametrize("name", ["ewa", "ewa_from_first"])
def test_no_hidden_window_is_a_single_day_whose_mean_is_the_series_itself(name: str) -> None:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    for seed in range(100):
        betas = {case.calls[0].args[1] for case in hidden_cases(exercise, seed)}
        assert round(1 / (1 - min(betas))) >= 2
        assert min(betas) < 0.5 < max(betas)


LABELS = {"title": "What to see", "xlabel": "day", "ylabel": "temperature (°C)"}


def test_a_series_is_points_and_its_averages_are_curves_with_names() -> None:
    theta = series(30)
    ax = plot_series(theta, {"one": theta + 1, "two": theta + 2}, values_label="a day", **LABELS)
    offsets = np.asarray(ax.collections[0].get_offsets())
    np.testing.assert_array_equal(offsets, np.column_stack([np.arange(1, 31), theta]))
    for line, average in zip(ax.lines, (theta + 1, theta + 2), strict=True):
        np.testing.assert_array_equal(line.get_ydata(), average)
        np.testing.assert_array_equal(line.get_xdata(), np.arange(1, 31))
    legend = ax.get_legend()
    assert legend
    assert [text.get_text() for text in legend.get_texts()] == ["a day", "one", "two"]
    plt.close("all")


def test_the_window_of_the_weights_stands_out() -> None:
    weights = REFERENCES["ewa_weights"](0.9, 30)
    ax = plot_weights(weights, 10, inside_label="in", outside_label="out", **LABELS)
    inside, outside = ax.containers
    assert (len(inside), len(outside)) == (10, 20)
    assert inside[0].get_facecolor() != outside[0].get_facecolor()
    np.testing.assert_allclose([bar.get_height() for bar in [*inside, *outside]], weights)
    plt.close("all")


def test_fading_is_shown_as_a_share_of_the_newest_weight() -> None:
    weights = REFERENCES["ewa_weights"](0.9, 30)
    ax = plot_fading({"a": weights}, {"a": 10.0}, level_label="1/e", **LABELS)
    np.testing.assert_allclose(np.asarray(ax.lines[0].get_ydata()), 0.9 ** np.arange(30))
    plt.close("all")


def test_figures_draw_on_the_axes_that_they_are_given() -> None:
    ax = plt.subplots()[1]
    assert plot_series(series(5), ax=ax, **LABELS) is ax
    assert (ax.get_title(loc="left"), ax.get_xlabel()) == ("What to see", "day")
    plt.close("all")


def test_a_check_is_quiet_when_the_function_warns(recwarn: pytest.WarningsRecorder) -> None:
    """In a notebook a warning is text on stderr, for which nbgrader removes all points."""

    def from_zero(v: Any, beta: float) -> Any:
        return v / (1 - beta ** np.arange(len(v)))

    with pytest.raises(CheckFailed, match="says what to fix"):
        check("bias_correct", {"bias_correct": from_zero})
    assert not recwarn.list


def test_an_unanswered_question_is_not_called_wrong() -> None:
    with pytest.raises(CheckFailed, match="not finished yet"):
        check("larger_beta", {"larger_beta": None})
