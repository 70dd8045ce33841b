"""Known mistakes in the form of mini-batches: rows for columns, and no list of pairs."""

from __future__ import annotations

from grader_tests.engine.exercise import UNCHANGED, Mistake
from grader_tests.topics.gradient_descent import batch_variants as variants
from grader_tests.topics.gradient_descent.batch_variants import then
from grader_tests.topics.gradient_descent.shared import NO_RETURN, returns_none

MIXED = ("once", "pairs", "order", "chance")
EVERYTHING = ("sizes", "last", *MIXED, UNCHANGED)

FORMS = (
    Mistake(
        "only_the_first",
        "Only the first batch comes back. A `return` inside the loop ends the function in the "
        "first round: put it after the loop.",
        then(lambda batches, size: batches[:1]),
        EVERYTHING,
    ),
    Mistake(
        "only_the_last",
        "Only the last batch comes back. Collect the batches in a list, for example with "
        "`append`, and return the list.",
        then(lambda batches, size: batches[-1:]),
        EVERYTHING,
    ),
    Mistake(
        "one_pair",
        "A single pair comes back, not a list of pairs. Collect the pairs in a list, and return "
        "the list.",
        then(lambda batches, size: batches[0]),
        EVERYTHING,
    ),
    Mistake(
        "two_lists",
        "Two lists come back, one of all `X_t` and one of all `Y_t`. Return one list of pairs.",
        then(lambda batches, size: tuple(list(parts) for parts in zip(*batches))),
        EVERYTHING,
    ),
    Mistake(
        "without_labels",
        "The list holds the `X_t` alone. Each item has to be a pair, `(X_t, Y_t)`.",
        then(lambda batches, size: [X for X, _ in batches]),
        EVERYTHING,
    ),
    Mistake(
        "turned",
        "The labels come first in your pairs. The order is `(X_t, Y_t)`.",
        then(lambda batches, size: [(Y, X) for X, Y in batches]),
        EVERYTHING,
    ),
    Mistake(
        "labels_flattened",
        "Your `Y_t` has only one dimension. A label is a column too: keep the rows of `Y`, with "
        "a colon in their place.",
        then(lambda batches, size: [(X, Y[0]) for X, Y in batches]),
        EVERYTHING,
    ),
    Mistake(
        "transposed",
        "Your batches are transposed, with examples as rows. Examples are columns here: `X_t` "
        "has as many rows as `X`.",
        then(lambda batches, size: [(X.T, Y.T) for X, Y in batches]),
        EVERYTHING,
    ),
    Mistake(
        "rows_cut",
        "You cut rows in place of columns. Examples are columns: the first index, for the rows, "
        "is a colon, and the slice stands second.",
        variants.rows_cut,
        EVERYTHING,
    ),
    Mistake(
        "rows_chosen",
        "You put rows into the new order, and there are fewer rows than examples. Examples are "
        "columns: the order stands second, after a colon for the rows.",
        variants.rows_chosen,
        EVERYTHING,
    ),
    Mistake(
        "rows_counted",
        "`len(X)` is the number of rows, so most examples are left out. The number of examples "
        "is the number of columns, `X.shape[1]`.",
        variants.rows_counted,
        EVERYTHING,
    ),
    Mistake(
        "rows_shuffled",
        "You shuffle the rows, and so mix the numbers inside each example. `rng.permutation(X)` "
        "does that. Draw an order of the columns, and index with it.",
        variants.features_shuffled,
        MIXED,
    ),
    Mistake(
        "yields",
        "The function uses `yield`, and so it returns no list. Collect the pairs in a list, and "
        "return it.",
        variants.yielded,
        EVERYTHING,
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
