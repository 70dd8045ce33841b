"""The notebooks as files: no outputs, stable ids, locked cells, one heading, one import."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from claims import claims_of, explained, given_in, unclaimed

from autograder.translation.markdown import upright
from grader_tests.engine.registry import names

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS", re.DOTALL)

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == kind]


def tidy(path: Path) -> str:
    return f"Run `course tidy {path.relative_to(ROOT).as_posix()}`."


def test_it_is_a_valid_notebook_of_a_topic(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert path.parent.name == path.stem
    assert path.stem in names()


def test_no_output_is_kept(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell["outputs"] == [], f"{cell['id']} has outputs: run `make format`."
        assert cell["execution_count"] is None, f"{cell['id']} was run: run `make format`."
    assert not [cell["id"] for cell in read(path)["cells"] if "attachments" in cell]


def test_ids_are_words_that_stay(path: Path) -> None:
    ids = [cell["id"] for cell in read(path)["cells"]]
    assert len(set(ids)) == len(ids)
    made_up_by_a_program = re.compile(r"[0-9a-f]{8}(-[0-9a-f-]+)?|\d+")
    assert not [name for name in ids if made_up_by_a_program.fullmatch(name)], tidy(path)
    for cell in read(path)["cells"]:
        if "nbgrader" in cell["metadata"]:
            assert cell["metadata"]["nbgrader"]["grade_id"] == cell["id"], tidy(path)


def test_only_what_students_write_is_unlocked(path: Path) -> None:
    for cell in read(path)["cells"]:
        name, tags = cell["id"], cell["metadata"].get("tags", [])
        grading = cell["metadata"].get("nbgrader")
        if grading is None:
            remedy = f"{name} is no experiment, so nbgrader must know it. {tidy(path)}"
            assert {"experiment", "raises-exception"} <= set(tags), remedy
            continue
        assert grading["locked"] is not grading["solution"], name
        assert grading["schema_version"] == 3, name
        assert grading["cell_type"] == cell["cell_type"], name
        if grading["grade"] and cell["cell_type"] == "code":
            assert "raises-exception" in tags, f"Run All stops at {name}. {tidy(path)}"


def test_it_has_one_first_heading(path: Path) -> None:
    text = "\n".join(source(cell) for cell in cells(path, "markdown"))
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert source(read(path)["cells"][0]).startswith("# ")


def test_apart_from_the_hidden_lines_it_imports_course_lib_and_nothing_else_of_ours(
    path: Path,
) -> None:
    for cell in cells(path, "code"):
        visible = HIDDEN.sub("", source(cell))
        code = "\n".join(line for line in visible.splitlines() if line.lstrip()[:1] not in "%!")
        for node in ast.walk(ast.parse(code)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"grader_tests", "autograder"} & {name.split(".")[0] for name in names}


def test_an_experiment_has_at_most_25_lines(path: Path) -> None:
    experiments = [
        cell for cell in cells(path, "code") if "experiment" in cell["metadata"].get("tags", [])
    ]
    long = {cell["id"] for cell in experiments if len(source(cell).splitlines()) > 25}
    assert not long


def test_every_number_in_its_prose_is_computed_or_explained(path: Path) -> None:
    """Those of tasks and questions are what students are given; reflections are theirs."""
    prose = {cell["id"]: source(cell) for cell in cells(path, "markdown")}
    prose |= {cell["id"]: explained(source(cell)) for cell in cells(path, "code")}
    for cell, text in [*((c.cell, c.text) for c in claims_of(path.stem)), *given_in(path.stem)]:
        assert text in " ".join(prose[cell].split()), f"{cell} has no such words: {text}"
    own = ("task-", "question", "ask-", "reflection")
    said = {cell: text for cell, text in prose.items() if not cell.startswith(own)}
    assert unclaimed(path.stem, said) == []


def test_its_text_is_written_in_whole_lines(path: Path) -> None:
    """A file of one long line, or with escapes for Chinese, cannot be read in a diff."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "\\u4e" not in text
    assert max(map(len, text.splitlines())) < 1000


def test_its_chinese_words_are_upright(path: Path) -> None:
    for cell in cells(path, "markdown"):
        assert upright(source(cell)) == source(cell), cell["id"]
