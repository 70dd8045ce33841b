"""The rows of one submission, read and written with few statements.

nbgrader's own objects for them take several milliseconds of computing a submission, most of it in
finding what is the same for the whole class. Where nbgrader's step looks a row up, it gets one of
these, which is saved if the step has changed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Connection, Row, bindparam, select, update

_grade, _comment, _cell = Grade.__table__, Comment.__table__, BaseCell.__table__
_submitted, _notebook = SubmittedAssignment.__table__, SubmittedNotebook.__table__
_lesson, _assignment = Notebook.__table__, Assignment.__table__


@dataclass(slots=True)
class GradeRow:
    """A graded cell of a submission."""

    id: str
    name: str
    auto_score: float | None
    manual_score: float | None
    needs_manual_grade: bool


@dataclass(slots=True)
class CommentRow:
    """A cell that a student writes."""

    id: str
    name: str
    auto_comment: str | None


def _rows_of(table: Any, kind: type) -> Any:
    columns = [(_cell if one.name == "name" else table).c[one.name] for one in fields(kind)]
    joined = select(*columns).join(_cell, _cell.c.id == table.c.cell_id)
    return joined.where(table.c.notebook_id == bindparam("notebook"))


def _changes_of(table: Any, names: Sequence[str]) -> Any:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(table).where(table.c.id == bindparam("row")).values(values)


_SUBMISSION = (
    select(
        _notebook.c.id,
        _notebook.c.late_submission_penalty,
        _submitted.c.id.label("submission"),
        _submitted.c.timestamp,
        _assignment.c.duedate,
    )
    .join(_submitted, _submitted.c.id == _notebook.c.assignment_id)
    .join(_lesson, _lesson.c.id == _notebook.c.notebook_id)
    .join(_assignment, _assignment.c.id == _submitted.c.assignment_id)
    .where(_assignment.c.name == bindparam("assignment"))
    .where(_lesson.c.name == bindparam("assignment"))
    .where(_submitted.c.student_id == bindparam("student"))
)
_GRADES, _COMMENTS = _rows_of(_grade, GradeRow), _rows_of(_comment, CommentRow)
_SCORES = ("auto_score", "manual_score", "needs_manual_grade")
_NEW_SCORES = _changes_of(_grade, _SCORES)
_NEW_COMMENTS = _changes_of(_comment, ["auto_comment"])
_NEW_TIME = _changes_of(_submitted, ["timestamp"])


class SubmissionRows:
    """What nbgrader's step of saving marks asks a gradebook for, of one submission."""

    def __init__(
        self, gradebook: Gradebook, assignment: str, student: str, time: datetime | None
    ) -> None:
        """Read the rows; of a student or a submission that is new, nbgrader makes them."""
        self.db = self
        self._connection: Connection = gradebook.db.connection()
        names = {"assignment": assignment, "student": student}
        found = self._connection.execute(_SUBMISSION, names).one_or_none()
        if found is None:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(assignment, student)
            found = self._connection.execute(_SUBMISSION, names).one()
        self._found: Row[Any] = found
        self._set_time(time)
        self._grades = self._read(_GRADES, GradeRow)
        self._comments = self._read(_COMMENTS, CommentRow)
        self._before = {row.id: replace(row) for row in (*self._grades, *self._comments)}
        self._by_name = [{row.name: row for row in rows} for rows in (self._grades, self._comments)]

    @property
    def notebook(self) -> str:
        """The identifier of the submitted notebook."""
        return str(self._found.id)

    @property
    def may_be_late(self) -> bool:
        """Whether there is a due date, or a penalty of a time when there was one."""
        return self._found.duedate is not None or self._found.late_submission_penalty is not None

    def find_grade(self, cell: str, *_: str) -> Any:
        """Return the row of a graded cell."""
        return self._by_name[0][cell]

    def find_comment(self, cell: str, *_: str) -> Any:
        """Return the row of a cell that a student writes."""
        return self._by_name[1][cell]

    def commit(self) -> None:
        """Do nothing: the one transaction commits."""

    def save(self) -> None:
        """Write the rows that have changed."""
        self._change(_NEW_SCORES, self._grades, _SCORES)
        self._change(_NEW_COMMENTS, self._comments, ["auto_comment"])

    def _read(self, statement: Any, kind: type) -> list[Any]:
        rows = self._connection.execute(statement, {"notebook": self.notebook})
        return [kind(*row) for row in rows]

    def _change(
        self, statement: Any, rows: Sequence[GradeRow | CommentRow], names: Sequence[str]
    ) -> None:
        changed = [
            {"row": row.id, **{f"new_{name}": getattr(row, name) for name in names}}
            for row in rows
            if row != self._before[row.id]
        ]
        if changed:
            self._connection.execute(statement, changed)

    def _set_time(self, time: datetime | None) -> None:
        if time != self._found.timestamp:  # none as well: a time that is gone makes nothing late
            new = {"row": self._found.submission, "new_timestamp": time}
            self._connection.execute(_NEW_TIME, [new])
