"""Render Markdown for a page: sanitized, with formulas as MathML, so that no script is needed."""

from __future__ import annotations

import re
import secrets
from html import escape, unescape
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.html.mathml import to_mathml
from autograder.html.sanitize import clean_html, clean_text
from autograder.html.sanitize_cells import MAX_MARKDOWN

_WIDE = '<div class="course-wide" role="group" aria-label="Table" tabindex="0">'
"""The element around a table, which on a phone may be wider than the page."""


class _MathRenderer(IPythonRenderer):
    """Marks formulas as code of a class that nobody can guess, to be replaced last."""

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


def render_markdown(source: str, attachments: dict[str, Any] | None = None) -> str:
    """Render Markdown as HTML that runs nothing and loads nothing.

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
    # The sanitizer writes quotes in attributes as entities: this pattern matches elements only.
    formula = re.compile(rf'<(code|kbd) class="{renderer.mark}">(.*?)</\1>', re.DOTALL)
    html = html.replace("<table", f"{_WIDE}<table").replace("</table>", "</table></div>")
    return formula.sub(lambda m: _drawn(unescape(m[2]), display=m[1] == "kbd"), html)


def _drawn(tex: str, *, display: bool) -> str:
    """Return the formula as MathML; a displayed one may be too wide, so keys can scroll it."""
    drawn = to_mathml(tex, display=display)
    return drawn.replace("<math ", '<math tabindex="0" ', 1) if display else drawn
