"""Turn students' text into HTML for one page: within a budget, and beyond it as plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from jinja2 import pass_context
from nbconvert.filters import Highlight2HTML
from nbconvert.filters import ansi2html as nbconverts_ansi2html
from nbconvert.filters import strip_files_prefix as nbconverts_strip_files_prefix

from autograder.bounded.budget import Budget
from autograder.feedback import messages
from autograder.feedback.markdown import render_markdown
from autograder.html.sanitize import clean_html, clean_text
from autograder.notebook.cell_outputs import size_of_images
from autograder.visible import visible, visible_output, without_colours

PAGE_SECONDS = 0.75
"""CPU seconds for all of a student's text on a page: five times what the longest lesson needs."""
SMALL = 400
"""Characters that are turned into HTML here: even the square of so few is little."""
MAX_TAGS = 30_000
"""HTML tags on a page: nbconvert parses the formgrader's pages again, and a browser all of them.
The longest lesson has 10,000. Outputs may take half of them."""
MAX_PLAIN = 1_000_000
"""Characters of outputs and plain text on a page without images; what is beyond is left out."""


class CleanHtml(str):
    """HTML of ours, in which all of a student's text is escaped: it needs no sanitizer."""

    __slots__ = ()


class PageFilters:
    """The Jinja filters of one page, which share its budget."""

    def __init__(self, lexer: str | None, seconds: float = PAGE_SECONDS) -> None:
        self.budget = Budget(seconds)
        self._lexer = lexer
        self._tags = self._plain = 0

    def by_name(self) -> dict[str, Callable[..., str]]:
        """Return the filters under the names that nbconvert's templates use."""
        return {
            "highlight_code": self.highlight_code,
            "markdown2html": self.markdown2html,
            "ansi2html": self.ansi2html,
            "clean_html": self.clean_html,
            "strip_files_prefix": self.strip_files_prefix,
        }

    def highlight_code(
        self, source: str, language: str | None = None, metadata: Mapping[str, Any] | None = None
    ) -> str:
        """Colour code as nbconvert does; beyond the budget, show it without colours."""
        source = visible(source, code=True)
        return self._run(highlight, source, self._lexer, otherwise=lambda: plain_code(source))

    @pass_context
    def markdown2html(self, context: Mapping[str, Any], source: str) -> str:
        """Turn Markdown into sanitized HTML with formulas as MathML."""
        attachments = context.get("cell", {}).get("attachments", {})
        source = visible(source)
        return self._run(render_markdown, source, attachments, otherwise=lambda: as_text(source))

    def ansi2html(self, text: str) -> str:
        """Turn a terminal's colours into HTML; beyond the budget, leave them out."""
        text = visible_output(text)
        if "\x1b" not in text:
            return self._fitting(escape(text))
        return self._run(ansi2html, text, otherwise=lambda: escape(without_colours(text)))

    def clean_html(self, html: str) -> str:
        """Sanitize HTML; beyond the budget, show its source."""
        if isinstance(html, CleanHtml):
            return html
        return visible(self._run(clean_html, html, otherwise=lambda: as_text(html)))

    def strip_files_prefix(self, html: str) -> str:
        """Do what nbconvert does, except to what is clean."""
        if isinstance(html, CleanHtml):
            return html
        return str(nbconverts_strip_files_prefix(html))

    def _run(
        self, function: Callable[..., str], text: str, *arguments: Any, otherwise: Callable[[], str]
    ) -> str:
        if self.budget.exhausted or self._tags > MAX_TAGS:
            return self._fitting(otherwise())
        if len(text) > SMALL:
            html = self.budget.run(function, text, *arguments, otherwise=lambda: None)
            if html is None:
                return self._fitting(otherwise())
        else:
            with self.budget.counted():
                html = function(text, *arguments)
        self._tags += html.count("<")
        return html if self._tags <= MAX_TAGS else self._fitting(otherwise())

    def has_room(self, html: str) -> bool:
        """Return whether the HTML of an output, which is clean, still fits; count it if it does."""
        tags, characters = html.count("<"), len(html) - size_of_images(html)
        if self._tags + tags > MAX_TAGS // 2 or self._plain + characters > MAX_PLAIN:
            return False
        self._tags, self._plain = self._tags + tags, self._plain + characters
        return True

    def _fitting(self, html: str) -> str:
        """Return what is shown as plain text, or a sentence in its place if the page is full."""
        self._plain += len(html)
        return html if self._plain <= MAX_PLAIN else as_text(messages.LEFT_OUT)


@pass_context
def markdown2html(context: Mapping[str, Any], source: str) -> str:
    """Show Markdown as it was written, wherever no `PageFilters` stand in its place."""
    return as_text(source)


def highlight(source: str, lexer: str | None) -> str:
    """Return code as HTML with nbconvert's colours."""
    colour: Any = Highlight2HTML(pygments_lexer=lexer)
    return CleanHtml(colour(source))


def ansi2html(text: str) -> str:
    """Return a terminal's text as HTML."""
    return str(nbconverts_ansi2html(text))


def plain_code(source: str) -> CleanHtml:
    """Return code in the form that the highlighter gives it, without colours."""
    text = escape(clean_text(source))
    return CleanHtml(f'<div class="highlight"><pre><span></span>{text}\n</pre></div>')


def as_text(text: str) -> CleanHtml:
    """Return text as a block that is shown as it was written."""
    return CleanHtml(f"<pre>{escape(clean_text(text))}</pre>")
