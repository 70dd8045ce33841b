"""Naming a group of the demo's class changes the pages of exactly its members."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner, Result

from autograder.commands.app import app
from autograder.demo import run
from autograder.demo.students import Student, Work, the_class
from autograder.grading.submission import close_server

KINDS = {
    "one_percent_left": {"noor", "priya", "tariq", "wei"},
    "root_of_window": {"nikos", "rania"},
    "half_life": {"fatima", "mateo"},
    "root_of_squares": {"noor", "priya"},
    "pulled_to_the_mean": {"chidi"},
}
MEMBERS = sorted(set().union(*KINDS.values()))
HINT = "This is the day on which one percent is left of a weight."


def only_ewa(student: Student) -> Student:
    return Student(student.name, student.cheats, {"ewa": student.work["ewa"]})


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "course"
    members = [only_ewa(student) for student in the_class() if student.name in MEMBERS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "the_class", lambda: members)
        assert run.run_demo(root, 1, False)
    close_server()
    return root


def course_command(course: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--course", str(course)])


def pages(course: Path) -> dict[str, str]:
    found = (course / "feedback").glob("*/ewa/ewa.html")
    return {path.parts[-3]: path.read_text("utf-8") for path in found}


def groups(course: Path) -> dict[str, set[str]]:
    """The groups without a name in the report, and who is in them."""
    report = (course / "report" / "index.html").read_text("utf-8")
    found = {}
    for card in BeautifulSoup(report, "html.parser").select("li.card:has(> .group code)"):
        key = card.select_one(".group code")
        assert key
        found[key.text] = {name.text for name in card.select("details:last-of-type p bdi")}
    return found


pytestmark = [pytest.mark.slow, pytest.mark.needs("landlock")]


def test_the_report_shows_the_five_groups(course: Path) -> None:
    assert sorted(groups(course).values(), key=sorted) == sorted(KINDS.values(), key=sorted)


def test_naming_one_changes_the_pages_of_exactly_its_members(course: Path) -> None:
    before = pages(course)
    assert "pages that say something else" not in course_command(course, "feedback", "ewa").output
    assert pages(course) == before
    [key] = [key for key, members in groups(course).items() if len(members) == 4]

    named = course_command(
        course, "name", "averaging_window", key, "--as", "one percent left", "--hint", HINT
    )
    assert named.exit_code == 0, named.output
    again = course_command(course, "feedback", "ewa")
    said = " ".join(again.output.split())
    assert "ewa: pages that say something else than before: 4 (noor, priya, tariq, wei)." in said

    after = pages(course)
    assert {name for name in after if after[name] != before[name]} == KINDS["one_percent_left"]
    for name in after:
        assert (HINT in after[name]) == (name in KINDS["one_percent_left"])
    course_command(course, "report", "ewa")
    assert len(groups(course)) == 4
    assert "one percent left" in (course / "report" / "index.html").read_text("utf-8").lower()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("averaging_window", "zzz"), "no group 'zzz'"),
        (("ewa_weights", "zzz"), "no unnamed groups"),
        (("nothing", "zzz"), "no exercise 'nothing'"),
    ],
)
def test_what_cannot_be_named_is_said(course: Path, words: tuple[str, str], said: str) -> None:
    found = course_command(course, "name", *words, "--as", "a", "--hint", "b")
    assert found.exit_code
    assert re.search(re.escape(said), str(found.exception)), found.exception


def test_some_students_wrote_the_same_in_other_words() -> None:
    work = {student.name: student.work["ewa"] for student in the_class() if student.name in MEMBERS}
    assert body(work["noor"]) != body(work["wei"])


def body(work: Work) -> str:
    solution = work.solution("averaging_window")
    assert solution
    return solution.body
