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
        "the weights wander around the minimum for ever.",
        why_wrong={
            "a": "The cost does not stop falling because the slope is steep; near the minimum the "
            "slope is almost flat. What remains there is the noise of the single mini-batches.",
            "c": "The gradient of the whole training set does vanish at the minimum. It is the "
            "gradients of the mini-batches that do not, because each sees only a few examples.",
        },
    ),
    Question(
        "whole_set",
        "Whether gradient descent on the whole training set needs a decay.",
        answer="c",
        why_right="On the whole training set there is no noise: the gradient shrinks to zero at "
        "the minimum, and the steps shrink with it, at a fixed learning rate.",
        why_wrong={
            "a": "That is so with mini-batches. The gradient of the whole set has no noise, and it "
            "becomes zero at the minimum, so that the steps end by themselves.",
            "b": "The other way round: the smaller the batch, the stronger the noise, and the more "
            "there is for a decay to quieten.",
        },
    ),
    Question(
        "how_far",
        "What goes wrong with `exponential_decay(0.1, epoch, base=0.5)` over 100 epochs.",
        answer="a",
        why_right="1 + 1/2 + 1/4 + ... never gets above 2. Whatever the number of epochs, all "
        "steps together are worth two epochs at the first rate.",
        why_wrong={
            "b": "A rate that is too small cannot make training diverge; it makes it stand still.",
            "c": "After ten epochs the rate has been divided by 1000. The epochs that follow "
            "change practically nothing, however many they are.",
        },
    ),
)
