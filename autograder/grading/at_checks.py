"""Try a function again as it was at its check, where what stands below may have changed it.

A function is called at the end of the notebook, with the names that it had at its check. What a
later cell did to a module, to the files or to an object of another kind stays. So a function that
does not get all its points is tried once more in a new child, which ran nothing below the check.
"""

from __future__ import annotations

import re

from nbformat import NotebookNode

from autograder.grading.answers import place_of_check
from autograder.notebook.lesson import exercise_of, is_experiment

_ONLY_NAMES = re.compile(
    r"(?:def|class|async|from|import)\b.*"
    r"|[@#)\]}\"'].*"
    r"|\w+[ \t]*(?::[^=\n]{1,100})?=[ \t]*(?:None|[\w.\-]{1,40}|\"[^\"]{0,80}\"|'[^']{0,80}')"
    r"[ \t]*(?:#.*)?"
)
"""Lines that only give a meaning to a name, which the grader gives back."""


def matters_below(notebook: NotebookNode, name: str) -> bool:
    """Return whether code below the check of `name` does more than define names."""
    position = place_of_check(notebook, name)
    return any(_does_something(cell) for cell in notebook.cells[position + 1 :])


def _does_something(cell: NotebookNode) -> bool:
    if cell.cell_type != "code" or exercise_of(cell) or is_experiment(cell):
        return False
    return any(
        line and not line[0].isspace() and not _ONLY_NAMES.fullmatch(line)
        for line in cell.source.split("\n")
    )
