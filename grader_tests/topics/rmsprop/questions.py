"""The concept questions on RMSProp."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "two_weights",
        "How RMSProp moves two weights whose gradients differ a thousandfold.",
        answer="c",
        why_right="Each gradient is divided by the root of its own average square, so its size "
        "cancels out. What is left is the learning rate and the sign.",
        why_wrong={
            "a": "That is what gradient descent does. RMSProp divides each gradient by the root of "
            "its own average square, which is a thousand times as large too.",
            "b": "The average of the squares is a million times as large, but the step is divided "
            "by its root, and the gradient in the numerator is a thousand times as large as well.",
        },
    ),
    Question(
        "last_steps",
        "What RMSProp does close to the minimum, with a fixed learning rate.",
        answer="b",
        why_right="The gradients become smaller, but so does the root of their average square. "
        "Their quotient does not, so the steps stay about as long as the learning rate.",
        why_wrong={
            "a": "That is gradient descent. RMSProp divides by the root of the average square, "
            "which shrinks together with the gradients, so the steps keep their length.",
            "c": "Epsilon under the root prevents that. The division is harmless; the trouble is "
            "that the steps do not become shorter.",
        },
    ),
    Question(
        "small_gradients",
        "What epsilon = 1e-8 under the root does to gradients of about 1e-6.",
        answer="b",
        why_right="The average of the squares is about 1e-12, which is nothing next to epsilon. "
        "So the divisor is the root of 1e-8, which is 1e-4, a hundred times the gradient.",
        why_wrong={
            "a": "What counts is how epsilon compares with the square of the gradient, 1e-12, not "
            "with the gradient itself. Next to 1e-12, 1e-8 is large.",
            "c": "The divisor is larger than the gradient, so the step becomes shorter, not "
            "longer. Without epsilon it would have about the length of the learning rate.",
        },
    ),
)
