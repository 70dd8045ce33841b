"""Concept questions on exponentially weighted averages."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "larger_beta",
        "What a larger beta does to the curve.",
        answer="b",
        why_right="With beta = 0.98 each new day contributes only 2%. Day-to-day noise is averaged "
        "out, and for the same reason a real change takes longer to show.",
        why_wrong={
            "a": "It does get smoother, but at a price: if each new day counts for only 2%, a real "
            "change in the weather cannot show earlier, only later.",
            "c": "It does follow later, but there is less noise, not more: more days contribute to "
            "each value, and their ups and downs cancel.",
            "d": "beta changes the whole curve, not only its beginning. At the beginning the start "
            "from zero matters too.",
        },
    ),
    Question(
        "bias_correction",
        "What the bias correction is.",
        answer="c",
        why_right="The weights used up to day t add up to only 1 - beta**t. Dividing by that sum "
        "turns v_t, which is too small, into a true weighted mean.",
        why_wrong={
            "a": "That sum, 1 - beta**t, is what the average is divided by. The sum itself "
            "corrects nothing; the division does.",
            "b": "That is a different start, S_1 = theta_1. It also avoids the small values, but "
            "it gives the first day an extra large weight, and so a different curve.",
            "d": "Leaving days out only hides the problem. The correction makes even the first "
            "days usable: on day 1 the corrected average is that day's temperature.",
        },
    ),
    Question(
        "fifty_days",
        'Why beta = 0.98 is said to "average about 50 days".',
        answer="a",
        why_right="0.98 to the power of 50 is 0.364, close to 1/e = 0.368. It is a rule of thumb: "
        "earlier days are still in the average, with smaller and smaller weights.",
        why_wrong={
            "b": "No day is ever dropped. A day that is 51 days old still counts, and the one "
            "before it a little less; the weights just fade.",
            "c": "Equal weights belong to the plain moving mean. Here today counts almost three "
            "times as much as a day 50 days ago.",
            "d": "The limit is 1/e with e = 2.718, not one divided by epsilon. Here epsilon is "
            "1 - beta = 0.02, and one divided by it is 50: a number of days, not a weight.",
        },
    ),
)
