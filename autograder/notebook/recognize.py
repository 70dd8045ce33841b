"""Recognize a lesson's cells in a submitted notebook, even if a program has dropped their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from autograder.notebook.lesson import (
    EXPERIMENT,
    Lesson,
    exercise_of,
    is_experiment,
    is_locked,
    is_open,
)
from course_lib.cell_text import added_code, checked_names, defined_names, only_check, plain

MAX_PARTS = 2_000
"""Cells after those with checks were taken apart; from then on they stay whole."""

_WORD = re.compile(r"\w+")
_ALIKE = 0.5
"""The share of common words from which a cell with the tag of an experiment counts as its copy."""


@dataclass
class Recognized:
    """Which cell of the lesson each submitted cell is.

    `keys` has a key for each submitted cell, or None for one of the student's own; `chosen` has the
    position of the one that counts for each key, because cells may have been copied.
    """

    keys: list[str | None]
    chosen: dict[str, int] = field(default_factory=dict)


def recognize(cells: Sequence[dict[str, Any]], lesson: Lesson) -> Recognized:
    """Recognize cells by grade ID, ID, source, what they check or define, tag, and place."""
    found = Recognized([_by_name(cell, lesson) for cell in cells])
    _by_source(cells, lesson, found.keys)
    _by_check(cells, lesson, found.keys)
    _by_definition(cells, lesson, found.keys)
    _by_tag(cells, lesson, found.keys)
    _by_likeness(cells, lesson, found.keys)
    _by_place(cells, lesson, found.keys)
    _run_answers(cells, lesson, found.keys)
    _choose(cells, lesson, found)
    return found


def split_at_checks(cells: Sequence[dict[str, Any]], lesson: Lesson) -> list[dict[str, Any]]:
    """Take cells apart that were merged with checks, so that each check has a cell of its own.

    What stands below a check then comes after it, as in the student's notebook.
    """
    result: list[dict[str, Any]] = []
    for cell in cells:
        parts = _parts(cell["source"]) if cell["cell_type"] == "code" else [cell["source"]]
        key = _by_name(cell, lesson) if len(parts) > 1 else None
        known = lesson.cells[key].source if key else ""
        whole = len(parts) == 1 or len(result) + len(parts) > MAX_PARTS
        if whole or not any(added_code(cell["source"], known, graded=True)):
            result.append(cell)
            continue
        own = next((part for part in parts if key and _is_check_of(part, key, lesson)), parts[0])
        for part in parts:
            named = cell if part is own else {"cell_type": "code"}
            result.append({**named, "source": part.strip("\n")})
    return result


def _is_check_of(source: str, key: str, lesson: Lesson) -> bool:
    return [lesson.checks.get(name) for name in checked_names(source)] == [key]


def _parts(source: str) -> list[str]:
    """Return a source cut before and behind each line that is a check and nothing else."""
    if source.startswith("%%") or "check(" not in source:
        return [source]
    parts, lines, quotes = [], list[str](), 0
    for line in source.split("\n"):
        if quotes % 2 == 0 and line.startswith("check(") and only_check(line):
            parts += ["\n".join(lines), line]
            lines = []
        else:
            lines.append(line)
            quotes += line.count('"""') + line.count("'''")
    return [part for part in [*parts, "\n".join(lines)] if part.strip()] or [source]


def _by_name(cell: dict[str, Any], lesson: Lesson) -> str | None:
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    for name in (grade_id, cell.get("id"), metadata.get("id")):  # Colab moves the last one there
        for key in (name, f"cell {name}") if isinstance(name, str) else ():
            if key in lesson.cells:
                return key
    return None


def _by_source(cells: Sequence[dict[str, Any]], lesson: Lesson, keys: list[str | None]) -> None:
    for i, cell in enumerate(cells):
        if keys[i] is None:
            same = lesson.by_source.get((cell["cell_type"], plain(cell["source"])), [])
            keys[i] = next((key for key in same if key not in keys), same[0] if same else None)
            if keys[i] is None and cell["cell_type"] == "markdown":
                keys[i] = next(_with_more_text(cell, lesson, keys), None)


def _with_more_text(
    cell: dict[str, Any], lesson: Lesson, keys: Sequence[str | None]
) -> Iterator[str]:
    """Yield the locked texts that a text contains, with something added."""
    lines = {line.strip() for line in cell["source"].split("\n")}
    for key, known in lesson.cells.items():
        if known.cell_type != "code" and is_locked(known) and key not in keys:
            own = {line.strip() for line in known.source.split("\n")} - {""}
            if own and own <= lines:
                yield key


def _by_check(cells: Sequence[dict[str, Any]], lesson: Lesson, keys: list[str | None]) -> None:
    known = {*keys}
    for i, cell in enumerate(cells):
        if keys[i] is None and cell["cell_type"] == "code":
            checks = (lesson.checks.get(name) for name in checked_names(cell["source"]))
            keys[i] = next((key for key in checks if key and key not in known), None)


def _by_definition(cells: Sequence[dict[str, Any]], lesson: Lesson, keys: list[str | None]) -> None:
    known = {*keys}
    for i, cell in enumerate(cells):
        if keys[i] is None and cell["cell_type"] == "code":
            solutions = (lesson.solutions.get(name) for name in defined_names(cell["source"]))
            keys[i] = next((key for key in solutions if key and key not in known), None)


def _by_tag(cells: Sequence[dict[str, Any]], lesson: Lesson, keys: list[str | None]) -> None:
    """Recognize experiments that were edited: by the words in them, or by where they stand."""
    for i, cell in enumerate(cells):
        tags = cell["metadata"].get("tags") if isinstance(cell.get("metadata"), dict) else None
        if keys[i] is None and isinstance(tags, list) and EXPERIMENT in tags:
            experiments = [key for key, known in lesson.cells.items() if is_experiment(known)]
            likeness = {
                key: _alike(cell["source"], lesson.cells[key].source) for key in experiments
            }
            best = max(experiments, key=likeness.__getitem__, default=None)
            if best is None or likeness[best] < _ALIKE:
                best = next((key for key in _between(i, lesson, keys) if key in likeness), None)
            keys[i] = best


def _by_likeness(cells: Sequence[dict[str, Any]], lesson: Lesson, keys: list[str | None]) -> None:
    """Recognize an edited experiment that has lost its tag: it stands where one is missing."""
    for i, cell in enumerate(cells):
        if keys[i] is None and cell["cell_type"] == "code" and cell["source"].strip():
            missing = [key for key in _between(i, lesson, keys) if is_experiment(lesson.cells[key])]
            alike = {key: _alike(cell["source"], lesson.cells[key].source) for key in missing}
            best = max(missing, key=alike.__getitem__, default=None)
            if best is not None and alike[best] >= _ALIKE:
                keys[i] = best


def _by_place(cells: Sequence[dict[str, Any]], lesson: Lesson, keys: list[str | None]) -> None:
    """Recognize a text to write by where it stands: right behind the cell that asks for it."""
    before: str | None = None
    for key, known in lesson.cells.items():
        if before in keys and key not in keys and known.cell_type != "code" and is_open(known):
            i = keys.index(before) + 1
            if i < len(cells) and keys[i] is None and cells[i]["cell_type"] != "code":
                keys[i] = key
        before = key


def _run_answers(cells: Sequence[dict[str, Any]], lesson: Lesson, keys: list[str | None]) -> None:
    """Take an experiment for a cell of the student's own if an answer is only there.

    Experiments are not run in grading.
    """
    answered: set[str] = set()
    experiments: dict[int, set[str]] = {}
    for i, cell in enumerate(cells):
        names = {*defined_names(cell["source"])} & lesson.checks.keys()
        names = {name for name in names if not lesson.is_stub(name, cell["source"])}
        key = keys[i]
        if key is not None and is_experiment(lesson.cells[key]):
            experiments[i] = names
        else:
            answered |= names
    for i, names in experiments.items():
        if names - answered:
            keys[i] = None


def _between(position: int, lesson: Lesson, keys: Sequence[str | None]) -> list[str]:
    """Return the missing cells between the two that are next to a submitted cell."""
    order = list(lesson.cells)
    before = next((key for key in reversed(keys[:position]) if key), None)
    after = next((key for key in keys[position + 1 :] if key), None)
    first = order.index(before) + 1 if before else 0
    last = order.index(after) if after else len(order)
    return [key for key in order[first:last] if key not in keys]


def _alike(one: str, other: str) -> float:
    """Return the share of words that two sources have in common."""
    words, more = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    return 2 * (words & more).total() / max(1, words.total() + more.total())


def _choose(cells: Sequence[dict[str, Any]], lesson: Lesson, found: Recognized) -> None:
    """Choose among copies: of a check the last behind something new to check.

    Of a solution, the last before its check counts, and rather one that defines what is asked for.
    """
    places: dict[str, list[int]] = {}
    for i, key in enumerate(found.keys):
        if key is not None:
            places.setdefault(key, []).append(i)
    defined: dict[str, list[int]] = {}
    for i, cell in enumerate(cells):
        for name in {*defined_names(cell["source"])} & lesson.checks.keys():
            if not lesson.is_stub(name, cell["source"]) and not _calls_itself(name, cell["source"]):
                defined.setdefault(name, []).append(i)
    for name, key in lesson.checks.items():
        if key in places:
            real = [i for i in places[key] if name in checked_names(cells[i]["source"])]
            found.chosen[key] = _check_that_counts(real or places[key], defined.get(name, [0]))
    exercise = {key: name for name, key in lesson.solutions.items()}
    for key, several in places.items():
        known = lesson.cells[key]
        if exercise_of(known) is not None:
            continue
        if key in exercise:
            name = exercise[key]
            check = found.chosen.get(lesson.checks.get(name, ""), len(cells))
            several = [i for i in several if i < check] or several[:1]
            several = [i for i in several if i in defined.get(name, ())] or several
        elif is_locked(known):
            several = several[:1]
        found.chosen[key] = several[-1]


def _check_that_counts(copies: Sequence[int], defined: Sequence[int]) -> int:
    """Return which copy of a check has the student's last attempt above it."""
    counts = copies[-1]
    for before, copy in reversed([*pairwise([-1, *copies])]):
        if any(before < place <= copy for place in defined):
            return copy
    return counts


def _calls_itself(name: str, source: str) -> bool:
    """Return whether a name is only overwritten by a result of its function."""
    values = re.findall(rf"^[ \t]*{re.escape(name)}[ \t]*=[ \t]*(\S*)", source, re.MULTILINE)
    written = re.search(rf"^[ \t]*(?:async )?def {re.escape(name)}\b", source, re.MULTILINE)
    return bool(values) and not written and all(v.startswith(f"{name}(") for v in values)
