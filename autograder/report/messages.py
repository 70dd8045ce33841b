"""Sentences of the class report, each whole so that it can be translated."""

from __future__ import annotations

from course_lib.language import holds_messages

NO_ASSIGNMENT = "There is no assignment to report on. Release and grade one first."
NO_GRADEBOOK = "There is no gradebook {url} yet. Grade something first."
UNKNOWN_ASSIGNMENT = "The gradebook has no assignment {name!r}. Release and grade it first."
NO_NOTEBOOK = "The graded notebook is missing. Grade this submission again."
UNREADABLE = "The graded notebook cannot be read. Grade this submission again."
NO_VERDICT = "The cell {cell} has no verdict: it was not graded by this course's grader."
NO_COSTS = "The training for the cost curves gave what is not a list of costs, so it is left out."
UNUSUAL = "Their code uses {names}, which no exercise needs. Ask them what it is for."
OUTLIER = "The small training with this student's functions has an unusual cost for this class."
NOT_FINITE = "The small training with this student's functions diverged: its cost is not finite."
LATE_DAYS = "{days} d {hours} h"
LATE_HOURS = "{hours} h {minutes} min"
LATE = "{minutes} min"
DIRECTIONS = {"rising": "rising", "falling": "falling", "steady": "steady"}

# Cost curves
DIVERGED = "The cost became infinite or undefined."
ENDS = "The cost ends at {last:.3g}; the class's median at {usual:.3g}."
UPDATE, COST = "update", "cost (nats)"
COST_FALLS = "In the middle of the class, the cost falls from {first:.2g} to {last:.2g}"
COST_DOES_NOT_FALL = "In the middle of the class, the cost does not fall"
MEDIAN_CURVE = "the class's median"
UNLIKE = "unlike the class's"
COSTS_ALT = (
    "Cost curves of students: {count}. The class's median falls from {first:.3g} to {last:.3g} in "
    "{steps} updates. Curves unlike the class's: {unusual}."
)
NONE = "none"

# Marks
MARKS_TITLE = "How many students have how many points"
MARKS_X = "points (of {out_of:g})"
MARKS_Y = "students"
MEDIAN = "median {points}"
MARKS_ALT = (
    "Histogram of points, from {least} to {most}, with a median of {middle}, out of {out_of:g}. "
    "Students: {count}."
)

holds_messages(__name__)
