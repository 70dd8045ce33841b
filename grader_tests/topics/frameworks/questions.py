"""The concept questions on frameworks."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "dampening_instead",
        "What dampening does when it replaces a smaller learning rate.",
        answer="b",
        why_right="In its first update PyTorch uses the whole gradient as its average, without "
        "dampening. With beta = 0.9 this step is ten times as long as yours, and the average "
        "forgets it only slowly.",
        why_wrong={
            "a": "From the second update on, each gradient is indeed multiplied by 1 - beta. But "
            "the first one is not, so the two runs differ from the very first step.",
            "c": "That would be true without any dampening: then no gradient is multiplied by "
            "1 - beta. Here only the first one is not.",
        },
    ),
    Question(
        "reshape_for_transpose",
        "What reshape does when it replaces a transpose.",
        answer="c",
        why_right="The shape is right, so nothing raises an error. But the numbers are read along "
        "the rows of X, so the first new row holds the first pixel of 64 different digits.",
        why_wrong={
            "a": "Both arrays hold 64 times 1797 numbers, so reshape raises no error. It does not "
            "know what the numbers mean, which is why this mistake is so hard to find.",
            "b": "The shapes agree, but the contents do not. Each row should be one digit, and "
            "here it is one pixel of many digits.",
        },
    ),
    Question(
        "from_keras",
        "How a batch norm layer moves from Keras to PyTorch.",
        answer="a",
        why_right="Keras' momentum is the share that is kept, our decay. PyTorch's is the share of "
        "the new batch, 1 - 0.99. Epsilon means the same in both. (The running variance still "
        "differs a little, because Keras keeps the biased one.)",
        why_wrong={
            "b": "The word is the same, but its meaning is not. With momentum = 0.99 PyTorch would "
            "forget nearly everything except the newest batch.",
            "c": "The momentum is right. But epsilon was 0.001 in Keras, and PyTorch "
            "has to be told so: with its default, 0.00001, it would be a different layer.",
            "d": "Epsilon is under the root in both libraries, so it is the same number. Only this "
            "course's form of RMSProp needs a root.",
        },
    ),
)
