"""Run the cells of a rebuilt notebook in the sandbox, and say in them what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

from autograder import messages
from autograder.notebook.cell_outputs import MAX_IN_ALL, clean_outputs, new_output, weight
from autograder.notebook.lesson import copied_check, exercise_of, is_experiment, visible_source
from autograder.sandbox.cells import CellResult
from autograder.sandbox.reasons import NAME
from autograder.sandbox.replies import Note
from autograder.sandbox.session import Session

LONGEST_LINE = 100
_NOTHING: Mapping[int, tuple[int, ...]] = {}


Ran = dict[int, CellResult]
"""What came of the cells that were run, by their positions in the notebook."""


def run_cells(
    notebook: NotebookNode,
    session: Session,
    experiments: bool,
    needed: Mapping[int, tuple[int, ...]] = _NOTHING,
) -> Ran:
    """Run the code cells in order, in place.

    The cells of `check` are not run, for the verdict says what they would say. Of experiments only
    the statements run that are `needed`, unless all `experiments` are to run.
    """
    ran: Ran = {}
    count, remaining, skipped = 0, MAX_IN_ALL, 0
    for position, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        name = exercise_of(cell)
        if name is not None:
            count += 1
            session.capture(name)
            continue
        if (copied := copied_check(cell)) is not None:
            count += 1
            session.pass_over(copied)
            continue
        if is_experiment(cell) and not experiments:
            count += 1
            cell.outputs = [*_of_experiment(cell, session, needed.get(skipped))]
            skipped += 1
            continue
        if not cell.source.strip():
            continue
        count += 1
        own = "nbgrader" not in cell.metadata or is_experiment(cell)
        label = cell.metadata.get("nbgrader", {}).get("grade_id") or f"number {position + 1}"
        source = visible_source(cell.source)
        result = session.run(label, source, own)
        cell.execution_count = count
        cell.outputs = clean_outputs(_unexplained(result), remaining)
        remaining -= sum(map(weight, cell.outputs))
        cell.outputs += map(_printed, sentences(source, result))
        ran[position] = result
    return ran


def _of_experiment(
    cell: NotebookNode, session: Session, statements: tuple[int, ...] | None
) -> Iterator[NotebookNode]:
    """Run those statements of an experiment that an answer needs, and yield what is said of it."""
    if not statements:
        session.skip(cell.source)
        yield _printed(messages.EXPERIMENT_SKIPPED)
        return
    label = cell.metadata.get("nbgrader", {}).get("grade_id") or str(cell.id)
    source = visible_source(cell.source)
    result = session.run(label, source, own=True, only=statements)
    yield _printed(messages.EXPERIMENT_NEEDED)
    yield from map(_printed, sentences(source, result))


def _unexplained(result: CellResult) -> list[Any]:
    """Return a cell's outputs, without tracebacks of lines that a sentence says were left out."""
    noted = {note.reason for note in result.notes} & messages.LEFT_OUT.keys()
    return [
        output
        for output in result.outputs
        if not isinstance(output, dict) or output.get("reason") not in noted
    ]


def line_of(source: str, number: int) -> str:
    """Return a line of a cell, short enough for a sentence."""
    lines = source.split("\n")  # as Python counts them
    line = lines[number - 1].strip().replace("`", "'") if number <= len(lines) else ""
    return line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + " ..."


def left_out(source: str, note: Note) -> str | None:
    """Return the sentence about a line that was left out; None for one that fails anywhere."""
    form = messages.LEFT_OUT.get(note.reason)
    if form is None or (note.reason == NAME and not note.detail):
        return None
    return form.format(line=line_of(source, note.line), detail=note.detail or "?")


def sentences(source: str, result: CellResult) -> list[str]:
    """Return what a student should know besides the cell's own outputs."""
    sentences = [result.incident] if result.incident else []
    found = [left_out(source, note) for note in result.notes]
    return [*sentences, *dict.fromkeys(sentence for sentence in found if sentence)]


def _printed(sentence: str) -> NotebookNode:
    return new_output("stream", name="stdout", text=sentence + "\n")
