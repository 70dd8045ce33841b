"""Note in a released notebook what its cells are, so that a student's can be updated later."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from course_lib.update.notebook import note_release


class NoteRelease(NbGraderPreprocessor):
    """Adds the digests of the cells to the metadata, as the last step of a release."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        note_release(nb)
        return nb, resources
