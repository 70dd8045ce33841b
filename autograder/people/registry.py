"""Read and write `people.csv`: who is in the course, and what each of them is called elsewhere."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.folder import Course
from autograder.course.own_table import read_own_table
from autograder.errors import CourseError
from autograder.lms.names import folder_name, key_of, letters, spellings
from autograder.lms.rosters.code_pages import sure_text
from autograder.people import messages
from autograder.visible import called
from autograder.whole_file import PRIVATE, draft_of

PEOPLE = "people.csv"
"""In the course folder. Whoever edits it decides who is who."""
_HEADER = ("student", "last_name", "first_name", "email", "groups", "ids")
_BETWEEN = "; "
CANVAS_ID = "ID"
"""The kind of ID that Canvas itself gives, and writes into the names of files."""


@dataclass
class Member:
    """A person; `student` is what the course calls them, `ids` maps kinds of IDs to others."""

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    groups: tuple[str, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    participants: set[str] = field(default_factory=set)
    """Numbers that Moodle gave them, each for one assignment, so they are not kept."""
    anonymous: bool = False
    """Whether only such a number is known of them; then nobody is entered."""

    @property
    def name(self) -> str:
        """The first and last name; empty if neither is known."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def called(self) -> str:
        """The name with the ID, for people's eyes."""
        return called(self.student, self.name)

    @property
    def keys(self) -> set[str]:
        """All that identifies them, in lower case."""
        own = (self.student, self.email, *self.ids.values())
        return {key_of(key) for key in own if key}


class People:
    """The people of a course, in the order of their IDs; a row is one's place in this order.

    Rows are also what a `Roster` has, so that `find_notebooks` takes either.
    """

    def __init__(self, members: Iterable[Member] = ()) -> None:
        self.members = list(members)

    @property
    def rows(self) -> Sequence[Member]:
        """All of them."""
        return self.members

    def student(self, row: int) -> str:
        """Return what the course calls the person of a row."""
        return self.members[row].student

    def called(self, row: int) -> str:
        """Return the person's name and ID."""
        return self.members[row].called

    def name(self, row: int) -> str:
        """Return the person's name; empty if it is not known."""
        return self.members[row].name

    def login(self, row: int) -> str:
        """Return the person's user name; empty if it is not known."""
        ids = self.members[row].ids
        return ids.get("Username") or ids.get("SIS Login ID", "")

    def name_of(self, student: str) -> str:
        """Return a student's name; empty if it is not known."""
        member = self.of(student)
        return member.name if member else ""

    def of(self, student: str) -> Member | None:
        """Return the person whom the course calls so."""
        return next((m for m in self.members if m.student == student), None)

    def find(self, keys: Sequence[str], names: Iterable[str] = ()) -> int | None:
        """Return the one row with any of these IDs, or else names; None unless just one matches."""
        wanted = {key_of(key) for key in keys}
        numbers = {key.rpartition(" ")[2] for key in keys if " " in key}
        rows = {
            row
            for row, member in enumerate(self.members)
            if wanted & member.keys or numbers & member.participants
        }
        if len(rows) > 1:  # what is Canvas's own number for one may be another's ID
            rows = {row for row in rows if key_of(self.members[row].student) in wanted}
        if not rows:
            wanted = {one for name in names for one in spellings(name)} - {""}
            rows = {row for row, m in enumerate(self.members) if wanted & spellings(m.name)}
        return rows.pop() if len(rows) == 1 else None

    def find_canvas(self, number: str, name: str) -> int | None:
        """Return the row of somebody in a ZIP from Canvas, which writes names without spaces.

        A name counts only if it is one person's, and that person's own number is not known. What
        the course calls somebody of whom it knows nothing else was such a number in a ZIP.
        """
        rows = [r for r, m in enumerate(self.members) if m.ids.get(CANVAS_ID) == number]
        if not rows:
            rows = [
                row
                for row, member in enumerate(self.members)
                if CANVAS_ID not in member.ids
                and (
                    letters(name) in _run_together(member)
                    or (member.student == number and not member.name and not member.ids)
                )
            ]
        return rows[0] if len(rows) == 1 else None

    def namesakes(self, name: str) -> int:
        """Return how many people have a name, which may be as Canvas shortens it."""
        wanted = spellings(name)
        return sum(
            bool(wanted & spellings(member.name)) or letters(name) in _run_together(member)
            for member in self.members
        )

    def groups(self) -> dict[str, list[str]]:
        """Return the students of each group."""
        found: dict[str, list[str]] = {}
        for member in self.members:
            for group in member.groups:
                found.setdefault(group, []).append(member.student)
        return found


def _run_together(member: Member) -> set[str]:
    last, first = letters(member.last_name), letters(member.first_name)
    return {last + first, first + last} if last or first else set()


def read_people(course: Course) -> People:
    """Return the people of a course; raise `CourseError` for a list that makes no sense."""
    path = course.root / PEOPLE
    if not os.path.lexists(path):
        return People()
    members: dict[str, Member] = {}
    try:
        titles, rows = read_own_table(path, sure_text)
    except ValueError as error:
        raise CourseError(messages.PEOPLE_UNREADABLE.format(path=path, why=error)) from None
    if "student" not in titles:
        raise CourseError(messages.BAD_PEOPLE.format(path=path))
    for number, row in enumerate(rows, start=2):
        member = _member({key: row.get(key, "") for key in _HEADER})
        if member.student in members:
            names = {"path": path, "line": number, "student": member.student}
            raise CourseError(messages.TWICE_IN_PEOPLE.format(**names))
        if member.student:
            members[member.student] = member
    return People(members[student] for student in sorted(members))


def write_people(course: Course, people: People) -> None:
    """Write the list, whole or not at all."""
    path = course.root / PEOPLE
    with draft_of(path, PRIVATE) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for member in sorted(people.members, key=lambda m: m.student):
            ids = _BETWEEN.join(f"{kind}: {value}" for kind, value in sorted(member.ids.items()))
            names = (member.last_name, member.first_name, member.email)
            writer.writerow((member.student, *names, _BETWEEN.join(member.groups), ids))


def _member(row: dict[str, str]) -> Member:
    pairs = (pair.partition(": ") for pair in row["ids"].split(_BETWEEN) if ": " in pair)
    groups = tuple(filter(None, (group.strip() for group in row["groups"].split(";"))))
    student = folder_name(row["student"])
    ids = {kind.strip(): value.strip() for kind, _, value in pairs}
    return Member(student, row["first_name"], row["last_name"], row["email"], groups, ids)


def path_of(course: Course) -> Path:
    """Return where the list is."""
    return course.root / PEOPLE
