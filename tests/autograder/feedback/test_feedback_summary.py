"""The top of a student's feedback; below it is the same as on nbgrader's own page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from bs4 import BeautifulSoup, Tag
from fake_class import (
    ASSIGNMENT,
    TOPIC,
    FakeClass,
    Submission,
    answered,
    grade_outcomes,
    right_work,
    unwritten,
)
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course import messages as of_files
from autograder.course.nbgrader_settings import NBGRADER_TEMPLATES, configure_feedback
from autograder.feedback import summary
from autograder.feedback.messages import (
    CHANGED_BY_HAND,
    EARLIER,
    NO_POINTS,
    NOT_READ,
    UNREAD,
    WORDS,
)
from autograder.feedback.summary import FeedbackSummary, Line, points_in_all
from course_lib.checking.messages import NOT_WRITTEN_HINT

pytestmark = pytest.mark.processes  # the helper that turns students' text into HTML

MOMENTS, STEP = TOPIC.exercises
QUESTION = TOPIC.questions[0]


def page_of(folder: Path, submission: Submission) -> BeautifulSoup:
    """The feedback page of one student."""
    fake = FakeClass(folder)
    fake.write({"ann": submission})
    return made_page(fake)


def made_page(fake: FakeClass, config: Config | None = None) -> BeautifulSoup:
    if config is None:
        config = Config()
        configure_feedback(config)
    config.CourseDirectory.root = str(fake.course)
    config.CourseDirectory.course_id = fake.course_id
    config.CourseDirectory.db_url = fake.db_url
    config.CourseDirectory.assignment_id = ASSIGNMENT
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    converter.force = True
    with mock.patch.object(summary, "load_topic", return_value=TOPIC):
        converter.start()
    page = fake.course / "feedback" / "ann" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def only(part: Tag, selector: str) -> Tag:
    found = part.select_one(selector)
    assert found, selector
    return found


def rows(page: BeautifulSoup) -> dict[str, list[str]]:
    """The table at the top: the cell's anchor, then points and what is said."""
    return {
        str(only(row, "th a")["href"]): [
            re.sub(r"\s+", " ", td.text).strip() for td in row.select("td")
        ]
        for row in page.select("table.course-points tbody tr")
    }


def text(page: BeautifulSoup, selector: str) -> str:
    found = page.select_one(selector)
    return re.sub(r"\s+", " ", found.text).strip() if found else ""


def some_work() -> Submission:
    return right_work(
        verdicts={
            STEP.name: grade_outcomes(STEP, "no correction"),
            MOMENTS.name: replace(unwritten(MOMENTS), hints=(NOT_WRITTEN_HINT,)),
            QUESTION.name: answered(QUESTION, "a"),
        },
        reflection_mark=None,
    )


def test_each_exercise_has_its_points_and_a_link_to_its_cell(tmp_path: Path) -> None:
    page = page_of(tmp_path, some_work())
    assert rows(page) == {
        "#check-update_moments": ["0 of 5", "There is nothing to mark yet."],
        "#check-adam_step": ["8 of 11", f"4 of 5 properties hold. {STEP.mistakes[1].hint}"],
        "#check-why_correct": ["0 of 1", f"Not right yet. {QUESTION.why_wrong['a']}"],
        "#reflection": ["– of 3", "Your instructor has not marked this yet."],
    }
    for anchor in rows(page):
        assert page.select_one(f'[name="{anchor[1:]}"]') is not None
    assert text(page, "#course-points") == "8 of 20 points so far"
    assert "3 of the points have not been marked by hand yet." in text(page, ".course-summary")


def test_what_to_look_at_first_is_the_topmost_cell_that_lost_points(tmp_path: Path) -> None:
    mistaken = {
        STEP.name: grade_outcomes(STEP, "no correction"),
        "why_correct": answered(QUESTION, "a"),
    }
    wrong = right_work(verdicts=mistaken)
    first = page_of(tmp_path, wrong).select_one(".course-first")
    assert first is not None
    assert first.a is not None
    assert first.a["href"] == "#check-adam_step"
    assert STEP.mistakes[1].hint in first.text


def test_who_has_everything_right_is_told_so_and_nothing_else(tmp_path: Path) -> None:
    page = page_of(tmp_path, right_work(reflection_mark=3.0))
    assert page.select_one(".course-first") is None
    assert WORDS[0][1] in text(page, ".course-summary")
    assert text(page, "#course-points") == "20 of 20 points"
    assert rows(page)["#reflection"] == ["3 of 3", "Marked by your instructor."]


def test_who_has_nothing_yet_is_told_where_to_begin(tmp_path: Path) -> None:
    nothing = {e.name: unwritten(e) for e in TOPIC.exercises}
    work = right_work(verdicts={**nothing, QUESTION.name: answered(QUESTION, "a")})
    page = page_of(tmp_path, replace(work, reflection_mark=0.0))
    assert NO_POINTS in text(page, ".course-summary")


def test_whose_file_cannot_be_read_is_asked_for_it_again(tmp_path: Path) -> None:
    nothing = {e.name: unwritten(e) for e in TOPIC.exercises}
    work = right_work(verdicts={**nothing, QUESTION.name: answered(QUESTION, "a")}, unread=True)
    page = page_of(tmp_path, replace(work, reflection_mark=0.0))
    said = text(page, ".course-summary")
    assert UNREAD in said
    assert NO_POINTS not in said
    assert page.select_one(".course-first") is None
    assert rows(page)["#check-adam_step"] == ["0 of 11", NOT_READ]
    assert "your notebook as it was graded" not in said


@pytest.mark.parametrize(
    "problem",
    [
        of_files.MISSING.format(name="adam.ipynb"),
        of_files.MISSING_BUT.format(name="adam.ipynb", others="adam.rar"),
        of_files.SEVERAL_NOTEBOOKS.format(name="adam.ipynb", names="a.ipynb, b.ipynb"),
        of_files.UNREADABLE.format(why=of_files.IS_PDF),
    ],
)
def test_no_file_is_spoken_of_where_perhaps_none_came(tmp_path: Path, problem: str) -> None:
    nothing = {e.name: unwritten(e) for e in TOPIC.exercises}
    work = right_work(
        verdicts={**nothing, QUESTION.name: answered(QUESTION, "a")},
        unread=True,
        incidents=(problem,),
    )
    page = page_of(tmp_path, replace(work, reflection_mark=0.0))
    said = text(page, ".course-summary")
    assert problem in said
    without = said.replace(problem, "")
    assert "file that came" not in without
    assert "yours cannot be read" not in without
    assert "Open the notebook in Jupyter" not in without


def test_lateness_comments_and_incidents_are_told(tmp_path: Path) -> None:
    fake = FakeClass(tmp_path)
    fake.write({"ann": right_work(incidents=("The cell `x` was stopped.",))})
    with Gradebook(fake.db_url, fake.course_id) as gradebook:
        notebook = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "ann")
        notebook.late_submission_penalty = 4.5
        comment = gradebook.find_comment("reflection", ASSIGNMENT, ASSIGNMENT, "ann")
        comment.manual_comment = "Nicely said."
        gradebook.db.commit()
    page = made_page(fake)
    said = text(page, ".course-summary")
    assert text(page, "#course-points") == "19 of 20 points, less 4.5 for lateness: 14.5"
    assert WORDS[1][1] in said
    assert "The cell x was stopped." in text(page, ".course-incidents")
    link = page.select_one('table.course-points a[href="#comment-reflection"]')
    assert link is not None
    assert page.select_one('[name="comment-reflection"]') is not None
    assert "Nicely said." in page.text


def test_points_and_words_go_together_where_lateness_takes_all() -> None:
    line = Line("a", "A", "", 15.0, 20.0, False, "")
    late = FeedbackSummary("T", "ann", 0.0, 15.0, 20.0, 15.0, "", (line,), ())
    assert points_in_all(late) == "15 of 20 points, less 15 for lateness: 0"
    waits = replace(late, lines=(line, replace(line, pending=True)))
    assert points_in_all(waits) == "15 of 20 points so far, less 15 for lateness: 0"


def test_a_mark_for_an_earlier_text_is_called_that_everywhere(tmp_path: Path) -> None:
    fake = FakeClass(tmp_path)
    nothing = {e.name: unwritten(e) for e in TOPIC.exercises}
    work = right_work(verdicts={**nothing, QUESTION.name: answered(QUESTION, "a")})
    fake.write({"ann": replace(work, reflection_mark=3.0)})
    with Gradebook(fake.db_url, fake.course_id) as gradebook:
        grade = gradebook.find_grade("reflection", ASSIGNMENT, ASSIGNMENT, "ann")
        grade.needs_manual_grade = True  # as after another text was handed in
        comment = gradebook.find_comment("reflection", ASSIGNMENT, ASSIGNMENT, "ann")
        comment.manual_comment = "Nicely said."
        gradebook.db.commit()
    page = made_page(fake)
    points, said = rows(page)["#reflection"]
    assert points == "3 of 3"
    assert said.startswith(EARLIER)
    assert text(page, "#course-points") == "3 of 20 points so far"
    assert NO_POINTS not in text(page, ".course-summary")
    below = text(page, "#notebook-container")
    assert "Score of what you handed in before: 3.0 / 3.0" in below
    assert "Comments on what you handed in before: Nicely said." in below
    assert "have not been marked by hand" not in text(page, ".course-summary")


def test_a_cell_that_was_left_as_it_was_is_not_called_marked(tmp_path: Path) -> None:
    fake = FakeClass(tmp_path)
    fake.write({"ann": right_work(reflection_mark=0.0)})
    with Gradebook(fake.db_url, fake.course_id) as gradebook:
        comment = gradebook.find_comment("reflection", ASSIGNMENT, ASSIGNMENT, "ann")
        comment.auto_comment = "No response."
        gradebook.db.commit()
    page = made_page(fake)
    assert rows(page)["#reflection"] == ["0 of 3", "Not answered yet."]
    assert page.select_one('table.course-points a[href="#comment-reflection"]') is None


def test_below_stands_the_notebook_as_nbgraders_own_page_shows_it(tmp_path: Path) -> None:
    fake = FakeClass(tmp_path)
    fake.write({"ann": some_work()})
    ours = made_page(fake)
    config = Config()
    configure_feedback(config)
    del config.GenerateFeedback.exporter_class
    config.HTMLExporter.template_name = "feedback"
    config.HTMLExporter.extra_template_basedirs = [str(NBGRADER_TEMPLATES)]
    theirs = made_page(fake, config)
    assert "Test cell" in theirs.text
    assert "Test cell" not in ours.text
    cells = [only(page, "#notebook-container").select(".cell") for page in (ours, theirs)]
    assert len(cells[0]) == len(cells[1]) > 5
    not_marked = "Not marked yet: – / 3.0"
    assert [str(cell).replace(not_marked, "Score: 0.0 / 3.0") for cell in cells[0]] == [
        *map(str, cells[1])
    ]
    assert str(cells[0]).count(not_marked) == 1


@pytest.mark.parametrize("name", ["x<y", "<script>alert(1)</script>", "{{ 1 + 1 }}", "李 & 王"])
def test_a_heading_in_the_notebook_is_shown_as_text(tmp_path: Path, name: str) -> None:
    heading = new_markdown_cell(f"# {name}", id="title")
    heading.metadata["nbgrader"] = {"grade_id": "title", "locked": True, "schema_version": 3,
                                    "grade": False, "solution": False, "task": False}  # fmt: skip
    page = page_of(tmp_path, right_work(extra_cells=(heading,)))
    assert text(page, ".course-top h1") == name
    assert text(page, "title") == f"Feedback: {name}"
    assert page.find_all("script") == []


@pytest.mark.parametrize("points", [3.0, 11.0])
def test_points_that_were_changed_by_hand_do_not_contradict_the_verdict(
    tmp_path: Path, points: float
) -> None:
    """“All of it is right” with 3 of 11 points, or “Not right” with all of them, helps nobody."""
    fake = FakeClass(tmp_path)
    wrong = grade_outcomes(STEP, "no correction")
    fake.write({"ann": right_work(verdicts={STEP.name: wrong} if points == 11 else {})})
    with Gradebook(fake.db_url, fake.course_id) as gradebook:
        grade = gradebook.find_grade(f"check-{STEP.name}", ASSIGNMENT, ASSIGNMENT, "ann")
        grade.manual_score = points
        gradebook.db.commit()
    found = rows(made_page(fake))
    assert found[f"#check-{STEP.name}"][-1].startswith(CHANGED_BY_HAND)
    assert not found[f"#check-{MOMENTS.name}"][-1].startswith(CHANGED_BY_HAND)
