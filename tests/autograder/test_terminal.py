"""What `course` prints contains no name that acts on the terminal."""

from __future__ import annotations

import io
from typing import cast

import pytest
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder import progress
from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.grading.summary import _row
from autograder.messages import listed
from autograder.nbgrader_plugins.steps import write_feedback
from autograder.visible import in_one_line

EVIL = [
    "\x1b[2J\x1b[1;1HAll good",
    "\x1b]8;;http://localhost\x07click\x1b]8;;\x07",
    "a\nNot graded: bob",
    "\rbob",
    "\u202ebob",
    "[bold red]x[/]",
    "[link=http://localhost]x[/link]",
    "[x]",
    "\x9b2J",
    "\udc9b2J",
]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, color_system=None, width=200)
    monkeypatch.setattr(progress, "console", console)
    return file


def shown(file: io.StringIO) -> str:
    text = file.getvalue()
    assert not set(text) & set("\x1b\x07\r\x9b\u202e"), repr(text)
    return text


@pytest.mark.parametrize("name", EVIL)
def test_no_name_moves_the_cursor_or_is_markup(terminal: io.StringIO, name: str) -> None:
    progress.say(f"Kept: {listed([name])}.", before="[red]Look:[/] ")
    assert shown(terminal).startswith("Look: Kept: ")
    assert shown(terminal).count("\n") == 1
    if name.isprintable():
        assert name in shown(terminal)


@pytest.mark.parametrize("name", EVIL)
def test_the_table_of_grade_shows_each_name(terminal: io.StringIO, name: str) -> None:
    table = Table("needs a look")
    table.add_row(escape(_row("ewa", [], 0, 1.0, [in_one_line(name)])[-1]))
    progress.console.print(table)
    assert shown(terminal).count("│") == 2
    if name.isprintable():
        assert name in shown(terminal)


@pytest.mark.parametrize("name", ["*", "a?", "[x]", "a\nb", " a", "\x1b*"])
def test_a_folder_that_nbgrader_takes_for_others_gets_a_sentence(name: str) -> None:
    with pytest.raises(CourseError, match="Rename it in submitted/") as told:
        write_feedback(cast(Course, None), "ewa", name)
    assert in_one_line(name) in str(told.value)
