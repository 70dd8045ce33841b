"""Sentences about nbgrader's steps, each whole so that it can be translated."""

from __future__ import annotations

from course_lib.language import holds_messages

LOST_SECRET = (
    "{path} is missing, although work has been graded with it; with a new one, grading again would "
    "give other marks. Restore it from your backup; without one, start over with `course init`."
)
NOT_A_NAME = (
    "The feedback for {student} on {assignment} was not written: nbgrader does not find folders "
    "whose names have *, ?, [, a line break, or a space at an end. Rename it in submitted/, and "
    "grade it again."
)
NO_NOTEBOOK_IN_BATCH = (
    "There is nothing of {assignment} to grade, because none of these is a notebook: {files}. Ask "
    "for the .ipynb files. `course grade {assignment}` grades such work as empty, and tells its "
    "students."
)
NO_FOLDER_IN_BATCH = "There is nothing to grade: there is no folder {folder} with a file in it."
NOT_RELEASED = "{assignment} was not released. {why}"
NO_FEEDBACK = "The feedback for {student} on {assignment} was not written. {why}"

holds_messages(__name__)
