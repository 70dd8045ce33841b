"""The findings of a check or of grading, as a table in HTML and in plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from course_lib.cases import messages

PASSED, FAILED, ANSWERED = "✓", "✗", "•"


@dataclass(frozen=True)
class Row:
    """A row of the table: a property, whether it holds, and notes to show if it does not.

    `is_open` is true of an answer that nobody has judged yet.
    """

    title: str
    passed: bool
    notes: tuple[str, ...] = ()
    key: str = ""
    points: float | None = None
    out_of: float | None = None
    is_open: bool = False


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
        place = self.place and asdict(self.place)
        rows = tuple({**vars(row)} for row in self.rows)
        return {**vars(self), "rows": rows, "place": place}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Verdict:
        """Return the verdict that `to_json` stored."""
        rows = tuple(Row(**{**row, "notes": tuple(row["notes"])}) for row in data["rows"])
        lists = {name: tuple(data[name]) for name in ("hints", "mistakes")}
        place = Place(**data["place"]) if data.get("place") else None
        return cls(**{**data, **lists, "rows": rows, "place": place})

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.mimebundle()

    def mimebundle(self, more: bool = False) -> dict[str, str]:
        """Return the verdict as a notebook displays it; with `more`, all steps are open."""
        return {"text/html": self.html(more), "text/plain": self.text(more)}

    def steps(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return what the student may open, each with its heading: where to look, and what it is.

        Until there is something to check, the hints say what to do, and are no steps.
        """
        if not self.rows:
            return []
        place = (self.place.text,) if self.place else ()
        return [
            (head, body)
            for head, body in ((messages.WHERE, place), (messages.WHAT, self.hints))
            if body
        ]

    def text(self, more: bool = True) -> str:
        """Return the table as text, for a terminal; without `more`, the steps are left out."""
        lines = [self.headline]
        for row in self.rows:
            lines.append(f"  {_mark(row)[0]} {row.title}{_points(row)}")
            lines += [f"      {line}" for note in row.notes for line in note.splitlines()]
        lines += [f"  → {hint}" for hint in self._first_hints()]
        if more:
            for heading, body in self.steps():
                lines += [f"  {heading}", *(f"  → {hint}" for hint in body)]
        elif self.steps():
            lines.append(f"  {messages.MORE.format(name=self.name)}")
        return "\n".join(lines)

    def html(self, more: bool = False) -> str:
        """Return the table as HTML, for a notebook; text is escaped, colours follow the theme."""
        body = "".join(_html_row(row) for row in self.rows)
        table = f'<table style="{_TABLE}"><tbody>{body}</tbody></table>' if body else ""
        hints = "".join(map(_html_hint, self._first_hints()))
        steps = "".join(_html_step(heading, body, more) for heading, body in self.steps())
        return (
            f'<div class="course-verdict" role="group" aria-label="{escape(self.headline)}">'
            f'<p style="margin:.4em 0"><strong>{escape(self.headline)}</strong></p>'
            f"{table}{hints}{steps}</div>"
        )

    def _first_hints(self) -> tuple[str, ...]:
        """Return what is seen at once: the form of the results, or how to begin."""
        form = (self.form,) if self.form else ()
        return form if self.rows else (*form, *self.hints)


def _points(row: Row) -> str:
    if row.points is None:
        return ""
    return messages.POINTS.format(points=row.points, out_of=row.out_of)


def _mark(row: Row) -> tuple[str, str, str]:
    """Return the sign of a row, what it says to those who do not see it, and its colour."""
    if row.is_open:
        return ANSWERED, messages.ANSWERED, "#5f5f5f"
    if row.passed:
        return PASSED, messages.PASSED, "#00785a"
    return FAILED, messages.FAILED, "#c04a00"


def _html_row(row: Row) -> str:
    mark, label, colour = _mark(row)
    badge = f'<span style="{_BADGE};background-color:{colour}">{mark}</span>'
    notes = "".join(map(_html_note, row.notes))
    points = "" if row.points is None else f"{row.points:g}&nbsp;/&nbsp;{row.out_of:g}"
    return (
        f'<tr style="background:transparent">'
        f'<td style="{_CELL}" aria-label="{label}">{badge}</td>'
        f'<td style="{_CELL}">{inline(row.title)}{notes}</td>'
        f'<td style="{_CELL};white-space:nowrap">{points}</td></tr>'
    )


def _html_hint(hint: str) -> str:
    return f'<p style="{_HINT}">→ {inline(hint)}</p>'


def _html_step(heading: str, body: tuple[str, ...], is_open: bool) -> str:
    """Return a step that opens by a click, or by Enter or the space bar."""
    hints = "".join(map(_html_hint, body))
    opened = " open" if is_open else ""
    return (
        f'<details style="{_STEP}"{opened}><summary style="{_SUMMARY}">{escape(heading)}</summary>'
        f"{hints}</details>"
    )


def _html_note(note: str) -> str:
    """Return a note as HTML; several lines show a call and its outcome, aligned in monospace."""
    if "\n" in note:
        return f'<div style="{_CODE}">{escape(note)}</div>'
    return f'<div style="{_NOTE}">{inline(note)}</div>'


def inline(text: str) -> str:
    """Return escaped text as HTML, with `backquoted` parts as code and *starred* words emphasized.

    Words are in italics, but Chinese ones in bold: their characters must not be slanted.

    >>> inline("`a * b` is *not* `<`"), inline("是*加*法")
    ('<code>a * b</code> is <em>not</em> <code>&lt;</code>', '是<strong>加</strong>法')
    """
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return "".join(
        f"<code>{part}</code>" if i % 2 else _STARRED.sub(_emphasized, part)
        for i, part in enumerate(parts)
    )


def _emphasized(words: re.Match[str]) -> str:
    tag = "strong" if _CHINESE.search(words[1]) else "em"
    return f"<{tag}>{words[1]}</{tag}>"


_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LETTER = r"[^\W\u3400-\u9fff]"
_STARRED = re.compile(rf"(?<!{_LETTER})(?<!\*)\*(\w(?:[^*<>]*\w)?)\*(?!{_LETTER}|\*)")
"""Chinese has no spaces between words, so a star may follow a letter."""
_TABLE = "border-collapse:collapse;margin:0;text-align:left;overflow-wrap:anywhere"
_CELL = "text-align:left;vertical-align:top;padding:.15em .7em .15em 0"
_BADGE = "color:#fff;font-weight:bold;padding:0 .3em;border-radius:.2em"
"""White text on its own background is readable in light and dark themes."""
_STEP = "margin:.4em 0"
_SUMMARY = "padding:.2em 0;font-weight:bold"
_NOTE = "margin-top:.2em"
_CODE = "white-space:pre-wrap;font-family:monospace;font-size:90%;margin-top:.2em"
_HINT = "margin:.4em 0;padding:.3em .7em;border-left:4px solid #e69f00;overflow-wrap:anywhere"
