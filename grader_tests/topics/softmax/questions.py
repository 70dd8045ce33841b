"""The concept questions on softmax."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "more_sure",
        "Whether larger logits mean a surer answer.",
        answer="b",
        why_right="The second logits are the first ones plus 5. Every power of e grows by the "
        "same factor, and so does their sum; in the quotient it cancels. Both examples get the "
        "probabilities 0.67, 0.24 and 0.09.",
        why_wrong={
            "a": "The powers of e are larger, but so is the sum that they are divided by. Only the "
            "differences between the logits of one example count, and they are the same here.",
            "c": "It is the difference between two logits that counts, not their quotient: a logit "
            "may be zero or negative too. The differences are the same in both examples.",
        },
    ),
    Question(
        "knows_nothing",
        "What a cost of 4.61 means for a network with 100 classes that has learned nothing.",
        answer="c",
        why_right="Without any knowledge each class gets about the probability 1/100, also the "
        "true one, and -log(1/100) = log(100) = 4.61.",
        why_wrong={
            "a": "2.30 is the logarithm of 10, for ten classes. With 100 classes the true one gets "
            "only about 1/100 at first.",
            "b": "It is guessing, no better and no worse: whoever gives each of 100 classes the "
            "probability 1/100 pays -log(1/100) = 4.61.",
        },
    ),
    Question(
        "not_exclusive",
        "Which output suits pictures that may show several things at once.",
        answer="a",
        why_right="The questions do not exclude each other, so each gets its own yes or no. A "
        "softmax would have to share a single 1 among all that is in the picture.",
        why_wrong={
            "b": "A softmax hands out a single 1. With a dog and a child in the picture, each "
            "could get one half at best, as if the network were in doubt.",
            "c": "Such a class for every combination would work for two things, but with twenty "
            "there are a million combinations, and most of them have no example.",
        },
    ),
)
