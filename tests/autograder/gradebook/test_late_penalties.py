"""Late penalties follow from the points as they are now, and extensions hold at any time."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from course_folder import Folder, make_course
from lms_files import bare_course

from autograder.course.folder import Course, zone_of_exchange
from autograder.course.submission_files import read_timestamp, time_of_submission
from autograder.errors import CourseError, UnusableFile
from autograder.gradebook.late_penalties import read_extensions

pytestmark = pytest.mark.needs("landlock")

DUE = datetime(2027, 3, 1, 17, 0)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ana's right work, a day late, graded where late work gets no marks; ben's is in time."""
    folder = Folder(make_course(tmp_path_factory.mktemp("late") / "course", ["ewa"]))
    with open(folder.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with folder.gradebook() as gradebook:
        gradebook.update_or_create_assignment("ewa", duedate=DUE)
    for student, time in (("ana", "2027-03-02 12:00:00 UTC"), ("ben", "2027-03-01 12:00:00 UTC")):
        place = folder.hand_in(student, "ewa", folder.solved("ewa")).parent
        (place / "timestamp.txt").write_text(time, "utf-8")
    assert folder.course_command("grade").returncode == 0
    return folder.root


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(template, tmp_path / "course")))


def exported(folder: Folder, by: str = "course") -> dict[str, tuple[float, float]]:
    """Student -> score and penalty, as the table for people has them."""
    path = folder.root / "table.csv"
    if by == "course":
        done = folder.course_command("export", "--to", str(path))
    else:
        done = folder.nbgrader(
            "export", "--exporter=autograder.export.CsvExportPlugin", f"--to={path}"
        )
    assert done.returncode == 0, done.stderr
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["student"]: (float(row["score"]), float(row["late_penalty"])) for row in rows}


def mark_reflection(folder: Folder, points: float) -> None:
    """Give these points by hand, as the formgrader does."""
    with folder.gradebook() as gradebook:
        grade = gradebook.find_grade("reflection", "ewa", "ewa", "ana")
        grade.manual_score = points
        grade.needs_manual_grade = False
        gradebook.db.commit()


@pytest.mark.parametrize("by", ["course", "nbgrader"])
def test_points_given_by_hand_later_are_late_too(folder: Folder, by: str) -> None:
    before = exported(folder, by)
    assert before["ana"][0] == 0
    assert before["ana"][1] > 0
    mark_reflection(folder, 3)
    after = exported(folder, by)
    assert after["ana"] == (0, before["ana"][1] + 3)
    assert after["ben"] == (before["ana"][1], 0)


@pytest.mark.parametrize("by", ["course", "nbgrader"])
def test_a_time_that_is_gone_takes_its_penalty_away(folder: Folder, by: str) -> None:
    (folder.root / "submitted" / "ana" / "ewa" / "timestamp.txt").unlink()
    if by == "course":
        done = folder.course_command("grade")
    else:
        done = folder.nbgrader("autograde", "ewa", "--student=ana", "--force")
    assert done.returncode == 0, done.stderr
    with folder.gradebook() as gradebook:
        submission = gradebook.find_submission("ewa", "ana")
        assert submission.timestamp is None
        assert submission.score > 0
        assert not submission.late_submission_penalty


@pytest.mark.parametrize("command", ["feedback", "report"])
def test_pages_have_the_penalty_of_the_final_points(folder: Folder, command: str) -> None:
    mark_reflection(folder, 3)
    assert folder.course_command(command).returncode == 0
    with folder.gradebook() as gradebook:
        ana = gradebook.find_submission("ewa", "ana")
        assert ana.late_submission_penalty == ana.score


def test_an_extension_after_grading_takes_the_penalty_away(folder: Folder) -> None:
    done = folder.course_command("extend", "ana", "ewa", "--until", "2027-03-03 17:00 UTC")
    assert done.returncode == 0, done.stderr
    assert "ana may hand in ewa until 2027-03-03 17:00 UTC." in done.stdout
    assert exported(folder)["ana"] == exported(folder)["ben"]


def test_an_extension_before_handing_in_holds_for_the_work_that_comes(folder: Folder) -> None:
    extend = ("extend", "eve", "ewa", "--until", "2027-03-03 18:00 +0100")
    assert folder.course_command(*extend).returncode == 0
    for student, time in (
        ("eve", "2027-03-03 16:59:00 UTC"),
        ("mallory", "2027-03-03 16:59:00 UTC"),
    ):
        place = folder.hand_in(student, "ewa", folder.solved("ewa")).parent
        (place / "timestamp.txt").write_text(time, "utf-8")
    assert folder.course_command("grade").returncode == 0
    with folder.gradebook() as gradebook:
        penalties = {
            student: gradebook.find_submission("ewa", student).late_submission_penalty
            for student in ("eve", "mallory")
        }
    assert not penalties["eve"]
    assert penalties["mallory"]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("next week-ish", "'next week-ish' is not a time such as"),
        ("2027-03-03 17:00 PST", "'2027-03-03 17:00 PST' is not a time such as"),
        ("2027-02-01 12:00 UTC", "That is before ewa is due, which is at 2027-03-01 17:00 UTC."),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(folder: Folder, until: str, said: str) -> None:
    done = folder.course_command("extend", "ana", "ewa", "--until", until)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (folder.root / "extensions.csv").exists()


def test_without_a_due_date_nothing_can_be_extended(folder: Folder) -> None:
    with folder.gradebook() as gradebook:
        gradebook.find_assignment("ewa").duedate = None
        gradebook.db.commit()
    done = folder.course_command("extend", "ana", "ewa", "--until", "2027-03-03 17:00 UTC")
    assert done.returncode == 2
    assert "ewa has no due date" in done.stderr


def test_a_line_that_cannot_be_read_is_named(folder: Folder) -> None:
    (folder.root / "extensions.csv").write_text("student,assignment,until\nana,ewa,soon\n", "utf-8")
    done = folder.course_command("export")
    assert done.returncode == 2
    assert "Line 2 of" in done.stderr


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("student;assignment;until\r\nána;ewa;2027-03-03 18:00 Europe/Berlin\r\n", "utf-8-sig"),
        ("student\tassignment\tuntil\nána\tewa\t2027-03-03T17:00Z\n", "utf-16"),
        ("until,student,assignment,why\n2027-03-03 17:00,ána,ewa,ill\n", "utf-8"),
    ],
)
def test_a_spreadsheet_may_have_written_the_extensions(
    tmp_path: Path, text: str, encoding: str
) -> None:
    (tmp_path / "extensions.csv").write_bytes(text.encode(encoding))
    expected = {("ána", "ewa"): datetime(2027, 3, 3, 17)}
    assert read_extensions(Course(bare_course(tmp_path))) == expected
    (tmp_path / "extensions.csv").write_bytes(text.encode("cp1252"))
    with pytest.raises(CourseError, match="Line 2 of"):
        read_extensions(Course(tmp_path))


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2027-03-02 10:00:00.123456 UTC", 10),
        ("2027-03-02T10:00:00Z", 10),
        ("2027-03-02 10:00", 10),
        ("2027-03-02 10:00:00 CET", 9),
        ("2027-03-02 10:00:00 America/New_York", 15),
        ("2027-03-02 10:00:00 +0100", 9),
        ("2027-03-02 10:00:00-05:30", 15),
        ("2027-03-02 10:00:00 PST", None),
        ("2027-07-02 10:00:00.123456 CEST", 8),
        ("2027-07-02 10:00:00 EDT", 14),
        ("2027-03-02 10:00:00 IST", None),
        ("2027-03-02 10:00:00 CEST", None),
        ("3.2.2027 10:00 UTC", None),
        ("2027-03-02", None),
    ],
)
def test_a_time_beside_a_notebook_is_read_right_or_refused(
    tmp_path: Path, text: str, hour: int | None
) -> None:
    (tmp_path / "timestamp.txt").write_text(text, "utf-8")
    if hour is None:
        with pytest.raises(UnusableFile, match="such as 2026-11-24 18:00:00 UTC"):
            read_timestamp(tmp_path)
        return
    found = read_timestamp(tmp_path)
    assert found is not None
    assert (found.day, found.hour, found.tzinfo) == (2, hour, None)


@pytest.mark.parametrize(
    ("zone", "hour"), [("America/Los_Angeles", 18), ("Asia/Manila", 2), ("Asia/Shanghai", None)]
)
def test_an_abbreviation_is_that_of_the_courses_exchange(
    tmp_path: Path, zone: str, hour: int | None
) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.timezone = {zone!r}\n", "utf-8"
    )
    (tmp_path / "timestamp.txt").write_text("2027-03-02 10:00:00 PST", "utf-8")
    noted = time_of_submission(tmp_path, zone_of_exchange(Course(tmp_path).config))
    assert noted == ("unreadable" if hour is None else f"2027-03-02 {hour:02}:00:00")


def test_an_extension_is_in_the_exchanges_zone_if_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.Exchange.timezone = 'Asia/Shanghai'\n", "utf-8"
    )
    rows = "student,assignment,until\n1,adam,2027-03-02 10:00 CST\n"
    (tmp_path / "extensions.csv").write_text(rows, "utf-8")
    [until] = read_extensions(Course(tmp_path)).values()
    assert str(until) == "2027-03-02 02:00:00"
