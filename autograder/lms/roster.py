"""Read a roster: the gradebook that Canvas or Moodle exported, with its students and columns."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.errors import CourseError
from autograder.lms import messages
from autograder.lms.columns import english, is_in_points, participant_number
from autograder.lms.names import folder_name, plain

MAX_BYTES = 50_000_000

CANVAS = "canvas"
MOODLE = "moodle"
LMS_NAMES = {CANVAS: "Canvas", MOODLE: "Moodle"}

CANVAS_IDS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
"""The order in which Canvas itself searches for a student."""
CANVAS_COLUMNS = ("Student", "LastName", "FirstName", *CANVAS_IDS, "Root Account", "Section")
MOODLE_IDS = ("ID number", "Username", "Email address")
MOODLE_NAMES = ("First name", "Last name", "Surname", "Full name")
MOODLE_COLUMNS = (
    "Identifier", *MOODLE_NAMES, *MOODLE_IDS, "Institution", "Department", "Suspended",
    "Last downloaded from this course", "Status", "Maximum Grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
)  # fmt: skip

_CANVAS_TOTALS = re.compile(
    r"(Current|Final|Unposted|Override) (Score|Points|Grade|Status|Current|Final)"
)
_CANVAS_TITLE = re.compile(r"(?P<title>.*?)(?:\s*\(\d+\))?", re.DOTALL)
_MOODLE_TITLE = re.compile(r"(?:[^:]+:\s*)?(?P<title>.*?)(?:\s*\((?P<kind>[^()]*)\))?", re.DOTALL)
_POINTS_POSSIBLE = "points possible"


@dataclass(frozen=True)
class Roster:
    """The table as the LMS exported it; `points` is Canvas's row of maximum points, if any.

    `titles` is its first line, and `header` the same with Moodle's own titles in English.
    """

    lms: str
    titles: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    points: tuple[str, ...] | None = None

    def index(self, column: str) -> int | None:
        """Return the index of a column."""
        return self.header.index(column) if column in self.header else None

    def cell(self, row: int, column: str) -> str:
        """Return one cell; empty if there is no such column."""
        at = self.index(column)
        return "" if at is None else self.rows[row][at].strip()

    def name(self, row: int) -> str:
        """Return a student's name for messages."""
        for column in ("Student", "Full name"):
            if self.cell(row, column):
                return self.cell(row, column)
        parts = ("First name", "FirstName", "Last name", "LastName", "Surname")
        return " ".join(filter(None, (self.cell(row, part) for part in parts)))

    @property
    def mark_columns(self) -> list[str]:
        """The columns that can take marks."""
        if self.lms == CANVAS:
            known = [c for c in self.header if c and c not in CANVAS_COLUMNS]
            return [c for c in known if not self._is_read_only(c) and not _CANVAS_TOTALS.search(c)]
        return [c for c in self.header if c and c not in MOODLE_COLUMNS]

    def columns_of(self, assignment: str) -> list[str]:
        """Return the columns whose title is an assignment's name; there should be one."""
        pattern = _CANVAS_TITLE if self.lms == CANVAS else _MOODLE_TITLE
        found = []
        for column in self.mark_columns:
            match = pattern.fullmatch(unicodedata.normalize("NFKC", column))
            kind = match.groupdict().get("kind") if match else None
            if (
                match
                and is_in_points(kind)
                and re.sub(r"\W+", "_", match["title"].casefold()) == assignment
            ):
                found.append(column)
        return found

    def find(self, keys: Sequence[str], names: Iterable[str] = ()) -> int | None:
        """Return the one row with any of these IDs, or else names; None unless just one matches."""
        rows = self._with_ids(keys)
        if not rows:
            rows = {row for name in names for row in self._by_name.get(plain(name), ())}
        return rows.pop() if len(rows) == 1 else None

    def knows(self, keys: Sequence[str]) -> bool:
        """Return whether any row has one of these IDs."""
        return bool(self._with_ids(keys))

    def student(self, row: int) -> str:
        """Return what the course calls the student of a row: the first ID that is not empty."""
        columns = CANVAS_IDS if self.lms == CANVAS else MOODLE_IDS
        known = next(filter(None, (self.cell(row, column) for column in columns)), "")
        return known or self.name(row) or self.cell(row, "Identifier")

    def _with_ids(self, keys: Sequence[str]) -> set[int]:
        return {row for key in keys for row in self._by_id.get(key.strip().casefold(), ())}

    def _is_read_only(self, column: str) -> bool:
        at = self.index(column)
        return bool(self.points and at is not None and "read only" in self.points[at].lower())

    @cached_property
    def _by_id(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        columns = CANVAS_IDS if self.lms == CANVAS else (*MOODLE_IDS, "Identifier")
        for row in range(len(self.rows)):
            number = participant_number(self.cell(row, "Identifier"))
            keys = [self.cell(row, column).casefold() for column in columns]
            for key in [*keys, f"participant {number}" if number else ""]:
                # folders are named after a cleaned ID, people after the part before the @
                for key_or_part in {key, folder_name(key), key.split("@")[0]} - {""}:
                    found.setdefault(key_or_part, set()).add(row)
        return found

    @cached_property
    def _by_name(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for row in range(len(self.rows)):
            if name := plain(self.name(row)):
                found.setdefault(name, set()).add(row)
        return found


def read_roster(path: Path, lms: str | None = None) -> Roster:
    """Read a roster; raise `CourseError` if it is not one, or not of the LMS asked for."""
    table = _table(path)
    titles = tuple(cell.strip() for cell in (table[0] if table else ()))
    header = tuple(map(english, titles))
    if "ID" in titles and "Section" in titles and {"Student", "LastName"} & {*titles}:
        found, header = CANVAS, titles
    elif "Identifier" in header or ({*MOODLE_NAMES} & {*header} and {*MOODLE_IDS} & {*header}):
        found = MOODLE
    else:
        raise CourseError(messages.NOT_A_ROSTER.format(path=path, header=", ".join(titles)[:200]))
    if lms not in (None, found):
        names = {"found": LMS_NAMES[found], "wanted": LMS_NAMES.get(lms or "", lms)}
        raise CourseError(messages.OTHER_LMS.format(path=path, **names))
    rows = [tuple(row[: len(header)] + [""] * (len(header) - len(row))) for row in table[1:]]
    points = [row for row in rows if found == CANVAS and _is_points(row)]
    students = [row for row in rows if row not in points and _is_student(row, header, found)]
    return Roster(found, titles, header, tuple(students), points[0] if points else None)


def _is_points(row: Sequence[str]) -> bool:
    return bool(row) and _POINTS_POSSIBLE in row[0].lower()


def _is_student(row: Sequence[str], header: Sequence[str], lms: str) -> bool:
    """Return whether a row names a student; Canvas adds one that says how grades are posted."""
    columns = CANVAS_COLUMNS if lms == CANVAS else (*MOODLE_NAMES, *MOODLE_IDS, "Identifier")
    return any(cell.strip() for cell, column in zip(row, header, strict=True) if column in columns)


def _table(path: Path) -> list[list[str]]:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CourseError(messages.NO_ROSTER.format(path=path, why=error.strerror)) from None
    if len(data) > MAX_BYTES:
        why = messages.ROSTER_TOO_BIG.format(limit=MAX_BYTES)
        raise CourseError(messages.NO_ROSTER.format(path=path, why=why))
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        return [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row
        ]
    except csv.Error as error:
        raise CourseError(messages.NO_ROSTER.format(path=path, why=error)) from None


def _decoded(data: bytes) -> str:
    """Decode a CSV file: Excel writes UTF-8 with a mark, UTF-16, or a Windows code page."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
