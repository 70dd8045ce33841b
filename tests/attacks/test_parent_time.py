"""The search for input that takes long goes through all that looks at students' text."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from benchmarks.not_tried import NOT_TRIED
from benchmarks.parent_time import HERE, IN_THE_HELPER

ROOT = Path(__file__).resolve().parents[2]
LOOKS = re.compile(r"\bre\.[a-z]+\(|\bast\.parse\(")
NOT_OURS = ("authoring", "demo", "translation")
"""Rooms in which only the course's authors work."""
PLACES = ("autograder", "course_lib/cases", "course_lib/checking", "course_lib/update")
"""What the grader's own process runs, and what updates a student's folder."""


def modules_that_look_at_text() -> set[str]:
    files = [file for place in PLACES for file in (ROOT / place).rglob("*.py")]
    found = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in [*files, ROOT / "course_lib" / "cell_text.py"]
        if LOOKS.search(file.read_text("utf-8"))
    }
    return {name for name in found if name.split(".")[1] not in NOT_OURS}


def test_every_module_that_looks_at_text_is_tried_or_said_not_to_be() -> None:
    tried = {name.split(":")[0] for name in (*HERE, *IN_THE_HELPER)}
    assert modules_that_look_at_text() <= tried | NOT_TRIED.keys()
    assert not tried & NOT_TRIED.keys()


def test_every_room_that_students_bytes_reach_is_tried() -> None:
    tried = {name.split(".")[1] for name in (*HERE, *IN_THE_HELPER) if name.startswith("autogr")}
    rooms = {path.parent.name for path in (ROOT / "autograder").glob("*/__init__.py")}
    without = {
        *NOT_OURS,
        "bounded",  # it calls what is tried here, and ends it
        "commands",  # each calls a room
        "doctor",  # it looks at the machine
        "gradebook",  # numbers, and names as they are
        "handout",  # the instructor's own
        "nbgrader_plugins",  # each calls a room
        "walled",  # it shows what `notebook` has cleaned
    }
    assert rooms - without <= tried
    assert not without & tried


def test_each_is_a_function_that_is_there() -> None:
    for name in (*HERE, *IN_THE_HELPER):
        module, function = name.split(",")[0].split(":")
        there = importlib.import_module(module)
        members = {name for one in vars(there).values() for name in dir(one)}
        assert function in {*dir(there), *members}, name


def test_each_takes_any_text() -> None:
    for name, function in {**HERE, **IN_THE_HELPER}.items():
        for text in ("", "a", "'\\\n<b>"):
            try:
                function(text)
            except (ValueError, SyntaxError):
                assert name.startswith("autograder.notebook.reading")
