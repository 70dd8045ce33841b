"""One notebook of a group: collected, graded and marked for each of its members."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from course_folder import Folder
from lms_files import (
    DAY,
    LATER,
    Done,
    bare_course,
    collected,
    course,
    entry,
    make_zip,
    notebook,
    with_gradebook,
)

from autograder.course.upload_note import UPLOAD, UploadNote, shared_by
from autograder.gradebook.settle import share_marks_by_hand

GROUPS = """id,first,last,group
s1,Ana,Ax,Team 1
s2,Bo,By,Team 1
s3,Cy,Cu,
s4,Di,Do,Team 2
s5,Ed,Em,"Team 2; Team 3"
"""
Files = dict[str | zipfile.ZipInfo, bytes]
Collect = Callable[..., Done]
FOLDER = "{}_{}_assignsubmission_file/ewa.ipynb"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_gradebook(bare_course(tmp_path / "course"))


@pytest.fixture
def collect(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Collect:
    (tmp_path / "groups.csv").write_text(GROUPS)

    def run(files: Files, *words: str) -> Done:
        archive = str(make_zip(tmp_path / "ewa.zip", files))
        roster = str(tmp_path / "groups.csv")
        return course(capsys, root, "collect", archive, "--roster", roster, *words)

    return run


def test_moodles_team_submission_goes_to_every_member(root: Path, collect: Collect) -> None:
    files: Files = {FOLDER.format("Team 1", 12): notebook("ours"), FOLDER.format("Cy Cu", 5): b"c"}
    done = collect(files, "--groups")
    assert collected(root) == {
        "s1/ewa/ewa.ipynb": notebook("ours"),
        "s2/ewa/ewa.ipynb": notebook("ours"),
        "s3/ewa/ewa.ipynb": b"c",
    }
    assert "Collected for all members of these groups: Team 1." in done.out
    assert "Handed in so far: 3 of 5. Nothing from: Di Do (s4), Ed Em (s5)." in done.out
    folder = root / "submitted" / "s2" / "ewa"
    assert shared_by(folder, "s2") == ("s1", "s2")


def test_a_group_that_calls_itself_nearly_as_another_shares_nothing(
    root: Path, tmp_path: Path, collect: Collect
) -> None:
    """Moodle leaves signs out of names, and in some courses students name their group."""
    (tmp_path / "groups.csv").write_text(GROUPS.replace("Cy,Cu,", "Cy,Cu,Team-1:"))
    files: Files = {
        FOLDER.format("Team 1", 12): notebook("ours"),
        FOLDER.format("Di Do", 5): b"d",
    }
    done = collect(files, "--groups")
    assert [*collected(root)] == ["s4/ewa/ewa.ipynb", "s5/ewa/ewa.ipynb"]
    assert "Team 1 may be any of these groups, whose names" in " ".join(done.out.split())
    assert "Team 1, Team-1:" in " ".join(done.out.split())


def test_without_being_told_a_group_is_nobody(root: Path, collect: Collect) -> None:
    done = collect({FOLDER.format("Team 1", 12): notebook(), FOLDER.format("Cy Cu", 5): b"c"})
    assert [*collected(root)] == ["s3/ewa/ewa.ipynb"]
    assert "because Team 1 is a group: collect with --groups" in done.out


def test_canvas_names_a_group_and_one_of_its_members(
    root: Path, tmp_path: Path, collect: Collect
) -> None:
    (tmp_path / "groups.csv").write_text(
        "name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id\n"
        '"Ax, Ana",11,S1,ana,A,Team 1,7,\n"By, Bo",12,S2,bo,A,Team 1,7,\n'
    )
    collect({"team1_axana_11_50_ewa.ipynb": notebook("ours")}, "--groups")
    assert [*collected(root)] == ["11/ewa/ewa.ipynb", "12/ewa/ewa.ipynb"]


@pytest.mark.parametrize("first", ["Ana Ax", "Bo By"])
def test_when_two_members_hand_in_the_newest_counts_for_all(
    root: Path, collect: Collect, first: str
) -> None:
    second = "Bo By" if first == "Ana Ax" else "Ana Ax"
    files: Files = {
        entry(FOLDER.format(first, 1), DAY): b"old",
        entry(FOLDER.format(second, 2), LATER): b"new",
        entry(FOLDER.format("Cy Cu", 3), DAY + timedelta(hours=3)): b"c",
    }
    done = collect(files, "--groups")
    assert collected(root)["s1/ewa/ewa.ipynb"] == b"new"
    assert collected(root)["s2/ewa/ewa.ipynb"] == b"new"
    assert f"The newest counts for all: that of {second}." in done.out
    assert "because Team 1 handed in a newer one" in done.out
    name = FOLDER.format(first, 1).replace("ewa.ipynb", "Ewa.ipynb")
    files[entry(name, LATER + timedelta(days=1))] = b" "
    again = collect(files, "--groups")
    assert f"The newest is empty or cannot be read, so that of {second} counts" in again.out


def test_where_nothing_says_which_is_newer_that_is_said(root: Path, collect: Collect) -> None:
    files: Files = {FOLDER.format("Ana Ax", 1): b"one", FOLDER.format("Bo By", 2): b"two"}
    done = collect(files, "--groups")
    assert "this ZIP does not say which is the newest" in done.out


def test_whoever_is_in_two_groups_hands_in_for_none_unsaid(root: Path, collect: Collect) -> None:
    done = collect({FOLDER.format("Ed Em", 1): b"e", FOLDER.format("Cy Cu", 5): b"c"}, "--groups")
    assert "s5 is in several groups, and its name does not say which: Team 2, Team 3" in done.out
    again = collect({FOLDER.format("Team 2-Ed Em", 1): b"e"}, "--groups")
    assert {*collected(root)} >= {"s4/ewa/ewa.ipynb", "s5/ewa/ewa.ipynb"}, again.out


def test_groups_need_a_roster_with_groups(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = str(make_zip(tmp_path / "ewa.zip", {FOLDER.format("Team 1", 12): notebook()}))
    done = course(capsys, root, "collect", archive, "--groups")
    assert done.code == 2
    assert "Nobody is in a group yet." in done.err


def test_whoever_changes_groups_keeps_what_they_handed_in_before(
    root: Path, tmp_path: Path, collect: Collect
) -> None:
    files: Files = {
        FOLDER.format("Team 1", 1): notebook("one"),
        FOLDER.format("Team 2", 2): notebook("two"),
    }
    (tmp_path / "groups.csv").write_text(GROUPS.replace("; Team 3", ""))
    collect(files, "--groups")
    # Bo joins Team 2, and Cy, whom the list had forgotten, belonged to it from the beginning.
    moved = GROUPS.replace("; Team 3", "").replace("By,Team 1", "By,Team 2")
    (tmp_path / "groups.csv").write_text(moved.replace("Cu,", "Cu,Team 2"))
    done = collect(files, "--groups")
    ewa = {student: root / "submitted" / student / "ewa" for student in ("s1", "s2", "s3", "s4")}
    assert collected(root)["s2/ewa/ewa.ipynb"] == notebook("one")
    assert collected(root)["s3/ewa/ewa.ipynb"] == notebook("two")
    assert "Kept, because they handed this in with another group" in done.out
    assert "replaced" not in done.out.split("Collected ewa")[0]
    assert shared_by(ewa["s1"], "s1") == shared_by(ewa["s2"], "s2") == ("s1", "s2")
    assert shared_by(ewa["s4"], "s4") == ("s3", "s4", "s5")
    # What Team 2 hands in from now on is that of everybody in it.
    files[FOLDER.format("Team 2", 2)] = notebook("two, better")
    collect(files, "--groups")
    assert collected(root)["s2/ewa/ewa.ipynb"] == notebook("two, better")
    assert shared_by(ewa["s4"], "s4") == ("s2", "s3", "s4", "s5")
    assert shared_by(ewa["s1"], "s1") == ("s1",)


def note(root: Path, student: str, members: tuple[str, ...]) -> None:
    folder = root / "submitted" / student / "ewa"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / UPLOAD).write_bytes(UploadNote("Team 1_12/ewa.ipynb", members).to_bytes())


def test_a_note_that_a_student_wrote_makes_no_group(root: Path) -> None:
    note(root, "s1", ("s1", "s2"))
    assert shared_by(root / "submitted" / "s1" / "ewa", "s1") == ("s1",)
    note(root, "s2", ("s1", "s2"))
    assert shared_by(root / "submitted" / "s1" / "ewa", "s1") == ("s1", "s2")


@pytest.mark.parametrize(
    ("marks", "waits", "expected"),
    [
        ((2.0, None, None), True, [2.0, 2.0, None]),
        ((2.0, None, None), False, [2.0, None, None]),
        ((2.0, 1.0, None), True, [2.0, 1.0, None]),
        ((None, None, 3.0), True, [None, None, 3.0]),
    ],
    ids=["once", "to one on purpose", "differently", "another's"],
)
def test_a_mark_by_hand_is_given_to_the_group_once(
    root: Path, marks: tuple[float | None, ...], waits: bool, expected: list[float | None]
) -> None:
    for student in ("s1", "s2"):
        note(root, student, ("s1", "s2"))
    folder = Folder(root)
    with folder.gradebook() as gradebook:
        gradebook.add_assignment("ewa")
        gradebook.add_notebook("ewa", "ewa")
        gradebook.add_grade_cell("reflection", "ewa", "ewa", max_score=3, cell_type="markdown")
        gradebook.add_solution_cell("reflection", "ewa", "ewa")
        for student, mark in zip(("s1", "s2", "s3"), marks, strict=True):
            gradebook.add_student(student)
            gradebook.add_submission("ewa", student)
            grade = gradebook.find_grade("reflection", "ewa", "ewa", student)
            grade.manual_score, grade.needs_manual_grade = mark, waits and mark is None
            comment = gradebook.find_comment("reflection", "ewa", "ewa", student)
            comment.manual_comment = None if mark is None else "Good."
        gradebook.db.commit()
        share_marks_by_hand(folder.course, gradebook)
        grades = [gradebook.find_grade("reflection", "ewa", "ewa", s) for s in ("s1", "s2", "s3")]
        assert [grade.manual_score for grade in grades] == expected
        own = gradebook.find_comment("reflection", "ewa", "ewa", "s2").comment
        assert own == ("Good." if expected[1] else None)
