"""The point sets have the shapes of their names, and depend only on the generator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_lib.data.point_sets import make_blobs, make_circles, make_moons, make_spiral

SETS = {make_blobs: 3, make_moons: 2, make_circles: 3, make_spiral: 3}
every_set = pytest.mark.parametrize(("make", "classes"), SETS.items())


@every_set
def test_the_classes_take_turns_in_columns(make: Callable[..., Any], classes: int) -> None:
    X, labels = make(100, np.random.default_rng(0))
    assert (X.shape, X.dtype) == ((2, 100), np.float64)
    assert labels.tolist() == [i % classes for i in range(100)]
    assert np.abs(X).max() < 5


@every_set
def test_the_generator_alone_decides(make: Callable[..., Any], classes: int) -> None:
    one, same, other = (make(30, np.random.default_rng(seed))[0] for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_blobs_rings_and_arms_have_as_many_classes_as_asked_for(classes: int) -> None:
    for make in (make_blobs, make_circles, make_spiral):
        _, labels = make(50, np.random.default_rng(0), classes=classes)
        assert set(labels) == set(range(classes))


def test_without_noise_they_are_the_figures_that_they_are_named_after() -> None:
    def rng() -> np.random.Generator:
        return np.random.default_rng(3)

    X, labels = make_circles(90, rng(), noise=0.0)
    np.testing.assert_allclose(np.hypot(*X), 0.6 * (labels + 1))
    X, labels = make_blobs(90, rng(), noise=0.0)
    assert len(np.unique(X.round(9), axis=1).T) == 3
    X, labels = make_spiral(90, rng(), noise=0.0)
    turn = np.arctan2(X[1], X[0]) / (2 * np.pi) - labels / 3 - np.hypot(*X) / 3
    np.testing.assert_allclose(turn - np.round(turn), 0, atol=1e-9)
    X, labels = make_moons(90, rng(), noise=0.0)
    centre = np.array([[-0.5], [-0.25]]) * np.where(labels == 0, 1, -1)
    np.testing.assert_allclose(np.hypot(*(X - centre)), 1)
    assert (X[1, labels == 0] >= -0.25).all()
    assert (X[1, labels == 1] <= 0.25).all()
