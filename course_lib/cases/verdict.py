"""The findings of a check or of grading, as a table in HTML and in plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

PASSED, FAILED = "✓", "✗"


@dataclass(frozen=True)
class Row:
    """A row of the table: a property, whether it holds, and notes to show if it does not."""

    title: str
    passed: bool
    notes: tuple[str, ...] = ()
    key: str = ""
    points: float | None = None
    out_of: float | None = None


@dataclass(frozen=True)
class Place:
    """A line of the student's own code to look at, counted from 1, and what kind of fault it has.

    `text` is the sentence to show.
    """

    line: int
    kind: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """The findings for one exercise or question.

    `mistakes` are the names of known mistakes and `hints` their sentences; `form` is a sentence
    about results that have the right values in the wrong form; `place` is where to look; `answer`
    is the choice that answered a question.
    """

    name: str
    headline: str
    rows: tuple[Row, ...] = ()
    hints: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    points: float | None = None
    out_of: float | None = None
    answer: str | None = None
    form: str | None = None
    place: Place | None = None

    @property
    def passed(self) -> bool:
        """Return whether everything is right."""
        return bool(self.rows) and all(row.passed for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain data, for storing."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Verdict:
        """Return the verdict that `to_json` stored."""
        rows = tuple(Row(**{**row, "notes": tuple(row["notes"])}) for row in data["rows"])
        lists = {name: tuple(data[name]) for name in ("hints", "mistakes")}
        place = Place(**data["place"]) if data.get("place") else None
        return cls(**{**data, **lists, "rows": rows, "place": place})

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.text()}

    def _advice(self) -> tuple[str, ...]:
        return (self.place.text, *self.hints) if self.place else self.hints

    def text(self) -> str:
        """Return the table as text, for a terminal."""
        lines = [self.headline]
        for row in self.rows:
            lines.append(f"  {PASSED if row.passed else FAILED} {row.title}{_points(row)}")
            lines += [f"      {line}" for note in row.notes for line in note.splitlines()]
        lines += [f"  → {hint}" for hint in self._advice()]
        return "\n".join(lines)

    def html(self) -> str:
        """Return the table as HTML, for a notebook; text is escaped, colours follow the theme."""
        body = "".join(_html_row(row) for row in self.rows)
        hints = "".join(f'<p style="{_HINT}">→ {inline(hint)}</p>' for hint in self._advice())
        table = f'<table style="{_TABLE}"><tbody>{body}</tbody></table>' if body else ""
        return (
            f'<div class="course-verdict" role="group" aria-label="{escape(self.headline)}">'
            f'<p style="margin:.4em 0"><strong>{escape(self.headline)}</strong></p>'
            f"{table}{hints}</div>"
        )


def _points(row: Row) -> str:
    return "" if row.points is None else f"  ({row.points:g} of {row.out_of:g})"


def _html_row(row: Row) -> str:
    mark, label = (PASSED, "passed") if row.passed else (FAILED, "failed")
    colour = "#00785a" if row.passed else "#c04a00"
    badge = f'<span style="{_BADGE};background-color:{colour}">{mark}</span>'
    notes = "".join(map(_html_note, row.notes))
    points = "" if row.points is None else f"{row.points:g}&nbsp;/&nbsp;{row.out_of:g}"
    return (
        f'<tr style="background:transparent">'
        f'<td style="{_CELL}" aria-label="{label}">{badge}</td>'
        f'<td style="{_CELL}">{inline(row.title)}{notes}</td>'
        f'<td style="{_CELL};white-space:nowrap">{points}</td></tr>'
    )


def _html_note(note: str) -> str:
    """Return a note as HTML; several lines show a call and its outcome, aligned in monospace."""
    if "\n" in note:
        return f'<div style="{_CODE}">{escape(note)}</div>'
    return f'<div style="{_NOTE}">{inline(note)}</div>'


def inline(text: str) -> str:
    """Return escaped text as HTML, with `backquoted` parts as code and *starred* words in italics.

    >>> inline("`a * b` is *not* `<`")
    '<code>a * b</code> is <em>not</em> <code>&lt;</code>'
    """
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return "".join(
        f"<code>{part}</code>" if i % 2 else _STARRED.sub(r"<em>\1</em>", part)
        for i, part in enumerate(parts)
    )


_STARRED = re.compile(r"(?<![\w*])\*(\w(?:[^*<>]*\w)?)\*(?![\w*])")
_TABLE = "border-collapse:collapse;margin:0;text-align:left;overflow-wrap:anywhere"
_CELL = "text-align:left;vertical-align:top;padding:.15em .7em .15em 0"
_BADGE = "color:#fff;font-weight:bold;padding:0 .3em;border-radius:.2em"
"""White text on its own background is readable in light and dark themes."""
_NOTE = "margin-top:.2em"
_CODE = "white-space:pre-wrap;font-family:monospace;font-size:90%;margin-top:.2em"
_HINT = "margin:.4em 0;padding:.3em .7em;border-left:4px solid #e69f00;overflow-wrap:anywhere"
