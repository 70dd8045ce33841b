"""The concept questions on Adam."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "first_step",
        "What leaving out both corrections does to the first step.",
        answer="a",
        why_right="Uncorrected, v is 0.1 dw and the root of s is 0.0316 |dw|, so their quotient is "
        "3.16 instead of 1. The divisor shrinks more than the numerator, so the first steps are "
        "too long.",
        why_wrong={
            "b": "True, v is ten times too small. But the divisor, the root of s, is about 32 "
            "times too small, and that outweighs it: the step becomes longer.",
            "c": "The two do not cancel: v is too small by a factor of 0.1, and the root of s by "
            "the root of 0.001, which is 0.0316.",
        },
    ),
    Question(
        "cost_times_1000",
        "What multiplying the cost by 1000 does to Adam's steps.",
        answer="c",
        why_right="v becomes 1000 times as large and the root of s does too, so their quotient "
        "stays the same. Only epsilon does not grow with them, and next to larger gradients it "
        "matters even less.",
        why_wrong={
            "a": "That is what gradient descent does. Adam divides by the root of s, which has "
            "become 1000 times as large too.",
            "b": "s grows by the square, 1000 times 1000, but Adam takes its root before it "
            "divides. Numerator and divisor grow by the same factor.",
        },
    ),
    Question(
        "tiny_gradients",
        "What epsilon = 1e-8 does where all gradients are about 1e-9.",
        answer="b",
        why_right="The divisor is about 1e-9 + 1e-8, eleven times the gradient. So each step is "
        "only a small part of the learning rate, and epsilon decides how fast the layer learns.",
        why_wrong={
            "a": "That is true as long as gradients are far larger than epsilon. Here epsilon is "
            "ten times as large as the root of s, so it makes up most of the divisor.",
            "c": "epsilon makes the divisor larger and therefore the step shorter, never longer. "
            "Without epsilon the steps would have their usual length.",
        },
    ),
)
