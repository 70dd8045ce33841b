"""The nbgrader configuration that adds our grading to an ordinary course folder."""

from __future__ import annotations

from typing import Any

from autograder.feedback.exporter import configure_feedback

RELEASE = [
    "autograder.nbgrader_plugins.autograde.MakeSecret",
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "autograder.notebook.clear_answers.ClearAnswers",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
SANITIZE = [
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
AUTOGRADE = [
    "autograder.nbgrader_plugins.autograde.Grade",
    "autograder.gradebook.save_marks.SaveMarks",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


def configure(c: Any) -> None:
    """Set what our course needs on nbgrader's configuration object `c`."""
    c.CourseDirectory.source_directory = "notebooks"
    c.CourseDirectory.course_id = "optimization"
    c.GenerateAssignment.preprocessors = RELEASE
    c.Autograde.exporter_class = "autograder.nbgrader_plugins.autograde.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = SANITIZE
    c.Autograde.autograde_preprocessors = AUTOGRADE
    configure_feedback(c)
