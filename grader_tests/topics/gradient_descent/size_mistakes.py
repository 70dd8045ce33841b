"""The rule of thumb for batch sizes, and known mistakes in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader_tests.engine.exercise import Function, Mistake
from grader_tests.topics.gradient_descent.shared import NO_RETURN, returns_none

SMALL = 2000
SIZES = (64, 128, 256, 512)


def recommended_batch_size(m: int, bytes_per_example: int, memory_bytes: int) -> int:
    """The whole set if it is small and fits, else the largest of `SIZES` that fits."""
    if m <= SMALL and m * bytes_per_example <= memory_bytes:
        return m
    fitting = [size for size in SIZES if size * bytes_per_example <= memory_bytes]
    if not fitting:
        raise ValueError("Not even the smallest batch fits into the memory.")
    return max(fitting)


def rule(
    *,
    small: int = SMALL,
    sizes: tuple[int, ...] = SIZES,
    best: Callable[[list[int]], int] = max,
    spare: int = 0,
    whole_always_fits: bool = False,
    nothing_fits: Any = ValueError,
) -> Function:
    """The rule with parts of it changed; `spare` bytes have to stay free."""

    def wrong(m: int, bytes_per_example: int, memory_bytes: int) -> Any:
        def fits(size: int) -> bool:
            return size * bytes_per_example + spare <= memory_bytes

        if m <= small and (whole_always_fits or fits(m)):
            return m
        fitting = [size for size in sizes if fits(size)]
        if fitting:
            return best(fitting)
        if isinstance(nothing_fits, type):
            raise nothing_fits
        return nothing_fits

    return wrong


def most_that_fits(m: int, bytes_per_example: int, memory_bytes: int) -> int:
    """As many examples as there is room for."""
    fitting = memory_bytes // bytes_per_example
    if m <= SMALL and m <= fitting:
        return m
    if fitting < SIZES[0]:
        raise ValueError
    return int(min(m, fitting))


def one_example_counts(m: int, bytes_per_example: int, memory_bytes: int) -> Any:
    """The bytes of an example are forgotten."""
    return recommended_batch_size(m, 1, memory_bytes)


def whole_set_or_512(m: int, bytes_per_example: int, memory_bytes: int) -> Any:
    """The memory is forgotten."""
    return m if m <= SMALL else SIZES[-1]


def must_fit_whole(m: int, bytes_per_example: int, memory_bytes: int) -> Any:
    """Refuses where the whole set does not fit."""
    if m <= SMALL and m * bytes_per_example > memory_bytes:
        raise ValueError
    return recommended_batch_size(m, bytes_per_example, memory_bytes)


def exponent(m: int, bytes_per_example: int, memory_bytes: int) -> Any:
    """6 to 9 in place of the powers of two."""
    size = recommended_batch_size(m, bytes_per_example, memory_bytes)
    return size.bit_length() - 1 if m > SMALL or size < m else size


def error_returned(m: int, bytes_per_example: int, memory_bytes: int) -> Any:
    """With `return` in place of `raise`."""
    try:
        return recommended_batch_size(m, bytes_per_example, memory_bytes)
    except ValueError as error:
        return error


EVERYTHING = ("border", "memory", "tight", "exact", "none")

MISTAKES = (
    Mistake(
        "below_2000",
        "A set of exactly 2000 examples is treated as a large one. The rule says: up to 2000, "
        "with 2000 included.",
        rule(small=SMALL - 1),
        ("border",),
    ),
    Mistake(
        "never_whole",
        "Small sets are cut into batches too. Up to 2000 examples, if they fit, the whole set "
        "is the batch.",
        rule(small=0),
        ("border", "exact"),
    ),
    Mistake(
        "always_whole",
        "The whole set comes back whenever it fits, however large it is. That is for sets of "
        "up to 2000 examples only.",
        rule(small=10**9),
        ("border",),
    ),
    Mistake(
        "smallest",
        "The first size that fits comes back, the smallest. Look for the largest: go through "
        "the sizes from the other end, or do not stop at the first.",
        rule(best=min),
        ("border", "memory", "tight", "exact"),
    ),
    Mistake(
        "more_sizes",
        "Your sizes go on after 512. The rule has four: 64, 128, 256 and 512.",
        rule(sizes=(*SIZES, *(2**k for k in range(10, 30)))),
        ("border",),
    ),
    Mistake(
        "without_512",
        "512 is missing among your sizes. In Python the end of a `range` is left out: "
        "`range(6, 9)` is 6, 7, 8.",
        rule(sizes=SIZES[:-1]),
        ("border", "memory", "tight"),
    ),
    Mistake(
        "without_64",
        "64 is missing among your sizes. The rule has four: 64, 128, 256 and 512.",
        rule(sizes=SIZES[1:]),
        ("memory", "tight"),
    ),
    Mistake(
        "exponent",
        "The exponent comes back, 6 to 9, and not the power of two that belongs to it, 64 to 512.",
        exponent,
        ("border", "memory", "tight", "exact"),
    ),
    Mistake(
        "memory_ignored",
        "The memory plays no part in your result. A size fits only if its examples together "
        "need no more bytes than there are.",
        whole_set_or_512,
        ("memory", "tight", "exact", "none"),
    ),
    Mistake(
        "bytes_ignored",
        "You compare the number of examples with the number of bytes. Each example needs "
        "`bytes_per_example` of them.",
        one_example_counts,
        ("memory", "tight", "exact", "none"),
    ),
    Mistake(
        "small_always_fits",
        "A small set always comes back whole, even where it does not fit into the memory. "
        "Ask for both: at most 2000, and it fits.",
        rule(whole_always_fits=True),
        ("tight", "none"),
    ),
    Mistake(
        "small_must_fit",
        "A small set that does not fit raises an error at once. It is no lost case: go on "
        "and look for the largest size that fits.",
        must_fit_whole,
        ("tight",),
    ),
    Mistake(
        "most_that_fits",
        "As many examples as there is room for come back. The rule takes one of the four "
        "sizes, 64, 128, 256 or 512.",
        most_that_fits,
        ("border", "memory", "tight", "exact"),
    ),
    Mistake(
        "strictly_less",
        "A batch that fills the memory to the last byte counts as too large. It fits: "
        "compare with `<=`.",
        rule(spare=1),
        ("exact",),
    ),
    Mistake(
        "falls_back_to_64",
        "Where nothing fits, 64 comes back, and training would run out of memory later. "
        "Raise a `ValueError` now.",
        rule(nothing_fits=64),
        ("none",),
    ),
    Mistake(
        "falls_back_to_1",
        "Where nothing fits, 1 comes back. That may work, but the rule of this exercise has "
        "no such size: raise a `ValueError`.",
        rule(nothing_fits=1),
        ("none",),
    ),
    Mistake(
        "returns_none",
        "Where nothing fits, `None` comes back, and whoever called learns nothing of the "
        "problem. Raise a `ValueError`.",
        rule(nothing_fits=None),
        ("none",),
    ),
    Mistake(
        "returns_the_error",
        "Where nothing fits, a value comes back in place of an error. `return` hands the "
        "error over like any value; `raise` makes it happen.",
        error_returned,
        ("none",),
    ),
    Mistake(
        "other_error",
        "Where nothing fits, it raises another error. Use a `ValueError`, so that whoever "
        "calls knows what to expect.",
        rule(nothing_fits=MemoryError),
        ("none",),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
