"""Every notebook runs from top to bottom in a plain kernel, for its author and for nbgrader.

What its prose claims is computed in the same run (tests/support/claims.py).
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pytest
from claims import found_in, with_claims
from course_folder import Folder
from nbgrader.preprocessors import ComputeChecksums
from nbgrader.utils import determine_grade, is_grade
from running import run, validate, validate_what_ran

from autograder.notebook.lesson import exercise_of
from autograder.notebook.rebuild import skeleton_of
from grader_tests.engine.registry import find, topics

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]
TOPICS = [topic.name for topic in topics()]


def path_of(topic: str) -> Path:
    return ROOT / "notebooks" / topic / f"{topic}.ipynb"


@cache
def run_with_claims(topic: str) -> tuple[Any, list[str]]:
    """The source notebook with every solution in place, in a plain kernel, and its false claims."""
    notebook = with_claims(topic, nbformat.read(path_of(topic), as_version=4))
    ran = run(notebook, path_of(topic).parent)
    faults = [claim.fault(found) for claim, found in found_in(topic, ran)]
    return ran, list(filter(None, faults))


def run_source(topic: str) -> Any:
    return run_with_claims(topic)[0]


def as_released(topic: str) -> Any:
    skeleton = nbformat.reads(skeleton_of(path_of(topic).read_text("utf-8")), as_version=4)
    return ComputeChecksums().preprocess(without_hidden(skeleton), {})[0]


def without_hidden(notebook: Any) -> Any:
    for cell in notebook.cells:
        cell.source = re.sub(
            r"### BEGIN HIDDEN.*?### END HIDDEN TESTS", "", cell.source, flags=re.S
        )
    return notebook


@cache
def validated(topic: str) -> tuple[dict[str, Any], Any]:
    """What `nbgrader validate` finds in the notebook as released, which it runs."""
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(path_of(topic).parent, Path(folder) / topic))
        nbformat.write(as_released(topic), str(copy / f"{topic}.ipynb"))
        return validate(copy / f"{topic}.ipynb")


def outputs(notebook: Any) -> list[tuple[str, Any]]:
    return [
        (cell.id, output)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]


@pytest.mark.parametrize("topic", TOPICS)
def test_it_runs_without_an_error_or_a_warning(topic: str) -> None:
    for cell, output in outputs(run_source(topic)):
        assert output.output_type != "error", (cell, output)
        assert output.get("name") != "stderr", (cell, output)
        assert "Warning" not in str(output.get("text")), (cell, output)


@pytest.mark.parametrize("topic", TOPICS)
def test_what_its_prose_claims_is_what_it_computes(topic: str) -> None:
    assert run_with_claims(topic)[1] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_stock_nbgrader_reads_full_marks_from_a_plain_kernel(topic: str) -> None:
    for cell in run_source(topic).cells:
        if cell.cell_type == "code" and is_grade(cell):
            points, most = determine_grade(cell)
            assert points == most == find(str(exercise_of(cell))).points, cell.id


@pytest.mark.parametrize("topic", TOPICS)
def test_every_figure_has_a_text_for_those_who_cannot_see_it(topic: str) -> None:
    pictures = 0
    for cell, output in outputs(run_source(topic)):
        data = output.get("data", {})
        assert "image/png" not in data, f"{cell}: show it with describe(ax, alt=...)"
        for tag in re.findall(r"<img[^>]*>", data.get("text/html", "")):
            alt = re.search(r'alt="([^"]*)"', tag)
            assert alt is not None, cell
            assert len(alt.group(1)) > 40, cell
            pictures += 1
    assert pictures >= 3


@pytest.mark.parametrize("topic", TOPICS)
def test_as_released_it_says_what_is_not_written_and_goes_on(topic: str) -> None:
    notebook = validated(topic)[1]
    last = [cell for cell in notebook.cells if cell.cell_type == "code"][-1]
    assert last.execution_count is not None
    for cell, output in outputs(notebook):
        if output.output_type == "error":
            assert output.ename in ("CheckFailed", "NotImplementedError"), (cell, output)
            assert len(output.traceback) == 1, cell
        assert output.get("name") != "stderr", (cell, output)


@pytest.mark.slow
@pytest.mark.parametrize("topic", TOPICS)
def test_nbgraders_validate_passes_the_solution_and_fails_a_stub(
    topic: str, tmp_path: Path
) -> None:
    nbformat.write(run_source(topic), str(tmp_path / "solved.ipynb"))
    assert validate_what_ran(tmp_path / "solved.ipynb") == {}
    found, ran = validated(topic)
    checks = {c.source.strip() for c in ran.cells if c.cell_type == "code" and is_grade(c)}
    assert found.keys() == {"failed"}
    assert checks <= {one["source"] for one in found["failed"]}


def test_the_command_says_the_same(tmp_path: Path) -> None:
    """In JupyterLab the button does, in a student's journey."""
    folder = Folder(Path(shutil.copytree(path_of(TOPICS[0]).parent, tmp_path / TOPICS[0])))
    nbformat.write(as_released(TOPICS[0]), str(folder.root / f"{TOPICS[0]}.ipynb"))
    done = folder.nbgrader("validate", f"{TOPICS[0]}.ipynb")
    failed = validated(TOPICS[0])[0]["failed"]
    assert f"VALIDATION FAILED ON {len(failed)} CELL" in done.stdout
