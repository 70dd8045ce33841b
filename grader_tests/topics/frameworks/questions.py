"""The concept questions on frameworks."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "dampening_instead",
        "What dampening does in place of a smaller learning rate.",
        answer="b",
        why_right="In its first update PyTorch takes the whole gradient as its average, without "
        "dampening. With beta = 0.9 this step is ten times as long as yours, and the average "
        "forgets it only slowly.",
        why_wrong={
            "a": "From the second update on each gradient does come in with the factor 1 - beta. "
            "But the first one comes in whole, so the two runs part at once.",
            "c": "That would be so if dampening were missing altogether: then every gradient comes "
            "in whole. Here only the first one does.",
        },
    ),
    Question(
        "reshape_for_transpose",
        "What reshape does in place of a transpose.",
        answer="c",
        why_right="The shape is right, so nothing complains. But the numbers are read along the "
        "rows of X, so the first new row holds the first pixel of 64 different digits.",
        why_wrong={
            "a": "Both arrays hold 64 times 1797 numbers, so reshape is satisfied. It never asks "
            "what the numbers mean. That is why this mistake is so hard to find.",
            "b": "The shapes agree, but not the contents. Each row should be one digit, and here "
            "it is one pixel of many digits.",
        },
    ),
    Question(
        "from_keras",
        "How a batch norm layer moves from Keras to PyTorch.",
        answer="a",
        why_right="Keras' momentum is the share that is kept, our decay. PyTorch's is the share of "
        "the new batch, 1 - 0.99. Epsilon means the same in both.",
        why_wrong={
            "b": "The word is the same, the meaning is not. With momentum = 0.99 PyTorch would "
            "forget nearly everything but the newest batch.",
            "c": "The momentum is right. But epsilon was 0.001 in the old program, and nothing "
            "tells PyTorch so: its own 0.00001 would be another layer.",
            "d": "Epsilon stands under the root in both programs, so it goes over as it is. Only "
            "RMSProp in the form of this course needs a root.",
        },
    ),
)
