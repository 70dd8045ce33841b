"""The class report: its numbers, its safety, and its accessibility."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from bs4 import BeautifulSoup, Tag
from class_of_thirty import submissions
from fake_class import (
    ASSIGNMENT,
    TOPIC,
    FakeClass,
    Submission,
    answered,
    curve,
    grade_outcomes,
    right_work,
    unwritten,
)
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from sqlalchemy import event

from autograder.course.folder import Course
from autograder.errors import NothingToReport
from autograder.gradebook.database import open_gradebook
from autograder.notebook import titles
from autograder.report import page as report_page
from autograder.report import summary
from autograder.report.cost_curves import CostCurves
from autograder.report.data import read_class
from autograder.report.messages import NO_COSTS, UNUSUAL
from autograder.report.page import FORMGRADER, write_report
from autograder.report.summary import Summary, summarize
from autograder.report.suspicions import suspicion

MOMENTS, STEP = TOPIC.exercises
QUESTION = TOPIC.questions[0]
EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
def made_up_topic() -> Iterator[None]:
    with mock.patch.object(summary, "load_topic", return_value=TOPIC):
        yield


def summary_of(folder: Path, work: Mapping[str, Submission | None]) -> Summary:
    fake = FakeClass(folder)
    fake.write(work)
    course = Course(folder)
    with open_gradebook(course) as gradebook:
        return summarize(read_class(course, gradebook, ASSIGNMENT))


def only(part: Tag, selector: str) -> Tag:
    found = part.select_one(selector)
    assert found, selector
    return found


def page_of(folder: Path, work: Mapping[str, Submission | None]) -> BeautifulSoup:
    fake = FakeClass(folder)
    fake.write(work)
    path = write_report(Course(folder), [ASSIGNMENT])
    assert path == folder / "report" / "index.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    with mock.patch.object(summary, "load_topic", return_value=TOPIC):
        return page_of(tmp_path_factory.mktemp("course"), submissions())


def small_class() -> dict[str, Submission | None]:
    inside = grade_outcomes(STEP, "epsilon inside the root")
    both = grade_outcomes(STEP, "epsilon inside the root", "no correction")
    return {
        "ann": right_work(),
        "bob": right_work(verdicts={STEP.name: inside}, reflection_mark=None),
        "cat": right_work(verdicts={STEP.name: both, "why_correct": answered(QUESTION, "a")}),
        "dan": right_work(verdicts={MOMENTS.name: unwritten(MOMENTS)}),
        "eve": None,
    }


def test_counts_are_those_of_the_class(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, small_class())
    assert (summary.submitted.count, summary.submitted.of) == (4, 5)
    assert [one.total for one in summary.work.submitted] == [19, 15, 13, 14]
    assert (summary.mean, summary.median) == (15.25, 14.5)
    assert list(summary.work.cells) == [
        "check-update_moments",
        "check-adam_step",
        "check-why_correct",
        "reflection",
    ]
    full = {cell.label: (cell.full.count, cell.full.of) for cell in summary.cells}
    assert full == {
        "update_moments": (3, 4),
        "adam_step": (2, 4),
        "why_correct": (3, 4),
        "reflection": (0, 3),
    }


def test_an_aspect_counts_as_right_only_where_it_was_found_right(tmp_path: Path) -> None:
    cells = {cell.label: cell for cell in summary_of(tmp_path, small_class()).cells}
    rates = {one.title: one.rate.count for one in cells["adam_step"].criteria}
    assert rates == {
        "Each weight moves against its corrected first moment.": 4,
        "Both moments are corrected for their start at zero.": 3,
        "`epsilon` is added outside the square root.": 2,
        "The moments that are returned are not corrected.": 4,
        "The arguments are left as they were.": 4,
    }
    # What was not written has no rows, and counts among those who do not have it right.
    assert [one.rate.count for one in cells["update_moments"].criteria] == [3, 3, 3]
    assert {one.rate.of for one in cells["update_moments"].criteria} == {4}


def test_mistakes_are_counted_with_the_most_frequent_first(tmp_path: Path) -> None:
    found = summary_of(tmp_path, small_class()).mistakes
    assert [(one.mistake, one.rate.count, one.students) for one in found] == [
        ("epsilon inside the root", 2, ("bob", "cat")),
        ("no correction", 1, ("cat",)),
    ]
    assert {one.exercise for one in found} == {"adam_step"}


def test_frequency_comes_before_the_alphabet(tmp_path: Path) -> None:
    names = ("no correction", "no correction", "epsilon inside the root")
    verdicts = [{STEP.name: grade_outcomes(STEP, name)} for name in names]
    work = {f"s{i}": right_work(verdicts=one) for i, one in enumerate(verdicts)}
    found = [one.mistake for one in summary_of(tmp_path, work).mistakes]
    assert found == ["no correction", "epsilon inside the root"]


def test_hints_are_those_of_the_registry(tmp_path: Path) -> None:
    old = replace(grade_outcomes(STEP, "no correction"), hints=("An old hint.",))
    stranger = replace(
        grade_outcomes(MOMENTS), mistakes=("strange",), hints=("A hint of its own.",)
    )
    work = {"ann": right_work(verdicts={STEP.name: old, MOMENTS.name: stranger})}
    hints = {one.mistake: one.hint for one in summary_of(tmp_path, work).mistakes}
    assert hints == {
        "no correction": STEP.mistakes[1].hint,
        "strange": "A hint of its own.",
    }


def test_wrong_answers_are_counted_with_their_explanation(tmp_path: Path) -> None:
    (found,) = summary_of(tmp_path, small_class()).answers
    assert (found.question, found.choice, found.rate.count) == ("why_correct", "a", 1)
    assert found.explanation == QUESTION.why_wrong["a"]


def test_what_is_missing_or_waits_for_a_mark_is_told_by_name(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, small_class())
    assert [one.student for one in summary.missing] == ["eve"]
    assert {cell: [one.student for one in who] for cell, who in summary.waiting.items()} == {
        "Reflection": ["bob"]
    }


def test_incidents_need_a_look(tmp_path: Path) -> None:
    work = small_class() | {
        "fay": right_work(incidents=("The cell ran too long.",)),
    }
    found = {one.student: notices for one, notices in summary_of(tmp_path, work).attention}
    assert found == {"fay": ("The cell ran too long.",)}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_text("{"), "cannot be read"),
        (lambda path: path.write_text("[1]"), "cannot be read"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "cannot be read"),
        (lambda path: _edit(path, lambda nb: nb["cells"][1]["metadata"].update(x=[])), None),
        (lambda path: _edit(path, _forget_verdict), "has no verdict"),
        (lambda path: _edit(path, _break_verdict), "cannot be read"),
    ],
)
def test_a_damaged_notebook_costs_only_its_own_details(
    tmp_path: Path, spoil: Any, sentence: str | None
) -> None:
    fake = FakeClass(tmp_path)
    fake.write(small_class())
    spoil(fake.path("bob"))
    with open_gradebook(Course(tmp_path)) as gradebook:
        summary = summarize(read_class(Course(tmp_path), gradebook, ASSIGNMENT))
    notices = {one.student: " ".join(notices) for one, notices in summary.attention}
    assert set(notices) == ({"bob"} if sentence else set())
    assert sentence is None or sentence in notices["bob"]
    assert [one.total for one in summary.work.submitted] == [19, 15, 13, 14]


def _edit(path: Path, change: Any) -> None:
    notebook = json.loads(path.read_text())
    change(notebook)
    path.write_text(json.dumps(notebook))


def _forget_verdict(notebook: Any) -> None:
    del notebook["cells"][1]["metadata"]["optimization_course"]


def _break_verdict(notebook: Any) -> None:
    notebook["cells"][1]["metadata"]["optimization_course"] = {"verdict": {"rows": 3}}


def test_a_late_penalty_is_taken_off_and_told(tmp_path: Path) -> None:
    fake = FakeClass(tmp_path)
    fake.write(small_class())
    with Gradebook(fake.db_url, fake.course_id) as gradebook:
        notebook = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "ann")
        notebook.late_submission_penalty = 4.5
        gradebook.db.commit()
        ann = read_class(Course(tmp_path), gradebook, ASSIGNMENT).works[0]
    assert ann.total == 14.5
    assert ann.penalty == 4.5
    assert not ann.notices


def test_the_gradebook_is_asked_as_often_for_a_small_class_as_for_a_large_one(
    tmp_path: Path,
) -> None:
    asked = [_questions(tmp_path / str(size), size) for size in (2, 9)]
    assert asked[0] == asked[1]


def _questions(folder: Path, size: int) -> int:
    folder.mkdir()
    fake = FakeClass(folder)
    fake.write({f"s{i}": right_work() for i in range(size)})
    asked: list[str] = []
    course = Course(folder)
    with open_gradebook(course) as gradebook:
        event.listen(gradebook.engine, "before_cursor_execute", lambda *all: asked.append(all[2]))
        read_class(course, gradebook, ASSIGNMENT)
    return len(asked)


def test_a_training_that_diverged_is_named_and_drawn(tmp_path: Path) -> None:
    work: dict[str, Submission | None] = {f"s{i}": right_work() for i in range(6)}
    work["nan"] = right_work(training_probe=[0.7, 3.0, math.nan])
    work["inf"] = right_work(training_probe=[0.7, math.inf])
    work["null"] = right_work(training_probe=[0.7, 0.6, None])
    work["huge"] = right_work(training_probe=[0.7, 1e308, -math.inf])
    page = page_of(tmp_path, work)
    table = page.select_one("table.notices")
    assert table is not None
    [row] = table.select("tbody tr")
    assert [one.text for one in row.select("bdi")] == ["huge", "inf", "nan", "null"]
    assert len(page.select("svg.spark .end")) == len(page.select(".curves .end")) == 4
    for svg in page.select("svg"):
        drawn = re.sub(r"<title.*?</title>|aria-label=\".*?\"", "", str(svg))  # students' names
        assert not re.search(r"\b(nan|inf)\b", drawn)
    assert len(page.select("svg.spark.odd")) == 4


def test_a_class_that_all_diverged_still_has_a_report(tmp_path: Path) -> None:
    page = page_of(
        tmp_path, {"a": right_work(training_probe=[None, None]), "b": right_work(training_probe=[])}
    )
    assert "Marks" in page.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("costs", "left_out"),
    [
        ([1e308] * 10_000, True),
        ([0.5] * 2_000, True),
        ([1e308] * 120, False),
        ([-1e308, 1e308] * 60, False),
        ([5e-324] * 120, False),
        ([0.0] * 120, False),
        ([10**400] * 120, False),
        ("0.5", True),
        ({"0": 0.5}, True),
    ],
    ids=lambda value: f"{value!s:.20}",
)
def test_no_students_numbers_stop_the_report(tmp_path: Path, costs: Any, left_out: bool) -> None:
    """Ten thousand costs of 1e308 ended it with "Axis limits cannot be NaN or Inf"."""
    work: dict[str, Submission | None] = {f"s{n}": right_work() for n in range(4)}
    work["liar"] = right_work(training_probe=costs)
    page = page_of(tmp_path, work)
    assert (NO_COSTS in page.get_text()) == left_out
    assert "NaN" not in str(page)


def test_costs_that_are_not_finite_do_not_move_the_median() -> None:
    trials = CostCurves.of({"a": (0.7, 0.5), **{f"s{i}": (0.7, math.inf) for i in range(5)}})
    assert list(trials.middle) == [0.7, 0.5]


def test_only_a_cost_unlike_the_classs_is_an_outlier() -> None:
    usual = {f"s{i}": tuple(curve(1 + 0.01 * i)) for i in range(9)}
    assert CostCurves.of(usual).outliers == frozenset()
    worse, better = tuple(curve(3.0)), tuple(curve(0.3))
    found = CostCurves.of(usual | {"worse": worse, "better": better})
    assert found.outliers == {"worse", "better"}


def test_a_curve_that_runs_away_does_not_flatten_the_others() -> None:
    usual = {f"s{i}": tuple(curve()) for i in range(9)}
    trials = CostCurves.of(usual | {"wild": tuple(curve(1e9))})
    heights = [float(pair.split(",")[1]) for pair in trials.points(trials.middle, 100, 30).split()]
    assert max(heights) - min(heights) > 15
    assert all(-0.01 <= height <= 30.01 for height in heights)


def test_everything_hostile_is_shown_as_text(tmp_path: Path) -> None:
    verdict = grade_outcomes(STEP, "no correction")
    rows = tuple(replace(row, title=EVIL, notes=(EVIL,)) for row in verdict.rows)
    hostile = replace(verdict, rows=rows, mistakes=(EVIL,), hints=(EVIL,), headline=EVIL)
    answer = answered(QUESTION, "a")
    hostile = replace(hostile, mistakes=(EVIL, "\udfff alone"))
    wrong = replace(answer, mistakes=(f"why_correct={EVIL}",))
    work: dict[str, Submission | None] = {f"s{i}": right_work() for i in range(5)}
    work["<b onclick=alert(2)>$x$&"] = right_work(
        verdicts={STEP.name: hostile, "why_correct": wrong},
        incidents=(EVIL, "\ud800 alone", f"`{EVIL}`"),
        training_probe=curve(9.0),
    )
    work["]]><script>"] = None
    page = page_of(tmp_path, work)
    assert not page.find_all(["script", "img", "iframe", "object", "link", "b"])
    assert not [
        (tag.name, name)
        for tag in page.find_all(True)
        for name in tag.attrs
        if name.lower().startswith("on")
    ]
    assert EVIL in page.text
    assert "<b onclick=alert(2)>$x$&" in page.text


def test_the_page_loads_nothing_and_forbids_scripts(whole: BeautifulSoup) -> None:
    policy = whole.select_one('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none'")
    assert "script-src" not in str(policy["content"])
    for tag in whole.find_all(True):
        for name in ("src", "href", "xlink:href", "action", "data"):
            assert str(tag.get(name, "#")).startswith(("#", FORMGRADER.partition("{")[0])), tag
    assert not whole.find("script")
    style = " ".join(tag.text for tag in whole.find_all("style"))
    assert "@import" not in style
    assert not re.search(r"url\((?!#)", style + str(whole))


def test_everyone_can_read_it(whole: BeautifulSoup) -> None:
    assert whole.html is not None
    assert whole.html["lang"] == "en"
    assert [h.name for h in whole.find_all(re.compile("^h[1-6]$"))][:3] == ["h1", "h2", "h3"]
    ids = [str(tag["id"]) for tag in whole.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for reference in [str(a["href"])[1:] for a in whole.select('[href^="#"]')]:
        assert reference in ids
    regions = [str(tag["aria-label"]) for tag in whole.select('[role="region"]')]
    assert len(regions) > 3
    assert len(regions) == len(set(regions))
    for table in whole.find_all("table"):
        assert table.caption
        assert all(th.get("scope") in {"row", "col", "rowgroup"} for th in table.find_all("th"))
    for svg in whole.find_all("svg"):
        named = svg.get("aria-label") or svg.find("title")
        assert svg.get("aria-hidden") == "true" or (svg.get("role") == "img" and named)
    scrolling = whole.select(".scroll")
    assert scrolling
    assert all(one.get("tabindex") == "0" and one.get("aria-label") for one in scrolling)


def test_colours_have_enough_contrast_in_both_themes() -> None:
    css = (Path(summary.__file__).parents[1] / "templates" / "report.css").read_text()
    themes = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    assert len(themes) == 3
    for theme in themes:
        colour = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6})", theme))
        for ink in ("ink", "quiet", "link"):
            assert min(_contrast(colour[ink], colour[p]) for p in ("paper", "card")) >= 4.5
        for shade in ("full", "part", "none"):
            assert _contrast(colour["ink"], colour[shade]) >= 4.5
        for line in ("accent", "odd"):
            assert _contrast(colour[line], colour["card"]) >= 3


def _contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_marks_in_the_table_are_the_gradebooks(tmp_path: Path) -> None:
    page = page_of(tmp_path, small_class())
    table = page.select_one("table.marks")
    assert table is not None
    rows = {
        th.text.strip(): [td.text.replace("\xa0", " ").strip() for td in row.find_all("td")][:5]
        for row in table.select("tbody tr")
        if (th := row.th)
    }
    assert rows == {
        "ann": ["19", "5", "11", "1", "2"],
        "bob": ["15", "5", "9", "1", "to mark"],
        "cat": ["13", "5", "6", "0", "2"],
        "dan": ["14", "0", "11", "1", "2"],
        "eve": ["not handed in"],
    }


def test_names_stand_beside_ids_wherever_somebody_is_named(tmp_path: Path) -> None:
    moments, _ = TOPIC.exercises
    wrong = {moments.name: grade_outcomes(moments, "not squared")}
    fake = FakeClass(tmp_path)
    fake.write(
        {
            "s1": right_work(verdicts=wrong, incidents=("Odd.",), reflection_mark=None),
            "s2": None,
        }
    )
    with Gradebook(fake.db_url) as gradebook:
        gradebook.update_or_create_student("s1", first_name="Ana", last_name=EVIL)
        gradebook.update_or_create_student("s2", first_name="Bo", last_name="By")
    page = BeautifulSoup(write_report(Course(tmp_path), [ASSIGNMENT]).read_text(), "html.parser")
    assert page.script is None
    text = page.get_text()
    assert text.count(f"Ana {EVIL} (s1)") >= 4, "needs a look, waits, made a mistake, has a curve"
    assert "Nothing handed in (1): Bo By (s2)." in text


def test_an_old_report_stays_whole_when_writing_fails(tmp_path: Path) -> None:
    fake = FakeClass(tmp_path)
    fake.write(small_class())
    path = write_report(Course(tmp_path), [ASSIGNMENT])
    old = path.read_bytes()
    full = OSError(28, "No space left on device")
    with (
        mock.patch.object(Path, "replace", side_effect=full),
        pytest.raises(OSError, match="space"),
    ):
        write_report(Course(tmp_path), [ASSIGNMENT])
    assert path.read_bytes() == old
    assert [one.name for one in path.parent.iterdir()] == ["index.html"]


def test_what_cannot_be_reported_is_said_in_a_sentence(tmp_path: Path) -> None:
    fake = FakeClass(tmp_path)
    with pytest.raises(NothingToReport, match="There is no gradebook"):
        write_report(Course(tmp_path), [ASSIGNMENT])
    assert not (tmp_path / "gradebook.db").exists()
    fake.write({"eve": None})
    with pytest.raises(NothingToReport, match="has no assignment 'softmax'"):
        write_report(Course(tmp_path), ["softmax"])
    with pytest.raises(NothingToReport, match="no assignment to report"):
        write_report(Course(tmp_path), [])


def test_graded_notebooks_are_read_where_the_course_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.autograded_directory = "marked"\n'
    )
    FakeClass(tmp_path, autograded="marked").write(small_class())
    course = Course(tmp_path)
    with open_gradebook(course) as gradebook:
        summary = summarize(read_class(course, gradebook, ASSIGNMENT))
    assert not summary.attention
    assert [mistake.exercise for mistake in summary.mistakes] == ["adam_step", "adam_step"]


def test_a_class_that_handed_in_nothing_has_a_report(tmp_path: Path) -> None:
    page = page_of(tmp_path, {"eve": None, "fay": None})
    assert "Nothing handed in (2): eve, fay." in re.sub(r"\s+", " ", page.text)


def test_several_assignments_have_an_overview_that_links_to_what_was_handed_in(
    tmp_path: Path,
) -> None:
    fake = FakeClass(tmp_path)
    fake.write(small_class())
    with Gradebook(fake.db_url, fake.course_id) as gradebook:
        gradebook.add_assignment("ewa")
        gradebook.add_notebook("ewa", "ewa")
        gradebook.add_assignment("softmax")
        gradebook.add_notebook("softmax", "softmax")
        gradebook.add_submission("softmax", "eve")
    path = write_report(Course(tmp_path), [ASSIGNMENT, "ewa", "softmax"])
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    links = {a.text: str(a["href"]) for a in page.select("nav a")}
    assert links.keys() == {"Adam", "Softmax", "Everybody’s points in all of them"}
    assert all(page.select_one(link) is not None for link in links.values())
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    rows = {
        th.text: [td.text.replace("\xa0", " ") for td in row.select("td")]
        for row in page.select("#everybody tbody tr")
        if (th := row.th)
    }
    assert rows == {
        "ann": ["19 95 %", "19", "–"],
        "bob": ["15 + ? 75 %", "15 + ?", "–"],
        "cat": ["13 65 %", "13", "–"],
        "dan": ["14 70 %", "14", "–"],
        "eve": ["0 0 %", "–", "0"],
    }


def notebook_with_headings(path: Path) -> None:
    """Write an instructor's notebook for the made-up topic."""

    def locked(text: str) -> Any:
        own = {"locked": True, "solution": False, "grade": False}
        return {"cell_type": "markdown", "source": [text], "metadata": {"nbgrader": own}}

    def graded(name: str, **roles: bool) -> Any:
        own = {"locked": True, "solution": False, "grade": True, "grade_id": name, **roles}
        return {"cell_type": "code", "source": [], "metadata": {"nbgrader": own}}

    cells = [
        locked("# Adam <em>\n\n```python\n# no heading\n```"),
        locked("## Your turn\n\n### 1. Two averages: `update_moments`"),
        graded("check-update_moments"),
        locked("### 2. The whole step: `adam_step`"),
        graded("check-adam_step"),
        graded("check-why_correct"),
        locked("### In your own words"),
        graded("reflection", solution=True),
    ]
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")


def test_assignment_and_exercises_are_called_as_in_the_instructors_notebook(
    tmp_path: Path,
) -> None:
    fake = FakeClass(tmp_path)
    fake.write(small_class())
    notebook_with_headings(Course(tmp_path).source(ASSIGNMENT))
    with mock.patch.object(titles, "load_topic", return_value=TOPIC):
        path = write_report(Course(tmp_path), [ASSIGNMENT])
    shown = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    assert shown.h2 is not None
    assert shown.h2.text == "Adam <em>"
    heads = [th.get_text(" ", strip=True) for th in shown.select(".marks thead th")]
    assert heads[2:6] == [
        "Two averages of 5", "The whole step of 11", "Question 1 of 1", "In your own words of 3",
    ]  # fmt: skip
    rows = [re.sub(r"\s+", " ", th.text) for th in shown.select(".rates .exercise th")]
    assert rows == [
        "Two averages update_moments",
        "The whole step adam_step",
        f"Question 1: {QUESTION.title}",
        "In your own words",
    ]
    assert [code.text for code in shown.select(".rates .exercise code")] == [
        "update_moments",
        "adam_step",
    ]


def test_the_hardest_exercise_and_the_most_frequent_mistake_stand_at_the_top(
    tmp_path: Path,
) -> None:
    found = summary_of(tmp_path, small_class()).hardest
    assert found is not None
    assert (found.label, found.full.percent) == ("adam_step", 50)
    (tmp_path / "all right").mkdir()
    assert summary_of(tmp_path / "all right", {"ann": right_work()}).hardest is None


def test_only_the_most_frequent_mistakes_stand_open(tmp_path: Path) -> None:
    names = [f"mistake {number}" for number in range(9)]
    verdict = grade_outcomes(STEP, "no correction")
    work: dict[str, Submission | None] = {
        f"s{i}": right_work(verdicts={STEP.name: replace(verdict, mistakes=(name,))})
        for i, name in enumerate(names)
    }
    page = page_of(tmp_path, work)
    folded = page.select("details.more .title")
    assert len(page.select(".mistakes .title")) == 9
    assert len(folded) == 9 - report_page.MANY_MISTAKES
    assert "3 more, made by one student each" in page.text


def test_each_students_curve_is_drawn_over_the_classs(tmp_path: Path) -> None:
    work: dict[str, Submission | None] = {f"s{i}": right_work() for i in range(6)}
    work["high"] = right_work(training_probe=curve(3.0))
    work["none"] = right_work(training_probe=None)
    page = page_of(tmp_path, work)
    found = {d.bdi.text: d for d in page.select(".curves details") if d.bdi}
    assert found.keys() == work.keys() - {"none"}
    lines = {name: str(only(one, ".own")["points"]) for name, one in found.items()}
    heights = {name: [float(p.split(",")[1]) for p in line.split()] for name, line in lines.items()}
    assert lines["s0"] == lines["s1"]
    assert all(high < usual for high, usual in zip(heights["high"], heights["s0"], strict=True))
    assert "unlike the class" in only(found["high"], "summary").text
    shared = {str(use["href"]) for use in page.select(".curves use")}
    assert shared == {"#a1-everyone"}
    links = {
        only(row, "th").text: only(row, 'td a[href^="#"]')["href"]
        for row in page.select(".marks tbody tr")
        if row.select_one('td a[href^="#"]')
    }
    assert links.keys() == found.keys()
    for name, link in links.items():
        assert only(page, str(link)).parent is found[name]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from grader_tests import find", ["grader_tests"]),
        ("open('../gradebook.db')", ["gradebook.db"]),
        ("np.allclose = lambda *all: True", ["np.allclose"]),
        ("import course_lib.checking.checker", ["course_lib.checking"]),
        ("os.write(3, b'all is well')", ["os.write"]),
        ("assert np.allclose(a, b)  # not os.fork", []),
        ("from course_lib import check, train", []),
    ],
)
def test_code_that_reaches_for_the_grader_needs_a_look(
    tmp_path: Path, source: str, names: list[str]
) -> None:
    work = small_class() | {"gus": right_work(extra_cells=(new_code_cell(source),))}
    found = {one.student: notices for one, notices in summary_of(tmp_path, work).attention}
    shown = ", ".join(f"`{name}`" for name in names)
    assert found == ({"gus": (UNUSUAL.format(names=shown),)} if names else {})


def test_no_lesson_needs_what_counts_as_reaching_for_the_grader() -> None:
    notebooks = sorted(Path(report_page.__file__).parents[2].glob("notebooks/*/*.ipynb"))
    assert notebooks
    for path in notebooks:
        assert suspicion(json.loads(path.read_text("utf-8"))["cells"]) is None, path
