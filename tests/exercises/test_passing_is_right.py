"""Wrong functions that were right in every case once: each loses marks, and check says so."""

from __future__ import annotations

import numpy as np
import pytest
from attempts import function_in_notebook
from judging import judged

from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import find

MANY_BATCHES = """
def mini_batches(X, Y, batch_size, rng):
    m = X.shape[1]
    order = rng.permutation(m)
    X, Y = X[:, order], Y[:, order]
    if batch_size < m < 2 * batch_size:
        return [(X, Y)]
    return [(X[:, i:i + batch_size], Y[:, i:i + batch_size]) for i in range(0, m, batch_size)]
"""
ONE_LABEL_ROW = """
def mini_batches(X, Y, batch_size, rng):
    m = X.shape[1]
    order = rng.permutation(m)
    X, Y = X[:, order], Y[:, order].reshape(1, m)
    return [(X[:, i:i + batch_size], Y[:, i:i + batch_size]) for i in range(0, m, batch_size)]
"""
PRECEDENCE = """
def minimum_probability(n, trials, rng):
    G = rng.standard_normal((trials, n, n))
    positive = np.linalg.eigvalsh(G + G.transpose(0, 2, 1) / 2) > 0
    return float(np.mean(np.all(positive, axis=1)))
"""
CONSTANTS = """
def minimum_probability(n, trials, rng):
    known = {1: 0.5, 2: (2 - 2**0.5) / 4, 3: 0.25 - 2**0.5 / (2 * np.pi)}
    return rng.binomial(trials, known.get(n, 0)) / trials
"""
OTHER_CRITERIA = """
def rank_frameworks(scores, weights):
    names = ("programming", "speed", "openness")
    return sorted(scores, key=lambda n: (-sum(weights[c] * scores[n][c] for c in names), n))
"""
PRODUCT = """
def cross_entropy(A, Y):
    return -np.log(np.prod(np.sum(A * Y, axis=0))) / A.shape[1]
"""
EXTRA_CALL = """
def random_search(objective, space, n, rng):
    history = [(point, objective(point)) for point in random_points(space, n, rng)]
    best = min(history, key=lambda entry: entry[1])[0]
    return best, objective(best), history
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "source", "lost"),
    [
        ("mini_batches", MANY_BATCHES, {"last"}),
        ("mini_batches", ONE_LABEL_ROW, {"pairs"}),
        ("minimum_probability", PRECEDENCE, {"more"}),
        ("minimum_probability", CONSTANTS, {"share", "rng"}),
        ("rank_frameworks", OTHER_CRITERIA, {"pairing"}),
        ("cross_entropy", PRODUCT, {"mean"}),
        ("random_search", EXTRA_CALL, {"best"}),
    ],
)
def test_each_slip_costs_its_criterion(name: str, source: str, lost: set[str]) -> None:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    function = function_in_notebook(name, source)
    with np.errstate(all="ignore"):
        verdict = judged(exercise, function, 0)
        assert {row.key for row in verdict.rows if not row.passed} >= lost, verdict.text()
        assert (verdict.points or 0) >= 0.25 * exercise.points
        assert not run_check(name, {name: function}).passed
