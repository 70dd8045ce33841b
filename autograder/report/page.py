"""Write the class report: one page that says how the class did and who needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.course.folder import Course
from autograder.errors import NothingToReport
from autograder.gradebook.settle import settle_marks
from autograder.html.sanitize import inline, points
from autograder.notebook.titles import lesson_titles
from autograder.report import messages
from autograder.report.attention import put_together, without_points
from autograder.report.data import FOLDER, Work, existing_gradebook, read_class
from autograder.report.everybody import FEWEST, everybody
from autograder.report.figures import NARROW, costs_figure, marks_figure
from autograder.report.pairs import pairs
from autograder.report.students import StudentCurves, curve_in_words, student_curves
from autograder.report.summary import Summary, summarize
from autograder.whole_file import write_whole
from course_lib.language import current, html_tag, translate, use

TEMPLATES = Path(__file__).parents[1] / "templates"
SPARK = (120, 30)
SPARK_POINTS = 60
MOST, LITTLE = 0.8, 0.4
"""Shares of an assignment's points: a total from the first, or below the second, is shaded."""
FORMGRADER = "http://localhost:8888/formgrader/submissions/{notebook}/"
"""Where the formgrader shows a submission, while JupyterLab runs on this machine as usual."""
MOST_PAIRS = 20
MANY_MISTAKES = 6
"""How many mistakes the page shows at once; it folds the others."""


@dataclass(frozen=True)
class Section:
    """One assignment's part of the page; its ids begin with `key`."""

    key: str
    summary: Summary
    marks_figure: Markup | None
    narrow_marks_figure: Markup | None
    """The same for a phone, where a wide figure would be cut or too small to read."""
    costs_figure: Markup | None
    students: StudentCurves | None
    band: str
    middle: str

    @property
    def name(self) -> str:
        """The assignment's title."""
        return self.summary.titles.assignment

    def anchor_of(self, work: Work) -> str | None:
        """Return the id of the figure with a student's cost curve; None if there is none."""
        curves = self.students.curves if self.students else ()
        order = [curve.work.student for curve in curves]
        return f"{self.key}-s{order.index(work.student)}" if work.student in order else None


def write_report(course: Course, assignments: Sequence[str]) -> Path:
    """Write `report/index.html` in the course folder, and return its path.

    Exercises have the titles of the instructor's notebooks; hints and criteria are in the course's
    language, whatever those of the submissions. The page is self-contained: it has no
    script and loads nothing. It replaces an older one in one step, so nobody ever reads half a
    page. Raises `NothingToReport` if no assignment is given, or the gradebook does not have one.
    """
    if not assignments:
        raise NothingToReport(messages.NO_ASSIGNMENT)
    with existing_gradebook(course) as gradebook, use(course.language):
        settle_marks(course, gradebook, assignments)
        summaries = [
            summarize(read_class(course, gradebook, name), lesson_titles(course.source(name), name))
            for name in assignments
        ]
        page = render(course.course_id, summaries)
    path = course.root / FOLDER / "index.html"
    write_whole(path, page)
    return path


@cache
def _environment(language: str) -> Environment:
    """Return what the templates use for pages in a language; compiling them takes a while."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"inline": inline, "points": points, "breakable": breakable}
    environment.globals |= {
        "_": translate,
        "language": language,
        "direction": messages.DIRECTIONS,
        "shade": shade,
        "shade_share": shade_share,
        "spark": spark,
        "in_words": curve_in_words,
        "how_late": how_late,
        "put_together": put_together,
        "without_points": without_points,
        "formgrader": FORMGRADER,
    }
    return environment


def render(course_id: str, summaries: Sequence[Summary]) -> str:
    """Return the whole page."""
    environment = _environment(html_tag(current()))
    return environment.get_template("report.html.j2").render(
        course_id=course_id,
        sections=[_section(f"a{i}", summary) for i, summary in enumerate(summaries, start=1)],
        students=everybody(summaries),
        pairs=pairs(summaries)[:MOST_PAIRS],
        called_of=lambda student: summaries[0].called(student),
        many=MANY_MISTAKES,
        fewest=FEWEST,
        written=datetime.now().astimezone(),
        spark_width=SPARK[0],
        spark_height=SPARK[1],
    )


def _section(key: str, summary: Summary) -> Section:
    curves = summary.curves
    drawn = bool(len(curves.middle))
    return Section(
        key,
        summary,
        marks_figure(summary, f"{key}-marks") if summary.work.submitted else None,
        marks_figure(summary, f"{key}-narrow", NARROW) if summary.work.submitted else None,
        costs_figure(summary, f"{key}-costs") if drawn else None,
        student_curves(summary, f"{key}-class") if drawn else None,
        _thin(curves.band(*SPARK)) if drawn else "",
        _thin(curves.points(curves.middle, *SPARK)) if drawn else "",
    )


def spark(summary: Summary, work: Work) -> str | None:
    """Return a student's cost curve as the points of a small polyline; None if there is none."""
    if work.student not in summary.curves.students or not len(summary.curves.middle):
        return None
    return _thin(summary.curves.points(summary.curves.costs_of(work.student), *SPARK))


def _thin(pairs: str) -> str:
    """Return as many points as a small picture can show."""
    found = pairs.split()
    every = max(1, len(found) // SPARK_POINTS)
    return " ".join(found[::every])


def shade(score: float, out_of: float) -> str:
    """Return the CSS class of a mark's table cell."""
    if score >= out_of:
        return "full"
    return "none" if score <= 0 else "part"


def shade_share(score: float, out_of: float) -> str:
    """Return the CSS class of the table cell with a student's total points for an assignment."""
    share = score / out_of if out_of else 0.0
    if share >= MOST:
        return "full"
    return "none" if share < LITTLE else "part"


def how_late(late: timedelta) -> str:
    """Return how late something is, in words.

    >>> how_late(timedelta(days=1, hours=2)), how_late(timedelta(seconds=30))
    ('1 d 2 h', '1 min')
    """
    minutes = max(1, round(late.total_seconds() / 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return messages.LATE_DAYS.format(days=days, hours=hours)
    return (
        messages.LATE_HOURS.format(hours=hours, minutes=minutes % 60)
        if hours
        else messages.LATE.format(minutes=minutes)
    )


def breakable(name: Any) -> Markup:
    """Return a name that may be broken after its underscores."""
    return Markup("_<wbr>").join(str(name).split("_"))
