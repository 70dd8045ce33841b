"""The concept questions on RMSProp."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "two_weights",
        "How RMSProp moves two weights whose gradients differ a thousandfold.",
        answer="c",
        why_right="Each gradient is divided by the root of its own average square, so its size "
        "cancels. What is left is the learning rate, and the sign.",
        why_wrong={
            "a": "That is what gradient descent does. RMSProp divides each gradient by the root of "
            "its own average square, which is a thousand times as large too.",
            "b": "The average of the squares is a million times as large, but the step is divided "
            "by its root, and the gradient on top is a thousand times as large as well.",
        },
    ),
    Question(
        "last_steps",
        "What RMSProp does close to the minimum, with a fixed learning rate.",
        answer="b",
        why_right="The gradients become smaller, but so does the root of their average square. The "
        "quotient does not, so the steps keep about the length of the learning rate.",
        why_wrong={
            "a": "So does gradient descent. RMSProp divides by the root of the average square, "
            "which becomes small together with the gradients, and the steps stay as they are.",
            "c": "Epsilon under the root prevents that. The division is harmless; it is the steps "
            "that do not become shorter.",
        },
    ),
    Question(
        "small_gradients",
        "What epsilon = 1e-8 under the root does to gradients of about 1e-6.",
        answer="b",
        why_right="The average of the squares is about 1e-12, and beside epsilon that is nothing. "
        "So the divisor is the root of 1e-8, which is 1e-4, a hundred times the gradient.",
        why_wrong={
            "a": "Epsilon is not compared with the gradient but with its square, 1e-12. Beside "
            "that, 1e-8 is large.",
            "c": "The divisor is larger than the gradient, so the step becomes shorter, not "
            "longer. Without epsilon it would have about the length of the learning rate.",
        },
    ),
)
