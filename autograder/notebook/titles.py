"""Find the titles of an assignment and its graded cells: the headings of its notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import messages
from course_lib.language import whole_message
from grader_tests.engine.registry import load_topic

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*$")
_NUMBER = re.compile(r"\d+\.\s+")


@dataclass(frozen=True)
class Titles:
    """The title of an assignment, and of each of its graded cells by `grade_id`."""

    assignment: str
    cells: Mapping[str, str] = field(default_factory=dict)

    def cell(self, grade_id: str) -> str:
        """Return a graded cell's title, or its name in words if the notebook has none."""
        return self.cells.get(grade_id) or in_words(function_of(grade_id))


def function_of(grade_id: str) -> str:
    """Return the name of the function or question that a graded cell is about.

    >>> function_of("check-adam_step")
    'adam_step'
    """
    return grade_id.removeprefix("check-")


def in_words(name: str) -> str:
    """Return an identifier as words.

    >>> in_words("learning_rate_decay")
    'Learning rate decay'
    """
    words = re.sub(r"[_\s-]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def read_titles(path: Path, assignment: str, questions: Sequence[str] = ()) -> Titles:
    """Read the titles in a notebook file; a file without any gives `assignment` in words."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return titles_of(cells, assignment, questions)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Titles(in_words(assignment))


def lesson_titles(path: Path, assignment: str) -> Titles:
    """Read the titles in an instructor's notebook, with its topic's questions numbered."""
    try:
        questions = [question.name for question in load_topic(assignment).questions]
    except KeyError:
        questions = []
    return read_titles(path, assignment, questions)


def titles_of(
    cells: Sequence[Mapping[str, Any]], assignment: str, questions: Sequence[str] = ()
) -> Titles:
    """Return the titles in a notebook's locked cells, which are the instructor's own.

    They are in the language in use, if they are headings of the course.

    A heading such as ``### 3. The whole step: `adam_step` `` is the title of the graded cells under
    it that are about that function, or are written answers. Those about one of the `questions`,
    which have no headings of their own, are numbered.
    """
    title, heading = "", ""
    found: dict[str, str] = {}
    numbered = 0
    for cell in cells:
        own = cell["metadata"].get("nbgrader") or {}
        if cell["cell_type"] == "markdown" and own.get("locked") and not own.get("solution"):
            for line in _lines_outside_code("".join(cell["source"])):
                if match := _HEADING.match(line):
                    title = title or (plain(whole_message(match[2])) if len(match[1]) == 1 else "")
                    heading = match[2]
        if not own.get("grade"):
            continue
        grade_id = str(own.get("grade_id"))
        name = function_of(grade_id)
        if name in questions:
            numbered += 1
            found[grade_id] = messages.QUESTION.format(number=numbered)
        elif f"`{name}`" in heading or own.get("solution"):
            found[grade_id] = plain(whole_message(heading))
    return Titles(title or in_words(assignment), found)


def plain(heading: str) -> str:
    """Return a heading without its number and without the code that it ends with.

    >>> plain("3. The whole step: `adam_step`")
    'The whole step'
    """
    text = re.sub(r"[:,：，]?\s*`[^`]*`\s*$", "", _NUMBER.sub("", heading, count=1))
    return (text or heading).replace("`", "").strip()


def _lines_outside_code(source: str) -> list[str]:
    kept, inside = [], False
    for line in source.splitlines():
        if line.startswith(("```", "~~~")):
            inside = not inside
        elif not inside:
            kept.append(line)
    return kept
