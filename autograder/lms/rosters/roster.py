"""Hold a roster: a table of students that Canvas, Moodle or a person wrote, and its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.lms.names import cell_text, folder_name, key_of, spellings
from autograder.lms.rosters.columns import (
    is_in_points,
    is_no_group,
    participant_number,
)
from autograder.visible import called

CANVAS = "canvas"
MOODLE = "moodle"
PLAIN = "csv"
LMS_NAMES = {CANVAS: "Canvas", MOODLE: "Moodle", PLAIN: "neither Canvas nor Moodle"}

CANVAS_IDS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
"""The order in which Canvas itself searches for a student."""
CANVAS_COLUMNS = ("Student", "LastName", "FirstName", *CANVAS_IDS, "Root Account", "Section")
MOODLE_IDS = ("ID number", "Username", "Email address")
_ALL_IDS = frozenset({*CANVAS_IDS, *MOODLE_IDS})
_HALVES = ("First name", "Last name", "Surname")
MOODLE_NAMES = (*_HALVES, "Full name")
MAXIMUM = "Maximum Grade"
"""Where a grading worksheet has what its assignment is worth in Moodle."""
MOODLE_COLUMNS = (
    "Identifier", *MOODLE_NAMES, *MOODLE_IDS, "Institution", "Department", "Suspended", "Groups",
    "Roles", "Last access to course", "Last downloaded from this course", "Status",
    MAXIMUM, "Grade can be changed", "Last modified (submission)",
    "Last modified (grade)", "Feedback comments",
)  # fmt: skip

_CANVAS_TOTALS = re.compile(
    r"(Current|Final|Unposted|Override) (Score|Points|Grade|Status|Current|Final)"
)
_CANVAS_TITLE = re.compile(r"(?P<title>.*?)(?:\s*\(\d+\))?", re.DOTALL)
_MOODLE_TITLE = re.compile(r"(?:[^:]+:\s*)?(?P<title>.*?)(?:\s*\((?P<kind>[^()]*)\))?", re.DOTALL)
WORKSHEET_COLUMN = "Grade"
"""Where a grading worksheet of Moodle's has the marks of its one assignment."""
_ONE_GROUP = "group_name"
"""What Canvas calls the column that has one group in each row, whatever its name."""
TEST_STUDENT = "Student, Test"
"""Whom Canvas adds for the instructor's own *Student View*."""


@dataclass(frozen=True)
class Listed:
    """A student as one row of a roster says it; `ids` maps the kind of an ID to the ID."""

    student: str
    ids: Mapping[str, str]
    first_name: str
    last_name: str
    full_name: str
    email: str
    groups: tuple[str, ...]
    participant: str
    """The number by which one assignment of Moodle's identifies the student; empty if none."""


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
    notices: tuple[str, ...] = ()
    """Sentences about what in it is not certain, or was left out."""

    def index(self, column: str) -> int | None:
        """Return the index of a column."""
        return self.header.index(column) if column in self.header else None

    def cell(self, row: int, column: str) -> str:
        """Return what is in one cell; empty if there is no such column."""
        at = self.index(column)
        text = "" if at is None else cell_text(self.rows[row][at])
        return text.lstrip("#") if column in _ALL_IDS else text  # Brightspace begins IDs with it

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

    @property
    def is_worksheet(self) -> bool:
        """Whether it is the grading worksheet of one assignment in Moodle."""
        return "Identifier" in self.header and WORKSHEET_COLUMN in self.header

    def columns_of(self, *names: str) -> list[str]:
        """Return the columns called by an assignment's name or title; there should be one."""
        wanted = {words_of(name) for name in names}
        return [column for column, title in self._titles_of_marks() if words_of(title) in wanted]

    def columns_about(self, *names: str) -> list[str]:
        """Return the columns whose title has an assignment's name or title somewhere in it."""
        wanted = {f"_{words_of(name)}_" for name in names}
        titles = self._titles_of_marks()
        return [c for c, title in titles if any(name in f"_{words_of(title)}_" for name in wanted)]

    def _titles_of_marks(self) -> Iterator[tuple[str, str]]:
        """Yield each column for marks in points, and what it is called without the LMS's words."""
        pattern = _CANVAS_TITLE if self.lms == CANVAS else _MOODLE_TITLE
        for column in self.mark_columns:
            match = pattern.fullmatch(unicodedata.normalize("NFKC", column))
            if match and is_in_points(match.groupdict().get("kind")):
                yield column, match["title"]

    def find(self, keys: Sequence[str], names: Iterable[str] = ()) -> int | None:
        """Return the one row with any of these IDs, or else names; None unless just one matches."""
        rows = self.rows_of(keys)
        if not rows:
            rows = {row for name in names for row in self._called(name)}
        return rows.pop() if len(rows) == 1 else None

    def login(self, row: int) -> str:
        """Return a student's user name; empty if it is not known."""
        return self.cell(row, "Username") or self.cell(row, "SIS Login ID")

    def called(self, row: int) -> str:
        """Return a student's name and ID for messages."""
        student, name = self.student(row), self.name(row)
        return called(student, "" if name == student else name)

    def find_canvas(self, number: str, name: str) -> int | None:
        """Return the row of a number that Canvas gave."""
        rows = self._by_canvas_number.get(number, [])
        return rows[0] if len(rows) == 1 else None

    def namesakes(self, name: str) -> int:
        """Return how many students have a name."""
        return len(self._called(name))

    def groups(self) -> dict[str, list[str]]:
        """Return the students of each group."""
        found: dict[str, list[str]] = {}
        for listed in self.people():
            for group in listed.groups:
                found.setdefault(group, []).append(folder_name(listed.student))
        return found

    def rows_of(self, keys: Sequence[str]) -> set[int]:
        """Return the rows that have any of these IDs."""
        return {row for key in keys for row in self._by_id.get(key_of(key), ())}

    def email(self, row: int) -> str:
        """Return a student's e-mail address, which may be a login; empty if there is none."""
        logins = ("Email address", "SIS Login ID", "Username")
        known = (self.cell(row, login) for login in logins if login in self.ids)
        return next((login for login in known if "@" in login), "")

    def student(self, row: int) -> str:
        """Return what the course calls the student of a row: the first ID that is not empty."""
        known = next(filter(None, (self.cell(row, column) for column in self.ids)), "")
        return known or self.name(row) or self.cell(row, "Identifier")

    @property
    def has_groups(self) -> bool:
        """Whether it says which groups the students are in."""
        return "Groups" in self.header

    @property
    def ids(self) -> tuple[str, ...]:
        """The columns by which students are identified, in order of preference."""
        of_lms = {CANVAS: CANVAS_IDS, MOODLE: MOODLE_IDS, PLAIN: (*CANVAS_IDS, *MOODLE_IDS)}
        return of_lms[self.lms]

    def people(self) -> list[Listed]:
        """Return the students of all rows, without Canvas's test student."""
        rows = (row for row in range(len(self.rows)) if not self._is_test_student(row))
        return [self._listed(row) for row in rows]

    def _is_test_student(self, row: int) -> bool:
        """Return whether it is Canvas's own, whose name may be in one column or in two."""
        names = ", ".join(self.cell(row, column) for column in ("LastName", "FirstName"))
        return TEST_STUDENT in (names, *self.rows[row])

    def _listed(self, row: int) -> Listed:
        ids = {column: self.cell(row, column) for column in self.ids if self.cell(row, column)}
        full = self.cell(row, "Student") or self.cell(row, "Full name")
        first = self.cell(row, "First name") or self.cell(row, "FirstName")
        last = next(filter(None, (self.cell(row, c) for c in ("Last name", "LastName"))), "")
        last = last or self.cell(row, "Surname")
        if not (first or last):
            first, last = parts_of(full)
        return Listed(
            self.student(row),
            ids,
            first,
            last,
            full,
            self.email(row),
            self._groups(row),
            participant_number(self.cell(row, "Identifier")),
        )

    def _groups(self, row: int) -> tuple[str, ...]:
        """Return the groups in a row: between semicolons or, if there are none, commas."""
        cell, at = self.cell(row, "Groups"), self.index("Groups")
        if at is not None and self.titles[at].casefold() == _ONE_GROUP:
            # between semicolons is how the list of people has them
            return (cell.replace(";", ","),) if cell else ()
        groups = [] if is_no_group(cell) else cell.split(";" if ";" in cell else ",")
        return tuple(filter(None, (group.strip() for group in groups)))

    def _is_read_only(self, column: str) -> bool:
        at = self.index(column)
        return bool(self.points and at is not None and "read only" in self.points[at].lower())

    @cached_property
    def _by_id(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        columns = (*self.ids, "Identifier")
        for row in range(len(self.rows)):
            number = participant_number(self.cell(row, "Identifier"))
            keys = [key_of(self.cell(row, column)) for column in columns]
            for key in [*keys, f"participant {number}" if number else ""]:
                # folders are named after a cleaned ID, people after the part before the @
                for key_or_part in {key, folder_name(key), key.split("@")[0]} - {""}:
                    found.setdefault(key_or_part, set()).add(row)
        return found

    @cached_property
    def _by_canvas_number(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in range(len(self.rows)):
            if not self._is_test_student(row):
                found.setdefault(self.cell(row, CANVAS_IDS[0]), []).append(row)
        return found

    @cached_property
    def _by_name(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for row in range(len(self.rows)):
            for name in spellings(self.name(row)) - {""}:
                found.setdefault(name, set()).add(row)
        return found

    def _called(self, name: str) -> set[int]:
        """Return the rows of a name, however it is spelled."""
        return {row for one in spellings(name) for row in self._by_name.get(one, ())}


def parts_of(name: str) -> tuple[str, str]:
    """Return the first and the last name of a whole one, as well as one can tell.

    >>> parts_of("Doe, Jane"), parts_of("Jane van Doe"), parts_of("李明")
    (('Jane', 'Doe'), ('Jane van', 'Doe'), ('', '李明'))
    """
    last, comma, first = name.partition(",")
    if not comma:
        first, _, last = name.strip().rpartition(" ")
    return first.strip(), last.strip()


def words_of(title: str) -> str:
    """Return the words of a title in lower case, as in an assignment's name.

    >>> words_of("Learning rate decay")
    'learning_rate_decay'
    """
    return re.sub(r"\W+", "_", unicodedata.normalize("NFKC", title).casefold()).strip("_")
