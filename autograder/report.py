"""Writes the class report: one page that says how the class did and who needs a look."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.report_data import NothingToReport, Work, open_gradebook, read_class
from autograder.report_figures import costs_figure, marks_figure
from autograder.report_summary import Summary, summarize
from autograder.sanitize import inline

TEMPLATES = Path(__file__).parent / "templates"
SPARK = (120, 30)
SPARK_POINTS = 60


@dataclass(frozen=True)
class Section:
    """One assignment's part of the page; `key` begins its ids."""

    key: str
    summary: Summary
    marks_figure: Markup | None
    costs_figure: Markup | None
    band: str
    middle: str

    @property
    def name(self) -> str:
        """The assignment's name as a title."""
        return self.summary.work.assignment.replace("_", " ").capitalize()


def write_report(course: Path, db_url: str, course_id: str, assignments: Sequence[str]) -> Path:
    """Writes `report/index.html` in the course folder, and returns its path.

    The page stands alone: no script, nothing loaded. It replaces an older one in one step, so a
    reader never meets half a page. Raises `NothingToReport` if the gradebook does not know one of
    the assignments, or none is named.
    """
    if not assignments:
        raise NothingToReport("There is no assignment to report on. Release and grade one first.")
    with open_gradebook(db_url, course_id) as gradebook:
        summaries = [summarize(read_class(course, gradebook, name)) for name in assignments]
    page = render(course_id, summaries)
    folder = course / "report"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    half_written = folder / f".index-{os.getpid()}.html"
    try:
        half_written.write_text(page, encoding="utf-8", errors="replace")
        half_written.replace(path)
    finally:
        half_written.unlink(missing_ok=True)
    return path


def render(course_id: str, summaries: Sequence[Summary]) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"inline": inline, "points": points, "breakable": breakable}
    environment.globals |= {"shade": shade, "spark": spark, "spark_alt": spark_alt}
    return environment.get_template("report.html.j2").render(
        course_id=course_id,
        sections=[_section(f"a{i}", one) for i, one in enumerate(summaries, start=1)],
        written=datetime.now().astimezone(),
        spark_width=SPARK[0],
        spark_height=SPARK[1],
    )


def _section(key: str, summary: Summary) -> Section:
    trials = summary.trials
    drawn = bool(len(trials.middle))
    return Section(
        key,
        summary,
        marks_figure(summary, f"{key}-marks") if summary.work.submitted else None,
        costs_figure(summary, f"{key}-costs") if drawn else None,
        _thin(trials.band(*SPARK)) if drawn else "",
        _thin(trials.points(trials.middle, *SPARK)) if drawn else "",
    )


def spark(summary: Summary, work: Work) -> str | None:
    """A student's cost curve as the points of a small polyline; None if there is none."""
    if work.student not in summary.trials.students or not len(summary.trials.middle):
        return None
    return _thin(summary.trials.points(summary.trials.costs_of(work.student), *SPARK))


def spark_alt(summary: Summary, work: Work) -> str:
    """That curve in words."""
    if work.student in summary.trials.diverged:
        return "The cost stopped being finite."
    last = (work.trial or (0.0,))[-1]
    usual = summary.trials.middle[-1]
    return f"The cost ends at {last:.3g}; the class's median at {usual:.3g}."


def _thin(pairs: str) -> str:
    """So many points as a small picture can show."""
    found = pairs.split()
    every = max(1, len(found) // SPARK_POINTS)
    return " ".join(found[::every])


def shade(score: float, out_of: float) -> str:
    """The class of a mark's table cell."""
    if score >= out_of:
        return "full"
    return "none" if score <= 0 else "part"


def points(number: float) -> str:
    """A number of points, with at most two decimals and none that say nothing."""
    return f"{round(number, 2):g}"


def breakable(name: Any) -> Markup:
    """A name that may be broken after its underscores."""
    return Markup("_<wbr>").join(str(name).split("_"))
