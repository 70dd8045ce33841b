"""Merge two versions of a notebook that were made from a third, cell by cell and part by part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from autograder.course_update import messages

Cell = dict[str, Any]
_PARTS = ("cell_type", "source", "attachments", "metadata")


@dataclass(frozen=True)
class Kept:
    """Something of the course's new version that was not taken over, and both contents."""

    sentence: str
    mine: str = ""
    theirs: str = ""


@dataclass
class Merged:
    """The merged notebook, how many cells changed in it, and what was not taken over."""

    notebook: dict[str, Any]
    count: int = 0
    kept: list[Kept] = field(default_factory=list)


def merge(
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    handed_in: bool = False,
) -> Merged:
    """Return the instructor's notebook with what has changed in the course's since `base`.

    Once students have handed in, nbgrader can neither add nor remove cells that it knows: those to
    add come without its marks if they are only text, and else are left out.
    """
    old, own, new = ({_key(cell): cell for cell in one["cells"]} for one in (base, mine, theirs))
    merged = Merged(deepcopy(dict(mine)))
    if mine["metadata"] == base["metadata"]:
        merged.notebook["metadata"] = deepcopy(theirs["metadata"])
    chosen: dict[str, Cell] = {}
    for key in dict.fromkeys([*own, *new]):
        cell = _choose(key, (old.get(key), own.get(key), new.get(key)), handed_in, merged.kept)
        if cell is not None:
            chosen[key] = cell
    order = _order(list(old), list(own), list(new), chosen)
    merged.notebook["cells"] = [chosen[key] for key in order]
    before, after = [*own.items()], [(key, chosen[key]) for key in order]
    if before != after:
        changed = sum(own.get(key) != cell for key, cell in after)
        merged.count = max(1, changed + sum(key not in chosen for key in own))
    return merged


def _key(cell: Mapping[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id") or cell["id"])


def _choose(
    key: str,
    versions: tuple[Cell | None, Cell | None, Cell | None],
    handed_in: bool,
    kept: list[Kept],
) -> Cell | None:
    """Return what becomes of one cell in three versions; None if it is to be left out."""
    base, mine, theirs = versions

    def keep(sentence: str) -> Cell | None:
        kept.append(Kept(sentence.format(cell=key), _text(mine), _text(theirs)))
        return mine

    if mine is None:
        assert theirs is not None
        if base is not None:
            return keep(messages.YOU_DELETED) if _parts(base) != _parts(theirs) else None
        if handed_in and _is_written_or_graded(theirs):
            return keep(messages.CANNOT_ADD)
        return _unmarked(theirs) if handed_in else theirs
    if theirs is None:
        if base is None:
            return mine
        if _parts(base) != _parts(mine):
            return keep(messages.COURSE_DELETED)
        return (
            keep(messages.CANNOT_REMOVE) if handed_in and "nbgrader" in mine["metadata"] else None
        )
    if base is None:
        return mine if _parts(mine) == _parts(theirs) else keep(messages.BOTH_ADDED)
    return _merged_cell(key, base, mine, theirs, kept)


def _merged_cell(key: str, base: Cell, mine: Cell, theirs: Cell, kept: list[Kept]) -> Cell:
    parts, ours, new = _parts(base), _parts(mine), _parts(theirs)
    result = deepcopy(mine)
    for path in dict.fromkeys([*ours, *new]):
        if new.get(path) in (ours.get(path), parts.get(path)):
            continue
        if ours.get(path) == parts.get(path):
            _set(result, path, new.get(path))
        else:
            sentence = messages.BOTH_CHANGED.format(cell=key, part=path[-1])
            kept.append(Kept(sentence, _said(ours.get(path)), _said(new.get(path))))
    return result


def _parts(cell: Cell) -> dict[tuple[str, ...], Any]:
    """Return what a cell consists of, by its place in it; a source always as one text."""
    found: dict[tuple[str, ...], Any] = {}
    for name in _PARTS[:-1]:
        if name in cell:
            found[name,] = "".join(cell[name]) if name == "source" else cell[name]
    for name, value in cell["metadata"].items():
        if name == "nbgrader":
            found |= {("metadata", name, one): value[one] for one in value}
        else:
            found["metadata", name] = value
    return found


def _set(cell: Cell, path: Sequence[str], value: Any) -> None:
    *places, last = path
    for place in places:
        cell = cell.setdefault(place, {})
    if value is None:
        cell.pop(last, None)
    else:
        cell[last] = deepcopy(value)


def _order(
    base: list[str], mine: list[str], theirs: list[str], chosen: Mapping[str, Cell]
) -> list[str]:
    """Return the order of the course, unless the instructor has moved cells; then the latter's.

    Cells that only the other one has come after the cell that they follow there.
    """
    moved = [key for key in mine if key in base] != [key for key in base if key in mine]
    first, second = (mine, theirs) if moved else (theirs, mine)
    order = [key for key in first if key in chosen]
    for at, key in enumerate(second):
        if key in chosen and key not in order:
            before = next((k for k in reversed(second[:at]) if k in order), None)
            order.insert(0 if before is None else order.index(before) + 1, key)
    return order


def _is_written_or_graded(cell: Cell) -> bool:
    own = cell["metadata"].get("nbgrader", {})
    return bool(own.get("grade") or own.get("solution") or own.get("task"))


def _unmarked(cell: Cell) -> Cell:
    """Return a locked text or import as a plain cell, which nbgrader does not count."""
    plain = deepcopy(cell)
    plain["metadata"].pop("nbgrader", None)
    return plain


def _text(cell: Cell | None) -> str:
    return "" if cell is None else "".join(cell["source"])


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def listing(kept: Mapping[str, Sequence[Kept]]) -> str:
    """Return everything that was kept as a Markdown page: file by file, yours and the course's."""
    return "\n".join(_lines(kept)) + "\n"


def _lines(kept: Mapping[str, Sequence[Kept]]) -> Iterator[str]:
    yield messages.HEADING
    for file, several in kept.items():
        yield f"\n## {file}"
        for one in several:
            yield f"\n{one.sentence}"
            for title, text in ((messages.YOURS, one.mine), (messages.THEIRS, one.theirs)):
                fence = "`" * (3 + ("```" in text))
                yield f"\n{title}\n\n{fence}\n{text or messages.NOTHING}\n{fence}"
