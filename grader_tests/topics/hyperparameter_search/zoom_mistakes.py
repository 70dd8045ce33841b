"""Known mistakes in `zoom`."""

from __future__ import annotations

import numpy as np

from grader_tests.engine.exercise import UNCHANGED, Mistake
from grader_tests.topics.hyperparameter_search.reference import MARGIN, zoom
from grader_tests.topics.hyperparameter_search.shared import (
    ALL_LOG,
    NINES_AS_LINEAR,
    NINES_AS_LOG,
    NO_RETURN,
    ONLY_LOG,
    ONLY_NINES,
    returns_none,
)
from grader_tests.topics.hyperparameter_search.zoom_ways import (
    clipped,
    linear_margin,
    one_tenth_of_a_unit,
    places,
    reversed_results,
    scores_sorted,
    shares,
    space_in_place,
    ten_percent_of_the_value,
    with_ends,
    with_range,
    with_scales_kept,
    with_scores,
    without_scale,
)

SCALED, NINES = ("log", "one_minus_log"), ("one_minus_log",)
EVERYTHING = ("linear", *SCALED, "clipped", UNCHANGED)

MISTAKES = (
    Mistake(
        "worst",
        "You zoom in on the points with the highest scores. A score is a cost here: the lower, "
        "the better.",
        with_scores(lambda scores, keep: (-scores, keep)),
        EVERYTHING,
    ),
    Mistake(
        "first_ones",
        "You take the first `keep` points of the list, whatever their scores are. Find out which "
        "points have the lowest scores.",
        with_scores(lambda scores, keep: (np.arange(len(scores)), keep)),
        EVERYTHING,
    ),
    Mistake(
        "only_the_best",
        "You zoom in on the best point alone. The new space goes round the `keep` best points.",
        with_scores(lambda scores, keep: (scores, 1)),
        EVERYTHING,
    ),
    Mistake(
        "all_points",
        "All points count, and `keep` is never used. Only the `keep` best ones do.",
        with_scores(lambda scores, keep: (scores, len(scores))),
        EVERYTHING,
    ),
    Mistake(
        "one_too_many",
        "You keep one point too many. `[:keep]` takes the items 0 to `keep - 1`: these are "
        "`keep` of them.",
        with_scores(lambda scores, keep: (scores, keep + 1)),
        EVERYTHING,
    ),
    Mistake(
        "no_margin",
        "The new space ends right at the outermost of the best points. Add a tenth of the axis "
        "on each side: the best value may lie just outside.",
        with_ends(lambda shares: (shares.min(), shares.max())),
        EVERYTHING,
    ),
    Mistake(
        "margin_of_new_range",
        "Your margin is a tenth of the new range. It is a tenth of the whole axis, as it was "
        "before zooming.",
        with_ends(
            lambda shares: clipped(
                shares.min() - MARGIN * np.ptp(shares), shares.max() + MARGIN * np.ptp(shares)
            )
        ),
        EVERYTHING,
    ),
    Mistake(
        "half_the_margin",
        "Your margins on both sides together are a tenth of the axis. Each of them is a tenth.",
        with_ends(lambda shares: clipped(shares.min() - MARGIN / 2, shares.max() + MARGIN / 2)),
        EVERYTHING,
    ),
    Mistake(
        "inwards",
        "Your margins go inwards, so good points are cut off. Take the margin away from the "
        "lowest place and add it to the highest.",
        with_ends(lambda shares: (shares.min() + MARGIN, shares.max() - MARGIN)),
        EVERYTHING,
    ),
    Mistake(
        "linear_margin",
        "The margin on `log` and `one_minus_log` axes is a tenth of `high - low`. Take it on the "
        "axis's own scale: a tenth of the way from the place of `low` to the place of `high`.",
        with_range(linear_margin),
        SCALED,
    ),
    Mistake(
        "linear_margin_of_log",
        "The margin on axes with the scale `log` is a tenth of `high - low`. There it is a tenth "
        "of the way from the exponent of `low` to that of `high`.",
        with_scales_kept(zoom, ONLY_NINES),
        ("log",),
    ),
    Mistake("nines_as_linear", NINES_AS_LINEAR, with_scales_kept(zoom, ONLY_LOG), NINES),
    Mistake("nines_as_log", NINES_AS_LOG, with_scales_kept(zoom, ALL_LOG), NINES),
    Mistake(
        "one_tenth_of_a_unit",
        "The margin is the number 0.1, whatever the length of the axis. It is a tenth of that "
        "length.",
        with_range(one_tenth_of_a_unit),
        EVERYTHING,
    ),
    Mistake(
        "ten_percent_of_the_value",
        "The ends are ten percent below and above the best values. The margin is a tenth of the "
        "axis, which does not depend on where the best points lie.",
        with_range(ten_percent_of_the_value),
        EVERYTHING,
    ),
    Mistake(
        "places",
        "The new ends are places on the scale, such as exponents. Turn them back into values.",
        places,
        SCALED,
    ),
    Mistake(
        "shares",
        "The new ends are shares of the axis, between 0 and 1. Turn them back: first into places "
        "on the scale, then into values.",
        shares,
        EVERYTHING,
    ),
    Mistake(
        "not_clipped",
        "The new space is larger than the old one where the best points lie near an end. Stop at "
        "the old ends.",
        with_ends(lambda shares: (shares.min() - MARGIN, shares.max() + MARGIN)),
        ("clipped",),
    ),
    Mistake(
        "turned",
        "On axes with the scale `one_minus_log` your high end stands before the low one. The "
        "smaller value comes first.",
        reversed_results,
        NINES,
    ),
    Mistake(
        "without_scale",
        "Each axis comes back without its scale. An axis is `(low, high, scale)`, and the scale "
        "stays what it was.",
        without_scale,
        EVERYTHING,
    ),
    Mistake(
        "space_in_place",
        "The new ends are written into `space`, so the caller's own space is gone. Make a new "
        "dict.",
        space_in_place,
        (UNCHANGED,),
    ),
    Mistake(
        "sorted_in_place",
        "`points` or `scores` are sorted in place, so that the caller's lists are no longer what "
        "they were. `np.argsort` and `sorted` leave them alone.",
        scores_sorted,
        (UNCHANGED,),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
