"""`backward`: reference, hidden cases and worked examples.

A tape of sums alone, or of products alone, hides mistakes in what the other operations do. In all
tapes but those of `shared` and `network`, each value is used once, and two of them are never used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise


def backward(tape: Any) -> Any:
    """Return the derivative of the last value on a tape with respect to each value."""
    gradients = np.zeros(len(tape))
    gradients[-1] = 1.0
    for k in reversed(range(len(tape))):
        operation, inputs, value = tape[k]
        if operation == "add":
            slopes = [1.0, 1.0]
        elif operation == "multiply":
            slopes = [tape[inputs[1]][2], tape[inputs[0]][2]]
        else:  # a tanh; or a leaf, which has no inputs
            slopes = [1 - value**2]
        for i, slope in zip(inputs, slopes):
            gradients[i] += slope * gradients[k]
    return gradients


class Recorder:
    """Write a tape: each operation computes its value and returns its place.

    >>> record = Recorder(2.0, 3.0)
    >>> record.multiply(0, 1)
    2
    >>> record.tape[2]
    ('multiply', [0, 1], 6.0)
    """

    def __init__(self, *leaves: float) -> None:
        """Begin with these leaves."""
        self.tape: list[tuple[str, list[int], float]] = []
        for value in leaves:
            self.leaf(value)

    def leaf(self, value: float) -> int:
        """Note a value that is given."""
        return self._note("leaf", [], value)

    def add(self, i: int, j: int) -> int:
        """Note the sum of two values."""
        return self._note("add", [i, j], self.tape[i][2] + self.tape[j][2])

    def multiply(self, i: int, j: int) -> int:
        """Note the product of two values."""
        return self._note("multiply", [i, j], self.tape[i][2] * self.tape[j][2])

    def tanh(self, i: int) -> int:
        """Note the hyperbolic tangent of a value."""
        return self._note("tanh", [i], float(np.tanh(self.tape[i][2])))

    def _note(self, operation: str, inputs: list[int], value: float) -> int:
        self.tape.append((operation, inputs, value))
        return len(self.tape) - 1


def numbers(rng: Generator, count: int) -> list[float]:
    """Return numbers of either sign, none of them near 0 or 1, and no two of the same size."""
    sizes = rng.permutation(np.linspace(1.15, 1.6, count) + rng.uniform(0, 0.3 / count, count))
    return [float(x) for x in sizes * rng.choice([-1.0, 1.0], count)]


def tree_cases(rng: Generator, operation: str) -> Iterator[Call]:
    """Yield trees of one operation with two inputs, each value used once, and a dead branch."""
    for count in (3, 4, 7):
        record = Recorder(*numbers(rng, count + 2))
        join = getattr(record, operation)
        unused = [int(i) for i in rng.permutation(count + 2)]
        join(unused.pop(), unused.pop())  # the dead branch
        while len(unused) > 1:
            first, second = unused.pop(0), unused.pop(int(rng.integers(0, len(unused))))
            unused.append(join(first, second))
        yield call(record.tape)


def product_cases(rng: Generator) -> Iterator[Call]:
    """Yield trees of products, and last a product with a factor of zero."""
    yield from tree_cases(rng, "multiply")
    yield small((0.0, *numbers(rng, 2)), ("multiply", 0, 1), ("multiply", 2, 3))


def tanh_cases(rng: Generator) -> Iterator[Call]:
    """Yield chains of the hyperbolic tangent, beside another one that ends early."""
    for length in (2, 3, 4):
        record = Recorder(*numbers(rng, 2))
        record.tanh(1)
        end = 0
        for _ in range(length):
            end = record.tanh(end)
        yield call(record.tape)


def shared_cases(rng: Generator) -> Iterator[Call]:
    """Yield sums in which values are used several times, also twice in one sum."""
    for length in (3, 5, 8):
        record = Recorder(*numbers(rng, 3))
        end = record.add(0, 0)
        end = record.add(end, int(rng.integers(0, 2)))
        for _ in range(length):
            end = record.add(end, int(rng.integers(0, end)))
        end = record.add(end, end)
        yield call(record.tape)


def network_cases(rng: Generator) -> Iterator[Call]:
    """Yield small networks: weighted sums and tanh in layers, all inputs in every unit."""
    for n_in, hidden in ((1, 2), (3, 2), (6, 5)):
        record = Recorder()
        outputs = [record.leaf(float(x)) for x in rng.uniform(0.3, 0.9, n_in)]
        for units in (hidden, 2, 1):
            outputs = [unit(record, rng, outputs) for _ in range(units)]
        yield call(record.tape)


def unit(record: Recorder, rng: Generator, inputs: list[int]) -> int:
    """Record tanh(w x + b) of a unit with new weights, and return its place."""
    total = record.leaf(float(rng.uniform(0.1, 0.2)))
    for x in inputs:
        size = float(rng.uniform(0.4, 0.9)) / len(inputs)
        weight = record.leaf(size * float(rng.choice([-1.0, 1.0])))
        total = record.add(total, record.multiply(weight, x))
    return record.tanh(total)


def small(leaves: tuple[float, ...], *steps: tuple[Any, ...]) -> Call:
    """Return the tape of these leaves and then these steps, such as ("add", 0, 1)."""
    record = Recorder(*leaves)
    for operation, *inputs in steps:
        getattr(record, operation)(*inputs)
    return call(record.tape)


EXERCISE = exercise(
    backward,
    cases={
        "add": lambda rng: tree_cases(rng, "add"),
        "multiply": product_cases,
        "tanh": tanh_cases,
        "shared": shared_cases,
        "network": network_cases,
    },
    examples={
        "add": [small((2.0, 3.0, 4.0, 5.0), ("add", 0, 2), ("add", 3, 4))],
        "multiply": [
            small((2.0, 3.0), ("multiply", 0, 1)),
            small((0.0, 3.0), ("multiply", 0, 1)),
            small((2.0, -3.0, 4.0, 5.0), ("multiply", 0, 1), ("multiply", 2, 4)),
        ],
        "tanh": [small((0.5, 2.0), ("tanh", 1), ("tanh", 0), ("tanh", 3))],
        "shared": [
            small((3.0,), ("add", 0, 0)),
            small((2.0, 3.0), ("add", 0, 1), ("add", 2, 0), ("add", 3, 3)),
        ],
        "network": [
            small((2.0, 3.0), ("multiply", 0, 1), ("add", 2, 0)),
            small(
                (0.5, 2.0, -0.75),
                ("multiply", 0, 1),
                ("add", 3, 2),
                ("tanh", 4),
                ("leaf", -1.5),
                ("multiply", 6, 5),
                ("multiply", 0, 7),
                ("add", 8, 5),
            ),
        ],
    },
)
