"""`nbgrader autograde` finds all work, and says in our words if there is none."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from lms_files import bare_course
from nbgrader.converters.autograde import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory


def matched(root: Path, *files: str, student: str = "*") -> list[str]:
    """The folders in which nbgrader finds a submission to ewa, if these files are handed in."""
    import_module("autograder.nbgrader_plugins.autograde")  # as nbgrader does for its exporter
    for file in files:
        path = root / "submitted" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    coursedir = CourseDirectory(root=str(root), assignment_id="ewa", student_id=student)
    converter = Autograde(coursedir=coursedir)
    converter.init_notebooks()
    folders = sorted(Path(folder) for folder in converter.assignments)
    return [folder.relative_to(root / "submitted").as_posix() for folder in folders]


@pytest.mark.parametrize(
    ("files", "folders"),
    [
        (["ana/ewa/EWA.IPYNB"], ["ana/ewa"]),
        (["ana/ewa/my/work.ipynb"], ["ana/ewa"]),
        (["ana/ewa/ewa.ipynb.txt", "bo/ewa/ewa.ipynb"], ["ana/ewa", "bo/ewa"]),
        (["ana/ewa/ewa.zip", "bo/ewa/ewa.pdf"], ["ana/ewa"]),
    ],
    ids=["capitals", "inside", "one of two", "zip"],
)
def test_work_is_found_though_no_name_in_the_batch_is_nbgraders(
    tmp_path: Path, files: list[str], folders: list[str]
) -> None:
    assert matched(bare_course(tmp_path), *files) == folders


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (["ana/ewa/ewa.pdf"], "none of these is a notebook: submitted/ana/ewa/ewa.pdf. Ask for"),
        (["ana/Ewa/ewa.ipynb"], "Ignored: submitted/ana/Ewa. To have it graded, move it, or what"),
        ([".keep"], "there is no folder submitted/STUDENT/ewa with a file in it."),
    ],
    ids=["no notebook", "misplaced", "nothing"],
)
def test_nothing_to_grade_is_said_with_what_is_there(
    tmp_path: Path, files: list[str], said: str
) -> None:
    with pytest.raises(NbGraderException, match=said.replace(".", r"\.")):
        matched(bare_course(tmp_path), *files)
