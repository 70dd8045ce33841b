"""The report on the class as a whole: totals and trends, what happened to many, pairs, lateness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from fake_class import (
    ASSIGNMENT,
    TOPIC,
    FakeClass,
    answered,
    grade_outcomes,
    right_work,
    unwritten,
)
from nbgrader.api import Gradebook

from autograder.course.folder import Course
from autograder.gradebook.marks import CellMark, SubmissionMark
from autograder.grading.messages import SUMMARY
from autograder.grading.summary import summary_rows
from autograder.html.sanitize import points
from autograder.report import summary
from autograder.report.attention import put_together
from autograder.report.data import Work
from autograder.report.everybody import everybody
from autograder.report.page import write_report
from autograder.report.pairs import pairs
from autograder.report.summary import Summary

MOMENTS, STEP = TOPIC.exercises
QUESTION = TOPIC.questions[0]


@pytest.fixture(autouse=True)
def made_up_topic() -> Iterator[None]:
    with mock.patch.object(summary, "load_topic", return_value=TOPIC):
        yield


def page_of(folder: Path) -> str:
    path = write_report(Course(folder), [ASSIGNMENT])
    return " ".join(BeautifulSoup(path.read_text("utf-8"), "html.parser").get_text().split())


def test_twenty_same_incidents_are_one_line_with_names(tmp_path: Path) -> None:
    same = right_work(incidents=("The cell ran too long.",))
    both = right_work(incidents=("The cell ran too long.", "Odd."))
    FakeClass(tmp_path).write({**{f"s{i:02}": same for i in range(19)}, "tim": both})
    text = page_of(tmp_path)
    assert text.count("The cell ran too long.") == 1
    assert "20 students" in text
    assert "s00, s01" in text
    assert "Need a look20 of 20" in text
    assert text.count("Odd.") == 1


def test_an_incident_twice_in_one_work_is_no_shared_one() -> None:
    [notice] = put_together([(Work("s1", ""), ("Odd.", "Odd."))])
    assert len(notice.works) == 1


def test_incidents_that_differ_in_a_number_are_one() -> None:
    form = "The cell `{}` was stopped after {} s of computing."
    works = [
        (Work(f"s{i}", ""), (form.format("step_2", seconds),))
        for i, seconds in enumerate((3, 4.25, 10))
    ]
    works.append((Work("t", ""), (form.format("step_3", 3),)))
    together, alone = put_together(works)
    assert [work.student for work in together.works] == ["s0", "s1", "s2"]
    assert together.sentences == (form.format("step_2", "…"),)
    assert alone.sentences == (form.format("step_3", 3),)


def test_untouched_work_and_work_without_points_are_on_the_list(tmp_path: Path) -> None:
    nothing = {item.name: unwritten(item) for item in TOPIC.exercises}
    wrong = {
        MOMENTS.name: grade_outcomes(MOMENTS, "betas swapped"),
        STEP.name: unwritten(STEP),
        "why_correct": answered(QUESTION, "a"),
    }
    wrong[MOMENTS.name] = replace(
        wrong[MOMENTS.name],
        rows=tuple(replace(row, passed=False, points=0.0) for row in wrong[MOMENTS.name].rows),
        points=0.0,
    )
    blank = replace(answered(QUESTION, "a"), rows=(), answer=None, points=0.0)
    empty = right_work(verdicts={**nothing, "why_correct": blank}, reflection_mark=0.0)
    unread = replace(empty, unread=True, incidents=("It is a web page.",))
    FakeClass(tmp_path).write(
        {
            "ann": right_work(),
            "bob": empty,
            "cat": right_work(verdicts=wrong, reflection_mark=0.0),
            "dan": unread,
        }
    )
    text = page_of(tmp_path)
    assert "Handed in as it was given out (1): bob." in text
    assert "No points so far (1): cat." in text
    assert "Nobody: everything" not in text


def test_late_work_is_listed_with_and_without_a_penalty(tmp_path: Path) -> None:
    fake = FakeClass(tmp_path)
    fake.write({name: right_work() for name in ("ann", "bob", "cat", "dan")})
    due = datetime(2027, 3, 1, 17)
    with Gradebook(fake.db_url, fake.course_id) as gradebook:
        gradebook.find_assignment(ASSIGNMENT).duedate = due
        for name, hours in (("ann", 26), ("bob", 1), ("cat", -1), ("dan", 3)):
            submission = gradebook.find_submission(ASSIGNMENT, name)
            submission.timestamp = due + timedelta(hours=hours)
        gradebook.db.commit()
    rows = "student,assignment,until\ndan,adam,2027-03-02 17:00 UTC\n"
    (tmp_path / "extensions.csv").write_text(rows)
    text = page_of(tmp_path)
    assert "Handed in late (2) ann: 1 d 2 h" in text
    assert "bob: 1 h 0 min" in text


def test_each_student_has_links_to_the_page_and_the_formgrader(tmp_path: Path) -> None:
    FakeClass(tmp_path).write({"an a#b": right_work(), "bob": right_work()})
    folder = tmp_path / "feedback" / "an a#b" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{ASSIGNMENT}.html").write_text("page")
    path = write_report(Course(tmp_path), [ASSIGNMENT])
    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    [link] = page.select('a[href^=".."]')
    assert link["href"] == "../feedback/an%20a%23b/adam/adam.html"
    assert len(page.select('a[href^="http://localhost:8888/formgrader/submissions/"]')) == 2


def lesson(points_of: dict[str, float | None], out_of: float = 10) -> Summary:
    """The summary of a lesson, as far as totals and trends need it."""
    works = [
        Work(student, "", None if got is None else SubmissionMark(cells={"c": CellMark(got)}))
        for student, got in points_of.items()
    ]
    totals = [work.total for work in works if work.submitted]
    return cast(
        Summary,
        SimpleNamespace(
            submitted=SimpleNamespace(count=len(totals)),
            median=median(totals) if totals else None,
            work=SimpleNamespace(works=works, out_of=out_of),
        ),
    )


def test_totals_trends_and_orders() -> None:
    lessons = [
        lesson({"ann": 10, "bob": 4, "cat": 6, "dan": 6}),
        lesson({"ann": 8, "bob": 6, "cat": 6, "dan": None}),
        lesson({"ann": None, "bob": None, "cat": None, "dan": None}),
        lesson({"ann": 4, "bob": 10, "cat": 6, "dan": 6}, out_of=20),
    ]
    found = {one.first.student: one for one in everybody(lessons)}
    assert {name: (one.total, one.out_of) for name, one in found.items()} == {
        "ann": (22, 40),
        "bob": (20, 40),
        "cat": (18, 40),
        "dan": (12, 40),
    }
    assert {name: one.direction for name, one in found.items()} == {
        "ann": "falling",
        "bob": "rising",
        "cat": "steady",
        "dan": "",
    }
    by_points = sorted(found, key=lambda name: found[name].places["points"])
    by_trend = sorted(found, key=lambda name: found[name].places["trend"])
    assert by_points == ["dan", "cat", "bob", "ann"]
    assert by_trend == ["ann", "cat", "bob", "dan"]


def group(names: Sequence[str], students: Sequence[str]) -> Any:
    first = SimpleNamespace(explained=SimpleNamespace(behaviour=None))
    return SimpleNamespace(
        names=tuple(names), students=tuple(students), answers=[None] * len(students), first=first,
        changes=(),
    )  # fmt: skip


def with_groups(of: int, *groups: Any) -> Summary:
    wrong = SimpleNamespace(exercise="adam_step", groups=groups)
    titles = SimpleNamespace(assignment="Adam")
    return cast(
        Summary, SimpleNamespace(submitted=SimpleNamespace(count=of), wrong=[wrong], titles=titles)
    )


def test_pairs_share_what_is_rare_and_the_rarest_come_first() -> None:
    rare, common = group(["no_root"], ["ann", "bob"]), group(["sign"], [f"s{i}" for i in range(9)])
    lazy, three = group(["always_zeros"], ["x", "y"]), group(["minus"], ["ann", "bob", "cat"])
    nameless, single = group([], ["v", "w"]), group(["one"], ["ann"])
    found = pairs([with_groups(60, rare, common, lazy, nameless, single), with_groups(60, three)])
    assert [pair.students for pair in found] == [("ann", "bob"), ("ann", "cat"), ("bob", "cat")]
    assert [(one.count, one.of) for one in found[0].shared] == [(2, 60), (3, 60)]
    assert pairs([with_groups(9, rare)]) == []


def test_the_median_is_written_alike_everywhere(tmp_path: Path) -> None:
    fake = FakeClass(tmp_path)
    fake.write({"ann": right_work(reflection_mark=1 / 3), "bob": right_work(reflection_mark=1.0)})
    text = page_of(tmp_path)
    shown = points(17 + 2 / 3)
    assert shown == "17.67"
    assert f"Median{shown} of 20 points" in text
    assert f"median {shown}" in text.replace(f"Median{shown}", "")


def test_the_summary_of_grading_has_the_same_median() -> None:
    marks = {
        (name, ASSIGNMENT): SubmissionMark(cells={"c": CellMark(got)})
        for name, got in (("ann", 1 / 3), ("bob", 1.0))
    }
    batch = SimpleNamespace(out_of={ASSIGNMENT: 3.0}, marks=marks, names={}, problems={})
    [row] = summary_rows(cast(Any, batch))
    assert dict(zip(SUMMARY, row, strict=False))["median"] == points(2 / 3) == "0.67"
