"""The concept questions on Adam."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "first_step",
        "What leaving out both corrections does to the first step.",
        answer="a",
        why_right="Uncorrected, v = 0.1 dw and the root of s is 0.0316 |dw|: their quotient is "
        "3.16, not 1. The divisor is hit harder than the numerator: the first steps are "
        "too long.",
        why_wrong={
            "b": "It is true that v is ten times too small. But the divisor, the root of s, is "
            "about 32 times too small, and that wins: the step becomes longer.",
            "c": "The two do not cancel: v is too small by the factor 0.1, and the root of s by "
            "the root of 0.001, which is 0.0316.",
        },
    ),
    Question(
        "cost_times_1000",
        "What multiplying the cost by 1000 does to Adam's steps.",
        answer="c",
        why_right="v grows by 1000 and s by 1000 squared, so the quotient stays. Only epsilon does "
        "not grow along, and beside larger gradients it counts even less.",
        why_wrong={
            "a": "That is what gradient descent does. Adam divides by the root of s, which has "
            "become 1000 times larger too.",
            "b": "s grows by the square, 1000 times 1000, but Adam takes its root before it "
            "divides. Numerator and divisor grow alike.",
        },
    ),
    Question(
        "tiny_gradients",
        "What epsilon = 1e-8 does where all gradients are about 1e-9.",
        answer="b",
        why_right="The divisor is about 1e-9 + 1e-8, eleven times the gradient. So each step is a "
        "small part of the learning rate, and epsilon decides about the speed of learning.",
        why_wrong={
            "a": "It is so as long as gradients are far larger than epsilon. Here epsilon is ten "
            "times larger than the root of s, and so the larger part of the divisor.",
            "c": "epsilon makes the divisor larger, and with it the step smaller, never longer. "
            "Without any epsilon the steps would have their usual length.",
        },
    ),
)
