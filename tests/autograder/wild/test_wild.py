"""What works at home earns its marks, however it was saved or moved, or the true reason is said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import nbformat
import pytest
from course_folder import Folder, make_course
from wild_cases import (
    CASES,
    EXPERIMENTS,
    PICTURES,
    SOLVED,
    Case,
)

from autograder.nbgrader_plugins.steps import write_feedback

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.needs("landlock")]

STUDENTS = {f"s{number:03}": case for number, case in enumerate(CASES)}
BY_NBGRADER = {student: case for student, case in STUDENTS.items() if int(student[1:]) % 8 == 0}
MISNAMED = {"first": "Ewa.ipynb", "second": "ewa (1).ipynb", "third": "Ada ewa.ipynb"}
EACH = pytest.mark.parametrize("student", STUDENTS, ids=lambda student: STUDENTS[student].name)
EACH_BY_NBGRADER = pytest.mark.parametrize(
    "student", BY_NBGRADER, ids=lambda student: STUDENTS[student].name
)


@pytest.fixture(scope="session")
def by_course(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = hand_in(tmp_path_factory.mktemp("wild") / "course", STUDENTS)
    done = folder.course_command("grade")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def by_nbgrader(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = hand_in(tmp_path_factory.mktemp("wild") / "nbgrader", BY_NBGRADER)
    for student, name in MISNAMED.items():
        path = folder.hand_in(student, "ewa", SOLVED)
        path.rename(path.with_name(name))
    done = folder.nbgrader("autograde", "ewa")
    assert done.returncode == 0, done.stderr[-3_000:]
    return folder


def hand_in(root: Path, students: Iterable[str]) -> Folder:
    folder = Folder(make_course(root, ["ewa"]))
    for student in students:
        folder.hand_in(student, "ewa", STUDENTS[student].data)
    return folder


@EACH
def test_it_earns_what_it_should_and_the_reason_is_true(by_course: Folder, student: str) -> None:
    case = STUDENTS[student]
    scores = by_course.scores("ewa")[student]
    assert {name: scores[f"check-{name}"] for name in case.earns} == case.earns
    graded = by_course.graded(student, "ewa")
    nbformat.validate(graded)
    about = [
        cell for cell in graded["cells"] if cell["id"] in {f"check-{name}" for name in case.earns}
    ]
    said = json.dumps([graded["cells"], graded["metadata"]], ensure_ascii=False)
    for sentence in case.says:
        assert sentence in said
    for sentence in case.never:
        assert sentence not in json.dumps(about if case.earns else graded, ensure_ascii=False)
    assert len({cell["id"] for cell in graded["cells"]}) == len(graded["cells"])


@EACH_BY_NBGRADER
def test_it_earns_the_same_by_nbgrader(
    by_course: Folder, by_nbgrader: Folder, student: str
) -> None:
    assert by_nbgrader.scores("ewa")[student] == by_course.scores("ewa")[student]
    ours, theirs = by_course.graded(student, "ewa"), by_nbgrader.graded(student, "ewa")
    assert [cell["source"] for cell in ours["cells"]] == [
        cell["source"] for cell in theirs["cells"]
    ]


@pytest.mark.parametrize("student", MISNAMED)
def test_nbgrader_finds_a_notebook_of_another_name(by_nbgrader: Folder, student: str) -> None:
    assert by_nbgrader.scores("ewa")[student]["check-averaging_window"] == 2.0
    incidents = by_nbgrader.graded(student, "ewa")["metadata"]["optimization_course"]["incidents"]
    assert MISNAMED[student] in incidents[0]


def students_of(cases: list[Case]) -> list[str]:
    return [student for student, case in STUDENTS.items() if case in cases]


@pytest.mark.parametrize("student", students_of(PICTURES), ids=lambda one: STUDENTS[one].name)
def test_a_picture_reaches_the_feedback_or_a_sentence_does(by_course: Folder, student: str) -> None:
    write_feedback(by_course.course, "ewa", student)
    [page] = (by_course.root / "feedback" / student / "ewa").iterdir()
    html = page.read_text("utf-8")
    assert "TEXT BEHIND IT" in html
    case = STUDENTS[student]
    if "image/png" in case.says:
        assert f"data:image/png;base64,{case.says[-1][:80]}" in html
    else:
        assert case.says[-1] in html


@pytest.mark.parametrize("student", students_of(EXPERIMENTS), ids=lambda one: STUDENTS[one].name)
def test_no_experiment_runs_in_grading(by_course: Folder, student: str) -> None:
    for cell in by_course.graded(student, "ewa")["cells"]:
        assert "EXPERIMENT RAN" not in json.dumps(cell.get("outputs", []))
