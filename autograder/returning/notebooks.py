"""Make a notebook of a student's feedback, for Canvas: it keeps the name of what was handed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograder.course.folder import Course
from autograder.feedback.explain import Explain
from autograder.feedback.exporter import Grades, SafeFeedback
from autograder.feedback.summary import (
    NO_RESPONSE,
    FeedbackSummary,
    points_in_all,
    summarize_feedback,
)
from autograder.html.sanitize import points
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.returning import messages
from autograder.returning.pages import Page
from course_lib.language import counted, in_a_row, of_metadata, use

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def feedback_notebook(course: Course, page: Page) -> bytes:
    """Return the graded notebook with its points and comments, harmless and without tests."""
    folder = course.path(course.directory.autograded_directory, page.student, page.assignment)
    notebook = nbformat.read(folder / f"{page.assignment}.ipynb", as_version=4)
    named = {"student": page.student, "assignment": page.assignment, "notebook": page.assignment}
    resources: Any = {"nbgrader": {**named, "db_url": course.db_url}}
    with use(of_metadata(notebook.metadata)):
        for step in (Grades, Explain, SafeFeedback):
            notebook, resources = step(config=course.config).preprocess(notebook, resources)
        summary = summarize_feedback(notebook, resources)
        cells = [new_markdown_cell(_top(summary), id="feedback"), *_commented(notebook.cells)]
    notebook.cells = cells
    for part in (notebook, *cells):
        for key in ("nbgrader", METADATA_KEY):
            part.metadata.pop(key, None)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(cells):
        cell.setdefault("id", f"cell-{number}")
    text: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    return text.encode("utf-8", "replace")


def _top(summary: FeedbackSummary) -> str:
    lines = [
        messages.NOTEBOOK_TITLE.format(title=summary.title),
        messages.NOTEBOOK_FOR.format(student=_plain(summary.student)),
        messages.NOTEBOOK_POINTS.format(points=points_in_all(summary), words=summary.words),
    ]
    if summary.pending:
        shown = points(summary.pending)
        lines.append(counted(messages.NOTEBOOK_PENDING, summary.pending, points=shown))
    lines += [f"- {_plain(incident)}" for incident in summary.incidents]
    rows = [messages.NOTEBOOK_TABLE]
    for line in summary.lines:
        words = {
            "title": line.title.replace("|", "\\|"),
            "score": points(line.score) if line.has_points else "–",
            "out_of": points(line.out_of),
            "remark": in_a_row(line.remark, *line.hints).replace("|", "\\|"),
        }
        rows.append(messages.NOTEBOOK_ROW.format(**words))
    return "\n\n".join([*lines, "\n".join(rows)])


def _commented(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Yield each cell, and behind it what the instructor wrote about it."""
    for number, cell in enumerate(cells):
        own = cell.metadata.get("nbgrader", {})
        comment = own.get("comment")
        yield cell
        if comment:
            earlier = own.get("earlier") and comment != NO_RESPONSE
            form = messages.NOTEBOOK_COMMENT_EARLIER if earlier else messages.NOTEBOOK_COMMENT
            yield new_markdown_cell(form.format(comment=comment), id=f"comment-{number}")


def _plain(text: str) -> str:
    """Return a text in which Markdown sees no markup."""
    return _MARKUP.sub(r"\\\1", text)
