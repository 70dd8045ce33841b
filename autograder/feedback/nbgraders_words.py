"""Say in the page's language what nbgrader's template writes around the cells in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.feedback import messages

_LABEL = '<span class="nbgrader-label">'
_TOP = '<a href="#top">(Top)</a>'
_SCORE = re.compile(rf"Score: (-?[\d.]+) / ([\d.]+) (?={re.escape(_TOP)})")
_COMMENT = re.compile(r"<b>Comments:</b>(\s*(?:<p>)?)(No response\.)?")


def in_words(html: str, own: Mapping[str, Any]) -> str:
    """Return a cell's HTML with nbgrader's words in the language in use.

    `own` is the cell's metadata of nbgrader: while a mark by hand is missing, no score is shown.

    They are known by the tags around them, which no student's text has: it is escaped, or lost its
    classes and links into the page.
    """
    words = messages.NBGRADERS
    earlier = own.get("earlier")
    form = words["earlier" if earlier else "pending" if own.get("pending") else "score"]
    label = words["earlier comments" if earlier else "comments"]

    def score(found: re.Match[str]) -> str:
        return str(form.format(score=found[1], out_of=found[2])) + " "

    def comment(found: re.Match[str]) -> str:
        if found[2]:
            return f"<b>{words['comments']}</b>{found[1]}{words['untouched']}"
        return f"<b>{label}</b>{found[1]}{found[1]}"

    html = html.replace(f"{_LABEL}Student's answer<", f"{_LABEL}{words['answer']}<")
    html = html.replace(f"{_LABEL}Grade cell: <", f"{_LABEL}{words['cell']} <")
    html = _COMMENT.sub(comment, _SCORE.sub(score, html))
    return html.replace(_TOP, f'<a href="#top">{words["top"]}</a>')
