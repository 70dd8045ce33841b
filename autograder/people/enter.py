"""Enter the people of rosters into the course, each once, whatever they are called there."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nbgrader.api import Gradebook, Student

from autograder.course.find_notebook import is_noise
from autograder.course.folder import Course
from autograder.gradebook.marks import read_people as people_in_gradebook
from autograder.lms.names import folder_name, key_of, plain, words_meet
from autograder.lms.rosters.columns import is_participant
from autograder.lms.rosters.roster import Listed, Roster
from autograder.messages import all_of, listed
from autograder.people import messages
from autograder.people.kinds import Kind, is_called, usual_kind
from autograder.people.registry import CANVAS_ID, Member, People, path_of, write_people
from course_lib.language import counted, in_a_row

_SUREST = (
    "SIS User ID", "ID number", "Integration ID", CANVAS_ID, "Username", "SIS Login ID",
)  # fmt: skip
"""Kinds of IDs, those of the institution first."""
_LONGEST = 128
"""Characters that nbgrader's gradebook keeps of a name."""


@dataclass
class Entered:
    """What came of entering rosters."""

    people: People
    new: list[str] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    """What a roster calls somebody -> what the course does."""
    by_name: dict[str, str] = field(default_factory=dict)
    """Those of them who were recognized by their names only."""
    sentences: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def notices(self, course: Course) -> list[str]:
        """Return sentences about who was recognized, who was not, and who is in no roster."""
        found = []
        if self.others:
            students = listed([_is(*pair) for pair in self.others.items()])
            found.append(counted(messages.SAME_PEOPLE, len(self.others), students=students))
        if self.by_name:
            students = all_of([_is(*pair) for pair in self.by_name.items()])
            found.append(messages.BY_NAME.format(students=students, path=path_of(course)))
        return [*found, *dict.fromkeys(self.sentences)]

    def sentence(self) -> str:
        """Return how many people the course has now, and how many of them are new."""
        if not self.people.members:
            return messages.NOBODY_ENTERED
        new = counted(messages.NEW, len(self.new)) if self.new else messages.NOBODY_NEW
        return in_a_row(counted(messages.IN_COURSE, len(self.people.members)), new)

    def not_listed(self) -> list[str]:
        """Return a sentence that names the course's people who are in none of the rosters."""
        missing = [m.called for m in self.people.members if m.student not in self.seen]
        return [messages.NOT_LISTED.format(students=all_of(missing))] if missing else []


def _is(other: str, student: str) -> str:
    return messages.IS.format(other=other, student=student)


def enter(
    course: Course, gradebook: Gradebook, people: People, rosters: Sequence[tuple[str, Roster]]
) -> Entered:
    """Enter everybody in the rosters, which have names, into `people.csv` and the gradebook.

    Whoever the course already knows keeps the ID by which it does: by the list of people, by the
    gradebook, or by a folder in submitted/.
    """
    entered = Entered(People([*people.members, *_others(course, gradebook, people)]))
    groups: dict[str, dict[str, None]] = {}
    for name, roster in rosters:
        entered.sentences += roster.notices
        called: dict[str, dict[str, str]] = {}
        for row, member in _recognize(course, entered, name, roster.people()):
            entered.sentences += _renamed(member, row)
            _update(member, row)
            entered.seen.add(member.student)
            called.setdefault(member.student, {}).setdefault(_plain_name(row), _shown_name(row))
            if roster.has_groups:
                groups.setdefault(member.student, {}).update(dict.fromkeys(row.groups))
        entered.sentences += _several_names(name, entered.people, called)
    for member in entered.people.members:
        if member.student in groups:
            member.groups = tuple(groups[member.student])
    entered.people.members.sort(key=lambda member: member.student)
    known = People(member for member in entered.people.members if not member.anonymous)
    write_people(course, known)
    _to_gradebook(gradebook, known.members)
    return entered


def _several_names(
    roster: str, people: People, called: Mapping[str, Mapping[str, str]]
) -> Iterable[str]:
    """Yield a sentence for each student whose ID has several names in one roster."""
    for student, names in called.items():
        shown = [name for name in names.values() if name]
        if len(shown) > 1:
            words = {"roster": roster, "names": all_of(shown), "student": student}
            yield messages.ONE_ID.format(name=people.name_of(student), **words)


def _others(course: Course, gradebook: Gradebook, people: People) -> Iterable[Member]:
    """Yield whom the gradebook has, or a folder with work is named after, but not the list."""
    known = {member.student for member in people.members}
    for person in people_in_gradebook(gradebook):
        if person.id not in known:
            known.add(person.id)
            yield Member(person.id, person.first_name, person.last_name, person.email)
    if course.submitted.is_dir():
        folders = sorted(e.name for e in course.submitted.iterdir() if e.is_dir())
        for name in folders:
            if unicodedata.normalize("NFC", name) not in known and not is_noise(name):
                yield Member(name, anonymous=is_participant(name))


def _recognize(
    course: Course, entered: Entered, name: str, rows: list[Listed]
) -> Iterable[tuple[Listed, Member]]:
    """Yield each row with its person, who may be new; surer signs come first."""
    namesakes = Counter(_plain_name(row) for row in rows)
    found: dict[int, Member] = {}
    for sign in (_by_id, _by_login, _by_name):
        taken = {id(member) for member in found.values()} if sign is not _by_id else set()
        now: dict[int, Member] = {}
        for place, row in enumerate(rows):
            if place in found or (sign is _by_name and namesakes[_plain_name(row)] > 1):
                continue
            several = [
                member
                for member in entered.people.members
                if id(member) not in taken and sign(row, member) and not _differ(row, member)
            ]
            if sign is _by_id and len(several) > 1:
                several = [_one_of(entered, name, row, several)]
            if len(several) == 1:
                now[place] = several[0]
        times = Counter(map(id, now.values()))
        for place, member in now.items():
            if sign is _by_id or times[id(member)] == 1:
                found[place] = member
                _note(entered, rows[place], member, sign is _by_name)
    pairs = ((rows[place], member) for place, member in found.items())
    kind = usual_kind(pairs, entered.people.members)
    known_before, otherwise, unclear = bool(found), [], []
    for place, row in enumerate(rows):
        known = found.get(place) or _new(entered, row, found.values(), kind)
        if known is None:
            unclear.append(_shown(row))
            continue
        if place not in found and not known.anonymous and not is_called(kind, row, known):
            otherwise.append(known.student)
        found[place] = known
        yield row, known
    if otherwise and known_before:
        words = {"students": all_of([*dict.fromkeys(otherwise)]), "roster": name}
        entered.sentences.append(messages.OTHER_KIND.format(**words))
    if unclear:
        names = {"students": all_of(unclear), "roster": name, "path": path_of(course)}
        entered.sentences.append(messages.UNCLEAR.format(**names))


def _by_id(row: Listed, member: Member) -> bool:
    """Return whether they share an ID; Canvas's own is a number that may be another's elsewhere."""
    for kind, value in (*row.ids.items(), ("", row.email)):
        forms = {key_of(value), key_of(folder_name(value))} - {""}
        own = {"": member.email, **member.ids}
        if any(key_of(v) in forms and (CANVAS_ID in (k, kind)) <= (k == kind)
               for k, v in own.items()):  # fmt: skip
            return True
        if key_of(member.student) in forms and (kind != CANVAS_ID or not member.ids):
            return True
    return False


def _by_login(row: Listed, member: Member) -> bool:
    """Return whether one's e-mail address begins with the other's ID, and no name says no."""
    ours = {key.split("@")[0] for key in member.keys}
    theirs = {key.casefold().split("@")[0] for key in (*row.ids.values(), row.email) if key}
    mails = any("@" in key for key in (*member.keys, *row.ids.values(), row.email))
    names = {plain(member.name), _plain_name(row)} - {""}
    return mails and bool(ours & theirs) and len(names) < 2


def _by_name(row: Listed, member: Member) -> bool:
    """Return whether they have one name, and not two e-mail addresses."""
    mails = {mail.casefold() for mail in (row.email, member.email) if mail}
    names = (plain(member.name), _folder(member))
    return bool(_plain_name(row)) and _plain_name(row) in names and len(mails) < 2


def _folder(member: Member) -> str:
    """Return the name that a folder has from a ZIP without a roster."""
    return "" if member.name or member.ids else plain(member.student)


def _differ(row: Listed, member: Member) -> bool:
    """Return whether they have two IDs of one kind; the surest kind that both have decides.

    An LMS may give somebody another number of its own, and a login changes with a name. A table of
    one's own may have what the course calls people, in the place of an ID.
    """
    if row.student == member.student and words_meet(_plain_name(row), plain(member.name)):
        return False
    kind = next((kind for kind in _SUREST if kind in row.ids and kind in member.ids), None)
    return kind is not None and row.ids[kind].casefold() != member.ids[kind].casefold()


def _one_of(entered: Entered, roster: str, row: Listed, several: list[Member]) -> Member:
    """Return which of several that are one person the course goes on with, and say so."""
    ours = folder_name(row.student)
    best = next((member for member in several if member.student == ours), several[0])
    students = all_of([member.student for member in several])
    words = {"students": students, "roster": roster, "student": best.student}
    entered.sentences.append(messages.TWO_IDENTITIES.format(**words))
    return best


def _note(entered: Entered, row: Listed, member: Member, by_name: bool) -> None:
    ours = folder_name(row.student)
    if ours != member.student:
        entered.others[ours] = member.student
    if by_name:
        entered.by_name[ours] = member.student


def _new(
    entered: Entered, row: Listed, found: Iterable[Member], kind: Kind | None
) -> Member | None:
    """Enter a new person, or return None if it may be somebody whom the course already has.

    A roster may have several rows of one person, such as one for each group. The ID is of the
    kind by which the course calls the roster's other people, if it has one.
    """
    new = (m for m in found if m.student in entered.new and _by_id(row, m) and not _differ(row, m))
    again = next(new, None)
    if again is not None:
        return again
    known = {id(member) for member in found}
    same = [
        member
        for member in entered.people.members
        if id(member) not in known and _by_name(row, member) and not _differ(row, member)
    ]
    if any(member.ids for member in same):
        return None
    for member in same:
        words = {"name": _shown_name(row), "student": member.student}
        sentence = messages.UNCLEAR_FOLDER.format(**words)
        entered.sentences += [sentence] if sentence not in entered.sentences else []
    student = kind.of(row) if kind else ""
    if not student or entered.people.of(student):
        student = folder_name(row.student)
    if not student or entered.people.of(student):
        return None
    absent = [
        one.student
        for one in entered.people.members
        if id(one) not in known and one.name and plain(one.name) == _plain_name(row)
    ]
    if absent:
        words = {"name": _shown(row), "students": all_of(absent)}
        entered.sentences.append(messages.NAMESAKE.format(**words))
    member = Member(student, anonymous=not (row.ids or _shown_name(row)))
    entered.people.members.append(member)
    if not member.anonymous:
        entered.new.append(student)
    return member


def _renamed(member: Member, row: Listed) -> Iterable[str]:
    """Yield a sentence if a row calls somebody otherwise than the course did."""
    if not words_meet(_plain_name(row), plain(member.name)):
        yield messages.RENAMED.format(called=member.called, name=_shown_name(row))


def _update(member: Member, row: Listed) -> None:
    """Take over what a row says; a name in two columns is surer than one that had to be split."""
    is_new = not member.name or not words_meet(_plain_name(row), plain(member.name))
    if (row.first_name or row.last_name) and (not row.full_name or is_new):
        member.first_name, member.last_name = _clean(row.first_name), _clean(row.last_name)
    member.email = _clean(row.email) or member.email
    member.ids |= {
        kind: _clean(value)
        for kind, value in row.ids.items()
        if kind not in member.ids or value != member.student
    }
    if row.participant:
        member.participants.add(row.participant)


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:_LONGEST]


def _plain_name(row: Listed) -> str:
    return plain(_shown_name(row))


def _shown_name(row: Listed) -> str:
    return " ".join(filter(None, (row.first_name, row.last_name)))


def _shown(row: Listed) -> str:
    return f"{_shown_name(row)} ({row.student})"


def _to_gradebook(gradebook: Gradebook, members: Iterable[Member]) -> None:
    """Write names and e-mail addresses; nbgrader's own method would commit for each student."""
    known = {student.id: student for student in gradebook.db.query(Student)}
    for member in members:
        student = known.get(member.student) or Student(id=member.student)
        student.first_name = member.first_name or student.first_name
        student.last_name = member.last_name or student.last_name
        student.email = member.email or student.email
        gradebook.db.add(student)
    gradebook.db.commit()
