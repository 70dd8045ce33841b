"""Points that an instructor changed in the notebook, and cells that the grader does not know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from course_folder import Folder, make_course, set_source
from nbformat.v4 import new_code_cell, new_notebook

from autograder.errors import CourseError
from autograder.notebook.lesson import require_exercises

pytestmark = pytest.mark.needs("landlock")


def change_cells(folder: Folder, change: Any) -> None:
    path = folder.course.source("ewa")
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        change(cell, cell["metadata"].get("nbgrader", {}))
    path.write_text(json.dumps(notebook), "utf-8")


@pytest.mark.parametrize("way", ["course", "nbgrader"])
def test_marks_are_shares_of_the_points_in_the_notebook(tmp_path: Path, way: str) -> None:
    folder = Folder(make_course(tmp_path / "course", ["ewa"]))
    wanted = {"check-ewa": 14, "check-ewa_weights": 2.5, "check-fifty_days": 0}

    def change(_: Any, nbgrader: dict[str, Any]) -> None:
        if nbgrader.get("grade_id") in wanted:
            nbgrader["points"] = wanted[nbgrader["grade_id"]]

    change_cells(folder, change)
    assert folder.course_command("release", "ewa").returncode == 0
    right = folder.solved("ewa")
    folder.hand_in("ana", "ewa", right)
    set_source(right, "ewa", "def ewa(theta, beta):\n    return theta")
    folder.hand_in("ben", "ewa", right)
    grade = folder.course_command if way == "course" else folder.nbgrader
    done = grade("grade" if way == "course" else "autograde", "ewa")
    assert done.returncode == 0, done.stderr
    scores = folder.scores("ewa")
    assert {name: scores["ana"][name] for name in wanted} == wanted
    assert scores["ben"]["check-ewa"] == 0
    graded = json.dumps(folder.graded("ana", "ewa"))
    assert "14 of 14 points" in graded
    assert "2.5 of 2.5 points" in graded


@pytest.mark.parametrize("points", ["-2", '"3"', "null", "1e400", "true"])
def test_points_that_are_no_number_of_points_are_named(points: str) -> None:
    own = {"grade_id": "check-ewa", "grade": True, "points": json.loads(points)}
    cell = new_code_cell("check('ewa')", metadata={"nbgrader": own})
    source = nbformat.writes(new_notebook(cells=[cell]))
    with pytest.raises(CourseError, match=r"The cell `check-ewa` of ewa is worth .* points"):
        require_exercises(source, "ewa")


def test_a_cell_for_an_exercise_that_does_not_exist_is_named(tmp_path: Path) -> None:
    folder = Folder(make_course(tmp_path / "course", ["ewa"]))
    folder.hand_in("ana", "ewa", folder.solved("ewa"))

    def change(cell: dict[str, Any], nbgrader: dict[str, Any]) -> None:
        if nbgrader.get("grade_id") == "check-ewa":
            cell["source"] = "".join(cell["source"]).replace('grade("ewa")', 'grade("ewma")')

    change_cells(folder, change)
    said = "The cell `check-ewa` of ewa grades the exercise `ewma`"
    for words in (["release", "ewa"], ["grade", "ewa"], ["bundle", "ewa"]):
        done = folder.course_command(*words)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    done = folder.nbgrader("autograde", "ewa")
    assert done.returncode != 0
    assert said in done.stderr
