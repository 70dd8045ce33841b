"""Make a cell that a student wrote harmless for the browser of whoever reads it."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder import messages
from autograder.html.images import is_harmless_image, may_be_drawn, may_be_shown
from autograder.html.links import is_harmless_link
from autograder.html.sanitize import clean_html, clean_text

MAX_MARKDOWN = 20_000
"""Characters of one Markdown cell: a parser's time grows faster than the text."""

_PLAIN_TAG = re.compile(
    r"</?(?:b|br|center|code|del|details|em|hr|i|ins|kbd|mark|p|s|small|strong|sub|summary|sup|u)"
    r"\s*/?>",
    re.IGNORECASE,
)
_AS_WRITTEN = re.compile(r"[^\n]+\n\n(~+)text\n(.*)\n\1", re.DOTALL)


class _Inspector(IPythonRenderer):
    """Renders as nbconvert does, and notices what needs a sanitizer."""

    def __init__(self, attachments: Collection[str]) -> None:
        super().__init__(escape=False)
        self.images = {f"attachment:{name}" for name in attachments}
        self.suspicious = False

    def _note(self, harmful: bool) -> str:
        self.suspicious |= harmful
        return ""

    def inline_html(self, html: str) -> str:
        return self._note("<" in _PLAIN_TAG.sub("", html))

    def block_html(self, html: str) -> str:
        return self._note("<" in _PLAIN_TAG.sub("", html))

    def block_mermaidjs(self, code: str) -> str:
        return self._note(True)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return self._note(not is_harmless_link(url))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        # nbconvert fails on the whole notebook if an attachment is missing.
        return self._note(not (url in self.images or is_harmless_image(url)))


def sanitize_markdown(source: str, attachments: Collection[str] = ()) -> str:
    """Return the Markdown if any renderer may be trusted with it, else a quotation of it.

    Formulas, lists, links to the web, code, a few plain tags and images from the cell's own
    `attachments` (their names) pass unchanged.

    >>> sanitize_markdown("Adam has **two** moments.")
    'Adam has **two** moments.'
    """
    source = clean_text(source)
    if (shown := _AS_WRITTEN.fullmatch(source)) and as_written(shown[2]) == source:
        return source
    if len(source) > MAX_MARKDOWN:
        return as_written(source)
    inspector = _Inspector(attachments)
    try:
        MarkdownWithMath(renderer=inspector).render(source)
    except (RecursionError, ValueError, KeyError):
        return as_written(source)
    return as_written(source) if inspector.suspicious else source


def as_written(source: str) -> str:
    """Return the source as a code block with a sentence above it."""
    longest = max((len(run) for run in re.findall(r"~+", source)), default=0)
    fence = "~" * max(3, longest + 1)
    return f"{messages.SHOWN_AS_WRITTEN}\n\n{fence}text\n{source}\n{fence}"


def sanitize_outputs(cell: Any) -> None:
    """Make the outputs of a code cell harmless, in place.

    HTML and Markdown are sanitized, SVG becomes an image that cannot run scripts, other types that
    a browser would execute (scripts, widgets) are dropped, and so is the outputs' metadata, which
    nbconvert writes into tags.
    """
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            output.text = clean_text(_joined(output.text))
        elif output.output_type == "error":
            output.ename, output.evalue = clean_text(output.ename), clean_text(output.evalue)
            output.traceback = [clean_text(line) for line in output.traceback]
        else:
            output.metadata = type(cell)()
            output.data = type(cell)(_safe_data(output.data))


def _safe_data(data: Any) -> dict[str, str]:
    safe: dict[str, str] = {}
    refused: list[str] = []
    for kind in data:
        text = clean_text(_joined(data[kind])) if isinstance(data[kind], str | list) else ""
        match kind:
            case "text/html":
                safe[kind] = clean_html(text)
            case "text/markdown":
                safe[kind] = sanitize_markdown(text)
            case "text/plain" | "text/latex":
                safe[kind] = text
            case "image/png" | "image/jpeg" | "image/gif" | "image/webp":
                if re.fullmatch(r"[A-Za-z0-9+/=\s]*", text) and may_be_shown(text):
                    safe[kind] = text
                else:
                    refused.append(kind)
            case "image/svg+xml" if not {"image/png", "text/html"} & set(data):
                if may_be_drawn(text):
                    safe["text/html"] = svg_image(text)
                else:
                    refused.append(kind)
    if refused or (data and not safe):
        kinds = ", ".join(map(str, refused or data))
        safe["text/plain"] = messages.OUTPUT_NOT_SHOWN.format(kind=clean_text(kinds))
    return safe


def svg_image(svg: str) -> str:
    """Return the drawing as an `<img>`: there, browsers run no script in it and load nothing."""
    data = base64.b64encode(clean_text(svg).encode()).decode("ascii")
    return f'<img alt="{messages.DRAWING}" src="data:image/svg+xml;base64,{data}">'


def sanitize_cell(cell: Any) -> None:
    """Make a cell harmless for whatever renders it later, in place; code keeps its source.

    Grading calls it for every cell of a notebook that it writes.
    """
    cell.source = clean_text(cell.source)
    if cell.cell_type == "code":
        sanitize_outputs(cell)
    else:
        sanitize_attachments(cell)
        if cell.cell_type == "markdown":
            cell.source = sanitize_markdown(cell.source, cell.get("attachments", {}))
        elif clean_html(cell.source) != cell.source:
            cell.metadata["raw_mimetype"] = "text/plain"


def needs_parser(cell: Any) -> bool:
    """Return whether `sanitize_cell` does more than to look at each character of a cell once."""
    return cell.cell_type != "code" or any(
        kind not in _PLAIN_TYPES
        for output in cell.outputs
        if output.output_type in _RICH
        for kind in output.data
    )


def plain_cell(cell: Any) -> None:
    """Make a cell harmless in place as `sanitize_cell` does, but keep only text and images.

    The time that it takes is proportional to the length of the cell, whatever is in it.
    """
    cell.source = clean_text(cell.source)
    if cell.cell_type == "code":
        sanitize_outputs(make_plain(cell))
        return
    sanitize_attachments(cell)
    if cell.cell_type == "markdown":
        cell.source = as_written(cell.source)
    else:
        cell.metadata["raw_mimetype"] = "text/plain"


def make_plain(cell: Any) -> Any:
    """Return the code cell, whose outputs are now text as it was written, and images."""
    for output in cell.outputs:
        if output.output_type in _RICH:
            for kind in [kind for kind in output.data if kind not in _PLAIN_TYPES]:
                written = output.data.pop(kind)
                output.data.setdefault("text/plain", _joined(written))
    return cell


_RICH = ("display_data", "execute_result")
_PLAIN_TYPES = frozenset({"text/plain", "text/latex", "image/png", "image/jpeg"})
"""The types of output that are only checked, character by character, not parsed."""


def sanitize_attachments(cell: Any) -> None:
    """Keep only the images among a cell's attachments, in place."""
    attachments = cell.pop("attachments", None) or {}
    safe = {
        clean_text(name): images
        for name, bundle in attachments.items()
        if (images := {k: v for k, v in _safe_data(bundle).items() if k.startswith("image/")})
    }
    if safe:
        cell.attachments = type(cell)(safe)


def _joined(text: Any) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text)
