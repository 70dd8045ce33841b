"""Summarize a student's feedback: points, each exercise, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode

from autograder.feedback import messages
from autograder.html.sanitize import points
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.titles import Titles, function_of, titles_of
from autograder.visible import in_one_line
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages as course_texts
from course_lib.language import counted, in_a_row
from grader_tests.engine.exercise import Question, Topic
from grader_tests.engine.registry import load_topic

NO_RESPONSE = "No response."
"""nbgrader's own comment on a cell that was left as it was handed out."""


@dataclass(frozen=True)
class Line:
    """One graded cell: its anchor in the page, its points, and what there is to say."""

    anchor: str
    title: str
    code: str
    score: float
    out_of: float
    pending: bool
    remark: str
    hints: tuple[str, ...] = ()
    comment: str | None = None
    """The anchor of a comment by the instructor."""
    earlier: bool = False
    """Whether it is pending, and has points that somebody gave to an earlier version of it."""

    @property
    def has_points(self) -> bool:
        """Whether it has points that count, even if they are to be looked at again."""
        return self.earlier or not self.pending

    @property
    def state(self) -> str:
        """`pending`, or `full`, `part` or `none` for the share of its points."""
        if self.pending:
            return "pending"
        if self.score >= self.out_of:
            return "full"
        return "part" if self.score > 0 else "none"


@dataclass(frozen=True)
class FeedbackSummary:
    """Everything that the top of the page says."""

    title: str
    student: str
    score: float
    """The points that count: those earned less the penalty, and never below zero."""
    earned: float
    out_of: float
    penalty: float
    words: str
    lines: tuple[Line, ...]
    incidents: tuple[str, ...]
    unread: bool = False
    """Whether the file could not be read, so that there is nothing to look at but that."""

    @property
    def pending(self) -> float:
        """The points that are still to be given by hand."""
        return sum(line.out_of for line in self.lines if not line.has_points)

    @property
    def is_final(self) -> bool:
        """Whether nothing waits for a mark by hand."""
        return not any(line.pending for line in self.lines)

    @property
    def first(self) -> Line | None:
        """The topmost cell that lost points, to look at first; None if none did.

        Later exercises build on earlier ones, so the order of the notebook is the order of work.
        """
        if self.unread:
            return None
        return next((line for line in self.lines if line.state in ("part", "none")), None)


def summarize_feedback(notebook: NotebookNode, resources: Mapping[str, Any]) -> FeedbackSummary:
    """Summarize a graded notebook to which nbgrader has added scores and comments."""
    names = resources["nbgrader"]
    topic = _topic(names["assignment"])
    questions = [question.name for question in topic.questions] if topic else []
    titles = titles_of(notebook.cells, names["assignment"], questions)
    lines: tuple[Line, ...] = tuple(_lines(notebook, titles, topic))
    grading = notebook.metadata.get(METADATA_KEY, {})
    penalty = float(names["late_penalty"])
    earned = float(names["score"]) + penalty  # nbgrader has deducted it
    is_unread = bool(grading.get("unread")) and not earned
    return FeedbackSummary(
        titles.assignment,
        str(names.get("called") or in_one_line(str(names["student"]))),
        max(0.0, float(names["score"])),
        earned,
        float(names["max_score"]),
        penalty,
        _words(lines, {} if earned else grading),
        tuple(map(_not_read, lines)) if is_unread else lines,
        tuple(map(str, grading.get("incidents") or ())),
        is_unread,
    )


def points_in_all(summary: FeedbackSummary) -> str:
    """Return the points as they were earned, and what lateness left of them."""
    if summary.penalty > 0:
        form = messages.POINTS_LATE if summary.is_final else messages.POINTS_LATE_SO_FAR
    else:
        form = messages.POINTS if summary.is_final else messages.POINTS_SO_FAR
    return form.format(
        earned=points(summary.earned),
        out_of=points(summary.out_of),
        penalty=points(summary.penalty),
        score=points(summary.score),
    )


def _not_read(line: Line) -> Line:
    """Return a line that says nothing else than that nothing could be read."""
    nothing = messages.NOT_WRITTEN, messages.NOT_ANSWERED, messages.NO_ANSWER
    is_empty = line.remark in nothing
    return replace(line, remark=messages.NOT_READ, hints=()) if is_empty else line


def _topic(assignment: str) -> Topic | None:
    try:
        return load_topic(assignment)
    except KeyError:
        return None


def _words(lines: tuple[Line, ...], grading: Mapping[str, Any]) -> str:
    """Return the remark on all of it; `grading` tells why there may be nothing to mark."""
    if grading.get("unread"):
        return messages.UNREAD
    if grading.get("foreign") and not any(line.pending for line in lines):
        return messages.FOREIGN
    marked = [line for line in lines if line.has_points]
    out_of = sum(line.out_of for line in marked)
    if not out_of:
        return messages.ALL_PENDING
    share = sum(line.score for line in marked) / out_of
    if share <= 0:
        return messages.NO_POINTS
    return next(words for least, words in messages.WORDS if share >= least)


def _lines(notebook: NotebookNode, titles: Titles, topic: Topic | None) -> Iterator[Line]:
    graders = [_nbgrader(cell) for cell in notebook.cells]
    comments = {own["grade_id"]: own["comment"].strip() for own in graders if own.get("comment")}
    untouched = {own for own, comment in comments.items() if comment == NO_RESPONSE}
    commented = comments.keys() - untouched
    missing = notebook.metadata.get(METADATA_KEY, {}).get("missing", ())
    for graded, own in zip(notebook.cells, graders, strict=True):
        if not own.get("grade"):
            continue
        grade_id = own["grade_id"]
        name = function_of(grade_id)
        verdict = _verdict(graded)
        question = topic.find(name) if topic else None
        is_question = isinstance(question, Question)
        pending = bool(own.get("pending"))
        is_untouched = grade_id in untouched
        remark = (
            messages.EARLIER
            if own.get("earlier")
            else messages.PENDING
            if pending
            else messages.NOT_ANSWERED
            if is_untouched
            else _remark(verdict, is_question)
        )
        if not pending and not own.get("forgiven") and _is_changed(verdict, own):
            remark = messages.CHANGED_BY_HAND
        if name in missing:
            remark = messages.NOT_IN_NOTEBOOK
        if own.get("forgiven") in messages.FORGIVEN:
            remark = in_a_row(messages.FORGIVEN[own["forgiven"]], remark)
        yield Line(
            grade_id,
            titles.cell(grade_id),
            name if verdict and not is_question else "",
            float(own.get("score") or 0.0),
            float(own.get("points") or 0.0),
            pending,
            remark,
            _hints(verdict, is_question),
            next((f"comment-{cell}" for cell in (grade_id, name) if cell in commented), None),
            bool(own.get("earlier")),
        )


def _nbgrader(cell: NotebookNode) -> Mapping[str, Any]:
    return cell.metadata.get("nbgrader") or {}


def _verdict(cell: NotebookNode) -> Verdict | None:
    try:
        return Verdict.from_json(cell.metadata[METADATA_KEY]["verdict"])
    except (KeyError, TypeError, AttributeError):
        return None


def _is_changed(verdict: Verdict | None, own: Mapping[str, Any]) -> bool:
    """Return whether a cell has other points than the verdict gave: then it would contradict them.

    An older verdict, of a cell that was worth other points, says nothing about that.
    """
    if verdict is None or verdict.points is None or verdict.out_of != float(own.get("points") or 0):
        return False
    return abs(float(own.get("score") or 0.0) - verdict.points) > 0.005


def _remark(verdict: Verdict | None, is_question: bool) -> str:
    if verdict is None:
        return messages.MARKED
    if not verdict.rows:
        if is_question:
            return messages.NO_ANSWER if verdict.hints else messages.NOT_ANSWERED
        return messages.NOT_WRITTEN
    if verdict.passed:
        return messages.QUESTION_RIGHT if is_question else messages.RIGHT
    held = sum(row.passed for row in verdict.rows)
    if is_question or len(verdict.rows) == 1:
        return messages.NOT_RIGHT
    return counted(messages.SOME_HOLD, held, of=len(verdict.rows))


def _hints(verdict: Verdict | None, is_question: bool) -> tuple[str, ...]:
    """Return what to do: the hints of named mistakes, else the first note on what failed."""
    if verdict is None or verdict.passed:
        return ()
    if verdict.hints:
        # That hint mentions "the cell above", and only says that nothing is there.
        return tuple(hint for hint in verdict.hints if hint != course_texts.NOT_WRITTEN_HINT)
    notes = [note for row in verdict.rows if not row.passed for note in row.notes]
    return tuple(note for note in notes[:1] if "\n" not in note)
