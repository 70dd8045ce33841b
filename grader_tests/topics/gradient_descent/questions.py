"""The concept questions on gradient descent."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "updates_per_epoch",
        "How many updates an epoch has with mini-batches of 64 out of 1797 digits.",
        answer="b",
        why_right="28 full batches have 28 times 64 = 1792 digits. The 5 that are left over make "
        "a short batch of their own, and it is an update like any other.",
        why_wrong={
            "a": "28 full batches have only 1792 of the 1797 digits. The last 5 would never be "
            "learned from in this epoch: they make a short batch of their own.",
            "c": "1797 is the number of digits. One update for each digit is stochastic gradient "
            "descent, with batches of 1.",
            "d": "64 is the number of digits in a batch. An epoch has as many updates as there "
            "are batches.",
        },
    ),
    Question(
        "smaller_batches",
        "What changes with batches of 16 in place of 64, at the same number of epochs.",
        answer="c",
        why_right="An epoch has four times as many batches. Each of them shows fewer examples, so "
        "its gradient is a rougher estimate of the gradient of the whole set.",
        why_wrong={
            "a": "A smaller batch means more of them: the whole set is seen once an epoch, "
            "whatever the batch size is.",
            "b": "It is true that there are more updates. But a mean over 16 examples is noisier "
            "than a mean over 64, so the updates agree less with each other.",
            "d": "The order of the examples is shuffled, but the number of updates changes too: "
            "each batch gives one.",
        },
    ),
    Question(
        "flat_again",
        "What is known when batch gradient descent on a network does not get lower any more.",
        answer="b",
        why_right="Gradient descent stops where the gradient is zero. Only for a convex cost is "
        "such a point the lowest of all, and a network's cost is not convex.",
        why_wrong={
            "a": "Using all examples makes the gradient exact; it does not tell what lies behind "
            "the next hill. From another start you may end lower.",
            "c": "A learning rate that is too large makes the cost jump up and down or grow. If "
            "it stays where it is, the steps have become short because the gradient has.",
        },
    ),
)
