"""Write the page that tells a student what an update changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from course_lib.language import current, html_tag, in_a_row
from course_lib.update import messages
from course_lib.update.merge import Change

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --edge: #8886; --box: #8881; --look: #b35900; }}
@media (prefers-color-scheme: dark) {{ :root {{ --look: #ffb066; }} }}
body {{ max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; \
font: 1.05rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }}
h1 {{ line-height: 1.2; }}
h2 {{ margin-top: 2.2rem; }}
h3 {{ margin-bottom: 0.3rem; font-size: 1rem; }}
h3.look {{ color: var(--look); }}
ul {{ padding-left: 1.2rem; margin-top: 0.3rem; }}
code, pre {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.92em; }}
pre {{ white-space: pre-wrap; padding: 0.8rem 1rem; border: 1px solid var(--edge); \
border-radius: 6px; background: var(--box); }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def page(lessons: Iterable[tuple[str, Sequence[Change]]], backup: str) -> str:
    """Return the page for lessons, each with its title and changes: no script, nothing loaded."""
    said = in_a_row(messages.INTRO, messages.BACKUP.format(backup=backup), messages.RUN_AGAIN)
    parts = [f"<p>{_inline(said)}</p>"]
    for title, changes in lessons:
        parts.append(f"<h2>{escape(title)}</h2>")
        if not changes:
            parts.append(f"<p>{_inline(messages.LESSON_UP_TO_DATE)}</p>")
        look = [change for change in changes if change.look]
        others = [change for change in changes if not change.look]
        parts += _list(messages.LOOK, ' class="look"', look)
        parts += _list(messages.ALSO if look else "", "", others)
    return _PAGE.format(
        language=html_tag(current()), title=escape(messages.TITLE), body="\n".join(parts)
    )


def _list(heading: str, style: str, changes: Sequence[Change]) -> list[str]:
    if not changes:
        return []
    items = []
    for change in changes:
        code = (
            f"\n{_inline(messages.TASK_NOW)}\n<pre>{escape(change.code)}</pre>"
            if change.code
            else ""
        )
        items.append(f"<li>{_inline(change.sentence)}{code}</li>")
    title = [f"<h3{style}>{escape(heading)}</h3>"] if heading else []
    return [*title, "<ul>", *items, "</ul>"]


def _inline(sentence: str) -> str:
    """Return a sentence as HTML, with the code in it."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(sentence))
