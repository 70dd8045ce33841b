"""Generate two-dimensional points in several classes with a seeded generator.

Each function returns X (2, m), with a point in each column, and labels (m,). The labels cycle
through the classes, 0, 1, ..., C - 1, 0, 1, ..., so that every mini-batch contains all of them.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

PointSet = tuple[NDArray[np.float64], NDArray[np.int64]]


def make_blobs(m: int, rng: Generator, *, classes: int = 3, noise: float = 0.55) -> PointSet:
    """Return round clusters; their centres are evenly spaced on a circle of radius 1.5.

    >>> X, labels = make_blobs(6, np.random.default_rng(0))
    >>> X.shape, labels
    ((2, 6), array([0, 1, 2, 0, 1, 2]))
    """
    labels = np.arange(m) % classes
    angle = np.pi / 2 + 2 * np.pi * labels / classes
    return _noisy(1.5 * np.cos(angle), 1.5 * np.sin(angle), labels, noise, rng)


def make_moons(m: int, rng: Generator, *, noise: float = 0.15) -> PointSet:
    """Return two half circles of radius 1, each with one end inside the other: two classes."""
    labels = np.arange(m) % 2
    angle = rng.uniform(0, np.pi, m)
    turned = np.where(labels == 0, 1, -1)
    return _noisy(
        turned * (np.cos(angle) - 0.5), turned * (np.sin(angle) - 0.25), labels, noise, rng
    )


def make_circles(m: int, rng: Generator, *, classes: int = 3, noise: float = 0.12) -> PointSet:
    """Return rings around the origin with radii 0.6, 1.2, 1.8, ..., one for each class."""
    labels = np.arange(m) % classes
    angle = rng.uniform(0, 2 * np.pi, m)
    radius = 0.6 * (labels + 1)
    return _noisy(radius * np.cos(angle), radius * np.sin(angle), labels, noise, rng)


def make_spiral(m: int, rng: Generator, *, classes: int = 3, noise: float = 0.08) -> PointSet:
    """Return spiral arms from the origin to radius 2, each two thirds of a turn long."""
    labels = np.arange(m) % classes
    along = rng.uniform(0.1, 1.0, m)
    angle = 2 * np.pi * (labels / classes + along * 2 / 3)
    return _noisy(2 * along * np.cos(angle), 2 * along * np.sin(angle), labels, noise, rng)


def _noisy(
    x: NDArray[np.floating],
    y: NDArray[np.floating],
    labels: NDArray[np.int64],
    noise: float,
    rng: Generator,
) -> PointSet:
    X = np.stack([x, y]).astype(np.float64)
    return X + rng.normal(0.0, noise, X.shape), labels
