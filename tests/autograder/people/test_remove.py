"""`course remove` deletes all of a student's, nothing of another's, and says what is left."""

from __future__ import annotations

import csv
import errno
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
from fake_class import ASSIGNMENT, FakeClass, right_work
from lms_files import Done, course
from nbgrader.api import Gradebook

from autograder.course.folder import CONFIG, Course
from autograder.course.traces import Trace, note_trace
from autograder.course.upload_note import UPLOAD, UploadNote, read_note
from autograder.gradebook.marks import read_people, read_submissions
from autograder.people.clean_tables import without_rows_of
from autograder.people.registry import Member

GONE, STAYS = "s1", "s10"
SECRET_NAME = "Anastasia"


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course in which every place holds something of both students."""
    root = tmp_path / "course"
    put(root / CONFIG, "c = get_config()\n")
    FakeClass(root).write({GONE: right_work(), STAYS: right_work()})
    with Gradebook(Course(root).db_url) as gradebook:
        gradebook.update_or_create_student(GONE, first_name=SECRET_NAME)
        comment = gradebook.find_comment("reflection", ASSIGNMENT, ASSIGNMENT, GONE)
        comment.manual_comment = SECRET_NAME * 10_000
        gradebook.db.commit()
    note = UploadNote(f"{SECRET_NAME} Ax_9_assignsubmission_file/adam.ipynb", (GONE, STAYS))
    for student in (GONE, STAYS):
        put(root / "submitted" / student / ASSIGNMENT / "adam.ipynb", student)
        (root / "submitted" / student / ASSIGNMENT / UPLOAD).write_bytes(note.to_bytes())
        put(root / "feedback" / student / ASSIGNMENT / "adam.html", SECRET_NAME)
        put(root / "feedback" / student / "ewa" / "ewa.html", student)
        for kind in ("why", "interview"):
            put(root / "instructor" / f"{kind}-{student}-adam.html", SECRET_NAME)
            put(root / "instructor" / f"{kind}-{student}-ewa.html", student)
        put(root / "instructor" / f"open-{student}-ewa" / "ewa.ipynb", student)
        put(root / "mails" / ASSIGNMENT / f"{student}.eml", SECRET_NAME)
        put(root / "mails" / "ewa" / f"{student}.eml", student)
    put(root / "instructor" / f"why-{STAYS}-{GONE}-ewa.html", "the page of one more student")
    put(
        root / "people.csv",
        "student,last_name,first_name,email,groups,ids\n"
        f"{GONE},Ax,{SECRET_NAME},a@uni.edu,,ID: 11\n{STAYS},By,Bo,b@uni.edu,,ID: 12\n",
    )
    put(root / "extensions.csv", f"student,assignment,until\n{GONE},adam,x\n{STAYS},adam,x\n")
    put(root / "report" / "index.html", GONE)
    by_hand = {GONE: [1.0, False], STAYS: [2.0, False]}
    put(root / "forgiven.json", json.dumps({"adam": {"check": {"by_hand": by_hand}}}))
    put(root / "feedback" / ".returned.json", json.dumps({"mails": {f"adam/{GONE}": "x"}}))
    put(root / "feedback" / ".fingerprints.json", json.dumps({f"adam/{GONE}": ["x", "y"]}))
    put(root / ".grading_again", f'["todo", "{GONE}", "adam"]\n["todo", "{STAYS}", "adam"]')
    with zipfile.ZipFile(root / "feedback-adam-moodle.zip", "w") as archive:
        archive.writestr("x", GONE)
    rows = f'Student,ID,Section,adam\n"Ax, {SECRET_NAME}",11,,3\n"By, Bo",12,,11\n'
    exported = put(tmp_path / "for-canvas.csv", rows)
    note_trace(Course(root), Trace.export, exported)
    note_trace(Course(root), Trace.zip, put(tmp_path / "download.zip", "x"))
    return root


Remove = Callable[..., Done]


@pytest.fixture
def remove(root: Path, capsys: pytest.CaptureFixture[str]) -> Remove:
    return lambda *words: course(capsys, root, "remove", *words)


@pytest.mark.parametrize("given", [GONE, "A@uni.edu", "11"])
def test_nothing_of_theirs_is_left_and_everything_of_the_others(
    root: Path, remove: Remove, given: str
) -> None:
    before = {path for path in root.rglob("*") if STAYS in path.name or STAYS in path.parts}
    # what was made for a member of the same group names the student
    before -= {*root.glob(f"feedback/{STAYS}/adam"), *root.glob(f"feedback/{STAYS}/adam/*")}
    before -= {*root.glob(f"instructor/*-{STAYS}-adam*"), *root.glob(f"mails/adam/{STAYS}.eml")}
    done = remove(given, "--yes")
    assert done.code == 0, done.err
    for path in root.parent.rglob("*"):
        where = path.relative_to(root.parent).as_posix()
        assert not re.search(rf"\b{GONE}\b", where.replace(f"{STAYS}-{GONE}", "")), path
        if path.is_file():
            content = path.read_bytes()
            assert SECRET_NAME.encode() not in content, path
            assert not re.search(rf"\b{GONE}\b".encode(), content), path
    with closing(sqlite3.connect(root / "gradebook.db")) as database:
        [unused] = database.execute("PRAGMA freelist_count").fetchone()
    assert unused == 0, "pages of deleted rows may still hold them"
    assert before == {path for path in root.rglob("*") if STAYS in path.name or STAYS in path.parts}
    with Gradebook(Course(root).db_url) as gradebook:
        assert [person.id for person in read_people(gradebook)] == [STAYS]
        assert [*read_submissions(gradebook)] == [(STAYS, ASSIGNMENT)]
    with open(root.parent / "for-canvas.csv", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["Student", "By, Bo"]
    assert read_note(root / "submitted" / STAYS / ASSIGNMENT) == UploadNote("", (STAYS,))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Team 1_9_assignsubmission_file/adam.ipynb", True),
        ("Ax Anastasia_9_assignsubmission_file/adam.ipynb", False),
        ("team1_11_5_adam.ipynb", False),
        ("byanna_12_5_adam.ipynb", True),
    ],
)
def test_the_name_of_a_groups_file_is_kept_unless_it_names_the_student(
    root: Path, remove: Remove, name: str, kept: bool
) -> None:
    for student in (GONE, STAYS):
        note = UploadNote(name, (GONE, STAYS))
        (root / "submitted" / student / ASSIGNMENT / UPLOAD).write_bytes(note.to_bytes())
    done = remove(GONE, "--yes")
    left = read_note(root / "submitted" / STAYS / ASSIGNMENT)
    assert left == UploadNote(name if kept else "", (STAYS,))
    assert ("collect the LMS's newest zip" in done.out) != kept


def test_it_says_what_it_cannot_reach(root: Path, remove: Remove) -> None:
    done = remove(GONE, "--yes")
    assert "these may hold the student's data" in done.out
    assert f"of the student: {root.parent / 'download.zip'}." in done.out
    assert "Out of reach: your LMS" in done.out
    assert "Deleted report/index.html, which had others in it as well." in done.out
    assert "course feedback adam" in done.out, "the group's other page names the student"


@pytest.mark.parametrize("given", ["nobody", "..", "", "submitted", "s*"])
def test_nobody_is_removed_by_mistake(root: Path, remove: Remove, given: str) -> None:
    before = sorted(root.rglob("*"))
    done = remove(given, "--yes")
    assert done.code == 2
    assert "The course has no student" in done.err
    assert sorted({*root.rglob("*")} - {root / ".grading.lock"}) == sorted(
        {*before} - {root / ".grading.lock"}
    )


def test_it_asks_first(root: Path, remove: Remove, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert remove(GONE).code == 1
    assert (root / "submitted" / GONE).is_dir()


@pytest.mark.parametrize(
    ("titles", "row", "gone"),
    [
        ("assignment,student,score", "adam,s1,3", True),
        ("assignment,student,score", "adam,s10,1", False),
        ("Student,ID,Section,adam", '"Ax, Ana",,,3', True),
        ("Student,ID,Section,adam", '"Ax, Ana",12,,3', False),
        ("Student,ID,Section,adam", '"Married, Ana",11,,3', True),
        ("Student,ID,Section,adam", '"By, Bo",s1,,3', False),
        ("First name,Last name,ID number,adam", "Bo,By,s10,11", False),
        ("Identifier,Full name,Email address,Grade", "Participant 3,Ana Ax,a@uni.edu,3", True),
        ("Vorname,Nachname,ID-Nummer,adam", "'=Ana,Ax,s1,3", True),
    ],
)
def test_rows_are_known_by_ids_and_by_names_only_where_there_is_none(
    tmp_path: Path, titles: str, row: str, gone: bool
) -> None:
    path = put(tmp_path / "marks.csv", f"{titles}\n{row}\n")
    member = Member("s1", "Ana", "Ax", "a@uni.edu", ids={"ID": "11"})
    assert without_rows_of(path, member) == gone


def test_a_removal_that_was_stopped_can_be_finished(
    root: Path, remove: Remove, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        error = OSError(errno.ENOSPC, "No space left on device")
        full.setattr("autograder.people.remove._shrink", mock.Mock(side_effect=error))
        done = remove(GONE, "--yes")
    assert "To remove the rest, run `course remove` again." in done.err
    assert remove(GONE, "--yes").code == 0
    assert GONE not in (root / "people.csv").read_text("utf-8").split()
    assert not (root / "submitted" / GONE).exists()


def test_a_gradebook_that_fails_meanwhile_is_one_sentence(root: Path, remove: Remove) -> None:
    fail = "CREATE TRIGGER fail BEFORE DELETE ON grade BEGIN SELECT RAISE(FAIL, 'I/O error'); END"
    with closing(sqlite3.connect(root / "gradebook.db")) as database:
        database.execute(fail)
    done = remove(GONE, "--yes")
    assert done.code == 2
    assert "cannot be written: I/O error" in done.err
