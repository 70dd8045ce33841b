"""The concept questions on momentum."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "beta_zero",
        "What each update follows with beta = 0, on mini-batches.",
        answer="b",
        why_right="With beta = 0 the average is just the newest gradient, so each update is one of "
        "plain gradient descent, on the mini-batch that the gradient comes from.",
        why_wrong={
            "a": "That would be batch gradient descent. Beta has nothing to do with the batch: the "
            "gradients come from mini-batches, with beta = 0 as well.",
            "c": "It is the other way round: the old average is forgotten, and the newest gradient "
            "has the full weight, one minus zero. So w follows every gradient.",
        },
    ),
    Question(
        "equal_gradients",
        "How long momentum's steps are after many equal gradients.",
        answer="a",
        why_right="The average of many equal numbers is that number. So the step is the learning "
        "rate times the gradient, as in gradient descent.",
        why_wrong={
            "b": "That would be true if the gradients were added up in full, as PyTorch does. Here "
            "each new gradient has the weight 0.1, and v is an average.",
            "c": "That is only the first step, when nine tenths of v are still the zero that it "
            "started from. With every further gradient, v comes closer to the full gradient.",
        },
    ),
    Question(
        "why_faster",
        "Why momentum moves along a valley faster than gradient descent.",
        answer="c",
        why_right="Across the valley the gradients keep changing sign and cancel in the average, "
        "so the path stays stable at a learning rate that would make gradient descent diverge. "
        "Along the valley, that large rate then takes full effect.",
        why_wrong={
            "a": "The average of gradients is never larger than the largest of them. At the same "
            "learning rate, the steps of momentum are no longer than those that gradient descent "
            "can take.",
            "b": "Only RMSProp and Adam do that. Momentum has one learning rate for all weights, "
            "like gradient descent.",
        },
    ),
)
