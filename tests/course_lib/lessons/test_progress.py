"""The start page shows lessons in the course's order, what is done in each, and where to go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from course_lib.lessons.progress import OPEN, RIGHT, WRITTEN, show_progress

RIGHT_OUTPUT = {"output_type": "display_data", "data": {"text/html": "<td>✓</td>"}}
WRONG_OUTPUT = {"output_type": "display_data", "data": {"text/html": "<td>✓</td><td>✗</td>"}}
ERROR = {"output_type": "error", "ename": "CheckFailed", "evalue": "", "traceback": []}
STUB = "def step(w):\n    raise NotImplementedError  # write your code here"


def cell(kind: str, source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "source": source.splitlines(keepends=True), "metadata": {}, **more}


def graded(kind: str, name: str, source: str, *outputs: Any, solution: bool) -> dict[str, Any]:
    grade = not solution or kind == "markdown"
    own = {"grade_id": name, "grade": grade, "solution": solution}
    return cell(kind, source, outputs=list(outputs)) | {"metadata": {"nbgrader": own}}


def exercise(name: str, source: str, *outputs: Any) -> list[dict[str, Any]]:
    return [
        graded("code", name, source, solution=True),
        graded("code", f"check-{name}", f'check("{name}")', *outputs, solution=False),
    ]


def write(folder: Path, name: str, *cells: dict[str, Any]) -> None:
    (folder / name).mkdir()
    first = cell("markdown", f"# The lesson {name}")
    text = json.dumps({"cells": [first, *cells]})
    (folder / name / f"{name}.ipynb").write_text(text, encoding="utf-8")


WHOLE = "def step(w):\n    return w"


@pytest.mark.parametrize(
    ("source", "outputs", "state"),
    [
        (STUB, [ERROR], OPEN),
        (WHOLE, [], WRITTEN),
        (WHOLE, [WRONG_OUTPUT, ERROR], WRITTEN),
        (WHOLE, [RIGHT_OUTPUT], RIGHT),
        ("def step(w:", [], WRITTEN),
        ("step = None  # a or b", [], OPEN),
        ('step = "a"', [{"data": {"text/html": '<td aria-label="answered">'}}], RIGHT),
    ],
)
def test_a_part_is_as_its_cell_and_its_check_were_saved(
    source: str, outputs: list[Any], state: str, tmp_path: Path
) -> None:
    write(tmp_path, "ewa", *exercise("step", source, *outputs))
    [lesson] = show_progress(tmp_path).lessons
    assert [part.state for part in lesson.parts] == [state]


def test_lessons_come_in_order_and_one_goes_on_where_one_has_begun(tmp_path: Path) -> None:
    more = cell("code", 'step = mine("momentum", "step")')
    reflection = graded("markdown", "own-words", "*Write your answer here.*", solution=True)
    write(tmp_path, "adam", more, *exercise("one", STUB))
    write(
        tmp_path,
        "momentum",
        *exercise("two", WHOLE, RIGHT_OUTPUT),
        cell("markdown", "### 2. The *path*: `three`"),
        *exercise("three", STUB),
        reflection,
    )
    write(tmp_path, "ewa", *exercise("four", STUB))
    write(tmp_path, "own_topic", *exercise("five", STUB))
    progress = show_progress(tmp_path)
    assert [one.name for one in progress.lessons] == ["ewa", "momentum", "adam", "own_topic"]
    assert progress.lessons[2].needs == ("momentum",)
    assert progress.next_lesson is progress.lessons[1]
    html = progress.html()
    assert '<a href="momentum/momentum.ipynb#2.-The-path%3A-three">' in html
    assert "1 of 3" in html
    assert "Go on with The lesson momentum: 2. The path: three." in repr(progress)


def test_other_notebooks_are_no_lessons(tmp_path: Path) -> None:
    write(tmp_path, "ewa", *exercise("four", WHOLE, RIGHT_OUTPUT))
    (tmp_path / "ewa" / "copy.ipynb").write_text("{}", encoding="utf-8")
    write(tmp_path, "notes", cell("code", "1"))
    progress = show_progress(tmp_path)
    assert [one.name for one in progress.lessons] == ["ewa"]
    assert not progress.lost
    assert "Every part of every lesson here is done." in repr(progress)
    assert "no lesson in this folder" in repr(show_progress(tmp_path / "ewa"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("adam.ipynb", b'{"cells": [3]}', "adam/adam.ipynb is not in this list, because it cannot"),
        ("adam.ipynb", b"", "or adam.ipynb from the zip"),
        ("adam.ipynb", b'{"cells": [], "m', "cannot be read as a notebook"),
        ("adam.ipynb", '{"cells": []}'.encode("utf-16"), "cannot be read as a notebook"),
        ("adam.ipynb", b'{"cells": []}', "has removed from its cells what this page goes by"),
        ("adam (1).ipynb", b"{}", "beside its place there is: adam (1).ipynb. Rename the one"),
    ],
    ids=["no cells", "empty", "cut off", "utf-16", "without metadata", "renamed"],
)
def test_a_lesson_that_cannot_be_read_is_named_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    write(tmp_path, "ewa", *exercise("four", WHOLE, RIGHT_OUTPUT))
    (tmp_path / "adam").mkdir()
    (tmp_path / "adam" / name).write_bytes(content)
    progress = show_progress(tmp_path)
    [sentence] = progress.lost
    assert said in sentence
    assert sentence in repr(progress)
    assert sentence in progress.html()
    assert "Every part" not in repr(progress)


def test_a_released_course_is_open_everywhere() -> None:
    root = Path(__file__).resolve().parents[3] / "notebooks"
    lessons = show_progress(root).lessons
    assert [one.name for one in lessons][:2] == ["gradient_descent", "ewa"]
    assert len(lessons) == 11
    assert "momentum" in next(one for one in lessons if one.name == "adam").needs
    in_order = "Gradient descent, Exponentially weighted averages, Momentum, RMSProp"
    assert f">{in_order}</td>" in show_progress(root).html()
