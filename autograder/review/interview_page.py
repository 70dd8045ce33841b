"""Write the page with a student's questions, answers on the back, for instructors only."""

from __future__ import annotations

from pathlib import Path

from autograder.course.folder import Course
from autograder.review import messages
from autograder.review.interview import QUESTIONS, Interview
from autograder.review.private_pages import write_private
from autograder.visible import visible


def write_page(course: Course, interview: Interview) -> Path:
    """Write the page into the folder for instructors, and return its path."""
    return write_private(
        course,
        "interview",
        interview,
        numbered=numbered,
        visible=visible,
        talk=messages.TALK,
        fewer=messages.FEWER if len(interview.questions) < QUESTIONS else "",
    )


def numbered(lines: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the lines with their numbers; of a docstring, nothing is left."""
    shown = [(number, visible(line, code=True)) for number, line in enumerate(lines, start=1)]
    return [(number, line) for number, line in shown if line.strip()]
