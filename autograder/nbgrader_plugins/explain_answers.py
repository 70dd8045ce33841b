"""Let `check` explain the choices of questions before they are marked, if the course wants that."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from autograder.notebook.titles import function_of
from course_lib.checking.explanations import KEY
from course_lib.own_notebook import METADATA_KEY
from grader_tests.engine.exercise import Question
from grader_tests.engine.registry import exists, find


class ExplainAnswers(NbGraderPreprocessor):  # type: ignore[misc]
    """Write the explanations into the released notebook's metadata, where `check` finds them."""

    enabled = Bool(
        False,
        help="Whether `check` says if a choice is right, and why. Then the right choices are in "
        "the released file, for students who look for them.",
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Add the explanations of every question that has a graded cell."""
        own: dict[str, Any] = nb.metadata.setdefault(METADATA_KEY, {})
        own.pop(KEY, None)
        if self.enabled:
            own[KEY] = dict(answers_of(nb))
        if not own:
            del nb.metadata[METADATA_KEY]
        return nb, resources


def answers_of(nb: NotebookNode) -> list[tuple[str, dict[str, Any]]]:
    """Return the right answer to each question that has a graded cell, and its explanations."""
    found = []
    for cell in nb.cells:
        name = function_of(str(cell.metadata.get("nbgrader", {}).get("grade_id", "")))
        item = find(name) if exists(name) else None
        if isinstance(item, Question):
            why = {**item.why_wrong, item.answer: item.why_right}
            found.append((name, {"answer": item.answer, "why": why}))
    return found
