"""Every lesson solved and run in a plain kernel, once for all tests that look at what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from claims import found_in, with_claims
from course_folder import ROOT, without_markers
from nbgrader.utils import is_grade
from once import once
from running import run

from autograder.notebook.lesson import visible_source


def path_of(topic: str) -> Path:
    return ROOT / "notebooks" / topic / f"{topic}.ipynb"


def run_with_claims(factory: pytest.TempPathFactory, topic: str) -> tuple[Any, list[str]]:
    """The source notebook as it ran, hidden tests included, and its false claims."""

    def make(folder: Path) -> None:
        notebook = with_claims(topic, nbformat.read(path_of(topic), as_version=4))
        nbformat.write(run(notebook, path_of(topic).parent), str(folder / "ran.ipynb"))

    ran = nbformat.read(once(factory, f"ran-{topic}", make) / "ran.ipynb", as_version=4)
    faults = [claim.fault(found) for claim, found in found_in(topic, ran)]
    return ran, list(filter(None, faults))


def as_a_student_sees_it(ran: Any) -> Any:
    """The notebook that ran, without the author's marks, the hidden tests and what they showed."""
    for cell in ran.cells:
        cell.source = without_markers(visible_source(cell.source))
        if cell.cell_type == "code" and is_grade(cell):
            cell.outputs = cell.outputs[:1]
    return ran
