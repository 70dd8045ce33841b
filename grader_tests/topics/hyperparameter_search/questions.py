"""The concept questions on searching hyperparameters."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "between_decades",
        "How many of 1000 evenly drawn learning rates lie between 0.001 and 0.01.",
        answer="b",
        why_right="The piece from 0.001 to 0.01 is 0.009 long, and the whole range is 1 long: 9 of "
        "1000 numbers. Drawn on a logarithmic scale it would be a quarter of them.",
        why_wrong={
            "a": "That is so on a logarithmic scale. `rng.uniform` draws the value itself, so what "
            "counts is the length of the piece, 0.009, and that is short.",
            "c": "About 90 lie in the next decade, from 0.01 to 0.1, which is ten times as long.",
        },
    ),
    Question(
        "wasted_grid",
        "How many values of the one axis that matters a grid and random points try.",
        answer="a",
        why_right="27 is 3 times 3 times 3, so the grid has three values on each axis and tries "
        "each of them nine times. Each random point has a value of its own.",
        why_wrong={
            "b": "Nine is how often the grid tries each of its values. With three axes, 27 points "
            "leave only three values for each.",
            "c": "Both do 27 trainings, but the grid repeats itself: nine of its points share one "
            "and the same value of the axis that matters.",
        },
    ),
    Question(
        "at_the_edge",
        "What to do when the best points lie at an end of the space.",
        answer="c",
        why_right="The scores were still getting better where the space ends, so the best value "
        "may lie outside. A look there costs a few trainings.",
        why_wrong={
            "a": "`zoom` never leaves the old space, so everything above 10 would stay unseen, and "
            "the best value may well lie there.",
            "b": "10 is only where you stopped looking. Nothing has been tried above it, so "
            "nothing is known about it.",
        },
    ),
)
