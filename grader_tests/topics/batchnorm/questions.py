"""The concept questions on batch normalization."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "bias_before_norm",
        "What becomes of the bias b of a layer that is normalized.",
        answer="b",
        why_right="b shifts a whole row, and with it the row's mean, by the same number. Taking "
        "the mean away takes b away, so Z_tilde does not depend on it; beta does its work.",
        why_wrong={
            "a": "b would be learned if it changed the cost. But it shifts a row and the row's "
            "mean by the same number, and the mean is taken away: the gradient of b is 0.",
            "c": "The variance is not changed by b at all: all distances from the mean stay as "
            "they are. It is the mean that takes b away again.",
        },
    ),
    Question(
        "one_example",
        "What one example alone gives when batch statistics are used at inference.",
        answer="c",
        why_right="The mean of one example is the example itself, so nothing is left but beta, "
        "whatever the example is. That is why inference uses the running statistics.",
        why_wrong={
            "a": "Training saw many examples at once, and their mean. One example alone is its own "
            "mean: the difference is 0.",
            "b": "The variance is 0, but epsilon keeps the division harmless: 0 divided by the "
            "root of epsilon is 0, not an error.",
        },
    ),
    Question(
        "scaled_weights",
        "What multiplying a layer's weights by 10 does when the layer is normalized.",
        answer="a",
        why_right="Mean and standard deviation of every row grow by the factor 10 too, and the "
        "division takes it away. Only epsilon does not grow along.",
        why_wrong={
            "b": "So it would be without normalization. Here each row is divided by its own "
            "standard deviation, which has become 10 times as large too.",
            "c": "The mean is taken away, but that does not undo a factor. The division by the "
            "standard deviation does, and it undoes all of it.",
        },
    ),
)
