"""Remove a student from the course: everything of theirs that it holds, and tell what is left."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import text

from autograder.course.folder import Course
from autograder.course.traces import FINGERPRINTS, MAILS, RETURNED, Trace, traces
from autograder.course.upload_note import UPLOAD, read_note
from autograder.errors import CourseError
from autograder.gradebook.forgiven import NAME as FORGIVEN
from autograder.gradebook.late_penalties import EXTENSIONS
from autograder.grading.again import NOTE as GRADING_AGAIN
from autograder.lms.names import folder_name, letters
from autograder.people import messages
from autograder.people.clean_tables import without_rows_of
from autograder.people.registry import Member, People, write_people
from autograder.review.private_pages import FOLDER as PRIVATE
from autograder.review.private_pages import whose
from autograder.visible import in_one_line
from autograder.whole_file import write_whole

_MADE_AGAIN = ("report/index.html", "feedback-*.zip")
"""What holds several students' data, and can be made again without this one's."""
_WORK = ("submitted_directory", "autograded_directory", "feedback_directory")


def find_student(course: Course, gradebook: Gradebook, people: People, given: str) -> Member:
    """Return whom an ID or an e-mail address means; raise `CourseError` if it is nobody's."""
    row = people.find([given])
    if row is not None:
        return people.members[row]
    try:
        known = gradebook.find_student(given)
        return Member(known.id, known.first_name or "", known.last_name or "", known.email or "")
    except MissingEntry:
        pass
    # never a path: `..` is a folder too
    if given == folder_name(given) and given and any(_folders(course, given)):
        return Member(given)
    raise CourseError(messages.NO_STUDENT.format(student=given))


def remove_student(
    course: Course, gradebook: Gradebook, people: People, member: Member
) -> Iterator[str]:
    """Remove everything of a student's that the course holds; yield a sentence for each part."""
    student = member.student
    group, unnamed = _leave_groups(course, member)
    own = [*_folders(course, student), *_of_instructors(course, student)]
    own += course.root.glob(f"{MAILS}/*/{_glob(student)}.eml")
    again = [path for pattern in _MADE_AGAIN for path in course.root.glob(pattern)]
    again += [path for one in group for path in _pages_of_group(course, *one)]
    yield from _each(messages.FOLDER_MADE_AGAIN, messages.MADE_AGAIN, course, again)
    yield from _each(messages.REMOVED_FOLDER, messages.REMOVED_FILE, course, own)
    # in these, students are keys, alone or behind an assignment
    feedback = course.root / str(course.directory.feedback_directory)
    for note in (course.root / FORGIVEN, feedback / RETURNED, feedback / FINGERPRINTS):
        _forget_in_json(note, student)
    _forget_in_lines(course.root / GRADING_AGAIN, student)
    tables = [course.root / EXTENSIONS, *traces(course, Trace.export)]
    cleaned = [path for path in tables if without_rows_of(path, member)]
    yield from (messages.CLEANED.format(path=in_one_line(str(path))) for path in cleaned)
    # These come last: if it is stopped before, the student is still found.
    try:
        gradebook.remove_student(student)
        yield messages.REMOVED_FROM_GRADEBOOK
    except MissingEntry:
        pass
    _shrink(gradebook)
    if people.of(student):
        write_people(course, People(m for m in people.members if m.student != student))
    if group:
        assignments = " ".join(sorted({assignment for assignment, _ in group}))
        yield messages.GROUP_PAGES.format(assignments=assignments)
    if unnamed:
        yield messages.UPLOAD_FORGOTTEN.format(assignments=", ".join(unnamed))


def out_of_reach(course: Course) -> list[str]:
    """Return sentences about where else the student's data may be."""
    read = [*traces(course, Trace.zip), *traces(course, Trace.roster)]
    log = course.root / ".nbgrader.log"
    read += [log] if log.exists() else []
    paths = ", ".join(in_one_line(str(path)) for path in read)
    return [*([messages.STILL_IN.format(paths=paths)] if read else []), messages.OUT_OF_REACH]


def _folders(course: Course, student: str) -> list[Path]:
    tops = (course.root / str(getattr(course.directory, step)) for step in _WORK)
    return [top / student for top in tops if (top / student).is_dir()]


def _of_instructors(course: Course, student: str) -> list[Path]:
    """Return the pages and copies of notebooks that instructors made of a student's work."""
    return [path for path in course.root.glob(f"{PRIVATE}/*") if whose(path)[0] == student]


def _pages_of_group(course: Course, assignment: str, other: str) -> Iterator[Path]:
    """Yield what names all members of a group, and was made for another of them."""
    folder = course.path(course.directory.feedback_directory, other, assignment)
    draft = course.root / MAILS / assignment / f"{other}.eml"
    private = [p for p in course.root.glob(f"{PRIVATE}/*") if whose(p) == (other, assignment)]
    yield from (path for path in (folder, draft, *private) if path.exists())


def _each(of_folder: str, of_file: str, course: Course, paths: list[Path]) -> Iterator[str]:
    """Delete folders and files; yield a sentence for each."""
    for path in paths:
        is_folder = path.is_dir()
        try:
            shutil.rmtree(path) if is_folder and not path.is_symlink() else path.unlink()
        except OSError as error:
            error.filename = str(path)  # of a file in a folder it is only the name
            raise
        shown = path.relative_to(course.root) if path.is_relative_to(course.root) else path
        sentence = of_folder if is_folder else of_file
        yield sentence.format(path=in_one_line(str(shown)))


def _glob(name: str) -> str:
    """Return a name for a pattern; names of folders have no other special characters."""
    return name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")


def _leave_groups(course: Course, member: Member) -> tuple[list[tuple[str, str]], list[str]]:
    """Take the student out of what groups handed in; return the (assignment, other) of each.

    Returns also the assignments for which what the LMS called the file named the student.
    """
    left, unnamed = [], []
    for own in sorted((course.submitted / member.student).glob(f"*/{UPLOAD}")):
        note, assignment = read_note(own.parent), own.parent.name
        if note is None:
            continue
        name = "" if _names(note.name, member) else note.name
        others = tuple(m for m in note.members if m != member.student)
        for other in others:
            path = course.submitted / other / assignment / UPLOAD
            theirs = read_note(path.parent)
            if theirs == note:
                write_whole(path, replace(theirs, name=name, members=others).to_bytes())
                left.append((assignment, other))
        if others and not name:
            unnamed.append(assignment)
    return left, unnamed


def _names(path: str, member: Member) -> bool:
    """Return whether a path in an LMS's ZIP has a student's name or an ID."""
    first, last = letters(member.first_name), letters(member.last_name)
    run_together = letters(path)
    return bool(member.keys & {*re.split("[_/ ]", path.casefold())}) or any(
        name and name in run_together for name in (first and last and first + last, last + first)
    )


def _shrink(gradebook: Gradebook) -> None:
    """Make SQLite forget the deleted rows, which otherwise stay in its file until overwritten."""
    if gradebook.engine.dialect.name == "sqlite":
        gradebook.db.commit()
        with gradebook.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as link:
            link.execute(text("VACUUM"))


def _forget_in_json(path: Path, student: str) -> None:
    try:
        before = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return
    after = _without(before, student)
    if after != before:
        write_whole(path, json.dumps(after, indent=1, ensure_ascii=False) + "\n")


def _without(data: Any, student: str) -> Any:
    if isinstance(data, dict):
        kept = {k: v for k, v in data.items() if k != student and not k.endswith(f"/{student}")}
        return {key: _without(value, student) for key, value in kept.items()}
    return data


def _forget_in_lines(path: Path, student: str) -> None:
    if path.is_file():
        lines = path.read_text("utf-8").split("\n")
        kept = [line for line in lines if json.dumps(student) not in line]
        if kept != lines:
            write_whole(path, "\n".join(kept))
