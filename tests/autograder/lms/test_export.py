"""`course export`: marks for Canvas, for Moodle and for people, and from ZIP to roster."""

from __future__ import annotations

import json
import os
import shutil
import stat
import warnings
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from course_folder import Folder, set_source
from lms_files import (
    CANVAS_HEADER,
    DAY,
    MOODLE_HEADER,
    Done,
    bare_course,
    course,
    entry,
    make_zip,
    released_course,
    table,
    with_gradebook,
)
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from autograder.course.folder import Course
from autograder.course.traces import Trace, traces
from autograder.lms.tables import harmless, number

pytestmark = pytest.mark.processes

NAMES = {"jdoe": ("Jane", "Doe"), "rroe": ("Ric", "Roe"), "eve": ("Eve", "Hill")}
HANDED_IN = datetime(2026, 3, 9, 8)
MOST = {"adam": 20.0, "ewa": 10.0}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose gradebook knows two assignments."""
    root = with_gradebook(bare_course(tmp_path_factory.mktemp("template") / "course"))
    with Folder(root).gradebook() as gradebook:
        for name, most in MOST.items():
            gradebook.add_assignment(name)
            gradebook.add_notebook(name, name)
            gradebook.add_grade_cell("check", name, name, max_score=most - 3, cell_type="code")
            gradebook.add_grade_cell("reflection", name, name, max_score=3, cell_type="markdown")
    return root


CourseFunction = dict[str, dict[str, Any]]
"""Student -> assignment -> points by machine, or a dict of more."""

Make = Callable[[CourseFunction], Path]


@pytest.fixture
def make(template: Path, tmp_path: Path) -> Make:
    """Makes a course with these marks in its gradebook."""

    def course_with(given: CourseFunction) -> Path:
        root = Path(shutil.copytree(template, tmp_path / "course"))
        with warnings.catch_warnings(), Folder(root).gradebook() as gradebook:
            # nbgrader's own way of adding a submission warns
            warnings.simplefilter("ignore", SAWarning)
            for student, own in given.items():
                first, last = NAMES.get(student, (None, None))
                gradebook.add_student(student, first_name=first, last_name=last)
                for assignment, mark in own.items():
                    add_mark(gradebook, student, assignment, mark)
            gradebook.db.commit()
        return root

    return course_with


def add_mark(gradebook: Gradebook, student: str, assignment: str, mark: Any) -> None:
    more = mark if isinstance(mark, dict) else {"machine": mark}
    gradebook.add_submission(assignment, student, timestamp=more.get("time"))
    check = gradebook.find_grade("check", assignment, assignment, student)
    check.auto_score, check.needs_manual_grade = more["machine"], False
    text = gradebook.find_grade("reflection", assignment, assignment, student)
    text.auto_score, text.manual_score = more.get("text"), more.get("hand")
    text.extra_credit = more.get("extra")
    text.needs_manual_grade = more.get("pending", False)
    submitted = gradebook.find_submission_notebook(assignment, assignment, student)
    submitted.late_submission_penalty = more.get("penalty")


@pytest.fixture
def root(make: Make) -> Path:
    late = {"machine": 15, "hand": 2, "extra": 0.5, "penalty": 7.25, "time": HANDED_IN}
    waiting = {"machine": 6.5, "pending": True}
    return make({"jdoe": {"adam": late, "ewa": 7}, "rroe": {"adam": waiting}, "eve": {}})


@pytest.fixture
def export(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(form: str, *words: str) -> tuple[Done, list[list[str]]]:
        to = tmp_path / "out.csv"
        words = ("--format", form, "--to", str(to), "--unfinished", *words)
        done = course(capsys, root, "export", *words)
        return done, table(to) if to.exists() else []

    return run


def write(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_the_readable_table_says_where_each_mark_comes_from(export: Any) -> None:
    done, rows = export("csv")
    assert done.code == 0
    assert rows == [
        ["assignment", "student", "last_name", "first_name", "email", "submitted_utc", "score",
         "max_score", "late_penalty", "points_by_machine", "points_by_hand",
         "cells_to_mark_by_hand"],
        ["adam", "eve", "Hill", "Eve", "", "", "", "20", "", "", "", ""],
        ["adam", "jdoe", "Doe", "Jane", "", "2026-03-09 08:00:00", "10.25", "20", "7.25", "15",
         "2.5", ""],
        ["adam", "rroe", "Roe", "Ric", "", "", "6.5", "20", "0", "6.5", "0", "reflection"],
        ["ewa", "eve", "Hill", "Eve", "", "", "", "10", "", "", "", ""],
        ["ewa", "jdoe", "Doe", "Jane", "", "", "7", "10", "0", "7", "0", ""],
        ["ewa", "rroe", "Roe", "Ric", "", "", "", "10", "", "", "", ""],
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "canvas", "moodle"])
def test_marks_by_hand_that_are_missing_are_said(export: Any, form: str) -> None:
    done, _ = export(form)
    assert done.code == 0
    assert "adam: 1 of 2 submissions still has to be marked by hand (Ric Roe (rroe))." in done.out
    assert "ewa:" not in done.out


def test_a_mark_is_never_below_zero(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    root = make({"jdoe": {"adam": {"machine": 2, "penalty": 5}}})
    assert course(capsys, root, "export").code == 0
    assert table(root / "marks.csv")[1][6] == "0"


def test_canvas_gets_its_own_layout(export: Any) -> None:
    done, rows = export("canvas")
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "adam", "ewa"],
        ["    Points Possible", "", "", "", "", "20", "10"],
        ["Doe, Jane", "", "", "jdoe", "", "10.25", "7"],
        ["Roe, Ric", "", "", "rroe", "", "6.5", ""],
    ]
    assert "in the column 'SIS Login ID'" in done.out


def test_numbers_from_a_canvas_zip_are_canvas_ids(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make({"12345": {"adam": 5}})
    assert course(capsys, root, "export", "--format", "canvas").code == 0
    assert table(root / "canvas.csv")[2] == ["12345", "12345", "", "", "", "5"]


def test_moodle_gets_its_own_layout(export: Any) -> None:
    done, rows = export("moodle", "adam")
    assert rows == [
        ["First name", "Last name", "ID number", "Username", "Email address", "adam"],
        ["Jane", "Doe", "jdoe", "", "", "10.25"],
        ["Ric", "Roe", "rroe", "", "", "6.5"],
    ]
    assert "in the column 'ID number'" in done.out


CANVAS_ROSTER = (
    f"{CANVAS_HEADER},Adam (901),Essay (902),EWA (903),Assignments Current Score,Notes",
    ",,,,,Manual Posting,,,,",
    "    Points Possible,,,,,20,50,100,(read only),(read only)",
    '"Doe, Jane",11,S1,jdoe@uni.edu,Group A,,40,,80,',
    '"Hill, Eve",12,S2,eve@uni.edu,Group A,3,41,,70,',
    '"Roe, Ric",13,S3,rroe@uni.edu,Group B,EX,42,,60,',
    '"Student, Test",14,,abcdef,Group B,,,,,',
)


def test_a_canvas_roster_is_filled_and_nothing_else_of_it_exported(
    export: Any, tmp_path: Path
) -> None:
    done, rows = export("canvas", "--roster", write(tmp_path / "roster.csv", *CANVAS_ROSTER))
    assert done.code == 0
    assert rows == [
        [*CANVAS_HEADER.split(","), "Adam (901)", "EWA (903)"],
        ["    Points Possible", "", "", "", "", "20", "100"],
        ["Doe, Jane", "11", "S1", "jdoe@uni.edu", "Group A", "10.25", "7"],
        ["Hill, Eve", "12", "S2", "eve@uni.edu", "Group A", "3", ""],
        ["Roe, Ric", "13", "S3", "rroe@uni.edu", "Group B", "EX", ""],
        ["Student, Test", "14", "", "abcdef", "Group B", "", ""],
    ]
    assert "ewa is worth 10 points here and 100 in the roster." in done.out
    assert "adam: excused in the roster, and left unchanged: Ric Roe (rroe)." in done.out
    assert "adam is worth" not in done.out


@pytest.mark.parametrize(
    ("columns", "given", "why"),
    [
        ("Assignment: Adam (Real),Assignment: Adam (Real)", [], "several columns called 'Assign"),
        ("X,X,EWA", ["adam=X"], "several columns called 'X', so nothing tells which"),
        ("X,Y", ["adam=X", "ewa=X"], "'X' cannot have the marks for adam and those for ewa."),
    ],
    ids=["one title", "one title, named", "one for two"],
)
def test_no_column_is_filled_that_may_be_anothers(
    export: Any, tmp_path: Path, columns: str, given: list[str], why: str
) -> None:
    cells = "," * columns.count(",")
    rows = (f"{MOODLE_HEADER},{columns}", f"Jane,Doe,jdoe,,,,{cells}")
    words = [word for one in given for word in ("--column", one)]
    done, rows = export("moodle", "--roster", write(tmp_path / "roster.csv", *rows), *words)
    assert why in done.err
    assert (done.code, rows) == (2, [])


def test_everybody_who_is_excused_is_named_in_a_large_class_too(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = {f"s{n}": f"Ana{n} Ax" for n in range(100, 130)}
    root = make({student: {"adam": 5} for student in people})
    lines = [f"{name},{student[1:]},{student},,A,EX" for student, name in people.items()]
    roster = write(tmp_path / "roster.csv", f"{CANVAS_HEADER},Adam (1)", *lines)
    done = course(capsys, root, "export", "adam", "--format", "canvas", "--roster", roster)
    excused = next(line for line in done.out.splitlines() if "excused in the roster" in line)
    assert all(student in excused for student in people)


@pytest.mark.parametrize("ids", ["11", "S1", "jdoe@uni.edu", "JDOE", "Jane Doe", "doe_jane"])
def test_students_are_matched_by_each_of_their_ids(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str], ids: str
) -> None:
    root = make({ids: {"adam": 5}})
    roster = write(tmp_path / "roster.csv", *CANVAS_ROSTER)
    done = course(capsys, root, "export", "adam", "--format", "canvas", "--roster", roster)
    assert done.code == 0
    assert [row[5] for row in table(root / "canvas.csv")[2:]] == ["5", "3", "EX", ""]
    by_name = ids in ("Jane Doe", "doe_jane")
    assert (f"by name only, so check these: {ids} (Doe, Jane)." in done.out) == by_name


def test_an_id_that_means_two_students_means_none(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make({"12": {"adam": 5}})
    lines = [*CANVAS_ROSTER[:-1], '"Twelve, Ann",15,12,ann@uni.edu,Group B,,,,,']
    roster = write(tmp_path / "roster.csv", *lines)
    done = course(capsys, root, "export", "adam", "--format", "canvas", "--roster", roster)
    assert "or in several, so left out: 12." in done.out
    assert "5" not in [row[5] for row in table(root / "canvas.csv")]


def test_those_without_a_row_are_named_and_two_for_one_row_left(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make({"11": {"adam": 5}, "jdoe": {"adam": 6}, "ghost": {"adam": 7}, "rroe": {"ewa": 1}})
    roster = write(tmp_path / "roster.csv", *CANVAS_ROSTER)
    done = course(capsys, root, "export", "adam", "--format", "canvas", "--roster", roster)
    assert "in no row of the roster, or in several, so left out: ghost." in done.out
    assert "Several students have the same row of the roster, Doe, Jane, so its" in done.out
    assert "left as they were: 11, Jane Doe (jdoe)." in done.out
    assert [row[5] for row in table(root / "canvas.csv")[2:]] == ["", "3", "EX", ""]


def test_a_column_of_another_title_is_named(export: Any, tmp_path: Path) -> None:
    roster = write(tmp_path / "roster.csv", *CANVAS_ROSTER)
    words = ("--roster", roster, "--column", "adam=Essay (902)")
    done, rows = export("canvas", "adam", *words)
    assert done.code == 0
    assert [row[5] for row in rows] == ["Essay (902)", "50", "10.25", "41", "6.5", ""]


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        ("adam=Esay", "The roster has no column 'Esay'. Its columns for marks are: Adam (901), "),
        ("adam=Assignments Current Score", "has no column 'Assignments Current Score'"),
        ("adam=Notes", "The roster has no column 'Notes'"),
        ("Essay (902)", "--column takes ASSIGNMENT=COLUMN"),
    ],
)
def test_a_column_that_takes_no_marks_is_refused(
    export: Any, tmp_path: Path, column: str, sentence: str
) -> None:
    roster = write(tmp_path / "roster.csv", *CANVAS_ROSTER)
    done, rows = export("canvas", "--roster", roster, "--column", column)
    assert (done.code, rows) == (2, [])
    assert sentence in done.err


def test_an_assignment_without_a_column_is_said_and_refused_if_it_was_asked_for(
    export: Any, tmp_path: Path
) -> None:
    roster = write(
        tmp_path / "roster.csv",
        f"{CANVAS_HEADER},Adam (901),Adam (904),Momentum (9)",
        '"Doe, Jane",11,S1,jdoe,A,,,',
    )
    done, rows = export("canvas", "ewa", "--roster", roster)
    assert (done.code, rows) == (2, [])
    assert "The roster has no column for ewa." in done.err
    done, rows = export("canvas", "adam", "--roster", roster)
    assert done.code == 2
    assert "several columns for adam: Adam (901), Adam (904)" in done.err
    done, rows = export("canvas", "--roster", roster, "--column", "adam=Adam (904)")
    assert done.code == 0
    assert "The roster has no column for ewa." in done.out
    assert rows[1:] == [
        ["    Points Possible", "", "", "", "", "20"],
        ["Doe, Jane", "11", "S1", "jdoe", "A", "10.25"],
    ]


MOODLE_ROSTER = (
    f"{MOODLE_HEADER},Assignment: Adam (Real),Assignment: Adam (Percentage),Quiz: EWA (Real),"
    "Course total (Real),Last downloaded from this course",
    "Jane,Doe,S1,Uni,Maths,jdoe@uni.edu,-,-,5.00,-,1773000000",
    "Eve,Hill,,Uni,Maths,eve@uni.edu,3.00,15 %,-,-,1773000000",
    "Ric,Roe,,Uni,Maths,rroe@uni.edu,-,-,-,-,1773000000",
)


def test_a_moodle_roster_is_filled_and_only_rows_with_marks_exported(
    export: Any, tmp_path: Path
) -> None:
    """Moodle ends an import at a user it cannot find, and mixes up rows without an identifier."""
    done, rows = export("moodle", "--roster", write(tmp_path / "roster.csv", *MOODLE_ROSTER))
    assert done.code == 0
    assert rows == [
        ["First name", "Last name", "ID number", "Email address", "Assignment: Adam (Real)",
         "Quiz: EWA (Real)"],
        ["Jane", "Doe", "S1", "jdoe@uni.edu", "10.25", "7"],
        ["Ric", "Roe", "", "rroe@uni.edu", "6.5", "-"],
    ]  # fmt: skip
    assert 'identify users by "Email address"' in done.out


def test_moodle_rows_without_an_identifier_are_left_out(export: Any, tmp_path: Path) -> None:
    lines = [line.replace("rroe@uni.edu", "") for line in MOODLE_ROSTER]
    done, rows = export("moodle", "adam", "--roster", write(tmp_path / "roster.csv", *lines))
    assert [row[0] for row in rows] == ["First name", "Jane"]
    assert "Rows without ID number, left out: Ric Roe." in done.out


def test_a_grading_worksheet_of_moodle_comes_back_whole(export: Any, tmp_path: Path) -> None:
    roster = write(
        tmp_path / "roster.csv",
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade)",
        "Participant 7,Jane Doe,,Submitted,,29,-",
    )
    done, rows = export("moodle", "adam", "--roster", roster)
    assert done.code == 0
    assert rows[1] == ["Participant 7", "Jane Doe", "", "Submitted", "10.25", "29", "-"]
    assert "with “Upload grading worksheet”" in done.out
    assert "identify users by" not in done.out, "that upload never asks"
    assert "points here and 29 in the roster" in done.out
    done, _ = export("moodle", "--roster", roster)
    assert "A grading worksheet is for one assignment" in done.err


@pytest.mark.parametrize(
    "titles",
    [
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Gruppe,Bewertung,Bestwertung,"
        "Bewertung kann geändert werden,Zuletzt geändert (Bewertung),Feedback als Kommentar",
        "Identifiant,Nom complet,Adresse de courriel,Statut,Groupe,Note,Note maximale,"
        "La note peut être modifiée,Dernière modification (note),Feedback par commentaires",
        "Identificador,Nombre completo,Dirección de correo,Estado,Grupo,Calificación,"
        "Calificación máxima,La calificación puede cambiarse,Última modificación (calificación),"
        "Comentarios de retroalimentación",
        "标识符,全名,电子邮件地址,状态,小组,成绩,最高分,允许更改成绩,上次修改（评分）,反馈评论",
    ],
    ids=["de", "fr", "es", "zh"],
)
def test_a_worksheet_in_another_language_needs_no_column_said(
    export: Any, tmp_path: Path, titles: str
) -> None:
    row = 'Teilnehmer/in7,Jane Doe,jdoe@uni.edu,,Team 1,,"20,00",Ja,-,'
    done, rows = export("moodle", "adam", "--roster", write(tmp_path / "r.csv", titles, row))
    assert done.code == 0, done.err
    assert rows[0] == titles.split(",")
    assert rows[1][5] == "10.25"
    assert "in the roster" not in done.out


@pytest.mark.parametrize("form", ["canvas", "moodle"])
@pytest.mark.parametrize("with_roster", [True, False])
def test_a_mark_that_waits_for_a_hand_is_left_blank(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, with_roster: bool
) -> None:
    rosters = {"canvas": CANVAS_ROSTER, "moodle": MOODLE_ROSTER}
    path = write(tmp_path / "roster.csv", *rosters[form])
    words = ("adam", "--format", form, "--to", str(tmp_path / "out.csv"))
    done = course(capsys, root, "export", *words, *(("--roster", path) if with_roster else ()))
    assert "and is left blank (Ric Roe (rroe))" in done.out
    cells = [cell for row in table(tmp_path / "out.csv") for cell in row]
    assert "10.25" in cells
    assert "6.5" not in cells
    assert "nothing to import" not in done.out


@pytest.mark.parametrize("form", ["canvas", "moodle"])
def test_a_file_without_a_mark_is_called_that_at_the_end(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    root = make({"rroe": {"adam": {"machine": 6.5, "pending": True}}})
    done = course(capsys, root, "export", "--format", form, "--to", str(tmp_path / "out.csv"))
    assert done.code == 0, done.err
    last = " ".join(done.out.split()).rpartition("There is nothing to import yet")
    assert last[0].count("Wrote ") == 1
    assert "course grade" in last[2]


WORKSHEET = "Identifier,Full name,Email address,Grade,Maximum Grade,Grade can be changed"
WITHOUT_MARKS = {
    "nobody known": ("canvas", f"{CANVAS_HEADER},adam (1)", "Zed,99,zed,zed,A,"),
    "only titles": ("canvas", f"{CANVAS_HEADER},adam (1)"),
    "excused": ("canvas", f"{CANVAS_HEADER},adam (1)", '"Doe, Jane",11,jdoe,jdoe,A,EX'),
    "a blind worksheet": (
        "moodle",
        "Identifier,Status,Grade,Maximum Grade,Grade can be changed",
        "Participant 7,Submitted,,20,Yes",
    ),
    "names only": ("moodle", "First name,Last name,ID number,adam", "Jane,Doe,,-"),
}


@pytest.mark.parametrize("name", WITHOUT_MARKS)
def test_a_roster_that_takes_no_mark_is_called_that_at_the_end(
    export: Any, tmp_path: Path, name: str
) -> None:
    form, *lines = WITHOUT_MARKS[name]
    done, rows = export(form, "adam", "--roster", write(tmp_path / "roster.csv", *lines))
    assert done.code == 0, done.err
    assert "10.25" not in str(rows)
    before, _, last = " ".join(done.out.split()).rpartition("There is nothing to import yet")
    assert before.count("Wrote ") == 1
    assert "no row of the roster could be given one, as said above." in last


def test_a_mark_that_moodle_does_not_let_change_is_said(export: Any, tmp_path: Path) -> None:
    rows = ["Participant 7,Jane Doe,,5,20,No", "Participant 8,Ric Roe,,,20,Yes"]
    done, _ = export("moodle", "adam", "--roster", write(tmp_path / "r.csv", WORKSHEET, *rows))
    said = "adam: by the worksheet, Moodle does not let these marks be changed"
    assert f"{said}, so an upload leaves them as they are: Jane Doe (jdoe)." in done.out
    done, _ = export("moodle", "adam", "--roster", write(tmp_path / "r.csv", WORKSHEET, rows[1]))
    assert "does not let" not in done.out


@pytest.mark.parametrize("ending", ["xlsx", "ODS", "pdf"])
def test_a_table_in_csv_gets_no_name_under_which_it_does_not_open(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    to = tmp_path / f"marks.{ending}"
    done = course(capsys, root, "export", "--to", str(to))
    assert done.code == 2
    assert f"which does not open under a name ending in .{ending}. Name another file" in done.err
    assert not to.exists()


@pytest.mark.parametrize("words", [(), ("--column", "adam=Week 4")])
def test_a_roster_without_any_column_for_marks_is_called_that(
    export: Any, tmp_path: Path, words: tuple[str, ...]
) -> None:
    roster = write(tmp_path / "roster.csv", CANVAS_HEADER, '"Doe, Jane",11,jdoe,jdoe,A')
    done, _ = export("canvas", "adam", "--roster", roster, *words)
    assert done.code == 2
    assert "any other marks. If the assignment is in the LMS, export the gradebook" in done.err
    assert "–" not in done.err


TITLE = "Exponentially weighted averages"


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (f"Task: {TITLE} (Real),Task: {TITLE} (Feedback)", f"Task: {TITLE} (Real)"),
        (f"Aufgabe: Woche 2 – {TITLE} (Punkte)", f"Aufgabe: Woche 2 – {TITLE} (Punkte)"),
        (f"{TITLE} and Adam (Real)", None),
        (f"Week 1 {TITLE} (Real),Week 2 {TITLE} (Real)", None),
    ],
    ids=["title", "inside", "two lessons", "two columns"],
)  # fmt: skip
def test_a_column_is_found_by_the_lessons_title(
    export: Any, tmp_path: Path, columns: str, found: str | None
) -> None:
    lines = [f"First name,Last name,Email address,{columns}", "Jane,Doe,jdoe@uni.edu,"]
    done, rows = export("moodle", "ewa", "--roster", write(tmp_path / "roster.csv", *lines))
    assert rows == ([] if found is None else [
        ["First name", "Last name", "Email address", found], ["Jane", "Doe", "jdoe@uni.edu", "7"],
    ])  # fmt: skip
    assert ("--column ewa=" in done.err) == (found is None)


def test_people_are_found_by_the_ids_of_every_roster(
    export: Any, root: Path, tmp_path: Path
) -> None:
    (root / "people.csv").write_text("student,ids\njdoe,ID: 4711\n")
    lines = [f"{CANVAS_HEADER},Adam (1)", '"Somebody, Else",4711,,,A,']
    _, rows = export("canvas", "adam", "--roster", write(tmp_path / "roster.csv", *lines))
    assert rows[2][-1] == "10.25"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_rosters_saved_by_excel_are_read(
    make: Make,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    encoding: str,
    separator: str,
) -> None:
    root = make({"11": {"adam": 5}})
    header = [*CANVAS_HEADER.split(","), "Adam (1)"]
    rows = [header, ['"Müller, Jörg"', "11", "", "", "A", ""]]
    text = "\r\n".join(separator.join(row) for row in rows)
    roster = tmp_path / "roster.csv"
    roster.write_bytes(text.encode(encoding))
    done = course(capsys, root, "export", "--format", "canvas", "--roster", str(roster))
    assert done.code == 0, done.err
    assert table(root / "canvas.csv")[2] == ["Müller, Jörg", "11", "", "", "A", "5"]


@pytest.mark.parametrize(
    ("form", "roster", "sentence"),
    [
        ("canvas", "name,mark\nJane,3\n", "is neither a gradebook export of Canvas"),
        ("canvas", "", "cannot be read: it is empty"),
        ("canvas", None, "cannot be read: No such file"),
        ("moodle", f"{CANVAS_HEADER},Adam (1)\n", "was exported from Canvas, but the format"),
        ("csv", f"{CANVAS_HEADER},Adam (1)\n", "The format csv is for people"),
    ],
)
def test_a_roster_that_does_not_fit_is_one_sentence(
    export: Any, tmp_path: Path, form: str, roster: str | None, sentence: str
) -> None:
    path = tmp_path / "roster.csv"
    if roster is not None:
        path.write_text(roster)
    done, rows = export(form, "--roster", str(path))
    assert (done.code, rows) == (2, [])
    assert sentence in done.err


def test_the_roster_is_not_written_over(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = write(tmp_path / "roster.csv", *CANVAS_ROSTER)
    words = ("--format", "canvas", "--roster", roster, "--to", f"{tmp_path}/./roster.csv")
    done = course(capsys, root, "export", *words)
    assert done.code == 2
    assert "were not written over the roster" in done.err
    assert Path(roster).read_text() == "\n".join(CANVAS_ROSTER) + "\n"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("Doe;=1+1", "Doe;'=1+1"),
        ('Doe, "=1"', 'Doe,\' "=1"'),
        ("x\n=1", "x\n'=1"),
        ("7.5", "7.5"),
        ("-3", "-3"),
        ("-", "-"),
        ("Doe, Jane-Ann", "Doe, Jane-Ann"),
        ("jane@uni.edu", "jane@uni.edu"),
        ("    Points Possible", "    Points Possible"),
    ],
)
def test_no_cell_becomes_a_formula(text: str, safe: str) -> None:
    assert harmless(text) == safe


@pytest.mark.parametrize("form", ["csv", "canvas", "moodle"])
def test_a_students_id_never_becomes_a_formula(
    make: Make, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    root = make({"=HYPERLINK(1)": {"adam": 5}, "@x": {"adam": 5}})
    assert course(capsys, root, "export", "--format", form, "--to", f"{root}/x.csv").code == 0
    cells = [cell for row in table(root / "x.csv") for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_name_in_the_roster_never_becomes_a_formula(export: Any, tmp_path: Path) -> None:
    lines = [line.replace("Doe, Jane", "=1+1") for line in CANVAS_ROSTER]
    _, rows = export("canvas", "--roster", write(tmp_path / "roster.csv", *lines))
    assert rows[2][0] == "'=1+1"


@pytest.mark.parametrize(
    ("value", "text"), [(7.0, "7"), (100.0, "100"), (0.0, "0"), (2 / 3, "0.6667"), (2.5, "2.5")]
)
def test_marks_are_plain_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_without_a_gradebook_none_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = bare_course(tmp_path / "course")
    done = course(capsys, root, "export")
    assert done.code == 2
    assert "There is nothing to export: nobody's work is in the gradebook yet." in done.err
    assert not (root / "gradebook.db").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ewa"], "nobody's work on ewa is in the gradebook yet"),
        (["adma"], "There is no assignment 'adma'"),
    ],
)
def test_nothing_to_export_is_one_sentence(
    make: Make, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    root = make({"jdoe": {"adam": 5}})
    done = course(capsys, root, "export", *words)
    assert done.code == 2
    assert sentence in done.err
    assert not (root / "marks.csv").exists()


def test_work_that_is_not_graded_yet_is_said(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for student in ("jdoe", "eve"):
        (root / "submitted" / student / "ewa").mkdir(parents=True)
    done = course(capsys, root, "export")
    assert done.code == 0
    assert "ewa: handed in but not graded yet, so without a mark: Eve Hill (eve)." in done.out
    assert "not graded" not in course(capsys, root, "export", "adam").out


def test_an_assignment_that_was_never_released_is_one_sentence(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(root / "notebooks" / "adam", root / "notebooks" / "momentum")
    (root / "notebooks/momentum/adam.ipynb").rename(root / "notebooks/momentum/momentum.ipynb")
    done = course(capsys, root, "export", "momentum")
    assert done.code == 2
    assert "The gradebook has no assignment 'momentum'. It has: adam, ewa." in done.err


def test_a_file_that_cannot_be_written_is_one_sentence(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for to in (tmp_path, tmp_path / "nowhere" / "marks.csv"):
        done = course(capsys, root, "export", "--to", str(to))
        assert done.code == 2
        assert f"could not be written to {to}" in done.err
        assert "Name another file with --to" in done.err


def test_marks_are_for_their_owners_eyes_and_replaced_whole(export: Any, tmp_path: Path) -> None:
    export("csv")
    to = tmp_path / "out.csv"
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    to.chmod(0o640)
    to.write_text("x" * 100_000)
    _, rows = export("csv")
    assert len(rows) == 7
    assert stat.S_IMODE(to.stat().st_mode) == 0o640
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]


@pytest.mark.parametrize("form", ["Canvas", "Moodle", "Csv"])
def test_nbgraders_own_export_takes_our_plugins(root: Path, export: Any, form: str) -> None:
    _, ours = export(form.lower(), "adam")
    exporter = f"--exporter=autograder.export.{form}ExportPlugin"
    words = ["--to=theirs.csv", "--assignment=['adam']"]
    words += [] if form == "Csv" else [f"--{form}ExportPlugin.unfinished=True"]
    done = Folder(root).nbgrader("export", exporter, *words)
    assert done.returncode == 0, done.stderr
    assert table(root / "theirs.csv") == ours
    assert "Ric Roe (rroe)" in done.stderr


def test_a_mistake_in_nbgraders_own_export_is_one_sentence(root: Path) -> None:
    exporter = "--exporter=autograder.export.CanvasExportPlugin"
    done = Folder(root).nbgrader("export", exporter, "--assignment=['adma']")
    assert done.returncode == 1
    assert "The gradebook has no assignment 'adma'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_roster_is_remembered_for_the_day_on_which_a_student_is_removed(
    root: Path, export: Any, tmp_path: Path
) -> None:
    roster = write(tmp_path / "roster.csv", *CANVAS_ROSTER)
    export("canvas", "--roster", roster)
    assert traces(Course(root), Trace.roster) == [Path(roster)]
    assert traces(Course(root), Trace.export) == [tmp_path / "out.csv"]


def test_nbgraders_own_export_takes_a_roster(root: Path, export: Any, tmp_path: Path) -> None:
    roster = write(tmp_path / "roster.csv", *CANVAS_ROSTER)
    _, ours = export("canvas", "--roster", roster)
    done = Folder(root).nbgrader(
        "export",
        "--exporter=autograder.export.CanvasExportPlugin",
        "--to=theirs.csv",
        f"--CanvasExportPlugin.roster={roster}",
    )
    assert done.returncode == 0, done.stderr
    assert table(root / "theirs.csv") == ours


LATE_PLUGIN = """
from nbgrader.plugins import BasePlugin


class TwoPointsADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2 * (1 + total_seconds_late // 86400)
"""
WITH_LATE_PLUGIN = """
import os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
c.AssignLatePenalties.plugin_class = "two_points_a_day.TwoPointsADay"
"""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released_course(tmp_path_factory.mktemp("released") / "course")


def set_due(folder: Folder, assignment: str, due: datetime) -> None:
    with folder.gradebook() as gradebook:
        gradebook.update_or_create_assignment(assignment, duedate=due)


@pytest.mark.needs("landlock")
def test_from_a_canvas_zip_to_a_canvas_roster(
    released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Collected, graded with a late plug-in from nbgrader_config.py, and back into Canvas."""
    folder = Folder(Path(shutil.copytree(released, tmp_path / "course")))
    (folder.root / "two_points_a_day.py").write_text(LATE_PLUGIN)
    with open(folder.root / "nbgrader_config.py", "a") as config:
        config.write(WITH_LATE_PLUGIN)
    set_due(folder, "ewa", DAY)
    half = set_source(folder.solved("ewa"), "bias_correct", "def bias_correct(v, beta):\n    pass")
    work = {
        entry("doejane_11_91_ewa.ipynb", DAY - timedelta(hours=1)): folder.solved("ewa"),
        entry("hilleve_LATE_12_92_EWA (1).ipynb", DAY + timedelta(hours=30)): folder.solved("ewa"),
        entry("roeric_13_93_ewa-1.ipynb", DAY - timedelta(hours=2)): half,
    }
    path = make_zip(tmp_path / "submissions.zip", {e: to_bytes(w) for e, w in work.items()})
    done = course(capsys, folder.root, "collect", str(path), "--times", "--timezone", "UTC")
    assert done.code == 0
    assert "3 new" in done.out
    graded = folder.course_command("grade")
    assert graded.returncode == 0, graded.stdout + graded.stderr
    full = sum(score or 0.0 for score in folder.scores("ewa")["11"].values())
    lost = full - sum(score or 0.0 for score in folder.scores("ewa")["13"].values())
    assert lost > 0
    roster = write(
        tmp_path / "roster.csv",
        f"{CANVAS_HEADER},EWA (903)",
        '"Doe, Jane",11,,jdoe,A,',
        '"Hill, Eve",12,,eve,A,',
        '"Roe, Ric",13,,rroe,A,',
        '"Late, Comer",14,,late,A,',
    )
    words = ("--format", "canvas", "--roster", roster, "--unfinished")
    done = course(capsys, folder.root, "export", *words)
    assert done.code == 0
    assert "3 of 3 submissions still have to be marked by hand (11, 12, 13)" in done.out
    marks = {row[0]: row[5] for row in table(folder.root / "canvas.csv")[2:]}
    assert marks == {
        "Doe, Jane": number(full),
        "Hill, Eve": number(full - 4),
        "Roe, Ric": number(full - lost),
        "Late, Comer": "",
    }


def to_bytes(notebook: dict[str, Any]) -> bytes:
    return json.dumps(notebook).encode()


@pytest.mark.parametrize("name", ["gradebook.db", ".course_secret", "README.md"])
def test_a_file_that_is_no_table_is_not_written_over(root: Path, name: str) -> None:
    path = root / name
    if name != "gradebook.db":
        write(path, "mine")
    before = path.read_bytes()
    done = Folder(root).course_command("export", "--to", str(path))
    assert done.returncode == 2
    assert "is not a table to replace" in done.stderr
    assert path.read_bytes() == before


def test_canvass_number_is_not_a_persons_own_id(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make({"1": {"adam": 1}, "2": {"adam": 2}, "3": {"adam": 3}})
    names = {"1": ("Jane", "Doe"), "2": ("Ric", "Roe"), "3": ("Ana", "Ax")}
    with Folder(root).gradebook() as gradebook:
        for student, (first, last) in names.items():
            gradebook.update_or_create_student(student, first_name=first, last_name=last)
    lines = ['"Doe, Jane",2,X1,j,A,', '"Roe, Ric",3,X2,r,A,', '"Zed, Zoe",1,X3,z,A,']
    roster = write(tmp_path / "roster.csv", f"{CANVAS_HEADER},Adam (1)", *lines)
    done = course(capsys, root, "export", "adam", "--format", "canvas", "--roster", roster)
    assert [row[5] for row in table(root / "canvas.csv")[2:]] == ["1", "2", ""]
    assert "by name only, so check these: 1 (Doe, Jane), 2 (Roe, Ric)." in done.out
    assert "so left out: Ana Ax (3)." in done.out


def test_an_id_under_another_name_is_said(export: Any, tmp_path: Path) -> None:
    roster = write(tmp_path / "roster.csv", f"{CANVAS_HEADER},Adam (1)", '"Hill, Eve",1,jdoe,,A,')
    done, rows = export("canvas", "adam", "--roster", roster)
    assert rows[2][-1] == "10.25"
    assert "under another name, so check these: Jane Doe (jdoe): Hill, Eve." in done.out


@pytest.mark.parametrize("mail", ["j@x.org", "other@x.org"], ids=["sure of another", "other mail"])
def test_a_name_takes_no_row_away_that_an_id_or_an_address_gives_to_somebody(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str], mail: str
) -> None:
    root = make({"s1": {"adam": 1}, "s9": {"adam": 9}})
    with Folder(root).gradebook() as gradebook:
        for student, own in (("s1", "j@x.org"), ("s9", "j9@x.org")):
            names = {"first_name": "Jane", "last_name": "Doe"}
            gradebook.update_or_create_student(student, email=own, **names)
    header = "First name,Last name,Email address,Assignment: Adam (Real)"
    lines = [f"Jane,Doe,{mail},-", "Ann,Ax,s1,-"]
    roster = write(tmp_path / "roster.csv", header, *(lines[:1] if mail == "j@x.org" else lines))
    done = course(capsys, root, "export", "adam", "--format", "moodle", "--roster", roster)
    assert "so left out: Jane Doe (s9)." in done.out
    assert [row[-1] for row in table(root / "moodle.csv")[1:]] == ["1"]


def test_a_mark_that_waits_leaves_the_rosters_own_and_says_so(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"{CANVAS_HEADER},Adam (1)", '"Roe, Ric",1,rroe,,A,12', '"Doe, Jane",2,jdoe,,A,']
    words = ("--format", "canvas", "--roster", write(tmp_path / "roster.csv", *lines))
    done = course(capsys, root, "export", "adam", *words)
    assert [row[5] for row in table(root / "canvas.csv")[2:]] == ["12", "10.25"]
    assert "adam: marked in the roster already, and left as that is" in done.out
    assert "by hand: Ric Roe (rroe)." in done.out
