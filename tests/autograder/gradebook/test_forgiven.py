"""Exercises and questions that are dropped, or given to everybody, after hand-in."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from course_folder import Folder, make_course, set_source

from autograder.gradebook.forgiven import NAME

pytestmark = pytest.mark.needs("landlock")

FIFTY = "check-fifty_days"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ana's work is right; ben's answer to a question is wrong."""
    folder = Folder(make_course(tmp_path_factory.mktemp("forgiven") / "course", ["ewa"]))
    folder.hand_in("ana", "ewa", folder.solved("ewa"))
    folder.hand_in("ben", "ewa", wrong(folder))
    assert folder.course_command("grade").returncode == 0
    return folder.root


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(template, tmp_path / "course")))


def wrong(folder: Folder) -> dict[str, Any]:
    return set_source(folder.solved("ewa"), "fifty_days", "fifty_days = 0.5")


def forgive(folder: Folder, *words: str) -> str:
    done = folder.course_command("forgive", "ewa", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def numbers(folder: Folder) -> dict[str, tuple[float, float, bool]]:
    """Student -> score, maximum and whether a mark is missing, as the formgrader shows them."""
    with folder.gradebook() as gradebook:
        return {
            s.student.id: (s.score, s.max_score, s.needs_manual_grade)
            for s in gradebook.assignment_submissions("ewa")
        }


def mark(folder: Folder, student: str, cell: str, points: float) -> None:
    """Give points by hand, as the formgrader does."""
    with folder.gradebook() as gradebook:
        grade = gradebook.find_grade(cell, "ewa", "ewa", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def points_of(folder: Folder, cell: str) -> float:
    [points] = [
        cell_["metadata"]["nbgrader"]["points"]
        for cell_ in folder.source("ewa")["cells"]
        if cell_["metadata"].get("nbgrader", {}).get("grade_id") == cell
    ]
    return float(points)


def test_everybody_gets_a_question_and_it_can_be_undone(folder: Folder) -> None:
    before, rows = numbers(folder), folder.rows()
    said = forgive(folder, "fifty_days", "--everyone")
    assert f"{FIFTY} of ewa is given: everybody who handed in has its points (1)." in said
    assert f"  {FIFTY} +1: ben" in said
    assert numbers(folder) == {"ana": before["ana"], "ben": before["ana"]}
    assert FIFTY in forgive(folder)
    assert "counts as before" in forgive(folder, FIFTY, "--undo")
    assert folder.rows() == rows
    assert not (folder.root / NAME).exists()
    assert "Everything in ewa counts." in forgive(folder)


def test_a_dropped_exercise_counts_for_nobody(folder: Folder) -> None:
    before, points = numbers(folder), points_of(folder, "check-ewa")
    forgive(folder, "ewa", "--drop")
    after = {
        student: (score - points, out_of - points, waits)
        for student, (score, out_of, waits) in before.items()
    }
    assert numbers(folder) == after
    forgive(folder, "ewa", "--everyone")  # another decision replaces the first
    assert numbers(folder) == before
    forgive(folder, "ewa", "--undo")
    assert numbers(folder) == before


@pytest.mark.parametrize("way", ["course", "nbgrader"])
def test_it_survives_another_release_and_grading(folder: Folder, way: str) -> None:
    forgive(folder, "fifty_days", "--everyone")
    forgive(folder, "ewa", "--drop")
    before = numbers(folder)
    folder.hand_in("cleo", "ewa", wrong(folder))
    if way == "course":
        commands = [folder.course_command(*w) for w in (["release", "ewa"], ["grade", "--force"])]
    else:
        release = folder.nbgrader("generate_assignment", "ewa", "--force")
        commands = [release, folder.nbgrader("autograde", "ewa", "--force")]
    assert [done.returncode for done in commands] == [0, 0], commands[-1].stderr
    assert numbers(folder) == {**before, "cleo": before["ana"]}
    for cell in ("fifty_days", "ewa"):
        forgive(folder, cell, "--undo")
    fresh = numbers(folder)
    assert fresh["ben"] == fresh["cleo"]
    assert fresh["ana"][0] == fresh["ben"][0] + 1


def test_marks_by_hand_come_back(folder: Folder) -> None:
    mark(folder, "ana", "reflection", 2)
    forgive(folder, "reflection", "--everyone")
    full = points_of(folder, "reflection")
    assert [one[2] for one in numbers(folder).values()] == [False, False]
    mark(folder, "ben", "reflection", 1)  # typed in the formgrader meanwhile
    assert numbers(folder)["ben"][0] == numbers(folder)["ana"][0] - 1 - full + 1
    assert folder.course_command("export").returncode == 0
    assert numbers(folder)["ben"][0] == numbers(folder)["ana"][0] - 1
    forgive(folder, "reflection", "--undo")
    with folder.gradebook() as gradebook:
        scores = {
            student: gradebook.find_grade("reflection", "ewa", "ewa", student).manual_score
            for student in ("ana", "ben")
        }
    assert scores == {"ana": 2, "ben": 1}


@pytest.mark.parametrize("way", ["drop", "everyone"])
def test_marks_by_hand_come_back_as_a_share_of_other_points(folder: Folder, way: str) -> None:
    mark(folder, "ana", "reflection", points_of(folder, "reflection") / 2)
    before = numbers(folder)
    forgive(folder, "reflection", f"--{way}")
    path = folder.course.source("ewa")
    notebook = json.loads(path.read_text("utf-8"))
    [cell] = [one for one in notebook["cells"] if one["id"] == "reflection"]
    points = cell["metadata"]["nbgrader"]["points"]
    cell["metadata"]["nbgrader"]["points"] = 3 * points
    path.write_text(json.dumps(notebook), "utf-8")
    for words in (["release", "ewa"], ["grade"]):
        assert folder.course_command(*words).returncode == 0
    forgive(folder, "reflection", "--undo")
    right = {
        "ana": (before["ana"][0] + points, before["ana"][1] + 2 * points, False),
        "ben": (before["ben"][0], before["ben"][1] + 2 * points, True),
    }
    assert numbers(folder) == right
    assert folder.course_command("grade").returncode == 0
    assert numbers(folder) == right


def test_pages_report_and_table_say_it(folder: Folder) -> None:
    forgive(folder, "fifty_days", "--everyone")
    forgive(folder, "ewa_weights", "--drop")
    for command in ("feedback", "report", "export"):
        done = folder.course_command(command)
        assert done.returncode == 0, done.stderr
    assert "check-ewa_weights of ewa is dropped" in done.stdout
    page = (folder.root / "feedback" / "ben" / "ewa" / "ewa.html").read_text("utf-8")
    assert "Everybody gets these points. What was written is no answer that counts." in page
    assert "This was dropped: it counts for nobody." in page
    report = (folder.root / "report" / "index.html").read_text("utf-8")
    assert "check-fifty_days of ewa is given" in report
    with (folder.root / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    score, out_of, _ = numbers(folder)["ben"]
    assert (float(rows["ben"]["score"]), float(rows["ben"]["max_score"])) == (score, out_of)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no_such", "--drop"], "ewa has no graded cell no_such. It has: "),
        (["fifty_days"], "exactly one of --drop, --everyone and --undo"),
        (["fifty_days", "--drop", "--everyone"], "exactly one of"),
        (["fifty_days", "--undo"], f"{FIFTY} of ewa was neither dropped nor given"),
    ],
)
def test_what_makes_no_sense_is_refused(folder: Folder, words: list[str], said: str) -> None:
    done = folder.course_command("forgive", "ewa", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (folder.root / NAME).exists()


@pytest.mark.parametrize("change", ["removed", "added"])
def test_a_release_with_other_cells_after_hand_in_says_what_to_do(
    folder: Folder, change: str
) -> None:
    path = folder.course.source("ewa")
    notebook = json.loads(path.read_text("utf-8"))
    cells = notebook["cells"]
    [graded] = [c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == FIFTY]
    if change == "removed":
        cells.remove(graded)
    else:
        more = json.loads(json.dumps(graded))
        more["id"] = more["metadata"]["nbgrader"]["grade_id"] = "check-again"
        cells.append(more)
    path.write_text(json.dumps(notebook), "utf-8")
    done = folder.course_command("release", "ewa")
    assert done.returncode == 2
    assert "it has been handed in (2)" in done.stderr
    wanted = f"{FIFTY}. Put them back" if change == "removed" else "check-again. The gradebook"
    assert wanted in done.stderr
    assert "Traceback" not in done.stderr
