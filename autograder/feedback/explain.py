"""Add to feedback pages what is known by now about mistakes that had no name in grading."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool

from autograder.groups.explanation import explained
from autograder.groups.named import NamedMistakes, read_named
from autograder.notebook.cell_outputs import METADATA_KEY


class Explain(Preprocessor):
    """Shows the name that an instructor gave to what a wrong function does, or its kind.

    No student's code is run again: what the function did was recorded when it was graded.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Say more in the verdicts of a graded notebook, in place."""
        named = read_named(Path(CourseDirectory(config=self.config).root))
        for cell in notebook.cells:
            known = cell.metadata.get(METADATA_KEY)
            if isinstance(known, Mapping) and isinstance(known.get("verdict"), Mapping):
                _explain(cell, named)
        return notebook, resources


def _explain(cell: NotebookNode, named: NamedMistakes) -> None:
    known = cell.metadata[METADATA_KEY]
    try:
        verdict = explained(known, named).verdict
    except (KeyError, TypeError, ValueError, AttributeError):  # damaged; the page says what it can
        return
    if verdict.to_json() == known["verdict"]:
        return
    known["verdict"] = verdict.to_json()
    shown = cell.outputs[-2:]
    if [output.output_type for output in shown] == ["display_data", "execute_result"]:
        shown[0].data = NotebookNode(verdict.mimebundle(more=True))  # where grading wrote it
