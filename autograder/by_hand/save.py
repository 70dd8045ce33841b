"""Write a mark as the formgrader does, unless somebody else has changed it meanwhile."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nbgrader.api import Comment, Grade, Gradebook, MissingEntry
from sqlalchemy import update

from autograder.by_hand import messages
from autograder.by_hand.answers import Answer, Mark, read_answers
from autograder.course.folder import Course


@dataclass(frozen=True)
class Saved:
    """What became of a mark that was to be saved: `mark` is what the gradebook has now."""

    done: bool
    sentence: str
    mark: Mark | None = None


@dataclass(frozen=True)
class ToSave:
    """A mark for one answer, and what its reader saw before: the text, and the mark."""

    student: str
    points: float | None
    comment: str
    digest: str
    before: Mark


def save_mark(
    course: Course,
    gradebook: Gradebook,
    assignment: str,
    cell: tuple[str, float],
    new: ToSave,
) -> Saved:
    """Save a mark and its comment; `cell` is the cell's name and its points.

    Nothing is saved if the student's text, the mark or the comment is not what the reader saw.
    """
    name, out_of = cell
    gradebook.db.expire_all()
    known = read_answers(course, gradebook, assignment, name, new.student)
    if not known:
        return Saved(False, messages.GONE)
    [answer] = known
    if new.points is not None and not (
        math.isfinite(new.points) and 0 <= new.points <= out_of + 1e-9
    ):
        return Saved(False, messages.BAD_POINTS.format(out_of=out_of), answer.mark)
    if answer.digest != new.digest:
        return Saved(False, messages.ANSWER_CHANGED, answer.mark)
    if answer.mark == new.before and _written(gradebook, assignment, name, new, answer):
        sentence = messages.UNMARKED if new.points is None else messages.SAVED
        return Saved(True, sentence, _now(course, gradebook, assignment, name, new.student))
    gradebook.db.rollback()
    now = _now(course, gradebook, assignment, name, new.student)
    return Saved(False, messages.CHANGED_MEANWHILE, now)


def _written(gradebook: Gradebook, assignment: str, cell: str, new: ToSave, answer: Answer) -> bool:
    """Write both in one transaction, each only if it still is what it was."""
    try:
        grade = gradebook.find_grade(cell, assignment, assignment, new.student)
        comment = gradebook.find_comment(cell, assignment, assignment, new.student)
    except MissingEntry:
        return False
    before = answer.mark
    # As in the formgrader: what has neither a mark by hand nor one of the machine has to be marked.
    pending = new.points is None and before.automatic is None
    text = new.comment if new.comment.strip() or before.comment is not None else None
    marked = gradebook.db.execute(
        update(Grade)
        .where(Grade.id == grade.id)
        .where(Grade.manual_score.is_not_distinct_from(before.points))
        .where(Grade.needs_manual_grade == before.pending)
        .values(manual_score=new.points, needs_manual_grade=pending)
        .execution_options(synchronize_session=False)
    )
    said = gradebook.db.execute(
        update(Comment)
        .where(Comment.id == comment.id)
        .where(Comment.manual_comment.is_not_distinct_from(before.comment))
        .values(manual_comment=text)
        .execution_options(synchronize_session=False)
    )
    if (marked.rowcount, said.rowcount) != (1, 1):
        return False
    gradebook.db.commit()
    return True


def _now(
    course: Course, gradebook: Gradebook, assignment: str, cell: str, student: str
) -> Mark | None:
    gradebook.db.expire_all()
    found = read_answers(course, gradebook, assignment, cell, student)
    return found[0].mark if found else None
