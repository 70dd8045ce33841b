"""Find where a student's notebook defines a function or an answer, before its check or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from nbformat import NotebookNode

from autograder import messages
from autograder.notebook.cell_outputs import new_output
from autograder.notebook.lesson import exercise_of, is_experiment, is_locked
from autograder.sandbox.session import Session
from course_lib.cell_text import defined_names

_STUB = re.compile(r"raise NotImplementedError\b")
_NOWHERE = 10**9
"""An indentation that no line has."""


def students_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Yield the cells of code that a student wrote and grading runs, with their positions."""
    for position, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and not is_locked(cell) and not is_experiment(cell):
            yield position, cell


def place_of_check(notebook: NotebookNode, name: str) -> int:
    """Return the position of the check of a function or an answer."""
    cells = enumerate(notebook.cells)
    return next((i for i, cell in cells if exercise_of(cell) == name), len(notebook.cells))


def definitions(notebook: NotebookNode, name: str) -> list[tuple[int, NotebookNode]]:
    """Return the student's cells that define a name, with their positions."""
    return [(position, notebook.cells[position]) for position in places(notebook).get(name, ())]


def places(notebook: NotebookNode) -> Mapping[str, Sequence[int]]:
    """Return the names that the student's cells define, and in which cells, in their order."""
    return _places(tuple((position, cell.source) for position, cell in students_cells(notebook)))


def in_experiments(notebook: NotebookNode) -> Mapping[str, Sequence[int]]:
    """Return the names that experiments define, and in which of them."""
    cells = enumerate(notebook.cells)
    return _places(tuple((place, cell.source) for place, cell in cells if is_experiment(cell)))


@lru_cache(maxsize=4)  # it is asked for each exercise of a notebook, which may be long
def _places(sources: tuple[tuple[int, str], ...]) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    for position, source in sources:
        for name in dict.fromkeys(defined_names(source)):
            found.setdefault(name, []).append(position)
    return found


def is_unwritten(name: str, source: str) -> bool:
    """Return whether a definition is still the one that the student was given.

    >>> is_unwritten("step", "def step(w):\\n    raise NotImplementedError  # write here")
    True
    >>> is_unwritten("why", 'why = None  # "a", "b" or "c"')
    True
    """
    values = values_of(name, source)
    return _ends_in_stub(name, source) or (bool(values) and values[-1] == "None")


def _ends_in_stub(name: str, source: str) -> bool:
    """Return whether the last function of a name has the stub's line, and not under a condition.

    A method of a class is another function.
    """
    head = re.compile(rf"[ \t]*(?:async[ \t]+)?def[ \t]+{re.escape(name)}\b")
    edge, body, of_class, found = _NOWHERE, 0, _NOWHERE, False
    for line in source.split("\n"):
        text = line.lstrip()
        indent = len(line) - len(text)
        if not text or text.startswith((")", "#")):
            continue
        of_class = of_class if indent > of_class else _NOWHERE
        edge = edge if indent > edge else _NOWHERE
        if of_class == _NOWHERE and head.match(line):
            edge, body, found = indent, 0, "raise NotImplementedError" in line
        elif edge < indent:
            body = body or indent
            found = found or (indent <= body and bool(_STUB.match(text)))
        elif text.startswith("class "):
            of_class = indent
    return found


def values_of(name: str, source: str) -> list[str]:
    """Return what a name is set to in a cell: the first word of each value."""
    return re.findall(rf"^[ \t]*{re.escape(name)}[ \t]*=[ \t]*(\S+)", source, re.MULTILINE)


def capture_late(notebook: NotebookNode, session: Session) -> None:
    """Capture again, at the end of the notebook, what was first defined after its check.

    In the student's Jupyter such a check passes when it is run a second time. Whether something
    was there at the check, the child knows: the text of a cell does not tell for certain.
    """
    for cell in notebook.cells:
        if (name := exercise_of(cell)) is not None:
            session.capture_late(name)


def say_what_is_late(check: NotebookNode, name: str) -> None:
    """Say below a check that its name was captured late."""
    sentence = messages.DEFINED_LATE.format(name=name)
    check.outputs.append(new_output("stream", name="stdout", text=sentence + "\n"))
