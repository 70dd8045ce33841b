"""Saddle points: the references agree with others; other right ways pass, wrong ones do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from judging import judged

from course_lib.cases.arguments import COURSE_FUNCTIONS
from course_lib.cases.case import call
from course_lib.cases.polynomials import polynomial
from course_lib.cases.properties.random_hessians import FALSE_ALARM, could_be, share_of_minima
from grader_tests.engine.exercise import Exercise, Function
from grader_tests.engine.registry import load_topic
from grader_tests.topics.saddle_points.classify_critical_point import classify_critical_point
from grader_tests.topics.saddle_points.escape_step import escape_step
from grader_tests.topics.saddle_points.minimum_probability import minimum_probability
from grader_tests.topics.saddle_points.numerical_gradient import numerical_gradient
from grader_tests.topics.saddle_points.numerical_hessian import numerical_hessian
from grader_tests.topics.saddle_points.saddle_free_step import saddle_free_step

EXERCISES = {exercise.name: exercise for exercise in load_topic("saddle_points").exercises}


def points(name: str, function: Function, seed: int = 3) -> float:
    verdict = judged(EXERCISES[name], function, seed)
    assert verdict.points is not None
    return verdict.points


@pytest.mark.parametrize("code", [name for name in COURSE_FUNCTIONS if name.startswith("lambda")])
def test_a_worked_examples_name_is_its_code(code: str) -> None:
    x = np.array([1.3, -0.7, 2.2])
    assert COURSE_FUNCTIONS[code]()(x) == pytest.approx(eval(code)(x))


def any_polynomial(n: int, quartic: float = 1.0) -> tuple[Any, dict[str, Any]]:
    rng = np.random.default_rng(n)
    A = rng.normal(size=(n, n))
    parts: dict[str, Any] = {
        "centre": rng.normal(size=n),
        "level": 2.0,
        "slopes": rng.normal(size=n),
        "curvatures": A + A.T,
        "cubic": rng.normal(size=n),
        "quartic": quartic * rng.normal(size=n),
    }
    return polynomial(**parts), parts


@pytest.mark.needs("torch")
@pytest.mark.parametrize("n", [1, 2, 5])
def test_gradient_and_hessian_agree_with_pytorch(n: int) -> None:
    import torch

    f, parts = any_polynomial(n)
    tensors = {name: torch.as_tensor(value) for name, value in parts.items()}

    def same(x: Any) -> Any:
        z = x - tensors["centre"]
        even = 0.5 * z @ tensors["curvatures"] @ z + tensors["quartic"][1:] @ (z[1:] ** 3 * z[:-1])
        return tensors["level"] + tensors["slopes"] @ z + even + (tensors["cubic"] @ z) ** 3

    x = np.random.default_rng(1).normal(size=n)
    theirs = torch.tensor(x, requires_grad=True)
    gradient = torch.autograd.functional.jacobian(same, theirs).numpy()
    hessian = torch.autograd.functional.hessian(same, theirs).numpy()
    np.testing.assert_allclose(numerical_gradient(f, x, 1e-5), gradient, rtol=0, atol=1e-7)
    np.testing.assert_allclose(numerical_hessian(f, x, 1e-3), hessian, rtol=0, atol=1e-4)


@pytest.mark.needs("torch")
@pytest.mark.parametrize("n", [1, 2, 6])
def test_a_saddle_free_step_agrees_with_pytorchs_root_of_the_squared_hessian(n: int) -> None:
    """The positive root of H H is H without the signs of its eigenvalues."""
    import torch

    rng = np.random.default_rng(n)
    w, dw, A = rng.normal(size=n), rng.normal(size=n), rng.normal(size=(n, n))
    H = A + A.T
    squared = torch.linalg.eigh(torch.tensor(H @ H))
    root = squared.eigenvectors @ torch.diag(squared.eigenvalues.sqrt()) @ squared.eigenvectors.T
    damped = root + 0.3 * torch.eye(n, dtype=torch.float64)
    expected = w - torch.linalg.solve(damped, torch.tensor(dw)).numpy()
    np.testing.assert_allclose(saddle_free_step(w, dw, H, 0.3), expected, rtol=0, atol=1e-10)


def test_a_saddle_free_step_reaches_the_bottom_and_leaves_the_top() -> None:
    bowl = np.array([[3.0, 1.0], [1.0, 2.0]])
    w = np.array([1.0, -2.0])
    np.testing.assert_allclose(saddle_free_step(w, bowl @ w, bowl, 1e-12), 0, atol=1e-9)
    np.testing.assert_allclose(saddle_free_step(w, -bowl @ w, -bowl, 1e-12), 2 * w, atol=1e-9)


def test_central_differences_are_exact_for_quadrics_and_second_ones_for_cubics() -> None:
    f, parts = any_polynomial(4, quartic=0.0)
    np.testing.assert_allclose(
        numerical_hessian(f, parts["centre"], 0.3), parts["curvatures"], rtol=0, atol=1e-10
    )
    quadric = polynomial(**{**parts, "cubic": np.zeros(4)})
    x = np.arange(4.0)
    exact = parts["slopes"] + parts["curvatures"] @ (x - parts["centre"])
    np.testing.assert_allclose(numerical_gradient(quadric, x, 0.3), exact, rtol=0, atol=1e-10)


def test_the_verdict_agrees_with_the_existence_of_a_cholesky_factor() -> None:
    rng = np.random.default_rng(0)
    for _ in range(300):
        n = int(rng.integers(1, 4))
        A = rng.normal(size=(n, n))
        A = A + A.T

        def definite(matrix: Any) -> bool:
            try:
                np.linalg.cholesky(matrix)
            except np.linalg.LinAlgError:
                return False
            return True

        expected = "minimum" if definite(A) else "maximum" if definite(-A) else "saddle"
        assert classify_critical_point(A, 1e-12) == expected


@pytest.mark.parametrize(
    ("n", "exactly"),
    [(1, 1 / 2), (2, (2 - np.sqrt(2)) / 4), (3, 1 / 4 - np.sqrt(2) / (2 * np.pi))],
)
def test_the_share_of_minima_agrees_with_the_exact_probability(n: int, exactly: float) -> None:
    trials = 200_000
    share = minimum_probability(n, trials, np.random.default_rng(0))
    assert abs(share - exactly) < 4 * np.sqrt(exactly * (1 - exactly) / trials)


def test_could_be_is_wrong_as_rarely_as_it_says() -> None:
    assert FALSE_ALARM < 1e-9
    rng = np.random.default_rng(0)
    for p in (0.5, 0.1464, 0.0249):
        assert all(could_be(k / 5_000, 5_000, p) for k in rng.binomial(5_000, p, 2_000))
        assert not could_be(p + 8 * np.sqrt(p * (1 - p) / 5_000), 5_000, p)
    assert could_be(0.0, 10, 0.5)
    assert not could_be(0.0, 100, 0.5)
    assert could_be(1.0, 100, 1.0)
    assert not could_be(0.99, 100, 1.0)


@pytest.mark.parametrize(
    ("n", "value", "seen"),
    [
        (3, 0.0185, "near 0.0249"),  # nearer to what half of a matrix gives, which is 0.0122
        (3, 2.49, "near 0.0249, in percent"),
        (2, 2928.0, "near 0.146, times trials"),
        (1, 0.5, "near 0.5"),
        (1, 1, "near 1, an integer"),
        (1, 0.9, "far from what is known"),
    ],
)
def test_a_share_that_could_be_right_is_right(n: int, value: float, seen: str) -> None:
    trials = 4_001 if n == 3 else 20_001
    facts = share_of_minima([call(n, trials, None), call(n, 1, None)], [value, value])
    assert facts["the result is"] == [seen]
    assert not facts["different results for different arguments"]


def gradient_in_a_loop(f: Any, x: Any, h: float) -> Any:
    slopes = []
    for i in range(x.size):
        ahead, behind = x.astype(float), x.astype(float)
        ahead[i] += h
        behind[i] -= h
        slopes.append(0.5 / h * (f(ahead) - f(behind)))
    return np.array(slopes)


def hessian_written_out(f: Any, x: Any, h: float) -> Any:
    """The usual second difference on the diagonal, one step away."""
    n, E = len(x), h * np.eye(len(x))
    H = np.zeros((n, n))
    for i in range(n):
        H[i, i] = (f(x + E[i]) - 2 * f(x) + f(x - E[i])) / h**2
        for j in range(i):
            a, b = E[i] + E[j], E[i] - E[j]
            H[i, j] = H[j, i] = (f(x + a) - f(x + b) - f(x - b) + f(x - a)) / (4 * h * h)
    return H


def classify_by_general_eigenvalues(hessian: Any, tol: float) -> str:
    values = np.linalg.eigvals(hessian)
    up, down = int(np.sum(values > tol)), int(np.sum(values < -tol))
    if up and down:
        return "saddle"
    if up == len(values):
        return "minimum"
    return "maximum" if down == len(values) else "degenerate"


def share_of_many_at_once(n: int, trials: int, rng: Any) -> Any:
    G = rng.normal(size=(n, n, trials))
    H = np.moveaxis(G + G.swapaxes(0, 1), 2, 0)
    return np.mean(np.linalg.eigvalsh(H).min(axis=1) > 0)


def escape_by_indices(path: Any, radius: float) -> Any:
    away = np.sqrt(((path - path[0]) ** 2).sum(axis=1))
    found = np.nonzero(away > radius)[0]
    return found[0] if found.size else None


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("numerical_gradient", gradient_in_a_loop),
        ("numerical_hessian", hessian_written_out),
        ("classify_critical_point", classify_by_general_eigenvalues),
        ("minimum_probability", share_of_many_at_once),
        ("escape_step", escape_by_indices),
    ],
)
def test_another_way_to_write_it_gets_full_marks(name: str, function: Function) -> None:
    for seed in range(5):
        assert points(name, function, seed) == EXERCISES[name].points


def one_matrix(n: int, trials: int, rng: Any) -> float:
    G = rng.standard_normal((n, n))
    return float(np.mean([(np.linalg.eigvalsh(G + G.T) > 0).all() for _ in range(trials)]))


def exact_numbers(n: int, trials: int, rng: Any) -> float:
    return {1: 0.5, 2: 0.14644660940672624, 3: 0.024920925}[n]


WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("numerical_gradient", lambda f, x, h: (f(x + h * np.eye(len(x))[0]) - f(x)) / h),
    ("numerical_gradient", lambda f, x, h: abs(numerical_gradient(f, x, h))),
    ("numerical_gradient", lambda f, x, h: numerical_gradient(f, x, h)[::-1]),
    ("numerical_gradient", lambda f, x, h: numerical_gradient(f, x, h)[:, None]),
    ("numerical_gradient", lambda f, x, h: numerical_gradient(f, x, h).astype(np.float32)),
    ("numerical_gradient", lambda f, x, h: numerical_gradient(f, x, h).round(4)),
    ("numerical_gradient", lambda f, x, h: numerical_gradient(f, x, 2 * h)),
    ("numerical_gradient", lambda f, x, h: numerical_gradient(f, np.zeros(len(x)), h)),
    ("numerical_hessian", lambda f, x, h: numerical_hessian(f, x, h / 2)),
    ("numerical_hessian", lambda f, x, h: abs(numerical_hessian(f, x, h))),
    ("numerical_hessian", lambda f, x, h: numerical_hessian(f, x, h)[::-1]),
    ("numerical_hessian", lambda f, x, h: numerical_hessian(f, x, h) / 2),
    ("numerical_hessian", lambda f, x, h: numerical_hessian(f, np.zeros(len(x)), h)),
    ("classify_critical_point", lambda H, tol: "saddle"),
    ("classify_critical_point", lambda H, tol: classify_critical_point(H[:2, :2], tol)),
    ("classify_critical_point", lambda H, tol: classify_critical_point(H, 1e-6)),
    ("classify_critical_point", lambda H, tol: classify_critical_point(H, 0.5)),
    ("minimum_probability", one_matrix),
    ("minimum_probability", exact_numbers),
    ("minimum_probability", lambda n, t, rng: 1 - minimum_probability(n, t, rng)),
    ("minimum_probability", lambda n, t, rng: minimum_probability(1, t, rng)),
    ("minimum_probability", lambda n, t, rng: minimum_probability(n, 100, rng)),
    ("escape_step", lambda path, radius: escape_step(path[1:], radius)),
    ("escape_step", lambda path, radius: escape_step(path, 1.01 * radius)),
    ("escape_step", lambda path, radius: bool(escape_step(path, radius))),
    ("escape_step", lambda path, radius: escape_step(path[:, :2], radius)),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "function"), WRONG)
def test_a_wrong_function_that_nobody_thought_of_loses_marks(name: str, function: Any) -> None:
    for seed in range(2):
        assert points(name, function, seed) < EXERCISES[name].points


def both(first: Exercise, one: str, second: str) -> Function:
    """Two mistakes in the Hessian at once: in the values, and in the form of the result."""
    functions = {mistake.name: mistake.function for mistake in first.mistakes}
    values, form = functions[one], functions[second]

    def wrong(f: Any, x: Any, h: float) -> Any:
        shape = form(f, x, h) / numerical_hessian(f, x, h)
        return values(f, x, h) * np.where(np.isfinite(shape), shape, 0)

    return wrong


@pytest.mark.parametrize("one", ["forward", "fixed_step", "half_distance"])
@pytest.mark.parametrize("second", ["diagonal_only", "upper_half", "diagonal_doubled"])
def test_two_mistakes_at_once_are_refused(one: str, second: str) -> None:
    exercise = EXERCISES["numerical_hessian"]
    with np.errstate(all="ignore"):
        wrong = both(exercise, one, second)
        verdict = judged(exercise, wrong, 4)
    lost = {row.key for row in verdict.rows if not row.passed}
    expected = [set(m.fails) for m in exercise.mistakes if m.name in (one, second)]
    assert lost >= set.union(*expected) - {"unchanged"}


def test_the_lesson_says_rightly_how_long_each_method_stays() -> None:
    """130 against 176 steps at the rate 0.05; the largest stable rate of descent is 0.1."""
    from course_lib.landscapes.saddle import Saddle
    from course_lib.landscapes.walk import walk

    def descent(w: Any, dw: Any, learning_rate: float) -> Any:
        return w - learning_rate * dw

    def momentum(w: Any, dw: Any, v: Any, learning_rate: float, beta: float) -> Any:
        v = beta * v + (1 - beta) * dw
        return w - learning_rate * v, v

    gradient, start = Saddle(up=20.0, down=1.0).gradient, np.array([0.1, 0.001])
    slow = walk(gradient, start, step=descent, steps=250, learning_rate=0.05)
    later = walk(gradient, start, step=momentum, steps=250, learning_rate=0.05, beta=0.9)
    tuned = walk(gradient, start, step=momentum, steps=250, learning_rate=1.0, beta=0.9)
    assert [escape_step(path, 0.5) for path in (slow, later, tuned)] == [130, 176, 25]
    wild = walk(gradient, start, step=descent, steps=250, learning_rate=0.105)
    assert np.abs(wild[:100, 0]).max() > 100 * start[0]
