"""`show_progress`: list the lessons in order, what is done in each, and where to go on.

It reads the student's saved notebooks, and runs nothing: a check counts as it was last seen.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from course_lib.cases.verdict import PASSED
from course_lib.lessons import messages

RIGHT, WRITTEN, OPEN = "●", "◐", "○"
"""A part that is right as far as its check tells, one that is begun, and one that is not."""

_NEEDS = re.compile(r"""\bmine\(\s*["'](\w+)["']""")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_CELL = "padding:.2em 1em .2em 0;text-align:left;vertical-align:top"
_PLAIN = re.compile(r"[`*]")


@dataclass(frozen=True)
class Part:
    """An exercise, a question or a reflection of a lesson: its state, and the heading above it."""

    name: str
    state: str
    heading: str


@dataclass(frozen=True)
class Lesson:
    """A lesson as its notebook was saved."""

    name: str
    title: str
    needs: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def path(self) -> str:
        """Return where its notebook is, seen from the folder of all lessons."""
        return f"{self.name}/{self.name}.ipynb"

    @property
    def next_part(self) -> Part | None:
        """Return the first part that is not right yet; None if there is none."""
        return next((part for part in self.parts if part.state != RIGHT), None)

    @property
    def link(self) -> str:
        """Return the address of its next part, as JupyterLab opens it."""
        part = self.next_part
        heading = part.heading if part and part is not self.parts[0] else ""
        anchor = quote(_PLAIN.sub("", heading).replace(" ", "-"))
        return quote(self.path) + (f"#{anchor}" if anchor else "")


@dataclass(frozen=True, repr=False)
class Progress:
    """The lessons of a folder, and a sentence for each notebook that should be one and is none."""

    lessons: tuple[Lesson, ...]
    lost: tuple[str, ...] = ()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.text()}

    def __repr__(self) -> str:
        return self.text()

    @property
    def next_lesson(self) -> Lesson | None:
        """Return the lesson to go on with: one that is begun, else the first that is not done."""
        unfinished = [one for one in self.lessons if one.next_part is not None]
        begun = [one for one in unfinished if any(part.state != OPEN for part in one.parts)]
        return next(iter(begun or unfinished), None)

    def html(self) -> str:
        """Return a table with a link to each lesson, and a sentence on where to go on."""
        heads = "".join(
            f'<th scope="col" style="{_CELL}">{escape(text)}</th>' for text in messages.COLUMNS
        )
        rows = "".join(self._row(number, one) for number, one in enumerate(self.lessons, start=1))
        lost = "".join(f"<p><strong>{escape(sentence)}</strong></p>" for sentence in self.lost)
        return (
            f"<div>{lost}<p>{self._where_to_go_on(html=True)}</p>"
            f'<table style="border-collapse:collapse;color:inherit"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table><p>{escape(messages.LEGEND)}</p></div>"
        )

    def text(self) -> str:
        """Return the same for a terminal."""
        lines = [
            f"{number:2}. {one.title}: {''.join(part.state for part in one.parts)}  {one.path}"
            for number, one in enumerate(self.lessons, start=1)
        ]
        where = self._where_to_go_on(html=False)
        return "\n".join([*lines, "", *self.lost, messages.LEGEND, *filter(None, [where])])

    def _row(self, number: int, lesson: Lesson) -> str:
        titles = {one.name: one.title for one in self.lessons}
        in_order = [
            name for name in dict.fromkeys([*titles, *lesson.needs]) if name in lesson.needs
        ]
        needs = ", ".join(titles.get(name, name) for name in in_order)
        done = sum(part.state == RIGHT for part in lesson.parts)
        told = messages.DONE.format(done=done, total=len(lesson.parts))
        signs = "".join(part.state for part in lesson.parts)
        cells = (
            str(number),
            f'<a href="{escape(quote(lesson.path))}">{escape(lesson.title)}</a>',
            f'<span role="img" aria-label="{escape(told)}">{signs}</span> '
            f'<span style="white-space:nowrap">{escape(told)}</span>',
            escape(needs),
        )
        return f"<tr>{''.join(f'<td style={_CELL!r}>{cell}</td>' for cell in cells)}</tr>"

    def _where_to_go_on(self, *, html: bool) -> str:
        lesson = self.next_lesson
        if lesson is None or lesson.next_part is None:
            if self.lost:
                return ""
            return messages.ALL_DONE if self.lessons else messages.NO_LESSONS
        part = lesson.next_part
        title, heading = lesson.title, _PLAIN.sub("", part.heading)
        if html:
            title = f'<a href="{escape(lesson.link)}">{escape(title)}</a>'
            heading = escape(heading)
        return messages.GO_ON.format(lesson=title, part=heading)


def show_progress(folder: str | Path = ".") -> Progress:
    """Return the lessons in a folder, in the course's order, with what is done in each.

    A lesson is a notebook `NAME/NAME.ipynb`. Save your notebooks before you run this again.
    """
    order = _order()
    found, lost = [], []
    for path in sorted(Path(folder).glob("*/*.ipynb")):
        if path.stem != path.parent.name:
            continue
        try:
            lesson = _lesson(path)
        except _NO_NOTEBOOK:
            lost.append(messages.UNREADABLE.format(path=_shown(path), name=path.name))
            continue
        if lesson is not None:
            found.append(lesson)
        elif path.stem in order:
            lost.append(messages.WITHOUT_PARTS.format(path=_shown(path)))
    found.sort(key=lambda one: (order.get(one.name, len(order)), one.name))
    return Progress(tuple(found), (*lost, *_otherwise_named(Path(folder), order)))


_NO_NOTEBOOK = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _otherwise_named(folder: Path, topics: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each lesson's folder in which no notebook has the lesson's name."""
    for topic in topics:
        files = sorted((folder / topic).glob("*.ipynb"))
        names = [path.name for path in files]
        if names and f"{topic}.ipynb" not in names:
            words = {"path": f"{topic}/{topic}.ipynb", "names": ", ".join(names[:3])}
            yield messages.OTHERWISE_NAMED.format(name=f"{topic}.ipynb", **words)


def _order() -> dict[str, int]:
    """Return the position of each of the course's own lessons."""
    index = resources.files("course_lib") / "checking" / "examples" / "index.json"
    topics = dict.fromkeys(json.loads(index.read_text("utf-8")).values())
    return {topic: number for number, topic in enumerate(topics)}


def _lesson(path: Path) -> Lesson | None:
    """Return a lesson; None for a notebook without graded cells.

    Raises one of `_NO_NOTEBOOK` for a file that is no notebook.
    """
    cells = json.loads(path.read_text(encoding="utf-8-sig"))["cells"]
    sources = {_grade_id(cell): _source(cell) for cell in cells if _grading(cell)}
    parts = tuple(_parts(cells, sources))
    text = "\n".join(map(_source, cells))
    title = _HEADING.search(text)
    needs = dict.fromkeys(name for name in _NEEDS.findall(text) if name != path.stem)
    if not parts:
        return None
    return Lesson(path.stem, title[1] if title else path.stem, tuple(needs), parts)


def _parts(cells: list[dict[str, Any]], sources: Mapping[str, str]) -> Iterator[Part]:
    heading = ""
    for cell in cells:
        if cell["cell_type"] == "markdown" and not _grading(cell).get("solution"):
            heading = [heading, *_HEADING.findall(_source(cell))][-1]
        if not _grading(cell).get("grade"):
            continue
        name = _grade_id(cell).removeprefix("check-")
        if cell["cell_type"] == "markdown":
            source = _source(cell).strip()
            # A release leaves one line in italics where the answer goes.
            is_stub = not source or (source[0] == source[-1] == "*" and "\n" not in source)
            yield Part(name, OPEN if is_stub else RIGHT, heading)
        elif name in sources:
            yield Part(name, _state(name, sources[name], cell), heading)


def _state(name: str, source: str, check: dict[str, Any]) -> str:
    """Return what is seen of an exercise or a question: in its own cell, and below its check."""
    if _is_untouched(name, source):
        return OPEN
    outputs = check.get("outputs", [])
    failed = any(output.get("output_type") == "error" for output in outputs)
    shown = json.dumps([output.get("data", {}) for output in outputs], ensure_ascii=False)
    seen = PASSED in shown or 'aria-label=\\"answered\\"' in shown
    return RIGHT if seen and not failed else WRITTEN


def _is_untouched(name: str, source: str) -> bool:
    """Return whether a cell still has what it was released with: a stub, or the answer None."""
    if "raise NotImplementedError" in source:
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    values = [
        node.value
        for node in body
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]
    return bool(values) and isinstance(values[-1], ast.Constant) and values[-1].value is None


def _grading(cell: dict[str, Any]) -> dict[str, Any]:
    own = cell.get("metadata", {}).get("nbgrader")
    return own if isinstance(own, dict) else {}


def _grade_id(cell: dict[str, Any]) -> str:
    return str(_grading(cell).get("grade_id", ""))


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)
