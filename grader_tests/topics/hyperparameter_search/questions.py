"""The concept questions on searching hyperparameters."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "between_decades",
        "How many of 1000 evenly drawn learning rates are between 0.001 and 0.01.",
        answer="b",
        why_right="The interval from 0.001 to 0.01 is 0.009 long, and the whole range is 1 long, "
        "which makes 9 of 1000 numbers. On a logarithmic scale it would be a quarter of them.",
        why_wrong={
            "a": "That is true on a logarithmic scale. `rng.uniform` draws the value itself, so "
            "what counts is the length of the interval, and 0.009 is short.",
            "c": "About 90 are in the next decade, from 0.01 to 0.1, which is ten times as long.",
        },
    ),
    Question(
        "wasted_grid",
        "How many values of the one important axis are tried by a grid and by random points.",
        answer="a",
        why_right="27 is 3 times 3 times 3, so the grid has three values on each axis and tries "
        "each of them nine times. Each random point has its own value.",
        why_wrong={
            "b": "Nine is how often the grid tries each of its values. With three axes, 27 points "
            "leave only three values per axis.",
            "c": "Both train 27 times, but the grid repeats itself: groups of nine points share "
            "the same value of the important axis.",
        },
    ),
    Question(
        "at_the_edge",
        "What to do when the best points are at an end of the space.",
        answer="c",
        why_right="The scores were still improving where the space ends, so the best value may be "
        "outside. Finding out takes only a few training runs.",
        why_wrong={
            "a": "`zoom` never leaves the old space, so nothing above 10 would be tried, and the "
            "best value may well be there.",
            "b": "10 is only where you stopped looking. Nothing has been tried above it, so "
            "nothing is known about it.",
        },
    ),
)
