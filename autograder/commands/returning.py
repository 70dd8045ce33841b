"""Return feedback for `course feedback`: as a ZIP for the LMS, or as e-mail drafts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from autograder.course.folder import Course
from autograder.course.traces import MAILS
from autograder.errors import CourseError
from autograder.messages import listed
from autograder.progress import say
from autograder.returning import messages
from course_lib.language import counted

if TYPE_CHECKING:
    from autograder.gradebook.marks import Person
    from autograder.returning.pages import Page


class Lms(StrEnum):
    """The LMS whose bulk upload takes the ZIP."""

    moodle = "moodle"
    canvas = "canvas"


def require_a_way(lms: Lms | None, mail: bool, changed: bool) -> None:
    """Raise `CourseError` if it is said what to return, but not how."""
    if changed and not (lms or mail):
        raise CourseError(messages.CHANGED_OF_WHAT)


def return_feedback(
    course: Course,
    written: Sequence[tuple[str, str]],
    lms: Lms | None,
    mail: bool,
    changed: bool,
) -> None:
    """Pack the pages of (assignment, student), or write drafts, and say what to do with them."""
    if not (lms or mail):
        return
    from autograder.gradebook.database import open_gradebook
    from autograder.gradebook.marks import read_people
    from autograder.returning.pages import Returned, pages_of

    with open_gradebook(course) as gradebook:
        people = {person.id: person for person in read_people(gradebook)}
    for assignment in dict.fromkeys(assignment for assignment, _ in written):
        pages = pages_of(course, assignment, (s for name, s in written if name == assignment))
        for way in filter(None, (lms, MAILS if mail else None)):
            returned = Returned(course, str(way))
            wanted = returned.changed(pages) if changed else pages
            if not wanted:
                say(messages.NOTHING_NEW.format(assignment=assignment))
                continue
            send = _mail if way == MAILS else _zip
            without = send(course, assignment, wanted, people, str(way))
            returned.note(page for page in wanted if page not in without)


def _zip(
    course: Course, assignment: str, pages: Sequence[Page], people: dict[str, Person], lms: str
) -> list[Page]:
    from autograder.lms.rosters.roster import CANVAS, LMS_NAMES
    from autograder.returning.notebooks import feedback_notebook
    from autograder.returning.zips import pack

    def content(page: Page) -> bytes:
        return feedback_notebook(course, page) if lms == CANVAS else page.path.read_bytes()

    path = course.root / f"feedback-{assignment}-{lms}.zip"
    packed = pack(pages, lms, path, content)
    left_out = {messages.UNKNOWN_NAME: packed.unknown, messages.UNCLEAR_NAME: packed.unclear}
    for sentence, without in left_out.items():
        if without:
            words = {"lms": LMS_NAMES[lms], "students": _called(without, people)}
            say(sentence.format(assignment=assignment, **words))
    if packed.count:
        say(messages.PACKED[lms].format(path=path, count=packed.count))
    return [*packed.unknown, *packed.unclear]


def _mail(
    course: Course, assignment: str, pages: Sequence[Page], people: dict[str, Person], _: str
) -> list[Page]:
    from autograder.notebook.titles import read_titles
    from autograder.returning.mails import write_mails

    def title() -> str:
        return read_titles(course.source(assignment), assignment, []).assignment

    folder = course.root / MAILS / assignment
    without = write_mails(pages, people, title, folder)
    if without:
        students = _called(without, people)
        say(messages.NO_ADDRESS.format(assignment=assignment, students=students))
    if len(pages) > len(without):
        say(counted(messages.MAILED, len(pages) - len(without), path=folder))
    return without


def _called(pages: Sequence[Page], people: dict[str, Person]) -> str:
    called = {student: person.called for student, person in people.items()}
    return listed([called.get(page.student, page.student) for page in pages])
