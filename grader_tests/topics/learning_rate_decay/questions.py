"""The concept questions on learning rate decay."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "noise_floor",
        "Why a fixed learning rate does not settle in the minimum.",
        answer="b",
        why_right="At the minimum the gradients of the mini-batches cancel on average, but each of "
        "them is still not zero. A fixed rate keeps turning them into steps of the same size, so "
        "the weights wander around the minimum forever.",
        why_wrong={
            "a": "A steep slope does not stop the cost from falling, and near the minimum the "
            "slope is almost flat anyway. What remains there is the noise of the mini-batches.",
            "c": "The gradient of the whole training set does vanish at the minimum. The gradients "
            "of the mini-batches do not, because each sees only a few examples.",
        },
    ),
    Question(
        "whole_set",
        "Whether gradient descent on the whole training set needs a decay.",
        answer="c",
        why_right="On the whole training set there is no noise: near the minimum the gradient "
        "shrinks to zero, and the steps shrink with it, even at a fixed learning rate.",
        why_wrong={
            "a": "That is true of mini-batches. The gradient of the whole set has no noise and is "
            "zero at the minimum, so the steps end by themselves.",
            "b": "It is the other way round: the smaller the batch, the stronger the noise, and "
            "the more a decay can calm.",
        },
    ),
    Question(
        "how_far",
        "What goes wrong with `exponential_decay(0.1, epoch, base=0.5)` over 100 epochs.",
        answer="a",
        why_right="1 + 1/2 + 1/4 + ... never exceeds 2. However many epochs there are, all the "
        "steps together are worth two epochs at the first rate.",
        why_wrong={
            "b": "A rate that is too small cannot make training diverge; it makes it stall.",
            "c": "After ten epochs the rate has been divided by about 1000. The epochs that follow "
            "change practically nothing, however many there are.",
        },
    ),
)
