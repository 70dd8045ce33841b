"""Turn what a child claims to be outputs into valid ones, and add the verdict."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast

from nbformat import NotebookNode

from autograder.html import images
from autograder.notebook.nodes import node_of
from course_lib.cases.verdict import Verdict
from course_lib.language import current

MAX_OUTPUTS = 200
MAX_TEXT = 200_000
MAX_HTML = 3_000_000
"""Larger than text, because a figure with its alternative text is HTML."""
MAX_IMAGE = 3_000_000
TEXT_TYPES = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")
MAX_TAGS = 100_000
"""Characters of HTML without images: sanitizing time grows with the square of the attributes."""
MAX_IN_ALL = 20_000_000
"""Characters of all outputs of a notebook."""
TEXT_WEIGHT = 5
IMAGE_TYPES = ("image/png", "image/jpeg")
METADATA_KEY = "optimization_course"


def new_output(kind: str, **fields: Any) -> NotebookNode:
    """Return a notebook output; see the notebook format for the fields of each kind."""
    if kind in ("display_data", "execute_result"):
        fields["metadata"] = {}
    return cast(NotebookNode, node_of({"output_type": kind, **fields}))


_IMAGE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def clean_outputs(raw: list[Any], remaining: int = MAX_IN_ALL) -> list[NotebookNode]:
    """Return the well-formed outputs, each cut to a reasonable size, and leave out all others.

    Outputs beyond `remaining` characters are left out too.
    """
    kept: list[NotebookNode] = []
    for output in map(_clean, raw[:MAX_OUTPUTS]):
        remaining -= weight(output)
        if output is not None and remaining >= 0:
            kept.append(output)
    return kept


def weight(output: Any) -> int:
    """Return the characters of an output; those of text, which pages parse, count five times.

    A picture counts at least a tenth of its points, because a browser holds all of them.
    """
    data = output.get("data", {}) if output else {}
    pictures = [data[kind] for kind in IMAGE_TYPES if kind in data]
    pictures += [one.partition(",")[2] for one in _IMAGE_DATA.findall(data.get("text/html", ""))]
    text = len(str(output)) - sum(map(len, pictures))
    return TEXT_WEIGHT * text + sum(map(images.weight, pictures))


def size_of_images(html: str) -> int:
    """Return how many characters of HTML are images in it."""
    return sum(map(len, _IMAGE_DATA.findall(html)))


def _clean(output: Any) -> NotebookNode | None:
    if not isinstance(output, dict):
        return None
    match output.get("output_type"):
        case "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            return new_output("stream", name=name, text=_text(output.get("text")))
        case "error":
            lines = output.get("traceback")
            return new_output(
                "error",
                ename=_text(output.get("ename"))[:200],
                evalue=_text(output.get("evalue"))[:5_000],
                traceback=[_text(line) for line in lines[:100]] if isinstance(lines, list) else [],
            )
        case "display_data":
            return new_output("display_data", data=_data(output.get("data")))
        case "execute_result":
            count = output.get("execution_count")
            return new_output(
                "execute_result",
                data=_data(output.get("data")),
                execution_count=count if type(count) is int and 0 <= count < 10**6 else None,
            )
    return None


def _data(data: Any) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    kept = {
        kind: _text(data[kind], MAX_HTML if kind == "text/html" else MAX_TEXT)
        for kind in TEXT_TYPES
        if isinstance(data.get(kind), str)
    }
    html = kept.get("text/html", "")
    if len(html) - size_of_images(html) > MAX_TAGS:
        del kept["text/html"]
    for kind in IMAGE_TYPES:
        image = data.get(kind)
        if isinstance(image, str) and len(image) <= MAX_IMAGE and _BASE64.fullmatch(image):
            kept[kind] = image
    return kept


def _text(value: Any, limit: int = MAX_TEXT) -> str:
    """Return text that can be written as UTF-8, whatever the child sent."""
    if not isinstance(value, str):
        return ""
    return value[:limit].encode("utf-8", "replace").decode("utf-8")


def add_verdict(cell: NotebookNode, verdict: Verdict) -> None:
    """Write the verdict where nbgrader reads it: as the cell's only result.

    nbgrader takes the first `execute_result` as the points, and any error or text on stderr as
    zero; so the student's own outputs become plain display.
    """
    cell.outputs = [_as_display(output) for output in cell.outputs]
    shown, known = _shown(verdict, current())
    cell.outputs.append(new_output("display_data", data=shown))
    points = f"{verdict.points or 0.0:g}"
    cell.outputs.append(
        new_output("execute_result", data={"text/plain": points}, execution_count=None)
    )
    dict.__setitem__(cell.metadata, METADATA_KEY, node_of({"verdict": known}))


@lru_cache(maxsize=512)  # everybody whose function is right gets the same
def _shown(verdict: Verdict, language: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Return a verdict as it is displayed in a language, and as it is stored; change neither."""
    return verdict.mimebundle(more=True), verdict.to_json()


def _as_display(output: NotebookNode) -> NotebookNode:
    if output.output_type == "execute_result":
        return new_output("display_data", data=output.data)
    if output.output_type == "error":
        return new_output("stream", name="stdout", text="\n".join(output.traceback) + "\n")
    if output.output_type == "stream":
        return new_output("stream", name="stdout", text=output.text)
    return output
