"""`recommended_batch_size`, a rule of thumb: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator

from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import ByProperties, Calls, exercise

SIZES = (64, 128, 256, 512)
"""The sizes of the rule."""


def recommended_batch_size(m: int, bytes_per_example: int, memory_bytes: int) -> int:
    """Return m if it is at most 2000 and fits, else the largest of 64, 128, 256, 512 that fits."""
    if m <= 2000 and m * bytes_per_example <= memory_bytes:
        return m
    for batch_size in (512, 256, 128, 64):
        if batch_size * bytes_per_example <= memory_bytes:
            return batch_size
    raise ValueError("Not even 64 examples fit into the memory.")


def asked(m: int, bytes_per_example: int, fitting: float) -> Call:
    """Return a call with memory for `fitting` examples."""
    return call(
        m, bytes_per_example=bytes_per_example, memory_bytes=round(fitting * bytes_per_example)
    )


def any_bytes(rng: Generator) -> int:
    """Return the size of an example, from a short row of numbers to a photo."""
    return 8 * int(rng.integers(20, 80_000))


def border_cases(rng: Generator) -> Iterator[Call]:
    """Yield enough memory, also for the largest small set and the smallest large one."""
    for m in (1, int(rng.integers(100, 1900)), 2000, 2001, int(rng.integers(3_000, 10**7))):
        yield asked(m, any_bytes(rng), 10.3 * max(m, 512))


def memory_cases(rng: Generator) -> Iterator[Calls]:
    """Yield large sets, and memory for a little more than each of the sizes.

    Numbers of any type are compared by their values. So the last case, with a small set too, asks
    whether they are floats.
    """
    for size in SIZES:
        m, fitting = int(rng.integers(3_000, 10**7)), size * float(rng.uniform(1.2, 1.8))
        yield asked(m, any_bytes(rng), fitting)
    yield kinds(any_bytes(rng))


def kinds(bytes_per_example: int) -> ByProperties:
    """Return calls with a large and a small set whose results are only asked for their types."""
    calls = (asked(m, bytes_per_example, 300) for m in (50_000, 200))
    return ByProperties(tuple(calls), "numbers_are_floats")


def tight_cases(rng: Generator) -> Iterator[Call]:
    """Yield small sets that do not fit, and beside them a large one."""
    for size in SIZES:
        m, fitting = int(rng.integers(1_100, 1_990)), size * float(rng.uniform(1.2, 1.8))
        yield asked(m, any_bytes(rng), fitting)
    yield asked(int(rng.integers(3_000, 10**7)), any_bytes(rng), 256 * float(rng.uniform(1.2, 1.8)))


def exact_cases(rng: Generator) -> Iterator[Call]:
    """Yield memory that is enough to the last byte, and memory that is one byte too small."""
    m, n = int(rng.integers(700, 1_900)), any_bytes(rng)
    large = int(rng.integers(3_000, 10**7))
    yield asked(m, n, m)
    for size in (128, 256):
        yield asked(large, n, size)
        yield call(large, bytes_per_example=n, memory_bytes=2 * size * n - 1)


def none_cases(rng: Generator) -> Iterator[Call]:
    """Yield too little memory for 64 examples: the last set is so small that it fits.

    The examples of the last but one are tiny. Of the sizes below the smallest, 32 fits into one
    memory, but not into another.
    """
    for m, most in ((int(rng.integers(70, 1_990)), 60.0), (63, 30.0)):
        yield asked(m, any_bytes(rng), float(rng.uniform(5.0, most)))
    yield asked(int(rng.integers(3_000, 10**7)), any_bytes(rng), float(rng.uniform(33.0, 60.0)))
    yield asked(5_000, 4, float(rng.uniform(40.0, 60.0)))
    yield asked(int(rng.integers(20, 40)), any_bytes(rng), float(rng.uniform(41.0, 60.0)))


EXERCISE = exercise(
    recommended_batch_size,
    cases={
        "border": border_cases,
        "memory": memory_cases,
        "tight": tight_cases,
        "exact": exact_cases,
        "none": none_cases,
    },
    examples={
        "border": [
            asked(2000, 512, 100_000),
            asked(2001, 512, 100_000),
            asked(1, 80, 600),
        ],
        "memory": [
            asked(50_000, 512, 300),
            asked(50_000, 80, 70),
            asked(50_000, 80, 140),
            asked(50_000, 512, 600),
            kinds(512),
        ],
        "tight": [
            asked(1500, 512, 200),
            asked(1500, 512, 700),
            asked(1500, 80, 300),
            asked(1500, 512, 70),
            asked(50_000, 512, 300),
        ],
        "exact": [
            asked(1500, 512, 1500),
            asked(50_000, 512, 256),
            call(50_000, bytes_per_example=512, memory_bytes=512 * 512 - 1),
        ],
        "none": [
            asked(1500, 512, 50),
            asked(50_000, 4, 50),
            asked(40, 512, 50),
            asked(63, 512, 20),
        ],
    },
)
