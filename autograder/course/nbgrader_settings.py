"""The nbgrader configuration that adds our grading to an ordinary course folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbgrader

from autograder.course.formgrader_pages import escape_pages

TEMPLATES = Path(__file__).parents[1] / "templates"
NBGRADER_TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions/formgrader/templates"


RELEASE = [
    "autograder.nbgrader_plugins.autograde.MakeSecret",
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "autograder.notebook.clear_answers.ClearAnswers",
    "autograder.nbgrader_plugins.explain_answers.ExplainAnswers",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "autograder.nbgrader_plugins.autograde.Forgive",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "autograder.nbgrader_plugins.translate.Translate",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
    "autograder.nbgrader_plugins.note_release.NoteRelease",
]
SANITIZE = [
    "nbgrader.preprocessors.OverwriteKernelspec",
    "autograder.nbgrader_plugins.autograde.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
AUTOGRADE = [
    "autograder.nbgrader_plugins.autograde.Grade",
    "autograder.gradebook.save_marks.SaveMarks",
    "autograder.nbgrader_plugins.autograde.Forgive",
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


def configure_feedback(config: Any) -> None:
    """Set what `nbgrader generate_feedback` and the formgrader need in their configuration.

    nbgrader's own pages stay, and stay configurable; only their content is made harmless.
    `HTMLExporter` is the exporter of both; only feedback can be given an exporter of its own.
    """
    escape_pages()
    config.HTMLExporter.preprocessors = ["autograder.feedback.exporter.SafeFeedback"]
    config.HTMLExporter.filters = {"markdown2html": "autograder.feedback.filters.markdown2html"}
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.extra_template_basedirs = _basedirs("formgrader")
    config.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"
    config.FeedbackExporter.extra_template_basedirs = _basedirs("feedback")
    config.FeedbackExporter.template_name = "course"
    config.GenerateFeedback.preprocessors = [
        "autograder.feedback.exporter.Grades",
        "autograder.feedback.explain.Explain",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]


def _basedirs(pages: str) -> list[str]:
    return [str(TEMPLATES / pages), str(NBGRADER_TEMPLATES)]
