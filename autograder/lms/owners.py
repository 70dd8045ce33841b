"""Tell whose each file in a ZIP is: one student's, or that of all members of a group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from autograder.lms import messages, names
from autograder.lms.archive import shown
from autograder.lms.directory import Directory
from autograder.lms.names import Upload, letters, may_be_one
from autograder.lms.rosters.columns import ANONYMOUS, is_anonymous
from autograder.lms.rosters.roster import CANVAS, MOODLE

_NO_PERSONS = re.compile(r"\d|\b[^\W_]$")
"""What a group's name has and no first part of a person's: a number, or a letter at the end."""
_TEST_STUDENT = ("studenttest", "teststudent")


@dataclass(frozen=True)
class Owned:
    """Whose a file is: nobody's if `why` ends the sentence that says why it is left out."""

    students: tuple[str, ...] = ()
    group: str = ""
    why: str = ""
    stranger: bool = False
    """Whether nobody entered the student, of whom only the number is known."""


def owners(
    uploads: Sequence[Upload], directory: Directory | None, in_groups: bool = False
) -> Iterator[Owned]:
    """Yield of each file whose it is.

    Canvas gives its own ID; Moodle gives a name, and a number that is valid for one assignment.
    With `in_groups`, a file is the whole group's.
    """
    known = dict(enumerate(_single_owners(uploads, directory, in_groups)))
    memberships = {} if directory is None else _memberships(directory)
    groups = {} if directory is None else directory.groups()
    by_letters = _by_letters(groups)
    for place, upload in enumerate(uploads):
        owned = known[place]
        called = (by_letters.get(letters(name), []) for name in (upload.name, *upload.keys))
        alike = next(filter(None, called), [])
        if owned.why and len(alike) > 1:
            words = {"name": shown(upload.name), "groups": ", ".join(map(shown, alike))}
            yield Owned(why=messages.GROUPS_ALIKE.format(**words))
        elif owned.why and alike and not in_groups:
            yield Owned(why=messages.OF_A_GROUP.format(name=shown(upload.name)))
        elif owned.why and alike:
            yield Owned(tuple(groups[alike[0]]), alike[0])
        elif owned.why or not in_groups or directory is None:
            yield owned
        else:
            yield _whole_group(owned, upload, directory, memberships)


def _by_letters(groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the groups by what an LMS may leave of their names.

    Where students name groups, two may look alike on purpose: then neither gets what is handed in
    under this name.
    """
    found: dict[str, list[str]] = {}
    for group in groups:
        if letters(group):
            found.setdefault(letters(group), []).append(group)
    return found


def _memberships(directory: Directory) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for group, students in directory.groups().items():
        for student in students:
            found.setdefault(student, []).append(group)
    return found


def _whole_group(
    owned: Owned, upload: Upload, directory: Directory, memberships: dict[str, list[str]]
) -> Owned:
    """Return the group of a file's student; the file may bear its name, before the student's."""
    [student] = owned.students
    groups = memberships.get(student, [])
    if len(groups) > 1:
        named = [group for group in groups if letters(upload.name).startswith(letters(group))]
        groups = named if len(named) == 1 else groups
    if len(groups) > 1:
        words = {"student": student, "groups": ", ".join(map(shown, groups))}
        return Owned(why=messages.IN_SEVERAL_GROUPS.format(**words))
    if not groups:
        return owned
    return Owned(tuple(directory.groups()[groups[0]]), groups[0])


def _single_owners(
    uploads: Sequence[Upload], directory: Directory | None, in_groups: bool
) -> Iterator[Owned]:
    numbers: dict[str, set[str]] = {}
    called: dict[str, set[str]] = {}
    for upload in uploads:
        numbers.setdefault(names.folder_name(upload.name), set()).add(upload.number)
        called.setdefault(upload.number, set()).add(names.plain(upload.name))
    by_name = {} if directory is None else _rows_by_name(uploads, directory, in_groups)
    by_key = _by_key(uploads, directory)
    of_canvas = _of_canvas(uploads, directory)
    for upload in uploads:
        if len(called[upload.number]) > 1:
            yield Owned(why=messages.SAME_NUMBER.format(number=upload.number))
        elif upload.lms == CANVAS:
            yield of_canvas[upload.number]
        elif upload.keys:
            yield by_key[upload.number]
        elif directory is not None:
            several = len(numbers[names.folder_name(upload.name)]) > 1
            yield _of_participant(upload, directory, by_name.get(upload.number), several)
        elif is_anonymous(upload.name):
            yield Owned((names.folder_name(f"{ANONYMOUS} {upload.number}"),))
        elif len(numbers[names.folder_name(upload.name)]) > 1:
            yield Owned(why=messages.SAME_NAME.format(name=shown(upload.name)))
        else:
            student = names.folder_name(upload.name)
            yield Owned((student,)) if student else Owned(why=messages.NO_NAME)


def _of_participant(
    upload: Upload, directory: Directory, named_row: int | None, several: bool
) -> Owned:
    """Return whose a file is by its participant number or, if no row has that, by its name.

    `several` says that the name comes with other numbers too.
    """
    row = directory.find([f"{ANONYMOUS} {upload.number}"])
    if row is None:
        if several and directory.find([], [upload.name]) is not None:
            return Owned(why=messages.SEVERAL_NUMBERS.format(name=shown(upload.name)))
        return _in_row(named_row, upload, directory)
    if is_anonymous(upload.name) or may_be_one(upload.name, directory.name(row)):
        return _in_row(row, upload, directory)
    words = {"number": upload.number, "name": shown(upload.name)}
    other = shown(directory.name(row))
    return Owned(why=messages.OTHER_PARTICIPANT.format(other=other, **words))


def _of_canvas(uploads: Sequence[Upload], directory: Directory | None) -> dict[str, Owned]:
    """Return whose each of Canvas's own numbers is: somebody's of the course, or a stranger's.

    A number may also be what the course calls another person, and then is nobody's.
    """
    rows = () if directory is None else range(len(directory.rows))
    known = {directory.student(row): row for row in rows} if directory else {}
    found: dict[str, Owned] = {}
    for upload in (one for one in uploads if one.lms == CANVAS):
        row = None if directory is None else directory.find_canvas(upload.number, upload.name)
        if row is None and is_test_student(upload, directory):
            found[upload.number] = Owned(why=messages.TEST_STUDENT)
        elif directory is None or row is not None:
            student = upload.number if directory is None else directory.student(row or 0)
            found[upload.number] = Owned((names.folder_name(student),))
        elif upload.number in known:
            words = {"number": upload.number, "name": shown(upload.name or upload.number)}
            other = directory.called(known[upload.number])
            found[upload.number] = Owned(why=messages.NUMBER_TAKEN.format(student=other, **words))
        elif directory.namesakes(upload.name) > 1:
            found[upload.number] = Owned(why=messages.SAME_NAME.format(name=shown(upload.name)))
        else:
            found[upload.number] = Owned((upload.number,), stranger=True)
    return _apart(found)


def is_test_student(upload: Upload, directory: Directory | None) -> bool:
    """Return whether a file is of Canvas's *Student View*, and nobody in the course is called so.

    Canvas runs the parts of names together, in either order.
    """
    is_called_so = letters(upload.name) in _TEST_STUDENT and upload.lms == CANVAS
    known = directory is not None and directory.namesakes(upload.name) > 0
    return is_called_so and not known


def _by_key(uploads: Sequence[Upload], directory: Directory | None) -> dict[str, Owned]:
    """Return whose each number is, by what may be the person's ID in the institution.

    The longest is tried first: the others are parts of it. A name counts only where the course
    knows no other login, and takes nothing from somebody whose ID is there.
    """
    found: dict[str, Owned] = {}
    by_name: dict[str, Owned] = {}
    for upload in uploads:
        if not upload.keys or upload.number in (*found, *by_name):
            continue
        if directory is None:
            student = names.folder_name(upload.keys[-1])
            found[upload.number] = Owned((student,)) if student else Owned(why=messages.NO_NAME)
            continue
        rows = (directory.find([key]) for key in upload.keys)
        row = next((row for row in rows if row is not None), None)
        known = row is not None or upload.name in upload.keys
        row = directory.find([], [upload.name]) if row is None else row
        owned = _in_row(row, upload, directory)
        if row is not None and not known and directory.login(row):
            other = shown(directory.called(row))
            owned = Owned(why=messages.OTHER_LOGIN.format(student=other))
        (found if known else by_name)[upload.number] = owned
    sure = {owned.students for owned in found.values()}
    apart = _apart(found | by_name)
    return apart | {n: one for n, one in _apart(found).items() if one.students in sure}


def _apart(found: dict[str, Owned]) -> dict[str, Owned]:
    """Return whose each number is, with nothing for those of whom several would be one student."""
    times = Counter(student for owned in found.values() for student in owned.students)
    twice = {n: s for n, owned in found.items() for s in owned.students if times[s] > 1}
    return found | {n: Owned(why=messages.TWO_AS_ONE.format(student=s)) for n, s in twice.items()}


def _in_row(row: int | None, upload: Upload, directory: Directory) -> Owned:
    if row is None:
        sentence = _why_in_no_row(upload, directory)
        return Owned(why=sentence.format(name=shown(upload.name), number=shown(upload.number)))
    student = names.folder_name(directory.student(row))
    return Owned((student,)) if student else Owned(why=messages.NO_NAME)


def _why_in_no_row(upload: Upload, directory: Directory) -> str:
    if directory.namesakes(upload.name) > 1:
        return messages.SAME_NAME
    if upload.lms == MOODLE and is_anonymous(upload.name):
        return messages.HANDED_IN_BLIND
    is_persons = upload.lms != MOODLE or not _NO_PERSONS.search(upload.name)
    return messages.NOT_IN_ROSTER if is_persons else messages.NO_PERSON_IN_ROSTER


def _rows_by_name(
    uploads: Sequence[Upload], directory: Directory, in_groups: bool
) -> dict[str, int]:
    """Return the row of each number whose name is a student's, in Moodle or Brightspace.

    In Moodle, a group's name may come first, with a dash behind it: any with `in_groups`, else one
    that is known, that all names begin with, or that cannot be a part of a person's. A row that is
    somebody's whole name, or the end of the names of several people, is nobody else's.
    """
    named = [one for one in uploads if one.lms != CANVAS and not one.keys]
    groups = {letters(group) for group in directory.groups()}
    groups |= _common_beginnings([one.name for one in named])
    whole: dict[int, set[str]] = {}
    ends: dict[int, set[str]] = {}
    for upload in named:
        row = directory.find([], [upload.name])
        if row is not None:
            whole.setdefault(row, set()).add(upload.number)
            continue
        parts = upload.name.split("-") if upload.lms == MOODLE else []
        found = (
            directory.find([], ["-".join(parts[n:])])
            for n in range(1, len(parts))
            if in_groups
            or letters("".join(parts[:n])) in groups
            or _NO_PERSONS.search("-".join(parts[:n]))
        )
        row = next((row for row in found if row is not None), None)
        if row is not None:
            ends.setdefault(row, set()).add(upload.number)
    rows = {row: whole.get(row) or ends[row] for row in whole.keys() | ends.keys()}
    return {number: row for row, several in rows.items() if len(several) == 1 for number in several}


def _common_beginnings(called: Sequence[str]) -> set[str]:
    """Return with what all of several names begin, before a dash: Moodle's name of the group."""
    parts = [name.split("-") for name in {*called}]
    same = takewhile(lambda column: len({*column}) == 1, zip(*parts, strict=False))
    return {*accumulate(letters(column[0]) for column in same)} if len(parts) > 1 else set()
