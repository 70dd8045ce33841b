"""Say who handed in what, and who nothing."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.messages import listed
from autograder.people import messages
from autograder.people.registry import People
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
    return [messages.HANDED_IN_NOT_BY.format(**words, students=listed(missing))]


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
