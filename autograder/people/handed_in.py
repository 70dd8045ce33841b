"""Say who handed in what, and who nothing."""

from __future__ import annotations

import unicodedata

from rich.markup import escape
from rich.table import Table

from autograder.course.find_notebook import is_noise
from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.lms.rosters.columns import is_participant
from autograder.messages import all_of
from autograder.people import messages
from autograder.people.registry import People, read_people
from autograder.visible import in_one_line


def handed_in(course: Course, people: People, assignment: str) -> list[str]:
    """Return a sentence that says how many have handed in an assignment, and names the others.

    There is none if nobody was entered: then nobody knows who is missing.
    """
    members = [member for member in people.members if not member.anonymous]
    if not members:
        return []
    there = {submitted.student for submitted in course.submissions(assignment)}
    missing = [member.called for member in members if member.student not in there]
    words = {"count": len(members) - len(missing), "of": len(members)}
    if not missing:
        return [messages.HANDED_IN.format(**words)]
    return [messages.HANDED_IN_NOT_BY.format(**words, students=all_of(missing))]


def strangers(course: Course) -> list[str]:
    """Return sentences about folders with work that are called like nobody in the course.

    There are none if nobody was entered: then a folder is all that is known of anybody.
    """
    people = read_people(course)
    if not people.members or not course.submitted.is_dir():
        return []
    known = {member.student for member in people.members}
    folders = sorted(entry.name for entry in course.submitted.iterdir() if entry.is_dir())
    swapped = {*course.assignments()}  # of these, another sentence is said
    odd = {f: people.find([f]) for f in folders if f not in known | swapped and not is_noise(f)}
    others = {f: people.student(row) for f, row in odd.items() if row is not None}
    unknown = [name for name, row in odd.items() if row is None and not is_participant(name)]
    sentences = []
    if others:
        pairs = [_is(folder, student) for folder, student in others.items()]
        words = {"students": all_of(pairs), "folder": course.submitted}
        sentences.append(messages.OTHER_NAMES.format(**words))
    if unknown:
        sentences.append(messages.NOT_ENTERED.format(students=all_of(unknown)))
    return sentences


def _is(folder: str, student: str) -> str:
    same = unicodedata.normalize("NFC", folder) == unicodedata.normalize("NFC", student)
    form = messages.IS_IN_OTHER_SIGNS if same else messages.IS
    return form.format(other=folder, student=student)


def overview(course: Course, people: People) -> Table:
    """Return a table of everybody; raise `CourseError` if there is nobody."""
    if not people.members:
        raise CourseError(messages.NOBODY)
    work: dict[str, list[str]] = {}
    if course.submitted.is_dir():
        for assignment in course.assignments():
            for submitted in course.submissions(assignment):
                work.setdefault(submitted.student, []).append(assignment)
    table = Table(*messages.HEADER)
    for member in people.members:
        handed = ", ".join(work.get(member.student, [])) or "-"
        groups = ", ".join(member.groups)
        cells = (member.student, member.name, member.email, groups, handed)
        table.add_row(*(escape(in_one_line(cell)) for cell in cells))
    return table
