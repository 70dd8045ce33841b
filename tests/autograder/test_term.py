"""A term in one folder: what happens to a class, and marks that were computed by hand.

| who | what | of 33 | by hand | in the end, of 35 |
|---|---|---:|---:|---:|
| Ann | hands in with `ewa_weights` wrong (3), and again with all right | 33 | 2 | 34 |
| Ben | updates; `averaging_window` (2) and `fifty_days` (1, given to all) are wrong | 31 | 3 | 33 |
| Cem | is late, and has an extension; a corrected hidden case costs him 1 | 33 | 1 | 32 |
| Dee, Eva | a group, without `bias_correct` (6) | 27 | 3 | 29 |
| Fay | hands in nothing | | | |

In the end `larger_beta` (1) is dropped.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from course_folder import Folder, set_source, source_of
from lms_files import CANVAS_HEADER, DAY, LATER, Done, course, entry, make_zip

from autograder.course.checkout import CHECKOUT
from autograder.grading.code_digest import PACKAGES
from autograder.handout.bundle import FOLDER
from autograder.handout.new_course import init_course
from autograder.handout.next_year import next_year
from course_lib.update.folder import update_folder

pytestmark = [pytest.mark.slow, pytest.mark.needs("landlock")]

PEOPLE = {"101": "Ann", "102": "Ben", "103": "Cem", "104": "Dee", "105": "Eva", "106": "Fay"}
BY_HAND = {"101": 2.0, "102": 3.0, "103": 1.0, "104": 3.0}
"""Dee's mark counts for Eva too."""
POINTS = {
    "ewa": 7, "bias_correct": 6, "ewa_from_first": 5, "ewa_weights": 3, "averaging_window": 2,
    "larger_beta": 1, "bias_correction": 1, "fifty_days": 1,
}  # fmt: skip
"""What the instructor takes of the lesson, 26 points; with the reflection 29."""
FINAL = {"101": 34.0, "102": 33.0, "103": 32.0, "104": 29.0, "105": 29.0}
STUB = "raise NotImplementedError  # write your code here, in place of this line"
WRONG = 'def {name}(*arguments):\n    """Wrong."""\n    return -1.0'
LARGE_ONLY = "def averaging_window(beta):\n    return 1 / (1 - beta) if beta > 0.3 else 1.0"
"""What the hidden cases let pass, until one is added."""
ADDED = "    yield call(0.125)\n    for n in rng.choice"

COMPILED = shutil.ignore_patterns("__pycache__")

Run = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "optimization")


@pytest.fixture
def run(folder: Folder, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str) -> str:
        done: Done = course(capsys, folder.root, *words)
        assert done.code == 0, done.err
        return done.out + done.err

    return command


def edit_source(folder: Folder, cell: str, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder.course.source("ewa")
    notebook = json.loads(path.read_text("utf-8"))
    [found] = [one for one in notebook["cells"] if one["id"] == cell]
    found["source"] = source_of(found)
    change(found)
    path.write_text(json.dumps(notebook), "utf-8")


def rosters(tmp_path: Path) -> list[str]:
    """The gradebook of Canvas, and a table of the groups."""
    rows = [f'"{name}, {name}",{number},,,1,' for number, name in PEOPLE.items()]
    canvas, groups = tmp_path / "canvas.csv", tmp_path / "groups.csv"
    canvas.write_text("\n".join([f"{CANVAS_HEADER},ewa (77)", *rows]) + "\n", "utf-8")
    groups.write_text("id,first,last,group\n104,Dee,Dee,Team 1\n105,Eva,Eva,Team 1\n", "utf-8")
    return [str(canvas), str(groups)]


def unpacked(run: Run, tmp_path: Path, name: str) -> Path:
    """What a student finds in the zip of today."""
    run("bundle", "ewa", "--to", str(tmp_path / f"{name}.zip"))
    with zipfile.ZipFile(tmp_path / f"{name}.zip") as archive:
        archive.extractall(tmp_path / name)
    return tmp_path / name / FOLDER


def written_by(folder: Folder, student: str) -> dict[str, Any]:
    """A notebook with the right answers, and the student's own sentences."""
    notebook = folder.solved("ewa")
    return set_source(notebook, "reflection", f"What {PEOPLE[student]} says about the weather.")


def work_in_the_first_release(folder: Folder, own: Path) -> None:
    """Ben answers everything, and puts a cell of his own into his copy."""
    path = own / "ewa" / "ewa.ipynb"
    notebook = written_by(folder, "102")
    set_source(notebook, "averaging_window", WRONG.format(name="averaging_window"))
    set_source(notebook, "fifty_days", 'fifty_days = "d"')
    mine = {"cell_type": "markdown", "id": "bens", "metadata": {}, "source": "Ask about beta!"}
    notebook["cells"].insert(9, mine)
    path.write_text(json.dumps(notebook), "utf-8")


def canvas_zip(path: Path, work: dict[str, dict[str, Any]], late: set[str]) -> str:
    """The class's work, as Canvas packs it."""
    files: dict[str | zipfile.ZipInfo, bytes] = {}
    for student, notebook in work.items():
        name = PEOPLE[student].lower() * 2
        mark = "_LATE" if student in late else ""
        when = LATER if student in late else DAY
        place = entry(f"{name}{mark}_{student}_{student}7_ewa.ipynb", when)
        files[place] = json.dumps(notebook).encode()
    return str(make_zip(path, files))


def mark_by_hand(folder: Folder) -> None:
    """Marks reflections as the formgrader does."""
    with folder.gradebook() as gradebook:
        for student, points in BY_HAND.items():
            grade = gradebook.find_grade("reflection", "ewa", "ewa", student)
            grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def exported(run: Run, tmp_path: Path, roster: str) -> dict[str, float]:
    """Student -> mark, from the file that Canvas imports."""
    to = tmp_path / "for-canvas.csv"
    run("export", "ewa", "--format", "canvas", "--roster", roster, "--to", str(to))
    rows = csv.DictReader(to.read_text("utf-8-sig").splitlines())
    return {row["ID"]: float(row["ewa (77)"]) for row in rows if row["ID"] and row["ewa (77)"]}


def grade_with_a_corrected_case(folder: Folder, checkout: Path) -> str:
    """Grades with a newer version of the project, which has a case more."""
    for package in PACKAGES:
        shutil.copytree(CHECKOUT / package, checkout / package, ignore=COMPILED)
    cases = checkout / "grader_tests/topics/ewa/averaging_window.py"
    before = cases.read_text("utf-8")
    cases.write_text(before.replace("    for n in rng.choice", ADDED), "utf-8")
    done = folder.course_command("grade", cwd=checkout, env=os.environ)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_term(folder: Folder, run: Run, tmp_path: Path) -> None:
    canvas, groups = rosters(tmp_path)

    # Before the term: a folder, its people, a rule for late work, a first release and zip.
    make(folder)
    run("release", "ewa")
    run("people", canvas, groups)
    first = unpacked(run, tmp_path, "first zip")
    folder.nbgrader("db", "assignment", "add", "ewa", "--duedate", "2026-03-09 12:00 UTC")

    # Ben begins. Then a text and the description of a task are corrected, and he updates.
    work_in_the_first_release(folder, first)
    edit_source(folder, "idea", lambda one: one.update(source=one["source"] + "\n\nCorrected."))
    edit_source(folder, "averaging_window", describe_better)
    run("release", "ewa")
    second = unpacked(run, tmp_path, "second zip")
    updated = update_folder(second, first, datetime(2026, 3, 8))
    [look] = [change for lesson in updated.lessons for change in lesson.changes if change.look]
    assert "The task of `averaging_window` has changed" in look.sentence
    bens = json.loads((first / "ewa" / "ewa.ipynb").read_text("utf-8"))
    texts = [source_of(cell) for cell in bens["cells"]]
    assert "Ask about beta!" in texts
    assert any(text.endswith("\n\nCorrected.") for text in texts)

    # The class hands in: Cem late, Dee for her group, Fay nothing.
    ann = set_source(written_by(folder, "101"), "ewa_weights", WRONG.format(name="ewa_weights"))
    dee = set_source(written_by(folder, "104"), "bias_correct", "")
    cem = set_source(written_by(folder, "103"), "averaging_window", LARGE_ONLY)
    work = {"101": ann, "102": bens, "103": cem, "104": dee}
    archive = canvas_zip(tmp_path / "submissions.zip", work, late={"103"})
    said = run("collect", archive, "--groups", "--times", "--timezone", "UTC")
    assert "Fay" in said
    run("grade")
    mark_by_hand(folder)
    marks = exported(run, tmp_path, canvas)
    assert marks == {"101": 25.0, "102": 26.0, "103": 0.0, "104": 23.0, "105": 23.0}

    # Cem was ill, and Ann hands in again. Her reflection, unchanged, keeps its mark.
    run("extend", "103", "ewa", "--until", "2026-03-11 12:00 UTC")
    assert exported(run, tmp_path, canvas) == {**marks, "103": 27.0}
    again = canvas_zip(tmp_path / "again.zip", {**work, "101": written_by(folder, "101")}, {"103"})
    run("collect", again, "--groups", "--times", "--timezone", "UTC")
    assert "+3" in run("grade")
    assert exported(run, tmp_path, canvas) == {**marks, "101": 28.0, "103": 27.0}

    # Two questions were unfair, and the first function deserves twice the points: a third release.
    run("forgive", "ewa", "fifty_days", "--everyone")
    run("forgive", "ewa", "larger_beta", "--drop")
    edit_source(folder, "check-ewa", lambda one: one["metadata"]["nbgrader"].update(points=14))
    run("release", "ewa")
    run("grade")
    assert exported(run, tmp_path, canvas) == {**FINAL, "103": FINAL["103"] + 1}
    assert "Graded before, and unchanged: 5 (" in run("grade")

    # A hidden case was missing. The project corrects it: all are graded again, and one mark moves.
    said = grade_with_a_corrected_case(folder, tmp_path / "newer")
    assert "Marks that moved in ewa: 0 up, 1 down." in said
    assert "check-averaging_window -1: Cem Cem (103) 33 → 32" in said
    assert exported(run, tmp_path, canvas) == FINAL

    # Everybody gets a page, and the instructor a report.
    run("feedback", "ewa", "--zip", "canvas")
    run("report")
    check_pages(folder)

    # Eva leaves the university, and the next year gets a folder of its own.
    run("remove", "105", "--yes")
    without_eva = {who: mark for who, mark in FINAL.items() if who != "105"}
    assert exported(run, tmp_path, canvas) == without_eva
    check_next_year(folder, tmp_path / "next year")


def make(folder: Folder) -> None:
    """Take a part of the lesson, with points of one's own, and give late work none."""
    init_course(folder.root, ["ewa"])
    path = folder.course.source("ewa")
    notebook = json.loads(path.read_text("utf-8"))
    kept = []
    for cell in notebook["cells"]:
        known, name = cell["metadata"].get("nbgrader", {}), cell["id"].removeprefix("check-")
        is_item = cell["cell_type"] == "code" and (known.get("grade") or known.get("solution"))
        if is_item and known["grade"] and name in POINTS:
            known["points"] = POINTS[name]
        if not is_item or name in POINTS:
            kept.append(cell)
    path.write_text(json.dumps({**notebook, "cells": kept}), "utf-8")
    with (folder.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')


def describe_better(cell: dict[str, Any]) -> None:
    cell["source"] = cell["source"].replace("About how many values", "Roughly how many values")


def check_pages(folder: Folder) -> None:
    pages = {path.parents[1].name for path in folder.root.glob("feedback/*/ewa/ewa.html")}
    assert pages == FINAL.keys()
    [archive] = folder.root.glob("**/*canvas*.zip")
    assert len(zipfile.ZipFile(archive).namelist()) >= 4
    report = (folder.root / "report" / "index.html").read_text("utf-8")
    assert "Fay" in report


def check_next_year(folder: Folder, root: Path) -> None:
    next_year(folder.root, root, [], None)
    new = Folder(root)
    assert new.course.assignments() == ["ewa"]
    points = {
        cell["id"]: cell["metadata"].get("nbgrader", {}) for cell in new.source("ewa")["cells"]
    }
    assert points["check-ewa"]["points"] == 14
    assert new.course.config.LateSubmissionPlugin.penalty_method == "zero"
    for name in (".course_secret", "gradebook.db", "submitted", "feedback", "people.csv"):
        assert not (root / name).exists(), name
