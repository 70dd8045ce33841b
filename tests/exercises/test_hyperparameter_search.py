"""Searches agree with independent ones; right code of any style passes, double mistakes do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from judging import judged

from course_lib.cases.properties.distributions import RIGHT, drawn_evenly
from course_lib.checking.checker import run_check
from course_lib.nn.digits_task import DigitsTask
from course_lib.plots.search import plot_search
from course_lib.scales import place_on_scale, shares_of_axis, value_at_place
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import hidden_cases, traces_of
from grader_tests.topics.hyperparameter_search import TOPIC
from grader_tests.topics.hyperparameter_search.grid_points import EXERCISE as GRID_POINTS
from grader_tests.topics.hyperparameter_search.grid_points import grid_points
from grader_tests.topics.hyperparameter_search.random_points import EXERCISE as RANDOM_POINTS
from grader_tests.topics.hyperparameter_search.random_points import random_points
from grader_tests.topics.hyperparameter_search.random_search import EXERCISE as RANDOM_SEARCH
from grader_tests.topics.hyperparameter_search.random_search import random_search
from grader_tests.topics.hyperparameter_search.sample_log_uniform import (
    EXERCISE as SAMPLE_LOG_UNIFORM,
)
from grader_tests.topics.hyperparameter_search.sample_log_uniform import sample_log_uniform
from grader_tests.topics.hyperparameter_search.sample_momentum import EXERCISE as SAMPLE_MOMENTUM
from grader_tests.topics.hyperparameter_search.sample_momentum import sample_momentum
from grader_tests.topics.hyperparameter_search.successive_halving import successive_halving
from grader_tests.topics.hyperparameter_search.zoom import EXERCISE as ZOOM
from grader_tests.topics.hyperparameter_search.zoom import zoom

SPACE: Any = {
    "learning_rate": (0.0001, 10.0, "log"),
    "beta": (0.0, 0.99, "one_minus_log"),
    "hidden": (4, 64, "linear"),
}


def test_samples_are_numpys_own_log_uniform_quantiles() -> None:
    shares = np.random.default_rng(5).random(10_000)
    for low, high in ((1e-4, 1.0), (3e-6, 0.02), (2.0, 700.0)):
        sample = sample_log_uniform(low, high, 10_000, np.random.default_rng(5))
        np.testing.assert_allclose(sample, low * (high / low) ** shares, rtol=1e-10)
    for low, high in ((0.9, 0.999), (0.0, 0.99)):
        sample = sample_momentum(low, high, 10_000, np.random.default_rng(5))
        quantiles = (1 - high) * ((1 - low) / (1 - high)) ** shares
        np.testing.assert_allclose(1 - sample, quantiles, rtol=1e-10)


def test_a_grid_is_made_of_numpys_own_steps() -> None:
    points = grid_points(SPACE, 6)
    rates, betas = np.geomspace(0.0001, 10, 6), 1 - np.geomspace(1, 0.01, 6)
    expected = list(product(rates, betas, np.linspace(4, 64, 6)))
    np.testing.assert_allclose([list(p.values()) for p in points], expected, rtol=1e-10, atol=1e-12)


def test_zoom_agrees_with_one_that_sorts_pairs_and_takes_natural_logarithms() -> None:
    for seed in range(50):
        rng = np.random.default_rng(seed)
        points, scores = random_points(SPACE, 30, rng), rng.normal(size=30).tolist()
        best = [
            point for _, point in sorted(zip(scores, points, strict=True), key=lambda pair: pair[0])
        ][:4]
        log_rates = np.log([point["learning_rate"] for point in best])
        tenth = 0.1 * np.log(10 / 0.0001)
        low, high, scale = zoom(SPACE, points, scores, 4)["learning_rate"]
        np.testing.assert_allclose(low, max(1e-4, np.exp(log_rates.min() - tenth)), rtol=1e-10)
        np.testing.assert_allclose(high, min(10, np.exp(log_rates.max() + tenth)), rtol=1e-10)
        assert scale == "log"
        low, high, _ = zoom(SPACE, points, scores, 4)["hidden"]
        hidden = [point["hidden"] for point in best]
        assert low == pytest.approx(max(4, min(hidden) - 6))
        assert high == pytest.approx(min(64, max(hidden) + 6))


@pytest.mark.parametrize("exercise", TOPIC.exercises, ids=lambda exercise: exercise.name)
def test_every_view_can_read_what_the_reference_returns(exercise: Exercise) -> None:
    traces = traces_of(exercise.reference, hidden_cases(exercise, 3))
    assert "as documented" not in repr(traces)


def one_by_one(low: float, high: float, n: int, rng: np.random.Generator) -> Any:
    numbers = []
    for _ in range(n):
        r = rng.random()
        numbers.append(np.exp(np.log(low) + r * (np.log(high) - np.log(low))))
    return np.array(numbers)


def high_to_low(low: float, high: float, n: int, rng: np.random.Generator) -> Any:
    first, last = np.log2(1 - low), np.log2(1 - high)
    return 1 - 2 ** (first - rng.random(size=n) * (first - last))


def nested_loops(space: Any, per_axis: int) -> Any:
    points: list[dict[str, float]] = [{}]
    for name, (low, high, scale) in reversed(space.items()):
        first, last = place_on_scale(low, scale), place_on_scale(high, scale)
        step = (last - first) / (per_axis - 1)
        points = [
            {**point, name: value_at_place(first + i * step, scale)}
            for i in range(per_axis)
            for point in points
        ]
    return points


def point_by_point(space: Any, n: int, rng: np.random.Generator) -> Any:
    points: list[dict[str, float]] = []
    while len(points) < n:
        point = {}
        for name, (low, high, scale) in space.items():
            if scale == "log":
                point[name] = sample_log_uniform(low, high, 1, rng)[0]
            elif scale == "linear":
                point[name] = rng.uniform(low, high)
            else:
                point[name] = sample_momentum(low, high, 1, rng).item()
        points.append(point)
    return tuple(points) if n < 0 else points


def scores_first(objective: Any, space: Any, n: int, rng: np.random.Generator) -> Any:
    points = point_by_point(space, n, rng)
    scores = [objective(point) for point in points]
    best = int(np.argmin(scores))
    return [points[best], scores[best], list(zip(points, scores, strict=True))]


def zoom_to(ends: Callable[[list[float]], Any]) -> Callable[..., Any]:
    """`zoom` with ends at `ends(shares)` of each axis, from the shares of the best points."""

    def zoom_by_shares(space: Any, points: Any, scores: Any, keep: int) -> Any:
        order = sorted(range(len(scores)), key=lambda i: scores[i])[:keep]
        new = dict(space)
        for name, (low, high, scale) in space.items():
            shares = [float(shares_of_axis(points[i][name], space[name])) for i in order]
            first, last = place_on_scale(low, scale), place_on_scale(high, scale)
            places = first + np.array(ends(shares)) * (last - first)
            new[name] = [*(value_at_place(places, scale)), scale]
        return new

    return zoom_by_shares


def with_margin(shares: list[float]) -> Any:
    return np.clip([min(shares) - 0.1, max(shares) + 0.1], 0, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exercise", "own_style"),
    [
        (SAMPLE_LOG_UNIFORM, one_by_one),
        (SAMPLE_MOMENTUM, high_to_low),
        (GRID_POINTS, nested_loops),
        (RANDOM_POINTS, point_by_point),
        (RANDOM_SEARCH, scores_first),
        (ZOOM, zoom_to(with_margin)),
    ],
    ids=lambda value: value.name if isinstance(value, Exercise) else "",
)
def test_another_way_to_write_it_gets_full_marks(exercise: Exercise, own_style: Any) -> None:
    for seed in range(12):
        verdict = judged(exercise, own_style, seed)
        assert verdict.points == exercise.points, verdict.text()
    verdict = run_check(exercise.name, {exercise.name: own_style})
    assert verdict.passed, verdict.text()


def lost(exercise: Exercise, function: Callable[..., Any], seed: int = 11) -> set[str]:
    return {row.key for row in judged(exercise, function, seed).rows if not row.passed}


def test_two_mistakes_at_once_are_refused_and_named() -> None:
    def linear_from_nowhere(low: float, high: float, n: int, rng: Any) -> Any:
        return np.random.default_rng().uniform(low, high, n)

    verdict = judged(SAMPLE_LOG_UNIFORM, linear_from_nowhere, 4)
    assert set(verdict.mistakes) == {"linear", "own_chance"}
    assert {row.key for row in verdict.rows if not row.passed} == {"spread", "chance"}

    def highest_of_a_linear_search(objective: Any, space: Any, n: int, rng: Any) -> Any:
        linear = {name: (low, high, "linear") for name, (low, high, _) in space.items()}
        history = random_search(objective, linear, n, rng)[2]
        return (*max(history, key=lambda entry: entry[1]), history)

    verdict = judged(RANDOM_SEARCH, highest_of_a_linear_search, 4)
    assert set(verdict.mistakes) == {"highest", "linear_everywhere"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exercise", "function"),
    [
        (SAMPLE_LOG_UNIFORM, lambda low, high, n, rng: np.clip(rng.lognormal(-4, 2, n), low, high)),
        (SAMPLE_LOG_UNIFORM, lambda low, high, n, rng: low * (high / low) ** (rng.random(n) ** 2)),
        (SAMPLE_LOG_UNIFORM, lambda low, high, n, rng: np.round(one_by_one(low, high, n, rng), 3)),
        (SAMPLE_LOG_UNIFORM, lambda low, high, n, rng: [one_by_one(low, high, n, rng)]),
        (SAMPLE_LOG_UNIFORM, lambda low, high, n, rng: one_by_one(low, high, n - 1, rng)),
        (SAMPLE_LOG_UNIFORM, lambda low, high, n, rng: one_by_one(low, high, n, rng) * np.nan),
        (SAMPLE_MOMENTUM, lambda low, high, n, rng: 1 - one_by_one(1 - high, 1 - low, n, rng) ** 2),
        (SAMPLE_MOMENTUM, lambda low, high, n, rng: np.round(high_to_low(low, high, n, rng), 2)),
        (GRID_POINTS, lambda space, per_axis: grid_points(space, per_axis)[1:]),
        (GRID_POINTS, lambda space, per_axis: grid_points(space, per_axis) * 2),
        (GRID_POINTS, lambda space, per_axis: point_by_point(space, 9, np.random.default_rng(1))),
        (RANDOM_POINTS, lambda space, n, rng: point_by_point(space, n, rng)[:3]),
        (RANDOM_POINTS, lambda space, n, rng: point_by_point(space, n // 2, rng) * 2),
        (RANDOM_POINTS, lambda space, n, rng: [*point_by_point(space, n - 1, rng), {}]),
        (RANDOM_SEARCH, lambda *given: (*random_search(*given)[:2], [])),
        (RANDOM_SEARCH, lambda *given: random_search(*given)[1:]),
        (RANDOM_SEARCH, lambda *given: (*random_search(*given)[:2], random_search(*given)[2])),
        (ZOOM, zoom_to(lambda shares: (max(0.0, min(shares) - 0.1), max(shares)))),
        (ZOOM, zoom_to(lambda shares: (0.0, 1.0))),
        (ZOOM, zoom_to(lambda s: (max(0.0, np.mean(s) - 0.2), min(1.0, np.mean(s) + 0.2)))),
        (ZOOM, lambda *given: list(zoom(*given).values())),
    ],
)
def test_a_wrong_way_that_has_no_name_is_refused_as_well(exercise: Exercise, function: Any) -> None:
    for seed in range(5):
        assert lost(exercise, function, seed)
    assert not run_check(exercise.name, {exercise.name: function}).passed


def test_scales_turn_round_and_name_what_they_do_not_know() -> None:
    for scale, value, place in (("linear", 3, 3), ("log", 0.01, -2), ("one_minus_log", 0.99, 2)):
        assert place_on_scale(value, scale) == pytest.approx(place)
        assert value_at_place(place, scale) == pytest.approx(value)
    assert value_at_place(-3, "log") == 0.001
    assert str(place_on_scale(0.0, "one_minus_log")) == "0.0"
    with pytest.raises(ValueError, match="no scale called 'logarithmic'"):
        place_on_scale(1, "logarithmic")


def test_a_sample_is_known_by_how_it_was_drawn() -> None:
    rng = np.random.default_rng(0)
    axis = (0.0003, 0.5, "log")
    assert drawn_evenly(sample_log_uniform(0.0003, 0.5, 2000, rng), axis) == RIGHT
    assert drawn_evenly(rng.uniform(0.0003, 0.5, 2000), axis) == "on the plain scale"
    assert drawn_evenly(10 ** rng.uniform(-4, 0, 2000), axis) == "from 0.0001 to 1"
    assert drawn_evenly(10 ** -rng.uniform(-3.5, -0.3, 2000), (10**-3.5, 10**-0.3, "log")) == (
        "10 to -exponent"
    )
    assert drawn_evenly(rng.normal(size=2000), axis) == "no"


def test_the_training_task_repeats_itself_and_leaves_models_alone() -> None:
    task = DigitsTask()
    start = task.new_model()
    before = {name: array.copy() for name, array in start.parameters.items()}
    once, again = (task.train(start, epochs=3, learning_rate=1.0, beta=0.9) for _ in range(2))
    assert once.score == again.score < 0.6 < start.score
    assert len(once.costs) == 4
    for name, array in start.parameters.items():
        np.testing.assert_array_equal(array, before[name])
    longer = task.train(once, epochs=2, learning_rate=1.0, beta=0.9)
    np.testing.assert_array_equal(longer.costs[:4], once.costs)


def test_the_training_task_moves_as_the_notes_momentum_does() -> None:
    task = DigitsTask()
    model = task.train(task.new_model(), epochs=1, learning_rate=0.7, beta=0.8)
    w = {name: array.copy() for name, array in task.new_model().parameters.items()}
    v = {name: np.zeros_like(array) for name, array in w.items()}
    for X, Y in task._batches:
        _, gradients = task._network.cost_and_gradients(w, X, Y)
        for name, dw in gradients.items():
            v[name] = 0.8 * v[name] + 0.2 * dw
            w[name] = w[name] - 0.7 * v[name]
    for name, array in model.parameters.items():
        np.testing.assert_allclose(array, w[name], rtol=0, atol=1e-12)


def test_the_lesson_says_rightly_what_a_grid_of_25_finds() -> None:
    space = {name: SPACE[name] for name in ("learning_rate", "beta")}
    task = DigitsTask()
    scores = [task.train(task.new_model(), epochs=10, **p).score for p in grid_points(space, 5)]
    assert round(min(scores), 3) == 0.209


def as_in_the_lesson(space: Any, n: int, rng: np.random.Generator) -> Any:
    def one(low: float, high: float, scale: str) -> float:
        place = rng.uniform(place_on_scale(low, scale), place_on_scale(high, scale))
        return float(value_at_place(place, scale))

    return [{name: one(*axis) for name, axis in space.items()} for _ in range(n)]


@pytest.mark.slow
def test_the_lesson_says_rightly_what_twelve_searches_found() -> None:
    space = {name: SPACE[name] for name in ("learning_rate", "beta")}
    task = DigitsTask()

    def objective(point: Any) -> float:
        return task.train(task.new_model(), epochs=10, **point).score

    better = bad_first_rounds = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        history = [(point, objective(point)) for point in as_in_the_lesson(space, 25, rng)]
        points, scores = zip(*history, strict=True)
        assert 0.10 < min(scores) < 0.16
        bad_first_rounds += np.median(scores) > 0.5
        smaller = zoom(space, points, scores, 5)
        fine = [objective(point) for point in as_in_the_lesson(smaller, 25, rng)]
        assert np.median(fine) < 0.26
        if min(fine) < min(scores):
            better += 1
            assert 0.085 < min(fine) < 0.125
    assert (better, bad_first_rounds) == (10, 11)


HISTORY: Any = [
    ({"learning_rate": 0.001, "beta": 0.5}, 0.6),
    ({"learning_rate": 1.0, "beta": 0.9}, 0.2),
    ({"learning_rate": 0.1, "beta": 0.0}, 0.4),
]
WORDS: Any = {"title": "What to see", "xlabel": "learning rate", "ylabel": "beta"}


@pytest.fixture
def ax() -> Iterator[Any]:
    yield plt.subplots()[1]
    plt.close("all")


def test_a_search_is_drawn_on_its_own_scales_by_score(ax: Any) -> None:
    space = {name: SPACE[name] for name in ("learning_rate", "beta")}
    drawn = plot_search(
        space, {"coarse": HISTORY, "fine": HISTORY[:1]}, best_label="{score:.1f}", ax=ax, **WORDS
    )
    assert drawn is ax
    coarse, fine = ax.collections
    assert np.asarray(coarse.get_offsets()).tolist() == [[0.001, 0.5], [1.0, 0.9], [0.1, 0.0]]
    assert np.asarray(coarse.get_array()).tolist() == [0.6, 0.2, 0.4]
    assert len(coarse.get_paths()[0]) != len(fine.get_paths()[0])
    (ring,) = ax.lines
    assert np.asarray(ring.get_xydata()).tolist() == [[1.0, 0.9]]
    assert ring.get_label() == "0.2"
    assert ax.get_xscale() == "log"
    places = ax.transData.transform([(1, 0.0), (1, 0.9), (1, 0.99)])[:, 1]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1])
    assert (ax.get_title(loc="left") or ax.get_title()) == "What to see"


def test_a_search_shows_the_smaller_space_and_the_shadows(ax: Any) -> None:
    space = {name: SPACE[name] for name in ("learning_rate", "beta")}
    smaller = {"learning_rate": (0.1, 1.0, "log"), "beta": (0.5, 0.9, "one_minus_log")}
    plot_search(space, {"a": HISTORY}, zoomed=smaller, shadows=True, ax=ax, **WORDS)
    (frame,) = ax.patches
    assert frame.get_bbox().extents.tolist() == pytest.approx([0.1, 0.5, 1.0, 0.9])
    (shadows,) = ax.lines
    assert sorted(shadows.get_xdata()) == [0.001, 0.1, 1.0]
    plot_search(space, {}, ax=plt.subplots()[1], **WORDS)


def test_neither_the_first_nor_the_last_try_is_the_best_or_the_worst() -> None:
    for seed in range(20):
        best = [case for case in hidden_cases(RANDOM_SEARCH, seed) if case.criterion == "best"]
        for search in (one for case in best for one in case.calls):
            objective, space, n, _ = search.args
            points = point_by_point(space, n, np.random.default_rng(seed))
            cost = objective.made()
            scores = [cost(point) for point in points]
            assert min(scores) < min(scores[0], scores[-1])
            assert max(scores) > max(scores[0], scores[-1])
            again = [cost(point) for point in points]
            assert np.allclose(again, scores, atol=0.05)
            assert min(np.subtract(again, scores)) > 0


@pytest.mark.parametrize("n", [1, 2, 5, 16, 21])
def test_a_race_is_won_by_who_is_never_in_the_worse_half(n: int) -> None:
    """Whom each round keeps is counted here by comparing every pair."""
    rng = np.random.default_rng(n)
    floors, heads = rng.random(n), rng.random(n)
    points: list[Any] = [{"number": i} for i in range(n)]
    left, epochs = set(range(n)), 3
    rounds = []
    while len(left) > 1:
        score = floors + heads / epochs
        rounds.append((len(left), epochs))
        left = {i for i in left if sum(score[j] < score[i] for j in left) < len(left) // 2}
        epochs *= 2

    def objective(point: Any, epochs: int) -> float:
        return float(floors[point["number"]] + heads[point["number"]] / epochs)

    assert successive_halving(objective, points, 3) == (points[left.pop()], rounds)
