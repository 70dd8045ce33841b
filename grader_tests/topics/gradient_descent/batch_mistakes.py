"""Known mistakes in cutting a training set into mini-batches."""

from __future__ import annotations

import numpy as np

from grader_tests.engine.exercise import UNCHANGED, Mistake
from grader_tests.topics.gradient_descent import batch_variants as variants
from grader_tests.topics.gradient_descent.batch_forms import FORMS
from grader_tests.topics.gradient_descent.batch_variants import apart, cut_at, in_order, own_chance

MISTAKES = (
    Mistake(
        "shuffled_apart",
        "`X` and `Y` are shuffled each in its own order, so that the labels belong to other "
        "examples now. Draw one order, and use it for both.",
        apart(shuffle_x=True, shuffle_y=True),
        ("pairs",),
    ),
    Mistake(
        "only_x_shuffled",
        "Only `X` is shuffled, so that the labels belong to other examples now. Put `Y` in the "
        "same new order.",
        apart(shuffle_x=True, shuffle_y=False),
        ("pairs",),
    ),
    Mistake(
        "only_y_shuffled",
        "Only `Y` is shuffled, so that the labels belong to other examples now. Put `X` in the "
        "same new order.",
        apart(shuffle_x=False, shuffle_y=True),
        ("pairs", "order", "chance"),
    ),
    Mistake(
        "never_shuffled",
        "The examples are cut in the order in which they came. Put them in a random order first: "
        "`rng.permutation(m)` draws one.",
        in_order(lambda m, size, rng: np.arange(m)),
        ("order", "chance"),
    ),
    Mistake(
        "batches_shuffled",
        "You shuffle the finished batches, and the same examples always stay together. Shuffle "
        "the examples, and cut then.",
        in_order(variants.batch_by_batch),
        ("order",),
    ),
    Mistake(
        "shuffled_inside",
        "You cut first and shuffle inside each batch, so that the same examples always stay "
        "together. Shuffle all examples, and cut then.",
        in_order(variants.inside_batches),
        ("order",),
    ),
    Mistake(
        "own_generator",
        "The order comes from a generator that you made yourself, with a fixed seed, so every "
        "epoch has the same order. Draw from the `rng` that comes in.",
        own_chance(lambda: np.random.default_rng(0)),
        ("chance",),
    ),
    Mistake(
        "global_chance",
        "The order comes from chance that nobody can repeat, for example from `np.random` itself. "
        "Draw from the `rng` that comes in.",
        own_chance(np.random.default_rng),
        ("chance",),
    ),
    Mistake(
        "last_dropped",
        "The examples that are left over at the end are dropped. They make a last batch of their "
        "own, a shorter one.",
        cut_at(variants.full_ones),
        ("last",),
    ),
    Mistake(
        "last_joined",
        "The examples that are left over are added to the batch before them, which becomes too "
        "long. They make a batch of their own.",
        cut_at(variants.with_the_rest),
        ("last",),
    ),
    Mistake(
        "last_filled",
        "The last batch is filled up with examples from the beginning, which then count twice. "
        "It may stay short.",
        cut_at(variants.filled_up),
        ("last",),
    ),
    Mistake(
        "last_overlaps",
        "The last batch is full, because it begins inside the batch before. Those examples count "
        "twice then: it may stay short.",
        cut_at(variants.near_ends),
        ("last",),
    ),
    Mistake(
        "equal_parts",
        "You cut into parts of about equal size, as `np.array_split` does. All batches but the "
        "last have exactly `batch_size` examples.",
        cut_at(lambda order, size: np.array_split(order, -(-len(order) // size))),
        ("last",),
    ),
    Mistake(
        "number_of_batches",
        "`batch_size` is taken for the number of batches. It is the number of examples in each "
        "of them.",
        cut_at(np.array_split),
        ("sizes", "last"),
    ),
    Mistake(
        "empty_batch",
        "Where the examples come out even, there is an empty batch at the end. It has a cost of "
        "0/0: go on only while there are examples left.",
        cut_at(lambda order, size: variants.slices(order, range(0, len(order) + 1, size), size)),
        ("sizes",),
    ),
    Mistake(
        "one_short",
        "Each batch is one example short, and that example is lost. In Python the end of a slice "
        "is left out by itself: take nothing off it.",
        cut_at(lambda order, size: variants.slices(order, range(0, len(order), size), size - 1)),
        ("sizes", "last", "once"),
    ),
    Mistake(
        "one_too_long",
        "Each batch has one example too many, which comes again in the next. In Python the end "
        "of a slice is left out: add nothing to it.",
        cut_at(lambda order, size: variants.slices(order, range(0, len(order), size), size + 1)),
        ("sizes", "last", "once"),
    ),
    Mistake(
        "steps_of_one",
        "Each batch begins only one example after the one before. The next one begins where this "
        "one ends, `batch_size` further.",
        cut_at(lambda order, size: variants.slices(order, range(-(-len(order) // size)), size)),
        ("last", "once"),
    ),
    Mistake(
        "same_batch",
        "All batches hold the same examples, the first ones. Let each begin where the one before "
        "ended.",
        cut_at(lambda order, size: [order[:size] for _ in range(0, len(order), size)]),
        ("last", "once", "order", "chance"),
    ),
    Mistake(
        "drawn_again",
        "Some examples come twice and others not at all, because each draw is from all of them. "
        "Draw one order of all examples, before the loop, and cut that.",
        in_order(variants.drawn_anew),
        ("once",),
    ),
    Mistake(
        "not_cut",
        "All examples come back in a single batch. Cut them into batches of `batch_size`.",
        cut_at(lambda order, size: [order]),
        ("sizes", "last", "once", "pairs", "order"),
    ),
    *FORMS,
    Mistake(
        "shuffled_in_place",
        "`rng.shuffle` shuffles the caller's own arrays, and `X` and `Y` each in its own order. "
        "Draw one order with `rng.permutation`, and make new arrays with it.",
        variants.shuffled_in_place,
        ("pairs", UNCHANGED),
    ),
    Mistake(
        "written_over",
        "The new order is written into the caller's own arrays. Make new arrays with it: "
        "`X[:, order]` is one.",
        variants.written_over,
        (UNCHANGED,),
    ),
)
