"""Rosters as systems and people really write them: whom they list, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.lms.roster import Roster, read_roster

Read = Callable[[str], Roster]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reads(content: str) -> Roster:
        path = tmp_path / "roster.csv"
        path.write_text(content, "utf-8")
        return read_roster(path)

    return reads


@pytest.mark.parametrize("nobody", ["No groups", "Keine Gruppen", "Sin grupos", "没有小组", ""])
def test_what_moodle_writes_for_nobodys_group_is_no_group(read: Read, nobody: str) -> None:
    rows = f'Jo,Ax,jo@x,{nobody}\nBo,By,bo@x,"Team 1, Team 2"\nCy,Cu,cy@x,{nobody}\n'
    found = read(f"First name,Last name,Email address,Groups\n{rows}")
    assert found.groups() == {"Team 1": ["bo@x"], "Team 2": ["bo@x"]}


@pytest.mark.parametrize(
    ("titles", "test"), [("Student", '"Student, Test"'), ("LastName,FirstName", "Student,Test")]
)
def test_canvass_own_test_student_is_nobody_in_one_column_or_two(
    read: Read, titles: str, test: str
) -> None:
    jane = '"Doe, Jane"' if titles == "Student" else "Doe,Jane"
    found = read(f"{titles},ID,Section\n{jane},1,A\n{test},2,A\n")
    assert [person.student for person in found.people()] == ["1"]
