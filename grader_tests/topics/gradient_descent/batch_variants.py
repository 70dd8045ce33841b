"""Mini-batches cut from a shuffled training set, and wrong ways to make them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from grader_tests.engine.exercise import Function

Batches = list[tuple[Any, Any]]


def cut(X: Any, Y: Any, batch_size: int) -> Batches:
    """Batches one after the other; the last one may be short."""
    starts = range(0, X.shape[1], batch_size)
    return [(X[:, i : i + batch_size], Y[:, i : i + batch_size]) for i in starts]


def mini_batches(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
    """One random order for both, then cut."""
    order = rng.permutation(X.shape[1])
    return cut(X[:, order], Y[:, order], batch_size)


def in_order(order: Callable[[int, int, Generator], Any]) -> Function:
    """Batches in another order, made from m, the batch size and the generator."""

    def wrong(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
        columns = order(X.shape[1], batch_size, rng)
        return cut(X[:, columns], Y[:, columns], batch_size)

    return wrong


def then(change: Callable[[Batches, int], Any]) -> Function:
    """The right batches, changed afterwards; the change may look at the batch size."""

    def wrong(X: Any, Y: Any, batch_size: int, rng: Generator) -> Any:
        return change(mini_batches(X, Y, batch_size, rng), batch_size)

    return wrong


def cut_at(parts: Callable[[Any, int], list[Any]]) -> Function:
    """The right order, cut into other parts."""

    def wrong(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
        pieces = parts(rng.permutation(X.shape[1]), batch_size)
        return [(X[:, piece], Y[:, piece]) for piece in pieces]

    return wrong


def slices(order: Any, starts: range, length: int) -> list[Any]:
    """Pieces of one length from each start."""
    return [order[i : i + length] for i in starts]


def full_ones(order: Any, size: int) -> list[Any]:
    """As many as there are full batches."""
    return slices(order, range(0, len(order) - size + 1, size), size)


def with_the_rest(order: Any, size: int) -> list[Any]:
    """What is left over goes into the last full batch."""
    *before, last = full_ones(order, size) or [order[:0]]
    return [*before, np.append(last, order[len(before) * size + len(last) :])]


def filled_up(order: Any, size: int) -> list[Any]:
    """The last batch goes on with the first examples."""
    return [np.take(order, range(i, i + size), mode="wrap") for i in range(0, len(order), size)]


def near_ends(order: Any, size: int) -> list[Any]:
    """The last batch begins earlier, so that it is full."""
    return [order[max(0, min(i, len(order) - size)) :][:size] for i in range(0, len(order), size)]


def batch_by_batch(m: int, size: int, rng: Generator) -> Any:
    """Whole batches in random order, each as it stood."""
    starts = rng.permutation(range(0, m, size))
    return np.concatenate([np.arange(i, min(i + size, m)) for i in starts])


def inside_batches(m: int, size: int, rng: Generator) -> Any:
    """Each batch shuffled for itself."""
    pieces = (np.arange(i, min(i + size, m)) for i in range(0, m, size))
    return np.concatenate([rng.permutation(piece) for piece in pieces])


def drawn_anew(m: int, size: int, rng: Generator) -> Any:
    """Each batch drawn from all examples."""
    pieces = [rng.choice(m, min(size, m), replace=False) for _ in range(0, m, size)]
    return np.concatenate(pieces)[:m]


def apart(shuffle_x: bool, shuffle_y: bool) -> Function:
    """X and Y each in an order of its own, or one of them in the order it came."""

    def wrong(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
        m = X.shape[1]
        first = rng.permutation(m) if shuffle_x else np.arange(m)
        second = rng.permutation(m) if shuffle_y else np.arange(m)
        return cut(X[:, first], Y[:, second], batch_size)

    return wrong


def shuffled_in_place(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
    """`rng.shuffle` on both arrays, one after the other."""
    rng.shuffle(X, axis=1)
    rng.shuffle(Y, axis=1)
    return cut(X, Y, batch_size)


def written_over(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
    """The right order, but in the caller's arrays."""
    order = rng.permutation(X.shape[1])
    X[:], Y[:] = X[:, order], Y[:, order]
    return cut(X, Y, batch_size)


def features_shuffled(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
    """`rng.permutation(X)` shuffles the rows."""
    return cut(rng.permutation(X), rng.permutation(Y), batch_size)


def rows_counted(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
    """`len(X)` is the number of rows."""
    order = rng.permutation(len(X))
    return cut(X[:, order], Y[:, order], batch_size)


def rows_chosen(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
    """`X[order]` takes rows."""
    order = rng.permutation(X.shape[1])
    return cut(X[order], Y[order], batch_size)


def rows_cut(X: Any, Y: Any, batch_size: int, rng: Generator) -> Batches:
    """Shuffled rightly, but then rows are cut."""
    order = rng.permutation(X.shape[1])
    X, Y = X[:, order], Y[:, order]
    starts = range(0, X.shape[1], batch_size)
    return [(X[i : i + batch_size], Y[i : i + batch_size]) for i in starts]


def own_chance(chance: Callable[[], Generator]) -> Function:
    """The right batches, from another generator."""
    return lambda X, Y, batch_size, rng: mini_batches(X, Y, batch_size, chance())


def yielded(X: Any, Y: Any, batch_size: int, rng: Generator) -> Iterator[Any]:
    """With `yield` in place of a list."""
    yield from mini_batches(X, Y, batch_size, rng)
