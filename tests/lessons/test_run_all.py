"""Every notebook runs from top to bottom in a plain kernel, for its author and for nbgrader.

What its prose claims is computed in the same run (tests/support/claims.py).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pytest
from course_folder import Folder
from nbgrader.preprocessors import ComputeChecksums
from nbgrader.utils import determine_grade, is_grade
from running import validate, validate_what_ran
from solved_lessons import path_of, run_with_claims

from autograder.notebook.lesson import exercise_of, visible_source
from autograder.notebook.rebuild import skeleton_of
from grader_tests.engine.registry import find, topics

pytestmark = pytest.mark.processes

TOPICS = [topic.name for topic in topics()]
Run = Callable[[str], tuple[Any, list[str]]]


@pytest.fixture(scope="module")
def ran_with_claims(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A topic's notebook with every solution in place, as it ran, and its false claims."""
    return cache(lambda topic: run_with_claims(tmp_path_factory, topic))


@pytest.fixture
def ran(topic: str, ran_with_claims: Run) -> Any:
    return ran_with_claims(topic)[0]


def as_released(topic: str) -> Any:
    skeleton = nbformat.reads(skeleton_of(path_of(topic).read_text("utf-8")), as_version=4)
    for cell in skeleton.cells:
        cell.source = visible_source(cell.source)
    return ComputeChecksums().preprocess(skeleton, {})[0]


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
def test_it_runs_without_an_error_or_a_warning(topic: str, ran: Any) -> None:
    for cell, output in outputs(ran):
        assert output.output_type != "error", (cell, output)
        assert output.get("name") != "stderr", (cell, output)
        assert "Warning" not in str(output.get("text")), (cell, output)


@pytest.mark.parametrize("topic", TOPICS)
def test_what_its_prose_claims_is_what_it_computes(topic: str, ran_with_claims: Run) -> None:
    assert ran_with_claims(topic)[1] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_stock_nbgrader_reads_full_marks_from_a_plain_kernel(topic: str, ran: Any) -> None:
    for cell in ran.cells:
        if cell.cell_type == "code" and is_grade(cell):
            points, most = determine_grade(cell)
            assert points == most == find(str(exercise_of(cell))).points, cell.id


@pytest.mark.parametrize("topic", TOPICS)
def test_every_figure_has_a_text_for_those_who_cannot_see_it(topic: str, ran: Any) -> None:
    pictures = 0
    for cell, output in outputs(ran):
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
    topic: str, ran: Any, tmp_path: Path
) -> None:
    nbformat.write(ran, str(tmp_path / "solved.ipynb"))
    assert validate_what_ran(tmp_path / "solved.ipynb") == {}
    found, stubs = validated(topic)
    checks = {c.source.strip() for c in stubs.cells if c.cell_type == "code" and is_grade(c)}
    assert found.keys() == {"failed"}
    assert checks <= {one["source"] for one in found["failed"]}


def test_the_command_says_the_same(tmp_path: Path) -> None:
    """In JupyterLab the button does, in a student's journey."""
    folder = Folder(Path(shutil.copytree(path_of(TOPICS[0]).parent, tmp_path / TOPICS[0])))
    nbformat.write(as_released(TOPICS[0]), str(folder.root / f"{TOPICS[0]}.ipynb"))
    done = folder.nbgrader("validate", f"{TOPICS[0]}.ipynb")
    failed = validated(TOPICS[0])[0]["failed"]
    assert f"VALIDATION FAILED ON {len(failed)} CELL" in done.stdout
