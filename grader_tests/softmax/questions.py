"""The concept questions on softmax."""

from __future__ import annotations

from grader_tests.exercise import Question

QUESTIONS = (
    Question(
        "five_more",
        "What adding 5 to all logits of an example does to its probabilities.",
        answer="b",
        why_right="Every power of e becomes larger by the same factor, e to the power 5, and so "
        "does their sum. In the quotient the factor cancels. This is what makes it harmless to "
        "subtract the maximum.",
        why_wrong={
            "a": "The powers do grow, all by the same factor. But the sum that they are divided "
            "by grows by that factor too.",
            "c": "That is what *multiplying* all logits does. Adding changes no difference between "
            "two logits, and only the differences count.",
        },
    ),
    Question(
        "knows_nothing",
        "The cost of an answer that gives ten classes the same probability.",
        answer="c",
        why_right="The true class has the probability 1/10, whichever it is, and -log(1/10) = "
        "log(10) = 2.30. An untrained network that costs much more than this is not ignorant "
        "but wrong with conviction.",
        why_wrong={
            "a": "0.1 is the probability of the true class. The cost is minus its logarithm.",
            "b": "A cost of 1 means that the true class has the probability 1/e = 0.37, which is "
            "better than guessing among ten classes.",
            "d": "The cost is infinite only where the true class has the probability 0. Here it "
            "has 0.1.",
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
