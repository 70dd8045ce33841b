"""Keep marks given by hand when a student resubmits what was already marked.

Whenever nbgrader grades again, it asks for a review of every cell marked by hand. Here a written
answer that has not changed since it was graded last keeps its mark, its comment, and whether it
still has to be reviewed. If only the cell is worth other points now, the mark keeps its share of
them. If the text has changed, everything is as in nbgrader: the old mark and comment stay, and
count, until somebody has reviewed them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import SaveAutoGrades

Texts = Mapping[str, tuple[str, float]]
"""Written answers: `grade_id` -> text, and the points that it can earn."""


def written_texts(notebook: Path) -> Texts:
    """Return the answers marked by hand in a graded notebook; none if it is missing or damaged."""
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        own = [(cell, cell["metadata"].get("nbgrader") or {}) for cell in cells]
        return {
            str(ours["grade_id"]): _written("".join(cell["source"]), ours["points"])
            for cell, ours in own
            if ours.get("grade") and ours.get("solution")
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


class SaveMarks(SaveAutoGrades):
    """Saves the machine's marks, in place of nbgrader's step of that name.

    `texts_before` are the answers as they were when the submission was graded last.
    """

    texts_before: Texts | None = None

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"],
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        marked, waiting = grade.manual_score is not None, grade.needs_manual_grade
        super()._add_score(cell, resources)
        before = self._texts_before().get(cell.metadata["nbgrader"]["grade_id"])
        if not marked or before is None:
            return
        text, points = _written(cell.source, cell.metadata["nbgrader"]["points"])
        text_before, points_before = before
        if points != points_before:
            whole = points_before if points_before and text == text_before else points
            grade.manual_score = share_of(grade.manual_score, points, whole)
        if text == text_before and (points_before or not points):
            grade.needs_manual_grade = waiting
        self.gradebook.db.commit()

    def _texts_before(self) -> Texts:
        """Return the texts given to this step, or those noted by `SubmissionExporter`."""
        if self.texts_before is not None:
            return self.texts_before
        noted = getattr(self.parent, "texts_before", {})
        return dict(noted.get((self.student_id, self.assignment_id), {}))


def share_of(mark: float | None, points: float, before: float) -> float | None:
    """Return a mark by hand as the same share of other points; never more than these.

    >>> share_of(2, 6, 3), share_of(None, 6, 3)
    (4.0, None)
    """
    if mark is None:
        return None
    share = points / before if before else 1.0
    return round(min(mark * share, max(points, 0.0)), 2)


def _written(text: str, points: Any) -> tuple[str, float]:
    return text.strip(), float(points)
