"""Concept questions on gradient descent."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "updates_per_epoch",
        "How many updates an epoch has with mini-batches of 64 out of 1797 digits.",
        answer="b",
        why_right="28 full batches have 28 times 64 = 1792 digits. The 5 digits left over form a "
        "shorter batch of their own, which gives an update like any other.",
        why_wrong={
            "a": "28 full batches have only 1792 of the 1797 digits. The last 5 would not be used "
            "in this epoch at all: they form a shorter batch of their own.",
            "c": "1797 is the number of digits. One update for each digit is stochastic gradient "
            "descent, with batches of 1.",
            "d": "64 is the number of digits in a batch. An epoch has one update for each batch.",
        },
    ),
    Question(
        "smaller_batches",
        "What changes with batches of 16 instead of 64, for the same number of epochs.",
        answer="c",
        why_right="An epoch has four times as many batches. Each of them has fewer examples, so "
        "its gradient is a rougher estimate of the whole set's gradient.",
        why_wrong={
            "a": "Smaller batches mean more batches: the whole set is used once an epoch, whatever "
            "the batch size is.",
            "b": "There are more updates, that is true. But a mean over 16 examples is noisier "
            "than a mean over 64, so the updates agree less with each other.",
            "d": "The order of the examples is shuffled, but the number of updates changes too: "
            "there is one for each batch.",
        },
    ),
    Question(
        "flat_again",
        "What is known when batch gradient descent on a network makes no more progress.",
        answer="b",
        why_right="Gradient descent stops where the gradient is zero. Such a point is the lowest "
        "of all only if the cost is convex, and a network's cost is not.",
        why_wrong={
            "a": "Using all examples makes the gradient exact, but it does not tell you what lies "
            "behind the next hill. From a different start you may end lower.",
            "c": "A learning rate that is too large makes the cost jump up and down, or grow. If "
            "the cost stays where it is, the steps have become short because the gradient has.",
        },
    ),
)
