"""The concept questions on softmax."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "more_sure",
        "Whether larger logits mean a more certain answer.",
        answer="b",
        why_right="The second logits are the first ones plus 5. Every power of e grows by the "
        "same factor, and so does their sum, so the factor cancels in the quotient. Both examples "
        "get the probabilities 0.67, 0.24 and 0.09.",
        why_wrong={
            "a": "The powers of e are larger, but so is the sum that they are divided by. Only the "
            "differences between the logits of one example count, and they are the same here.",
            "c": "What counts is the difference between two logits, not their ratio: a logit may "
            "be zero or negative too. The differences are the same in both examples.",
        },
    ),
    Question(
        "knows_nothing",
        "What a cost of 4.61 means for a network with 100 classes that has learned nothing.",
        answer="c",
        why_right="Without any knowledge, each class gets a probability of about 1/100, including "
        "the true one, and -log(1/100) = log(100) = 4.61.",
        why_wrong={
            "a": "2.30 is the logarithm of 10, for ten classes. With 100 classes, the true one "
            "gets only about 1/100 at first.",
            "b": "This is guessing, no better and no worse: giving each of 100 classes the "
            "probability 1/100 costs -log(1/100) = 4.61.",
        },
    ),
    Question(
        "not_exclusive",
        "Which output suits pictures that may show several things at once.",
        answer="a",
        why_right="The questions do not exclude each other, so each gets its own yes or no. A "
        "softmax would have to divide a total of 1 among everything in the picture.",
        why_wrong={
            "b": "A softmax shares out a total of 1. With a dog and a child in the picture, each "
            "could get one half at best, as if the network were in doubt.",
            "c": "A class for every combination would work for two things, but twenty things have "
            "a million combinations, and most of those have no example.",
        },
    ),
)
