"""Take a student's rows out of the tables that we wrote."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from autograder.lms.names import key_of, may_be_one, plain
from autograder.lms.rosters.read import kind_of
from autograder.lms.rosters.roster import CANVAS_IDS, MOODLE_IDS
from autograder.people.registry import CANVAS_ID, Member
from autograder.whole_file import draft_of

_OURS = "student"
"""The column for IDs in tables that are not for an LMS."""
_IDS = frozenset({_OURS, *CANVAS_IDS, *MOODLE_IDS})
_FIRST, _LAST = frozenset({"First name", "FirstName"}), frozenset({"Last name", "LastName"})
_WHOLE = frozenset({"Student", "Full name"})


def without_rows_of(path: Path, member: Member) -> bool:
    """Rewrite a table without a student's rows; return whether it had any."""
    try:
        content = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    rows = list(csv.reader(io.StringIO(content, newline="")))
    if not rows:
        return False
    kept = [rows[0], *(row for row in rows[1:] if not _is_of(row, rows[0], member))]
    if len(kept) == len(rows):
        return False
    with draft_of(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(kept)
    return True


def _is_of(row: list[str], titles: list[str], member: Member) -> bool:
    """Return whether a row has one of a student's IDs or, if it has none at all, the name."""
    header = titles if _OURS in titles else kind_of(tuple(titles))[1]
    cells = [cell.strip().lstrip("'").strip() for cell in row]
    named = list(zip(header, cells, strict=False))
    ids = [(title, key_of(cell)) for title, cell in named if title in _IDS and cell]

    def part(wanted: frozenset[str]) -> str:
        return next((cell for title, cell in named if title in wanted and cell), "")

    name = part(_WHOLE) or f"{part(_FIRST)} {part(_LAST)}"
    if not ids:
        return bool(member.name) and plain(name) == plain(member.name)
    same = {title: key for title, key in ids if key in member.keys}
    # what Canvas calls one person may be what the course calls another
    number = key_of(member.ids.get(CANVAS_ID, ""))
    sure = same.keys() - {CANVAS_ID} or same.get(CANVAS_ID) == number != ""
    return bool(sure or (same and may_be_one(name, member.name)))
