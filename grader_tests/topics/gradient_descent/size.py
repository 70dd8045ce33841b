"""`recommended_batch_size`: the notes' rule of thumb; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator

from numpy.random import Generator

from course_lib.cases.case import Call, Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.gradient_descent.size_mistakes import (
    MISTAKES,
    SIZES,
    SMALL,
    recommended_batch_size,
)


def asked(m: int, bytes_per_example: int, fitting: float) -> Call:
    """A call with memory for `fitting` examples."""
    return call(
        m, bytes_per_example=bytes_per_example, memory_bytes=round(fitting * bytes_per_example)
    )


def any_bytes(rng: Generator) -> int:
    """The size of an example, from a short row of numbers to a photo."""
    return 8 * int(rng.integers(20, 80_000))


def a_power(rng: Generator) -> int:
    """One of the batch sizes in the middle."""
    return int(rng.choice(SIZES[1:-1]))


def border_cases(rng: Generator) -> Iterator[Case]:
    """Memory enough; the last set that counts as small, and the first that does not."""
    for m in (1, int(rng.integers(100, 1900)), SMALL, SMALL + 1, int(rng.integers(3_000, 10**7))):
        yield Case("border", (asked(m, any_bytes(rng), 10.3 * max(m, 512)),))


def memory_cases(rng: Generator) -> Iterator[Case]:
    """Large sets, and memory for a little more than each of the sizes."""
    for size in SIZES:
        m, fitting = int(rng.integers(3_000, 10**7)), size * float(rng.uniform(1.2, 1.8))
        yield Case("memory", (asked(m, any_bytes(rng), fitting),))


def tight_cases(rng: Generator) -> Iterator[Case]:
    """Small sets that do not fit."""
    for size in SIZES:
        m, fitting = int(rng.integers(1_100, 1_990)), size * float(rng.uniform(1.2, 1.8))
        yield Case("tight", (asked(m, any_bytes(rng), fitting),))


def exact_cases(rng: Generator) -> Iterator[Case]:
    """The memory is enough to the last byte; or one byte is missing."""
    m, size, n = int(rng.integers(700, 1_900)), a_power(rng), any_bytes(rng)
    large = int(rng.integers(3_000, 10**7))
    yield Case("exact", (asked(m, n, m),))
    yield Case("exact", (asked(large, n, size),))
    yield Case("exact", (call(large, bytes_per_example=n, memory_bytes=2 * size * n - 1),))


def none_cases(rng: Generator) -> Iterator[Case]:
    """Not even the smallest batch fits; in the last case, of examples of a few bytes."""
    for m in (int(rng.integers(70, 1_990)), 63, int(rng.integers(3_000, 10**7))):
        fitting = float(rng.uniform(5.0, 60.0))
        yield Case("none", (asked(m, any_bytes(rng), fitting),))
    yield Case("none", (asked(5_000, 4, float(rng.uniform(40.0, 60.0))),))


RECOMMENDED_BATCH_SIZE = Exercise(
    "recommended_batch_size",
    recommended_batch_size,
    criteria=(
        Criterion(
            "border",
            "With memory enough, up to 2000 examples are one batch; of more, a batch takes 512.",
            "Try `m = 2000` and `m = 2001` with a huge memory: the first gives 2000, the second "
            "512.",
            2,
            border_cases,
        ),
        Criterion(
            "memory",
            "Of a large set a batch takes the largest of 64, 128, 256 and 512 that fits.",
            "With memory for 300 examples, 64, 128 and 256 fit, and the largest of these is 256.",
            2,
            memory_cases,
        ),
        Criterion(
            "tight",
            "A small set that does not fit is cut into batches as well.",
            "Try `m = 1500` with memory for 300 examples: 1500 do not fit, so it goes on as for a "
            "large set.",
            1,
            tight_cases,
        ),
        Criterion(
            "exact",
            "A batch that fills the memory to the last byte fits.",
            "If a batch needs 1000 bytes, 1000 bytes are enough, and 999 are not.",
            1,
            exact_cases,
        ),
        Criterion(
            "none",
            "Where not even 64 examples fit, it raises a `ValueError`.",
            "With memory for 50 examples none of the sizes fits: say so with "
            "`raise ValueError(...)`, unless the whole set is that small.",
            1,
            none_cases,
        ),
    ),
    mistakes=MISTAKES,
    examples=(
        Case("border", (asked(2000, 512, 100_000),)),
        Case("border", (asked(2001, 512, 100_000),)),
        Case("memory", (asked(50_000, 512, 300),)),
        Case("memory", (asked(50_000, 512, 70),)),
        Case("tight", (asked(1500, 512, 200),)),
        Case("tight", (asked(1500, 512, 700),)),
        Case("exact", (asked(1500, 512, 1500),)),
        Case("exact", (asked(50_000, 512, 256),)),
        Case("none", (asked(1500, 512, 50),)),
        Case("none", (asked(50_000, 4, 50),)),
    ),
)
