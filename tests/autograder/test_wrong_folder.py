"""A folder that is no course, and a lesson that is no notebook, are a sentence each."""

from __future__ import annotations

from pathlib import Path

import pytest
from lms_files import bare_course, course, with_gradebook

COMMANDS = [
    "bundle", "collect work.zip", "export", "extend s1 adam --until 2027-03-01", "feedback",
    "forgive adam check --drop", "grade", "interview s1 adam", "mark adam",
    "name adam_step 3f --as x --hint y", "open s1 adam", "people", "people {roster}", "release",
    "release adam", "remove s1 --yes", "report", "update-course", "why s1 adam",
]  # fmt: skip


@pytest.mark.parametrize("words", [*COMMANDS, pytest.param("doctor", marks=pytest.mark.processes)])
def test_nothing_is_written_into_a_folder_that_is_no_course(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster, folder = tmp_path / "roster.csv", tmp_path / "elsewhere"
    roster.write_text("id,name\ns1,Ana Ax\n", encoding="utf-8")
    folder.mkdir()
    done = course(capsys, folder, *words.format(roster=roster).split())
    assert done.code in (1, 2)
    assert f"{folder} is not a course folder" in done.out + done.err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{cut", b"[]", b"null", b"{}", b"\xff\xfe", b'{"cells": [1], "nbformat": 4}',
     b'{"cells": [{"cell_type": "code"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'],
    ids=["empty", "cut", "list", "null", "object", "bytes", "number", "half a cell"],
)  # fmt: skip
def test_a_lesson_that_is_no_notebook_is_named(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = with_gradebook(bare_course(tmp_path / "course"))
    lesson = root / "notebooks" / "adam" / "adam.ipynb"
    lesson.write_bytes(content)
    done = course(capsys, root, "release", "adam")
    assert done.code == 2
    assert f"{lesson} is not a notebook that can be read" in done.err
