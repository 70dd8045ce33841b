"""The numbers of the class report, and the same numbers from the gradebook and the class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from statistics import mean, median
from typing import Any

from bs4 import BeautifulSoup, Tag
from nbgrader.api import Gradebook

from autograder.demo.students import Student
from autograder.notebook.titles import read_titles
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import load_topic

Numbers = dict[str, Any]


def shown_in(page: Path, sources: Path) -> dict[str, Numbers]:
    """What the page shows of each assignment that it has a section for."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    titles = {
        read_titles(path, path.stem).assignment: path.stem for path in sources.glob("*/*.ipynb")
    }
    sections = [one for one in soup.select("section.assignment") if one.select_one(".tiles")]
    return {titles[_text(section.h2)]: _section(section) for section in sections}


def unnamed_groups(page: Path) -> list[list[str]]:
    """Who is in each group of wrong answers that await a name, as the page shows them."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    cards = [group.find_parent("li") for group in soup.select(".card .group")]
    return sorted(
        sorted(_text(name) for name in card.select("details:last-of-type p bdi"))
        for card in cards
        if card and "unnamed group" in _text(card.select_one(".group"))
    )


def _section(section: Tag) -> Numbers:
    tiles = {_text(tile.dt): _number(_text(tile.dd)) for tile in section.select(".tiles div")}
    return {
        "handed in": tiles["Handed in"],
        "median": tiles["Median"],
        "mean": tiles["Mean"],
        "marks": {
            _text(row.th): [_mark(_text(td)) for td in row.select("td.number")]
            for row in section.select(".marks tbody tr:not(.missing)")
        },
        "all right": [
            int(_text(row.select_one(".count .quiet")).split(" of ")[0])
            for row in section.select(".rates .exercise")
        ],
        "mistakes": Counter(
            {
                (_text(card.select_one(".title code")), _text(card.strong).lower()): int(
                    _text(card.select_one(".count .quiet")).split(" of ")[0]
                )
                for card in section.select(".mistakes .card")
                if card.select_one(".title code") and card.select_one("details")
            }
        ),
    }


def expected(gradebook: Gradebook, students: Iterable[Student], assignment: str) -> Numbers:
    """The same numbers: marks from the gradebook, mistakes as the students were made."""
    order = [cell.name for cell in gradebook.find_assignment(assignment).notebooks[0].grade_cells]
    topic = load_topic(assignment)
    known = [f"check-{item.name}" for item in topic.items]
    cells = [*known, *(name for name in order if name not in known)]
    marks: dict[str, list[Any]] = {}
    totals, right = [], Counter[str]()
    for submission in gradebook.assignment_submissions(assignment):
        grades = {
            grade.name: grade for notebook in submission.notebooks for grade in notebook.grades
        }
        row = ["to mark" if grades[c].needs_manual_grade else grades[c].score for c in cells]
        totals.append(submission.score)
        right.update(c for c in cells if not grades[c].needs_manual_grade
                     and grades[c].score == grades[c].max_score)  # fmt: skip
        marks[submission.student.id] = [submission.score, *row]
    made = Counter[tuple[str, str]]()
    for student in students:
        named = student.named().get(assignment, {})
        for exercise in topic.exercises:
            assert isinstance(exercise, Exercise)
            names = named.get(f"check-{exercise.name}", ())
            made.update((exercise.name, name.replace("_", " ").lower()) for name in names)
    return {
        "handed in": len(totals),
        "median": median(totals),
        "mean": round(mean(totals), 1),
        "marks": marks,
        "all right": [right[cell] for cell in cells],
        "mistakes": made,
    }


def _text(tag: Any) -> str:
    return re.sub(r"\s+", " ", tag.text.replace("\xa0", " ")).strip()


def _number(text: str) -> float:
    return float(text.split()[0])


def _mark(text: str) -> Any:
    return "to mark" if text == "to mark" else float(text)
