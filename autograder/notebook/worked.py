"""Read the notebook with a student's answers where an empty one has its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from autograder.bounded.budget import Budget
from autograder.course import messages
from autograder.course.find_notebook import (
    find_notebook,
    instead_of_empty,
    is_there,
    notebooks_in,
    shown_in,
)
from autograder.course.submission_files import read_submission
from autograder.notebook.lesson import Lesson, is_open, language_of, lesson_of
from autograder.notebook.reading import read
from course_lib.cell_text import defined_names, plain
from course_lib.language import SOURCE

MAX_NOTEBOOKS = 8
SECONDS = 3.0
"""CPU seconds for looking into all notebooks of one submission."""

_BLANK = b"\x00 \t\r\n"
_TAKEN_OVER = re.compile(r"^[ \t]*\w+[ \t]*=[ \t]*mine\(.*$", re.MULTILINE)
"""What other lessons have of this one's functions."""

Answers = frozenset[tuple[str, str]]
"""What a notebook answers: names of exercises or IDs of cells, each with a digest of its text."""


def read_work(path: Path, skeleton: str) -> tuple[bytes, str | None, tuple[str, ...]]:
    """Return what `read_submission` does, or else the one other notebook that has answers.

    Students hand in the released notebook beside their own `ewa (1).ipynb`, or an empty file. If
    the one that counts has answers too, a sentence names those that have others.
    """
    found = data, problem, notices = read_submission(path)
    counts = path if is_there(path) else find_notebook(path.parent, path.stem)[0]
    others = [file for file in notebooks_in(path.parent) if file != counts]
    if counts == path and not problem and not data.strip(_BLANK):
        others += instead_of_empty(path.parent, path.stem)
    others = others[:MAX_NOTEBOOKS]
    if not others:
        return found
    read_others = [(file, *read_submission(file)) for file in others]
    own, *theirs = answers_in_each([data, *(one[1] for one in read_others)], skeleton)
    if counts is not None and own is None:
        return found
    worked = {
        answers: (file, text, said)
        for (file, text, _, said), answers in zip(read_others, theirs, strict=True)
        if answers and not answers <= (own or frozenset())
    }
    files = sorted(shown_in(path.parent, file) for file, *_ in worked.values())
    words = {"name": path.name, "names": ", ".join(files[:5])}
    words["graded"] = shown_in(path.parent, counts) if counts else path.name
    if not worked or (len(worked) > 1 and counts is None):
        return found
    if own:
        form = messages.ANSWERS_HERE_TOO["one" if len(worked) == 1 else "many"]
        return data, problem, (*notices, form.format(**words))
    if len(worked) > 1:
        return data, problem, (*notices, messages.ANSWERS_IN_SEVERAL.format(**words))
    form = messages.ANSWERS_ELSEWHERE if counts else messages.ANSWERS_IN_ONE
    [(_, text, said)] = worked.values()
    return text, None, (form.format(**words), *said)


def answers_in_each(texts: Sequence[bytes], skeleton: str) -> list[Answers | None]:
    """Return what each file answers of a lesson; None where it took too long to tell."""
    items = [(data, skeleton) for data in texts]
    return Budget(SECONDS).map(answers_in, items, lambda _: None)


def answers_in(data: bytes, skeleton: str) -> Answers | None:
    """Return what a file answers of a lesson, be it right or wrong."""
    try:
        submitted = read(data, lesson_of(skeleton, SOURCE).checks)
    except ValueError:
        return frozenset()
    lesson = lesson_of(skeleton, language_of(submitted, skeleton))
    foreign = _is_of_another_lesson(submitted.cells, lesson)
    own = [
        cell
        for cell in submitted.cells
        if cell["source"].strip()
        and (cell["cell_type"] == "code" or not foreign)
        and (cell["cell_type"], plain(cell["source"])) not in lesson.by_source
    ]
    return frozenset(
        (name, sha256(plain(cell["source"]).encode("utf-8", "replace")).hexdigest())
        for cell in own
        for name in _answered(cell, lesson)
    )


def _is_of_another_lesson(cells: Sequence[dict[str, Any]], lesson: Lesson) -> bool:
    """Return whether checks are in a notebook, none of them this lesson's: texts look alike."""
    metadata = [cell.get("metadata") for cell in cells if cell["cell_type"] == "code"]
    own = [one.get("nbgrader") for one in metadata if isinstance(one, dict)]
    checks = {str(one.get("grade_id")) for one in own if isinstance(one, dict) and one.get("grade")}
    return bool(checks) and not checks & lesson.cells.keys()


def _answered(cell: dict[str, object], lesson: Lesson) -> Iterator[str]:
    """Yield the names that a cell of the student's answers."""
    if cell["cell_type"] == "code":
        source = _TAKEN_OVER.sub("", str(cell["source"]))
        yield from lesson.checks.keys() & {*defined_names(source)}
        return
    known = lesson.cells.get(str(cell.get("id")))
    if known is not None and is_open(known):
        yield str(cell.get("id"))
