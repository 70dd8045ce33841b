"""What only looks drawn at random loses the marks for it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from judging import judged

from course_lib.checking.checker import run_check
from course_lib.scales import Axis, place_on_scale, value_at_place
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import find

SEEDS = 4


def lost(name: str, function: Callable[..., Any]) -> set[str]:
    """Return the criteria that a function loses, which are the same for every seed."""
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    found = [
        {row.key for row in verdict.rows if not row.passed}
        for verdict in (judged(exercise, function, seed) for seed in range(SEEDS))
    ]
    assert all(each == found[0] for each in found), found
    assert not run_check(name, {name: function}).passed
    return found[0]


def permuted_grid(n: int, rng: Any) -> Any:
    return rng.permutation(np.linspace(0, 1, n))


def one_in_each_part(n: int, rng: Any) -> Any:
    return (rng.permutation(n) + rng.random(n)) / n


def two_in_each_part(n: int, rng: Any) -> Any:
    return (rng.permutation(n) // 2 + rng.random(n)) / (n / 2) % 1


def golden(n: int, rng: Any) -> Any:
    return (rng.random() + np.arange(n) * (np.sqrt(5) - 1) / 2) % 1


def mirrored(n: int, rng: Any) -> Any:
    first = rng.random((n + 1) // 2)
    return np.ravel(np.column_stack([first, 1 - first]))[:n]


def ten_parts(n: int, rng: Any) -> Any:
    return (rng.permutation(np.arange(n) * 10 // n) + rng.random(n)) / 10


def mirrored_later(n: int, rng: Any) -> Any:
    first = rng.random((n + 1) // 2)
    return np.concatenate([first, 1 - first])[:n]


def nearly_repeated(n: int, rng: Any) -> Any:
    return np.clip(np.tile(rng.random((n + 1) // 2), 2)[:n] + rng.normal(0, 1e-7, n), 0, 1)


def chaotic(n: int, rng: Any) -> Any:
    numbers = [rng.uniform(0.01, 0.99)]
    for _ in range(n - 1):
        numbers.append(np.clip(4 * numbers[-1] * (1 - numbers[-1]), 1e-9, 1 - 1e-9))
    return 2 / np.pi * np.arcsin(np.sqrt(np.array(numbers)))


GRIDS = (permuted_grid, one_in_each_part, two_in_each_part, golden)


def on_axis(shares: Any, axis: Axis) -> Any:
    low, high, scale = axis
    first, last = place_on_scale(low, scale), place_on_scale(high, scale)
    return value_at_place(first + shares * (last - first), scale)


@pytest.mark.parametrize(
    "shares", [*GRIDS, mirrored, ten_parts, mirrored_later, nearly_repeated, chaotic]
)
@pytest.mark.parametrize(
    ("name", "scale"), [("sample_log_uniform", "log"), ("sample_momentum", "one_minus_log")]
)
def test_a_sample_from_a_grid_is_not_drawn(
    name: str, scale: str, shares: Callable[[int, Any], Any]
) -> None:
    def sample(low: float, high: float, n: int, rng: Any) -> Any:
        return on_axis(shares(n, rng), (low, high, scale))

    assert lost(name, sample) == {"spread"}


def always_these(n: int) -> Any:
    return np.random.default_rng(1).random(n)


def moved(n: int, rng: Any) -> Any:
    return (always_these(n) + rng.random()) % 1


def shuffled(n: int, rng: Any) -> Any:
    return rng.permutation(always_these(n))


def half_drawn(n: int, rng: Any) -> Any:
    return np.concatenate([rng.random(n // 2 + 1), always_these(n)])[:n]


def one_of_five(n: int, rng: Any) -> Any:
    return np.random.default_rng(rng.integers(5)).random(n)


@pytest.mark.parametrize("shares", [moved, shuffled, half_drawn, one_of_five])
def test_numbers_that_come_again_with_another_generator_are_not_drawn_from_it(
    shares: Callable[[int, Any], Any],
) -> None:
    def sample(low: float, high: float, n: int, rng: Any) -> Any:
        return on_axis(shares(n, rng), (low, high, "log"))

    assert lost("sample_log_uniform", sample) == {"chance"}


def points_of(shares: Callable[[int, Any], Any]) -> Callable[..., Any]:
    """Return a `random_points` with these shares on each axis."""

    def random_points(space: Any, n: int, rng: Any) -> Any:
        columns = {name: on_axis(shares(n, rng), axis) for name, axis in space.items()}
        return [{name: float(column[i]) for name, column in columns.items()} for i in range(n)]

    return random_points


@pytest.mark.slow
@pytest.mark.parametrize("shares", GRIDS[:3])
def test_points_from_a_grid_are_not_drawn(shares: Callable[[int, Any], Any]) -> None:
    both_axes_have_one_grid = {"apart"} if shares is permuted_grid else set()
    assert lost("random_points", points_of(shares)) == {"spread", *both_axes_have_one_grid}


@pytest.mark.slow
@pytest.mark.parametrize("shares", GRIDS[:3])
def test_a_search_in_a_grid_is_not_random(shares: Callable[[int, Any], Any]) -> None:
    def random_search(objective: Any, space: Any, n: int, rng: Any) -> Any:
        history = [(point, objective(point)) for point in points_of(shares)(space, n, rng)]
        return (*min(history, key=lambda entry: entry[1]), history)

    assert lost("random_search", random_search) == {"spread"}


def rolled(m: int, rng: Any) -> Any:
    return np.roll(np.random.default_rng(1).permutation(m), rng.integers(m))


def strided(m: int, rng: Any) -> Any:
    step = next(step for step in range(m // 3, m) if np.gcd(step, m) == 1)
    return (np.arange(m) * step + rng.integers(m)) % m


def turned(m: int, rng: Any) -> Any:
    return rolled(m, rng)[:: rng.choice([-1, 1])]


def stretched(m: int, rng: Any) -> Any:
    step = rng.choice([step for step in range(1, m) if np.gcd(step, m) == 1])
    return np.random.default_rng(1).permutation(m)[np.arange(m) * step % m]


def pairs_kept(m: int, rng: Any) -> Any:
    pairs = np.array_split(np.random.default_rng(1).permutation(m), m // 2)
    return np.concatenate([rng.permutation(pairs[i]) for i in rng.permutation(len(pairs))])


def few_swapped(m: int, rng: Any) -> Any:
    order = np.arange(m)
    for _ in range(m // 3):
        i, j = rng.integers(m, size=2)
        order[[i, j]] = order[[j, i]]
    return order


@pytest.mark.parametrize("order_of", [rolled, strided, turned, stretched, pairs_kept, few_swapped])
def test_an_order_that_only_begins_elsewhere_is_not_random(
    order_of: Callable[[int, Any], Any],
) -> None:
    def mini_batches(X: Any, Y: Any, batch_size: int, rng: Any) -> Any:
        order = order_of(X.shape[1], rng)
        parts = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
        return [(X[:, part], Y[:, part]) for part in parts]

    assert lost("mini_batches", mini_batches) == {"order"}
