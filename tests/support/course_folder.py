"""Course folders for tests: released once, copied for each test, with ways to hand in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from schema_version import start_no_program
from warm_commands import warm

from autograder.course.folder import Course
from autograder.nbgrader_plugins.steps import release

start_no_program()

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600
"""Seconds until a command counts as one that never ends."""


def make_course(folder: Path, topics: Iterable[str] = ()) -> Path:
    """A released course with these notebooks, or with all there are."""
    folder.mkdir(parents=True, exist_ok=True)
    if topics:
        for topic in topics:
            shutil.copytree(ROOT / "notebooks" / topic, folder / "notebooks" / topic)
    else:
        shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    course = Course(folder)
    for name in course.assignments():
        release(course, name)
    return folder


Edit = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Folder:
    """One course folder, with shortcuts."""

    root: Path

    @property
    def course(self) -> Course:
        return Course(self.root)

    def source(self, assignment: str) -> dict[str, Any]:
        return dict(json.loads(self.course.source(assignment).read_text("utf-8")))

    def released(self, assignment: str) -> dict[str, Any]:
        path = self.root / "release" / assignment / f"{assignment}.ipynb"
        return dict(json.loads(path.read_text("utf-8")))

    def solved(self, assignment: str) -> dict[str, Any]:
        """The released notebook with the solutions written in, as a good student would."""
        solutions = {cell["id"]: source_of(cell) for cell in self.source(assignment)["cells"]}
        notebook = self.released(assignment)
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("solution"):
                cell["source"] = without_markers(solutions[cell["id"]])
        return notebook

    def hand_in(self, student: str, assignment: str, notebook: dict[str, Any] | bytes) -> Path:
        folder = self.root / "submitted" / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{assignment}.ipynb"
        data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
        path.write_bytes(data)
        return path

    def course_command(
        self, *words: str, constants: Mapping[str, float] | None = None, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Runs `course`: in a new interpreter if there are options for the process.

        `constants` are as for `Warm.run`: a test need not wait as long as people are to.
        """
        words = (*words, "--course", str(self.root))
        if not options:
            return warm().run("autograder", words, Path.cwd(), PATIENCE, constants)
        command = [sys.executable, "-m", "autograder", *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, **options)

    def nbgrader(self, *words: str) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return warm().run("nbgrader", words, self.root, PATIENCE, PATH=path)

    def gradebook(self) -> Gradebook:
        return Gradebook(self.course.db_url, self.course.course_id)

    def scores(self, assignment: str) -> dict[str, dict[str, float | None]]:
        """Student -> graded cell -> automatic score."""
        with self.gradebook() as gradebook:
            return {
                submission.student.id: {
                    grade.name: grade.auto_score
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(assignment)
            }

    def graded(self, student: str, assignment: str) -> dict[str, Any]:
        path = self.root / "autograded" / student / assignment / f"{assignment}.ipynb"
        return dict(json.loads(path.read_text("utf-8")))

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that grading writes to the gradebook, without ids and times."""
        with self.gradebook() as gradebook:
            found: dict[str, list[tuple[Any, ...]]] = {"grades": [], "comments": [], "late": []}
            for assignment in gradebook.assignments:
                for submission in assignment.submissions:
                    for notebook in submission.notebooks:
                        who = (submission.student.id, assignment.name, notebook.name)
                        found["late"].append((*who, notebook.late_submission_penalty))
                        for grade in notebook.grades:
                            found["grades"].append(
                                (*who, grade.name, grade.auto_score, grade.manual_score,
                                 grade.extra_credit, grade.needs_manual_grade)
                            )  # fmt: skip
                        for comment in notebook.comments:
                            found["comments"].append(
                                (*who, comment.name, comment.auto_comment, comment.manual_comment)
                            )
            return {name: sorted(rows, key=repr) for name, rows in found.items()}


def source_of(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def without_markers(source: str) -> str:
    lines = source.splitlines()
    return "\n".join(line for line in lines if "### BEGIN" not in line and "### END" not in line)


def set_source(notebook: dict[str, Any], cell_id: str, source: str) -> dict[str, Any]:
    """Replaces one cell's source."""
    cells = [cell for cell in notebook["cells"] if cell["id"] == cell_id]
    assert len(cells) == 1, cell_id
    cells[0]["source"] = source
    return notebook


def machine_points(notebook: dict[str, Any]) -> float:
    """What the machine-graded cells of a notebook are worth."""
    points: list[float] = [
        cell["metadata"]["nbgrader"]["points"]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("grade")
    ]
    return sum(points)
