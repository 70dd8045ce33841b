"""`course feedback --zip` and `--mail`: what Moodle, Canvas and an e-mail program make of it."""

from __future__ import annotations

import email
import email.policy
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_class import ASSIGNMENT, FakeClass, right_work
from lms_files import Done, course
from nbformat import reads, validate
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from autograder.course.folder import Course
from autograder.course.upload_note import UPLOAD, UploadNote, read_note
from autograder.gradebook.marks import Person
from autograder.returning.mails import write_mails
from autograder.returning.notebooks import _commented
from autograder.returning.pages import Page
from autograder.returning.zips import name_in_zip, pack
from course_lib import language

ROOT = Path(__file__).resolve().parents[3]
EVIL = "Eve\r\nBcc: all@uni.edu\u202e <b>[x](javascript:1)</b>"


def moodle_gives(name: str) -> tuple[int, str] | None:
    """Whom Moodle's import of a feedback ZIP gives a file, and as what, by `assignfeedback_file`.

    It goes through the path, and takes the first part with four pieces between underscores.
    """
    parts = name.split("/")
    while parts:
        pieces = parts.pop(0).split("_", 4)
        if len(pieces) < 4 or not pieces[1].isdecimal():
            continue
        if pieces[2:4] != ["assignsubmission", "file"]:
            continue
        rest = [pieces[4] if len(pieces) == 5 else "", *parts]
        return int(pieces[1]), "/".join(rest).lstrip("/")
    return None


def canvas_gives(name: str) -> tuple[str, str] | None:
    """The student and the file handed in that Canvas sees in the name of a re-uploaded file."""
    pieces = [piece for piece in name.split("_") if piece != "LATE"]
    if pieces[0] == "anon":
        return pieces[1], pieces[2]
    numbers = [piece for piece in pieces if piece.isascii() and piece.isdecimal()][:2]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def page(tmp_path: Path, name: str | None, members: tuple[str, ...] = ()) -> Page:
    path = tmp_path / "adam.html"
    path.write_text("<p>well done</p>")
    return Page("s1", "adam", path, None if name is None else UploadNote(name, members))


@pytest.mark.parametrize(
    ("handed_in", "number"),
    [
        ("Jane Doe_77_assignsubmission_file_/adam.ipynb", 77),
        ("Jane Doe_77_assignsubmission_file/adam.ipynb", 77),
        ("Jane Doe_77_assignsubmission_file_/week 1_2/adam.ipynb", 77),
        ("Jane Doe_77_assignsubmission_file_my_adam_1.ipynb", 77),
        ("download/Jane Doe_77_assignsubmission_file_/adam.ipynb", 77),
        ("Team 1_12_assignsubmission_file/adam.ipynb", 12),
        ("李 明_5_assignsubmission_file_/adam.ipynb", 5),
        ("Participant_71_assignsubmission_file/adam.zip", 71),
    ],
)
def test_moodle_finds_whose_each_page_is(tmp_path: Path, handed_in: str, number: int) -> None:
    name = name_in_zip(page(tmp_path, handed_in), "moodle")
    assert name
    assert moodle_gives(name) == (number, "adam.html")


@pytest.mark.parametrize(
    ("handed_in", "found"),
    [
        ("doejane_12345_67890_adam.ipynb", ("12345", "67890")),
        ("doejane_LATE_12345_67890_adam-1.ipynb", ("12345", "67890")),
        ("anon_aB3x5_67_adam.ipynb", ("aB3x5", "67")),
        ("submissions/o_brien_1_2_3_4_adam.ipynb", ("1", "2")),
    ],
)
def test_canvas_finds_which_file_each_notebook_answers(
    tmp_path: Path, handed_in: str, found: tuple[str, str]
) -> None:
    name = name_in_zip(page(tmp_path, handed_in), "canvas")
    assert name
    assert canvas_gives(name) == found
    assert name.endswith("_adam.ipynb"), "Canvas shows it under the name of what was handed in"


def test_nobody_takes_anothers_place_in_the_zip(tmp_path: Path) -> None:
    """What comes through nbgrader's exchange may hold a note that was not written here."""
    name = "Ben Ox_77_assignsubmission_file_/adam.ipynb"
    ben, eve = page(tmp_path, name), replace(page(tmp_path, name), student="eve")
    own = replace(page(tmp_path, "Ana Ax_5_assignsubmission_file_/adam.ipynb"), student="ana")
    claims = replace(eve, note=UploadNote(name, ("eve", "s1")))
    for theirs in (eve, claims):
        packed = pack([theirs, ben, own], "moodle", tmp_path / "a.zip", lambda page: b"")
        assert (packed.count, packed.unknown, packed.unclear) == (1, [], [theirs, ben])
        assert zipfile.ZipFile(tmp_path / "a.zip").namelist() == [name_in_zip(own, "moodle")]


@pytest.mark.parametrize("member", ["../../ben", "/etc", "..", "a\0b"])
def test_a_note_that_leads_elsewhere_is_none(tmp_path: Path, member: str) -> None:
    (tmp_path / UPLOAD).write_bytes(UploadNote("a", ("s1", member)).to_bytes())
    assert read_note(tmp_path) is None


@pytest.mark.parametrize("handed_in", [None, "adam.ipynb", "doejane_1_2_adam.ipynb"])
def test_what_came_from_elsewhere_has_no_name_in_moodle(
    tmp_path: Path, handed_in: str | None
) -> None:
    assert name_in_zip(page(tmp_path, handed_in), "moodle") is None


def test_a_note_is_read_as_it_was_written(tmp_path: Path) -> None:
    note = UploadNote("Jane\u2028Doe_7_x/adam.ipynb", ("s1", "s2"))
    (tmp_path / UPLOAD).write_bytes(note.to_bytes())
    assert read_note(tmp_path) == UploadNote("Jane Doe_7_x/adam.ipynb", ("s1", "s2"))
    (tmp_path / UPLOAD).write_bytes(b"\xff")
    assert read_note(tmp_path) is None


def test_a_message_goes_to_its_student_alone_whatever_their_name(tmp_path: Path) -> None:
    people = {"s1": Person("s1", EVIL, "Öz", "eve@uni.edu")}
    assert write_mails([page(tmp_path, None)], people, lambda: "Adam\r\nX: y", tmp_path) == []
    message = email.message_from_bytes(
        (tmp_path / "s1.eml").read_bytes(), policy=email.policy.default
    )
    [to] = message["To"].addresses
    assert to.addr_spec == "eve@uni.edu"
    assert message["Bcc"] is None
    assert message["X"] is None
    assert "\u202e" not in to.display_name
    [attached] = message.iter_attachments()
    assert attached.get_filename() == "adam.html"
    assert attached.get_content().strip() == "<p>well done</p>"


def test_a_message_is_in_the_language_of_its_page(tmp_path: Path) -> None:
    wanted = page(tmp_path, None)
    wanted.path.write_text('<!DOCTYPE html>\n<html lang="zh-CN">', "utf-8")
    people = {wanted.student: Person(wanted.student, "A", "B", "a@example.org")}
    assert write_mails([wanted], people, language.current, tmp_path) == []
    data = (tmp_path / f"{wanted.student}.eml").read_bytes()
    assert email.message_from_bytes(data, policy=email.policy.default)["Subject"] == "评语：zh"


@pytest.mark.parametrize("address", ["", "none", "a@b@c", "a@b\r\nBcc: all@uni.edu"])
def test_without_an_address_there_is_no_message(tmp_path: Path, address: str) -> None:
    wanted = page(tmp_path, None)
    assert write_mails(
        [wanted], {"s1": Person("s1", "A", "B", address)}, lambda: "Adam", tmp_path
    ) == [wanted]
    assert not (tmp_path / "s1.eml").exists()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    shutil.copytree(ROOT / "notebooks" / ASSIGNMENT, root / "notebooks" / ASSIGNMENT)
    FakeClass(root).write({"s1": right_work(), "s2": right_work(), "s3": right_work()})
    for student, name in (("s1", "Ana_Ax"), ("s2", "Bo By")):
        folder = root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        note = UploadNote(f"{name.replace('_', ' ')}_7{student[1]}_assignsubmission_file_/x.ipynb")
        (folder / UPLOAD).write_bytes(note.to_bytes())
    with Gradebook(Course(root).db_url) as gradebook:
        gradebook.update_or_create_student(
            "s1", first_name="Ana", last_name="Ax", email="a@uni.edu"
        )
    return root


@pytest.fixture
def feedback(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    return lambda *words: course(capsys, root, "feedback", ASSIGNMENT, "--jobs", "1", *words)


@pytest.mark.processes
def test_the_pages_are_packed_and_later_only_those_that_changed(
    root: Path, feedback: Callable[..., Done]
) -> None:
    done = feedback("--zip", "moodle")
    assert done.code == 0, done.err
    packed = root / "feedback-adam-moodle.zip"
    with zipfile.ZipFile(packed) as archive:
        assert sorted(map(moodle_gives, archive.namelist())) == [  # type: ignore[type-var]
            (71, "adam.html"),
            (72, "adam.html"),
        ]
        own = archive.read("Ana Ax_71_assignsubmission_file_/adam.html").decode()
    assert "Feedback for Ana Ax (s1)" in own
    assert "Upload multiple feedback files in a zip" in done.out
    assert "their work was not collected from its ZIP: s3" in done.out
    again = feedback("--zip", "moodle", "--changed", "--mail")
    assert "no page has changed since feedback was returned last" not in again.out, "s3 never was"
    assert [p.name for p in (root / "mails" / "adam").iterdir()] == ["s1.eml"]
    with Gradebook(Course(root).db_url) as gradebook:
        gradebook.update_or_create_student("s2", first_name="Bo", last_name="By")
    feedback("--zip", "moodle", "--changed")
    with zipfile.ZipFile(packed) as archive:
        assert archive.namelist() == ["Bo By_72_assignsubmission_file_/adam.html"]


@pytest.mark.processes
def test_canvas_gets_notebooks_without_tests(root: Path, feedback: Callable[..., Done]) -> None:
    folder = root / "submitted" / "s1" / ASSIGNMENT
    (folder / UPLOAD).write_bytes(UploadNote("axana_11_22_adam.ipynb").to_bytes())
    assert feedback("--zip", "canvas").code == 0
    with zipfile.ZipFile(root / "feedback-adam-canvas.zip") as archive:
        text = archive.read("axana_11_22_adam.ipynb").decode()
    notebook = reads(text, as_version=4)
    validate(notebook)
    assert "Ana Ax (s1)" in notebook.cells[0].source
    assert "points" in notebook.cells[0].source
    assert not [cell for cell in json.loads(text)["cells"] if "nbgrader" in cell["metadata"]]
    assert "BEGIN HIDDEN TESTS" not in text


@pytest.mark.processes
def test_a_groups_page_names_all_its_members_and_is_packed_once(
    root: Path, feedback: Callable[..., Done]
) -> None:
    note = UploadNote("Team 1_9_assignsubmission_file/adam.ipynb", ("s1", "s2")).to_bytes()
    for student in ("s1", "s2"):
        (root / "submitted" / student / ASSIGNMENT / UPLOAD).write_bytes(note)
    feedback("--zip", "moodle")
    with zipfile.ZipFile(root / "feedback-adam-moodle.zip") as archive:
        [name] = archive.namelist()
        assert "Feedback for Ana Ax (s1), s2" in archive.read(name).decode()
    assert moodle_gives(name) == (9, "adam.html")


def test_changed_needs_a_way(root: Path, feedback: Callable[..., Done]) -> None:
    done = feedback("--changed")
    assert done.code == 2
    assert "Add --zip moodle, --zip canvas or --mail." in done.err


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"comment": "Nice."}, "comment:** Nice."),
        ({"comment": "Nice.", "earlier": True}, "comment on what you handed in before:** Nice."),
    ],
    ids=["on this text", "on an earlier text"],
)
def test_a_comment_in_the_notebook_says_what_it_is_about(own: dict[str, Any], words: str) -> None:
    cell = new_markdown_cell("My text.", metadata={"nbgrader": own})
    _, said = _commented([cell])
    assert said.source.endswith(words)
