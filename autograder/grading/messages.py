"""Sentences about what is graded again, and whose marks moved."""

from __future__ import annotations

from course_lib.language import holds_messages

SUMMARY = ("assignment", "graded", "median", "of", "full marks", "to mark by hand", "needs a look")
"""The titles of the table that `course grade` ends with."""
CHANGED = {
    "file": "Their work was handed in again.",
    "time": "The time at which it was handed in has changed.",
    "group": "The group has changed: its hidden numbers are drawn for another of its members.",
    "lesson": "The lesson's notebook was released again with changes.",
    "limits": "The limits on time or memory have changed.",
    "secret": "The course's secret is another one, so the hidden numbers are too.",
    "sandbox": "The sandbox was switched on or off.",
    "files": "The list of files that are copied with a notebook has changed.",
    "experiments": "The experiment cells were to be run too.",
    "grader": "The grader itself has changed.",
}
"""Part of what a submission is graded with -> the reason to grade it again if it has changed."""
CHANGED_TESTS = "The tests of these exercises have changed: {exercises}."
CHANGED_TESTS_SHARED = (
    "The questions, worked examples or shared tests of {assignment} have changed."
)
GRADED_ELSEWHERE = "It was graded before by an older grader, which noted less."
ASKED_FOR = "You asked for it with --force."
MOVED = "Marks that moved in {assignment}: {up} up, {down} down."
MOVED_IN = "  {cells}: {marks}"
MOVED_BY_PENALTY = "late penalty"
NOTHING_MOVED = "No mark moved that was there before."
UNCHANGED = "{count} were graded before and have not changed (--force grades them again)."

holds_messages(__name__)
