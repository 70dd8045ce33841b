"""Sentences about marking by hand, each whole so that it can be translated."""

from __future__ import annotations

from course_lib.language import holds_messages

NOTHING_BY_HAND = "{assignment} has no cell that is marked by hand."
NO_SUCH_CELL = "{assignment} has no cell {cell!r} that is marked by hand. It has: {known}."
WHICH_CELL = "{assignment} has several cells that are marked by hand. Name one of: {known}."
NOTHING_GRADED = "Nobody's {assignment} is graded yet. Run `course grade {assignment}` first."
SERVING = "Mark at {url} (only on this machine). Press Ctrl-C when you have finished."
STOPPED = "Stopped. All marks are in the gradebook; now `course feedback {assignment}` writes them."
SAVED = "Saved."
UNMARKED = "Saved without a mark."
CHANGED_MEANWHILE = (
    "Not saved: somebody has changed this mark or comment meanwhile. Yours is still in the fields: "
    "save again to put it in the other's place."
)
ANSWER_CHANGED = (
    "Not saved: this student has handed in again, and the answer is another one now. Load the page "
    "again to see it."
)
BAD_POINTS = "Points must be a number from 0 to {out_of:g}."
GONE = "Not saved: this submission is not in the gradebook any more."
NOT_SAVED = "Not saved: the gradebook could not be written. {why}"
IN_THE_PAGE = {
    "toMark": "to mark",
    "again": "to mark again; an earlier text got {before} of {outOf}",
    "marked": "{points} of {outOf}",
    "gone": "Not saved: the program `course mark` does not answer. Is it still running?",
    "bad": "Points must be a number from 0 to {outOf}.",
    "now": "Now: {points}; {comment}",
}
"""What the page's script says; it fills in what is in braces."""
NEARLY_THE_SAME = "Nearly the same text as {students}."
UNREADABLE = "*(The graded notebook of this submission cannot be read: grade it again.)*"

holds_messages(__name__)
