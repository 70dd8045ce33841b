"""Make a graded notebook harmless for whatever renders it later, within a budget of time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from nbformat import NotebookNode

from autograder.bounded.budget import Budget
from autograder.html.sanitize import clean_html, clean_text
from autograder.html.sanitize_cells import needs_parser, plain_cell, sanitize_cell
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.lesson import is_locked

_VERDICT_OUTPUTS = 2
"""The outputs that the grader adds to a graded cell: the verdict and the points."""


def make_harmless(notebook: NotebookNode, budget: Budget) -> None:
    """Sanitize what a student wrote and what their code showed, in place.

    Once the budget is used up, the rest is made plain, which takes no longer than it is long.
    """
    numbers = [
        number
        for number, cell in enumerate(notebook.cells)
        if not is_locked(cell) or cell.cell_type == "code"
    ]
    verdicts = [_take_verdict(notebook.cells[number]) for number in numbers]
    to_parse = [n for n in numbers if needs_parser(notebook.cells[n])]
    items = [(notebook.cells[number],) for number in to_parse]
    parsed = budget.map(_sanitized, items, lambda item: _made_plain(item[0]))
    harmless = dict(zip(to_parse, parsed, strict=True))
    for number, verdict in zip(numbers, verdicts, strict=True):
        cell = harmless.get(number) or _sanitized(notebook.cells[number])
        if verdict:
            cell.outputs += map(_harmless_verdict, verdict)
        notebook.cells[number] = cell


def _take_verdict(cell: NotebookNode) -> list[Any]:
    """Return the verdict's outputs, which are the grader's own, and remove them from the cell."""
    if METADATA_KEY not in cell.metadata:
        return []
    verdict = cell.outputs[-_VERDICT_OUTPUTS:]
    del cell.outputs[-_VERDICT_OUTPUTS:]
    return list(verdict)


def _harmless_verdict(output: NotebookNode) -> NotebookNode:
    """Sanitize an output that the grader has added, which may quote what a student wrote."""
    data = {
        kind: _clean_html(text) if kind == "text/html" else clean_text(text)
        for kind, text in output.data.items()
    }
    output.data, output.metadata = NotebookNode(data), NotebookNode()
    return output


@lru_cache(maxsize=64)  # many students get the same verdict
def _clean_html(html: str) -> str:
    return clean_html(html)


def _sanitized(cell: NotebookNode) -> NotebookNode:
    sanitize_cell(cell)
    return cell


def _made_plain(cell: NotebookNode) -> NotebookNode:
    plain_cell(cell)
    return cell
