"""`course tidy` completes cells as JupyterLab leaves them, and leaves complete lessons alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.tidy import tidy
from autograder.errors import CourseError
from autograder.notebook.lesson import exercise_of
from grader_tests.engine.registry import names

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("topic", names())
def test_a_complete_lesson_is_left_as_it_is(topic: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(ROOT / "notebooks" / topic / f"{topic}.ipynb", tmp_path))
    before = path.read_bytes()
    assert tidy(path) == []
    assert path.read_bytes() == before


def written(tmp_path: Path, *cells: nbformat.NotebookNode) -> Path:
    path = tmp_path / "lesson.ipynb"
    nbformat.write(new_notebook(cells=[*cells]), path)
    return path


def test_a_lesson_written_in_jupyterlab_gets_ids_tags_points_and_hidden_tests(
    tmp_path: Path,
) -> None:
    path = written(
        tmp_path,
        new_markdown_cell("# Adam"),
        new_code_cell("import numpy as np"),
        new_markdown_cell("### 3. The whole step: `adam_step`"),
        new_code_cell(
            "def adam_step(w):\n    ### BEGIN SOLUTION\n    return w\n    ### END SOLUTION"
        ),
        new_code_cell('check("adam_step")'),
        new_markdown_cell("**See it.** The first steps."),
        new_code_cell('plot(title="The first steps of Adam are long")'),
        new_code_cell('plot(title="The first steps of Adam are long")'),
        new_code_cell('first_step = None\n### BEGIN SOLUTION\nfirst_step = "b"\n### END SOLUTION'),
        new_code_cell('check("first_step")'),
        new_markdown_cell("### In your own words\n\nWhy?"),
        new_markdown_cell("Because."),
    )
    assert len(tidy(path)) == 12
    cells = nbformat.read(path, as_version=4).cells
    assert [cell.id for cell in cells] == [
        "title", "imports", "task-adam_step", "adam_step", "check-adam_step",
        "see-it-the-first", "the-first-steps-of", "the-first-steps-of-2", "first_step",
        "check-first_step", "ask-reflection", "reflection",
    ]  # fmt: skip
    by_id = {cell.id: cell for cell in cells}
    assert exercise_of(by_id["check-adam_step"]) == "adam_step"
    assert by_id["check-adam_step"].metadata.nbgrader.points > 1
    assert by_id["check-first_step"].metadata.nbgrader.points == 1
    assert by_id["check-adam_step"].metadata.tags == ["raises-exception"]
    assert by_id["the-first-steps-of"].metadata == {"tags": ["experiment", "raises-exception"]}
    assert by_id["adam_step"].metadata.nbgrader.solution
    assert by_id["reflection"].metadata.nbgrader.points == 3
    assert by_id["title"].metadata.nbgrader.locked
    nbformat.validate(nbformat.read(path, as_version=4))
    assert tidy(path) == []


def test_what_a_person_has_set_stays(tmp_path: Path) -> None:
    mine = new_code_cell('check("adam_step")', id="my-check")
    mine.metadata.nbgrader = {"points": 20, "grade": True, "grade_id": "check-of-mine"}
    tagged = new_code_cell("x = 1", metadata={"tags": ["hide-input"]})
    path = written(tmp_path, mine, tagged)
    tidy(path)
    first, second = nbformat.read(path, as_version=4).cells
    assert (first.id, first.metadata.nbgrader.points) == ("check-of-mine", 20)
    assert second.metadata.tags == ["hide-input", "experiment", "raises-exception"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('check("nothing_like_it")', "no exercise or question of that name"),
        ("### BEGIN SOLUTION\nprint(1)\n### END SOLUTION", "defines nothing"),
    ],
)
def test_what_cannot_be_completed_is_named_and_nothing_is_written(
    source: str, said: str, tmp_path: Path
) -> None:
    path = written(tmp_path, new_markdown_cell("# Mine"), new_code_cell(source))
    before = path.read_bytes()
    with pytest.raises(CourseError, match=said):
        tidy(path)
    assert path.read_bytes() == before


def test_what_is_no_notebook_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{")
    with pytest.raises(CourseError, match="is not a notebook that can be read"):
        tidy(tmp_path / "a.ipynb")
