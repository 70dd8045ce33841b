"""The concept questions on saddle points."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "both_axes",
        "What a point is where the cost is lowest along both axes.",
        answer="c",
        why_right="The two axes are only two of all directions. With the Hessian of the first "
        "experiment, 1 on the diagonal and 3 off it, the cost rises along both axes and falls "
        "along the diagonal between them.",
        why_wrong={
            "a": "A minimum needs every direction, not just the axes. The Hessian with 1 on the "
            "diagonal and 3 off it rises along both axes, and yet has the eigenvalue -2.",
            "b": "It may be a saddle, but need not be: at the bottom of a simple bowl the cost is "
            "lowest along both axes too, and that is a minimum.",
        },
    ),
    Question(
        "why_momentum",
        "Why tuned momentum leaves the plateau earlier than tuned gradient descent.",
        answer="b",
        why_right="With the factor 1 - beta, its step on a constant slope is as long as gradient "
        "descent's, and at an equal learning rate it even starts later. But averaging cancels the "
        "swings in the steep direction, which allows a much larger learning rate.",
        why_wrong={
            "a": "That is true of the form without the factor 1 - beta. In the notes' form the "
            "average of equal gradients is that same gradient, so the step is no longer.",
            "c": "Momentum only knows averages of the slope, and at a saddle the slope is zero. It "
            "never computes a curvature.",
        },
    ),
    Question(
        "what_probability_says",
        "What the random matrices say about networks.",
        answer="a",
        why_right="It is a model: it shows why you should not expect a minimum by chance in many "
        "dimensions. The Hessian of a trained network is not random, and training goes downhill "
        "on purpose.",
        why_wrong={
            "b": "Training does not stop at random critical points: it goes downhill, away from "
            "saddles, and does find places where hardly any direction falls.",
            "c": "There are minima in any dimension, for example the bowl given by the sum of all "
            "squares. What falls so fast is the chance that random curvatures all point upward.",
        },
    ),
)
