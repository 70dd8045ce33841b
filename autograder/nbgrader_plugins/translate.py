"""Steps of nbgrader's pipeline for lessons in another language than English.

The gradebook has the English lesson, whatever language students read: cells, names and points are
the same, so that students of all languages have one gradebook.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader import preprocessors

from autograder.course.folder import language_of_course
from autograder.translation.notebooks import translated
from course_lib.language import SOURCE, of_metadata


class Translate(preprocessors.NbGraderPreprocessor):  # type: ignore[misc]
    """Translates a lesson at its release, after the gradebook has its cells."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook in the course's language."""
        language = language_of_course(self.config)
        return (nb if language == SOURCE else translated(nb, language)), resources


class OverwriteCells(preprocessors.OverwriteCells):  # type: ignore[misc]
    """Restores points and checksums from the gradebook, but not its English texts.

    What is locked in a rebuilt notebook is the instructor's anyway.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook, whose texts stay in their language."""
        sources = [cell.source for cell in nb.cells]
        nb, resources = super().preprocess(nb, resources)
        if of_metadata(nb.metadata) != SOURCE:
            for cell, source in zip(nb.cells, sources, strict=True):
                cell.source = source
        return nb, resources
