"""The concept questions on exponentially weighted averages."""

from __future__ import annotations

from grader_tests.engine.exercise import Question

QUESTIONS = (
    Question(
        "larger_beta",
        "What a larger beta does to the curve.",
        answer="b",
        why_right="With beta = 0.98 only 2% of each new day enters. Day-to-day noise is averaged "
        "away, and for the same reason a real change takes longer to show.",
        why_wrong={
            "a": "It does get smoother, but that has a price: if each new day counts for only 2%, "
            "a real change of the weather cannot show earlier, only later.",
            "c": "It follows later, yes, but the noise goes down, not up: more days share in each "
            "value, and their ups and downs cancel.",
            "d": "beta changes the whole curve, not only its beginning. The beginning is where the "
            "start from zero matters as well.",
        },
    ),
    Question(
        "bias_correction",
        "What the bias correction is.",
        answer="c",
        why_right="The weights used up to day t add up to 1 - beta**t only. Dividing by that sum "
        "turns the too small v_t into a true weighted mean.",
        why_wrong={
            "a": "That sum, 1 - beta**t, is what the average is divided by. The sum by itself "
            "corrects nothing; the correction is the division.",
            "b": "That is another start, S_1 = theta_1. It also avoids the small values, but it "
            "gives the first day an extra large weight, and another curve.",
            "d": "Leaving days out hides the problem. The correction makes the very first days "
            "usable: on day 1 the corrected average is the temperature of that day.",
        },
    ),
    Question(
        "fifty_days",
        'Why beta = 0.98 is said to "average about 50 days".',
        answer="a",
        why_right="0.98 to the power of 50 is 0.364, close to 1/e = 0.368. It is a rule of thumb: "
        "the days before are still in the average, with smaller and smaller weights.",
        why_wrong={
            "b": "No day is ever dropped. A day that is 51 days old still counts, and the next "
            "older one a little less; the weights only fade.",
            "c": "Equal weights are those of the plain moving mean. Here today counts almost three "
            "times as much as a day 50 days ago.",
            "d": "The limit is 1/e, with e = 2.718, and not one divided by epsilon. In that limit "
            "epsilon is 1 - beta = 0.02, and one divided by it is 50: days, not a weight.",
        },
    ),
)
