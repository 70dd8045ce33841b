"""To and from the LMS: `course collect` and `course export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.arguments import HERE, Assignments, CourseFolder
from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.progress import console

commands = typer.Typer()

_SHOWN = 20
"""How many sentences of a kind are printed before only their number is."""

TO = "The file; default: canvas.csv, moodle.csv or marks.csv in the course folder."

RosterFile = Annotated[
    Path | None, typer.Option("--roster", help="The gradebook as Canvas or Moodle exported it.")
]


class Format(StrEnum):
    """Whose import the file is for; `csv` is for people."""

    canvas = "canvas"
    moodle = "moodle"
    csv = "csv"


@commands.command(epilog="Example: course collect submissions.zip --course ~/optimization")
def collect(
    archive: Annotated[
        Path, typer.Argument(metavar="ZIP", help="All submissions, as the LMS packs them.")
    ],
    assignment: Annotated[
        str | None, typer.Option(help="What the ZIP is for; default: as its notebooks are named.")
    ] = None,
    course: CourseFolder = HERE,
    roster: RosterFile = None,
    timezone: Annotated[
        str | None,
        typer.Option(help="The zone of the ZIP's times, if it is not this machine's."),
    ] = None,
    times: Annotated[
        bool | None,
        typer.Option(help="Take or leave the files' times as those of handing in."),
    ] = None,
) -> None:
    """Put the notebooks of a ZIP from Canvas or Moodle into submitted/.

    Of several by one student the newest counts. A roster is for Moodle, whose
    ZIPs hold names only: students are then called by their ID numbers.
    """
    from autograder.course.lock import course_lock
    from autograder.lms import messages
    from autograder.lms.archive import open_archive
    from autograder.lms.choose import search
    from autograder.lms.collect import store
    from autograder.lms.roster import read_roster
    from autograder.lms.zones import zone_named

    opened = Course(course)
    known = opened.require([])
    name = opened.require([assignment])[0] if assignment else None
    people = read_roster(roster) if roster else None
    with open_archive(archive, zone_named(timezone)) as source, course_lock(opened):
        found = search(source, archive, known, name, people, times)
        collected = store(opened, found, source)
    _say(found.ignored)
    _say(found.notices)
    _say(collected.notices(found, opened))
    if not collected.students and not collected.refused:
        raise CourseError(messages.NOTHING_COLLECTED.format(path=archive))
    sentence = messages.COLLECTED.format(
        assignment=found.assignment,
        place=opened.root / str(opened.directory.submitted_directory),
        new=len(collected.new),
        replaced=len(collected.replaced),
        unchanged=len(collected.unchanged),
    )
    console.print(sentence, markup=False, soft_wrap=True)
    if collected.refused:
        raise typer.Exit(1)


@commands.command(epilog="Example: course export --format canvas adam --roster gradebook.csv")
def export(
    assignments: Assignments = None,
    form: Annotated[
        Format, typer.Option("--format", help="Whose import the file is for; csv is for people.")
    ] = Format.csv,
    to: Annotated[Path | None, typer.Option(help=TO)] = None,
    course: CourseFolder = HERE,
    roster: RosterFile = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="ASSIGNMENT=COLUMN of the roster, if its title is another."),
    ] = None,
) -> None:
    """Write the marks, less late penalties, to a file that the LMS imports.

    With a roster, the gradebook as the LMS exported it, its students and its
    columns are found again, and only marks are filled in.
    """
    from autograder.gradebook.database import is_made, open_gradebook
    from autograder.gradebook.marks import not_graded
    from autograder.lms import messages
    from autograder.nbgrader_plugins.export import FORMATS

    opened = Course(course)
    named = opened.require(assignments) if assignments else []
    plugin = FORMATS[form](config=opened.config)
    if form is not Format.csv:
        plugin.roster = str(roster or plugin.roster)
        plugin.columns = column or plugin.columns
    elif roster or column:
        raise CourseError(messages.NO_ROSTER_IN_CSV)
    plugin.assignment = named
    plugin.to = str(to or opened.root / plugin.default_file)
    if not is_made(opened):  # opening it would make an empty one
        of = f"on {', '.join(named)} " if named else ""
        raise CourseError(messages.NOTHING_TO_EXPORT.format(of=of))
    with open_gradebook(opened) as gradebook:
        notices = [*plugin.write(gradebook), *not_graded(opened, gradebook, named)]
    _say(notices)
    console.print(f"Wrote {plugin.to}.", markup=False, soft_wrap=True)


def _say(sentences: list[str]) -> None:
    from autograder.lms import messages

    for sentence in sentences[:_SHOWN]:
        console.print(sentence, markup=False, soft_wrap=True)
    if len(sentences) > _SHOWN:
        more = messages.AND_MORE.format(count=len(sentences) - _SHOWN)
        console.print(more, markup=False)
