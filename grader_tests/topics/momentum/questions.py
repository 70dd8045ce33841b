"""The concept questions on momentum."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "beta_zero",
        "What each update follows with beta = 0, on mini-batches.",
        answer="b",
        why_right="With beta = 0 the average is the newest gradient and nothing else, so each "
        "update is one of plain gradient descent, on the mini-batch that gradient comes from.",
        why_wrong={
            "a": "That would be batch gradient descent. Beta says nothing about the batch: the "
            "gradients come from mini-batches, and they still do with beta = 0.",
            "c": "It is the other way round: the old average is forgotten, and the newest gradient "
            "has the full share, one minus zero. So w follows every gradient.",
        },
    ),
    Question(
        "equal_gradients",
        "How long momentum's steps are after many equal gradients.",
        answer="a",
        why_right="The average of many equal numbers is that number. So the step is the learning "
        "rate times the gradient, as in gradient descent.",
        why_wrong={
            "b": "That would be so if the gradients were added up, with their full size, as "
            "PyTorch does it. Here each one gets the share 0.1, and v is an average.",
            "c": "That is the first step only, when nine tenths of v are still the zero that it "
            "started from. With every further gradient v comes closer to the full gradient.",
        },
    ),
    Question(
        "why_faster",
        "Why momentum gets along a valley faster than gradient descent.",
        answer="c",
        why_right="Across the valley the gradients change their sign and cancel in the average, so "
        "the path stays stable at a learning rate that would throw gradient descent out. "
        "Along the valley that large rate then counts in full.",
        why_wrong={
            "a": "The average of gradients is never larger than the largest of them. At one and "
            "the same learning rate the steps of momentum are no longer than those of gradient "
            "descent can be.",
            "b": "Only RMSProp and Adam do that. Momentum has one learning rate for all weights, "
            "like gradient descent.",
        },
    ),
)
