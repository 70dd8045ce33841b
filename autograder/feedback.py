"""Pages for feedback and formgrader: nothing a student wrote runs there, no test is shown."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any

import nbgrader
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool
from traitlets.config import Config

from autograder.mathml import to_mathml
from autograder.regions import without_region
from autograder.sanitize import clean_html, clean_text, inline
from autograder.sanitize_cells import MAX_MARKDOWN, sanitize_attachments, sanitize_outputs

TEMPLATES = Path(__file__).parent / "templates"
NBGRADER_TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions/formgrader/templates"

METADATA_KEY = "optimization_course"
INCIDENTS_TITLE = "What happened while this notebook was graded"

_GRADE_ID = re.compile(r"[\w.-]+")


def configure_feedback(config: Any) -> None:
    """Sets what `nbgrader generate_feedback` and the formgrader need in their configuration.

    nbgrader's own pages stay, and stay configurable; what is put into them is made harmless.
    `HTMLExporter` is the exporter of both; only feedback can be given an exporter of its own.
    """
    config.HTMLExporter.preprocessors = ["autograder.feedback.SafeFeedback"]
    config.HTMLExporter.filters = {
        "clean_html": "autograder.sanitize.clean_html",
        "markdown2html": "autograder.feedback.markdown2html",
    }
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.extra_template_basedirs = _basedirs("formgrader")
    config.GenerateFeedback.exporter_class = "autograder.feedback.FeedbackExporter"
    config.FeedbackExporter.extra_template_basedirs = _basedirs("feedback")
    config.FeedbackExporter.template_name = "feedback"


def _basedirs(pages: str) -> list[str]:
    return [str(TEMPLATES / pages), str(NBGRADER_TEMPLATES)]


class SafeFeedback(Preprocessor):
    """Prepares a graded notebook for a page: hidden tests taken out, outputs made harmless.

    Markdown is left to the filter `markdown2html`, which sanitizes what comes out of it.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """The notebook with every cell made harmless; its widgets' state is dropped."""
        hidden = ClearHiddenTests(config=Config(ClearHiddenTests=self.config.ClearHiddenTests))
        for cell in notebook.cells:
            self.preprocess_cell(cell, resources, 0)
            if is_grade(cell) and not is_solution(cell):
                cell.source = without_region(
                    cell.source, hidden.begin_test_delimeter, hidden.end_test_delimeter
                )
        notebook.metadata.pop("widgets", None)
        return notebook, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        """One cell made harmless, in place."""
        cell.source = clean_text(cell.source)
        own = cell.metadata.get("nbgrader")
        if own is not None and not _GRADE_ID.fullmatch(str(own.get("grade_id", ""))):
            del cell.metadata["nbgrader"]
        cell.metadata.pop("magics_language", None)
        if cell.cell_type == "code":
            sanitize_outputs(cell)
            if METADATA_KEY in cell.metadata:
                # The bare points that nbgrader reads; the verdict and the heading say them too.
                cell.outputs = [o for o in cell.outputs if o.output_type != "execute_result"]
            if type(cell.execution_count) is not int:
                cell.execution_count = None
        else:
            sanitize_attachments(cell)
        return cell, resources


class FeedbackExporter(HTMLExporter):
    """Writes nbgrader's feedback page as one that runs no script and loads nothing.

    Its template folder has `base/mathjax.html.j2`, which puts a Content-Security-Policy where
    nbgrader's page would load MathJax from another server.
    """

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page, and the resources it was made with."""
        page, resources = super().from_notebook_node(nb, resources, **kw)
        page = page.replace("<html>", '<html lang="en">', 1)
        incidents = incidents_html(nb.metadata.get(METADATA_KEY, {}))
        return page.replace("<body>", f"<body>{incidents}", 1), resources


def incidents_html(grading: Mapping[str, Any]) -> str:
    """What grading has to tell about the whole notebook, as HTML; empty if nothing."""
    incidents = grading.get("incidents") or []
    if not incidents:
        return ""
    items = "".join(f"<li>{inline(str(sentence))}</li>" for sentence in incidents)
    return (
        '<div class="container"><section class="alert alert-warning">'
        f"<h2 style='font-size:1.2em;margin-top:0'>{INCIDENTS_TITLE}</h2><ul>{items}</ul>"
        "</section></div>"
    )


class _MathRenderer(IPythonRenderer):
    """Marks formulas as code of a class that nobody can guess; they are put in last."""

    def __init__(self, attachments: dict[str, Any]) -> None:
        self.mark = f"formula-{secrets.token_hex(8)}"
        super().__init__(escape=False, attachments=attachments, exclude_anchor_links=True)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        missing = url.startswith("attachment:") and url[11:] not in self.attachments
        return super().image(text, "" if missing else url, title)

    def block_math(self, body: str) -> str:
        return self._formula(body, display=True)

    def inline_math(self, body: str) -> str:
        return self._formula(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        return self._formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)

    def _formula(self, tex: str, *, display: bool) -> str:
        tag = "kbd" if display else "code"
        return f'<{tag} class="{self.mark}">{escape(tex)}</{tag}>'


@pass_context
def markdown2html(context: Mapping[str, Any], source: str) -> str:
    """The Jinja filter of that name: Markdown to sanitized HTML with formulas as MathML."""
    attachments = context.get("cell", {}).get("attachments", {})
    return render_markdown(source, attachments)


def render_markdown(source: str, attachments: dict[str, Any] | None = None) -> str:
    """Markdown as HTML in which nothing runs and nothing is loaded.

    >>> render_markdown("[x](javascript:alert) *y*")
    '<p><a rel="noopener noreferrer">x</a> <em>y</em></p>\\n'
    """
    source = clean_text(source)
    if len(source) > MAX_MARKDOWN:
        return f"<pre>{escape(source)}</pre>"
    renderer = _MathRenderer(attachments or {})
    try:
        html = clean_html(MarkdownWithMath(renderer=renderer).render(source), renderer.mark)
    except (RecursionError, ValueError, KeyError):
        return f"<pre>{escape(source)}</pre>"
    # The sanitizer writes quotes in attributes as entities: this pattern meets elements only.
    formula = re.compile(rf'<(code|kbd) class="{renderer.mark}">(.*?)</\1>', re.DOTALL)
    return formula.sub(lambda m: to_mathml(unescape(m[2]), display=m[1] == "kbd"), html)
