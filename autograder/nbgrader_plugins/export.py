"""nbgrader export plug-ins: marks as Canvas and Moodle import them, and a readable table.

In a course folder: `nbgrader export --exporter=autograder.export.CanvasExportPlugin --to=FILE`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Enum, List, Unicode

from autograder.course.folder import Course
from autograder.course.in_nbgrader import SettingsFirst
from autograder.course.traces import Trace, note_trace
from autograder.errors import CourseError
from autograder.gradebook.marks import Marks, read_marks
from autograder.gradebook.settle import settle_marks
from autograder.lms import messages
from autograder.lms.fill import NOTHING_KNOWN, Known, filled_table, parse_columns
from autograder.lms.rosters.read import read_roster
from autograder.lms.rosters.roster import CANVAS, CANVAS_IDS, MOODLE, MOODLE_IDS
from autograder.lms.tables import Table, canvas_table, moodle_table, own_table, write_table
from autograder.notebook.titles import read_titles
from autograder.people.registry import read_people


class MarksExportPlugin(SettingsFirst, ExportPlugin):
    """The base of the three formats, which deduct the late penalties that nbgrader recorded."""

    default_file = "marks.csv"
    known = NOTHING_KNOWN
    """What the course knows of its lessons and people."""
    unfinished: Any = True
    """Whether marks are written that still wait for a person."""
    without_marks = ""
    """What to say if the file has no marks from the course."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file for `nbgrader export`; a user's mistake ends it with a message."""
        try:
            course = Course(Path(self.parent.coursedir.root))
            notices = settle_marks(course, gradebook)
            self.known = known_of(course)
            notices += [*self.write(gradebook), *self.last_words()]
            self.note(course)
        except CourseError as error:
            self.log.error("%s", error)
            raise SystemExit(1) from None
        for sentence in notices:
            self.log.warning("%s", sentence)

    def note(self, course: Course) -> None:
        """Remember what was written and read, for the day on which a student is removed."""
        note_trace(course, Trace.export, self.path)
        roster = getattr(self, "roster", "")
        if roster:
            note_trace(course, Trace.roster, Path(roster))

    def write(self, gradebook: Gradebook) -> list[str]:
        """Write the file and return sentences about it; raise `CourseError` if it cannot."""
        assignments = [str(name) for name in self.assignment]
        students = [str(name) for name in self.student]
        marks = read_marks(gradebook, assignments, students, self.unfinished)
        table = self.table(marks)
        write_table(table.rows, self.path)
        if not any(map(marks.counts, marks.submissions.values())):
            self.without_marks = messages.NO_MARKS_YET
        elif not table.has_marks:
            self.without_marks = messages.NO_MARK_FITS
        return table.notices

    def last_words(self) -> list[str]:
        """Return what there is to say after everything else about the file that was written."""
        return [self.without_marks.format(path=self.path)] if self.without_marks else []

    @property
    def path(self) -> Path:
        """Where the file goes."""
        return Path(self.to or self.default_file)

    def table(self, marks: Marks) -> Table:
        """Return the marks in the format's layout."""
        raise NotImplementedError


def titles_of(course: Course) -> dict[str, str]:
    """Return the titles of a course's assignments by name; raise `CourseError` if it has none."""
    names = course.require([])
    return {name: read_titles(course.source(name), name).assignment for name in names}


def known_of(course: Course) -> Known:
    """Return the titles of a course's lessons, and the IDs that its people have elsewhere."""
    people = read_people(course).members
    return Known(titles_of(course), {member.student: sorted(member.keys) for member in people})


class CsvExportPlugin(MarksExportPlugin):
    """One row for each student and assignment, to be read by people."""

    def table(self, marks: Marks) -> Table:
        return own_table(marks)


class _LmsExportPlugin(MarksExportPlugin):
    """One row for each student, one column for each assignment."""

    lms = ""
    roster = Unicode(
        "", help="a gradebook exported by the LMS, whose students and columns are filled in"
    ).tag(config=True)
    unfinished = Bool(
        False, help="whether marks are exported that still wait for a person, as they are so far"
    ).tag(config=True)
    columns = List(
        Unicode(), help="ASSIGNMENT=COLUMN, where the roster's title is not the assignment's name"
    ).tag(config=True)

    def table(self, marks: Marks) -> Table:
        columns = parse_columns(self.columns)
        if not self.roster:
            return self.table_without_roster(marks)
        roster = Path(self.roster)
        if self.path.exists() and roster.exists() and self.path.samefile(roster):
            raise CourseError(messages.OVER_THE_ROSTER.format(path=roster))
        return filled_table(
            marks, read_roster(roster, self.lms), columns, bool(self.assignment), self.known
        )

    def table_without_roster(self, marks: Marks) -> Table:
        """Return the layout with the IDs that the course has."""
        raise NotImplementedError

    def _column(self, marks: Marks, *choices: tuple[Any, str]) -> str:
        """Return the first column whose test holds for every student's ID."""
        ids = [person.id for person in marks.people]
        return next(column for test, column in choices if all(map(test, ids)))


class CanvasExportPlugin(_LmsExportPlugin):
    """A CSV file for Canvas: Gradebook, Import."""

    default_file = "canvas.csv"
    lms = CANVAS
    id_column = Enum(
        ["", *CANVAS_IDS[:3]],
        "",
        help="what the students' IDs are in Canvas: ID, SIS User ID or SIS Login ID; by default "
        "ID if all are numbers, as `course collect` names students from Canvas",
    ).tag(config=True)

    def table_without_roster(self, marks: Marks) -> Table:
        choices = ((str.isdecimal, "ID"), (bool, "SIS Login ID"))
        return canvas_table(marks, self.id_column or self._column(marks, *choices))


class MoodleExportPlugin(_LmsExportPlugin):
    """A CSV file for Moodle: Grades, Import, CSV file."""

    default_file = "moodle.csv"
    lms = MOODLE
    id_column = Enum(
        ["", *MOODLE_IDS],
        "",
        help="what the students' IDs are in Moodle: ID number, Username or Email address; by "
        "default Email address if all have an @, else ID number",
    ).tag(config=True)

    def table_without_roster(self, marks: Marks) -> Table:
        choices = ((lambda id_: "@" in id_, "Email address"), (bool, "ID number"))
        return moodle_table(marks, self.id_column or self._column(marks, *choices))


FORMATS: dict[str, type[MarksExportPlugin]] = {
    "canvas": CanvasExportPlugin,
    "moodle": MoodleExportPlugin,
    "csv": CsvExportPlugin,
}
