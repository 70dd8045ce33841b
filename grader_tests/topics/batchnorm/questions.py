"""The concept questions on batch normalization."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "bias_before_norm",
        "What happens to the bias b of a layer that is normalized.",
        answer="b",
        why_right="b shifts a whole row, and the row's mean with it, by the same amount. "
        "Subtracting the mean removes b, so Z_tilde does not depend on it; beta does its job.",
        why_wrong={
            "a": "b would be learned if it changed the cost. But it shifts a row and the row's "
            "mean by the same amount, and the mean is subtracted, so the gradient of b is 0.",
            "c": "b does not change the variance at all: all distances from the mean stay the "
            "same. It is the subtraction of the mean that removes b.",
        },
    ),
    Question(
        "one_example",
        "What a single example gives when batch statistics are used at inference.",
        answer="c",
        why_right="The mean of one example is the example itself, so only beta is left, whatever "
        "the example is. That is why inference uses the running statistics.",
        why_wrong={
            "a": "Training saw many examples at once, and their mean. A single example is its own "
            "mean: the difference is 0.",
            "b": "The variance is 0, but epsilon keeps the division safe: 0 divided by the root of "
            "epsilon is 0, not an error.",
        },
    ),
    Question(
        "scaled_weights",
        "What multiplying a layer's weights by 10 does when the layer is normalized.",
        answer="a",
        why_right="The mean and the standard deviation of every row grow by a factor of 10 too, "
        "and the division cancels it. Only epsilon does not grow with them.",
        why_wrong={
            "b": "That would be true without normalization. Here each row is divided by its own "
            "standard deviation, which is now 10 times as large too.",
            "c": "Subtracting the mean does not undo a factor. Dividing by the standard deviation "
            "does, and it undoes all of it.",
        },
    ),
)
