"""Commands that exchange files with the LMS: `course people`, `collect` and `export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands import messages as about_ends
from autograder.commands.arguments import HERE, Assignments, CourseFolder, open_course
from autograder.course.folder import Course
from autograder.course.traces import Trace, note_trace
from autograder.errors import CourseError
from autograder.progress import console, say
from course_lib.language import counted

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

    from autograder.lms.rosters.roster import Roster
    from autograder.people.enter import Entered
    from autograder.people.registry import People

commands = typer.Typer()

_SHOWN = 20
"""How many messages about files are printed; of the others only the number is."""

RosterFile = Annotated[
    Path | None, typer.Option("--roster", help="The gradebook as exported by Canvas or Moodle.")
]


RosterFiles = Annotated[
    list[Path] | None,
    typer.Option("--roster", help="A roster from Canvas or Moodle, or your own; several if given."),
]


class Format(StrEnum):
    """The LMS whose import reads the file; `csv` is for people."""

    canvas = "canvas"
    moodle = "moodle"
    csv = "csv"


@commands.command(epilog="Example: course collect submissions.zip --course ~/optimization")
def collect(
    archive: Annotated[
        Path, typer.Argument(metavar="ZIP", help="The LMS's download of all submissions.")
    ],
    assignment: Annotated[
        str | None,
        typer.Option(help="What the ZIP is for; default: as its notebooks are named."),
    ] = None,
    course: CourseFolder = HERE,
    rosters: RosterFiles = None,
    groups: Annotated[
        bool, typer.Option("--groups", help="Each notebook is the whole group's.")
    ] = False,
    timezone: Annotated[
        str | None,
        typer.Option(help="The time zone of the ZIP; default: this machine's."),
    ] = None,
    times: Annotated[
        bool | None,
        typer.Option(help="Use or ignore the files' times as submission times."),
    ] = None,
) -> None:
    """Put the notebooks of an LMS's ZIP into submitted/.

    Read are those of Canvas, Moodle, Blackboard, Brightspace, ILIAS and Sakai.
    If a student has several notebooks, the newest counts. Where a ZIP contains
    only names, students get their IDs from the people entered with `course
    people`, or from rosters given here, which enters them.
    """
    opened = open_course(course)
    name = opened.require([assignment])[0] if assignment else None
    if not _collect(opened, archive, name, _read(rosters), groups, timezone, times):
        raise typer.Exit(1)


def _collect(
    opened: Course,
    archive: Path,
    assignment: str | None,
    tables: list[tuple[Path, Roster]],
    groups: bool,
    timezone: str | None,
    times: bool | None,
) -> bool:
    """Collect a ZIP and say what came of it; return whether everything could be written."""
    from autograder.course.lock import course_lock
    from autograder.lms import messages
    from autograder.lms.archive import open_archive
    from autograder.lms.choose import find_notebooks
    from autograder.lms.collect import store
    from autograder.lms.zones import zone_named
    from autograder.nbgrader_plugins.export import titles_of
    from autograder.people.handed_in import handed_in
    from autograder.people.registry import read_people

    known = titles_of(opened)
    names = [member.name for member in read_people(opened).members]
    names += [roster.name(row) for _, roster in tables for row in range(len(roster.rows))]
    with open_archive(archive, zone_named(timezone), names) as source, course_lock(opened):
        people = read_people(opened)
        entered = _enter(opened, people, tables) if tables else None
        people = entered.people if entered else people
        if groups and not people.groups():
            raise CourseError(messages.NO_GROUPS)
        directory = people if people.members else None
        note_trace(opened, Trace.zip, archive)
        contents = find_notebooks(source, archive, known, assignment, directory, times, groups)
        result = store(opened, contents, source)
    _say(entered.notices(opened) if entered else [])
    _say_some(contents.ignored)
    _say_some(contents.renamed)
    _say(contents.notices)
    _say(result.notices(contents, opened, people.name_of))
    if not result.students and not result.refused:
        sentence = messages.NONE_TAKEN if contents.ignored else messages.NOTHING_COLLECTED
        raise CourseError(sentence.format(path=archive))
    say(result.sentence(contents.assignment, opened))
    _say(handed_in(opened, people, contents.assignment))
    return not result.refused


@commands.command(epilog="Example: course people canvas.csv groups.csv --course ~/optimization")
def people(
    rosters: Annotated[
        list[Path] | None,
        typer.Argument(metavar="ROSTER", help="Tables from Canvas or Moodle, or your own."),
    ] = None,
    course: CourseFolder = HERE,
) -> None:
    """Enter the students of rosters in the course: names, e-mail addresses, groups.

    Whoever is known already stays the same person, whatever the roster calls
    them. Without a roster, the course's people are listed.
    """
    from autograder.course.lock import course_lock
    from autograder.people.handed_in import overview
    from autograder.people.registry import read_people

    opened = open_course(course)
    opened.require_course()
    tables = _read(rosters)
    if not tables:
        console.print(overview(opened, read_people(opened)))
        return
    with course_lock(opened):
        entered = _enter(opened, read_people(opened), tables)
    _say(entered.notices(opened))
    _say(entered.not_listed())
    say(entered.sentence())


@commands.command(epilog="Example: course remove s1000 --course ~/optimization")
def remove(
    student: Annotated[str, typer.Argument(help="The student's ID or e-mail address.")],
    course: CourseFolder = HERE,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a student: work, marks, pages and every row about them.

    What the command cannot reach is listed at the end.
    """
    from autograder.course.lock import course_lock
    from autograder.gradebook.database import open_gradebook, require_writable
    from autograder.people import messages
    from autograder.people.registry import read_people
    from autograder.people.remove import find_student, out_of_reach, remove_student

    opened = open_course(course)
    opened.require_course()
    with course_lock(opened), open_gradebook(opened) as gradebook:
        require_writable(opened, gradebook)
        people = read_people(opened)
        member = find_student(opened, gradebook, people, student)
        if not yes:
            typer.confirm(messages.REALLY.format(student=member.called), abort=True)
        for sentence in (
            *remove_student(opened, gradebook, people, member),
            *out_of_reach(opened),
        ):
            say(sentence)


def _read(rosters: list[Path] | None) -> list[tuple[Path, Roster]]:
    from autograder.lms.rosters.read import read_roster

    return [(path, read_roster(path)) for path in rosters or ()]


def _enter(opened: Course, people: People, tables: list[tuple[Path, Roster]]) -> Entered:
    from autograder.gradebook.database import open_gradebook, require_writable
    from autograder.people.enter import enter

    for path, _ in tables:
        note_trace(opened, Trace.roster, path)
    rosters = [(path.name, roster) for path, roster in tables]
    with open_gradebook(opened) as gradebook:
        require_writable(opened, gradebook)
        return enter(opened, gradebook, people, rosters)


@commands.command(epilog="Example: course export --format canvas adam --roster gradebook.csv")
def export(
    assignments: Assignments = None,
    form: Annotated[
        Format,
        typer.Option("--format", help="The LMS that imports the file; csv is for people."),
    ] = Format.csv,
    to: Annotated[
        Path | None,
        typer.Option(
            help="The file to write; default: canvas.csv, moodle.csv or marks.csv in the "
            "course folder."
        ),
    ] = None,
    course: CourseFolder = HERE,
    roster: RosterFile = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="ASSIGNMENT=COLUMN of the roster, if it has another title."),
    ] = None,
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help="Also marks that still wait for a person.")
    ] = False,
) -> None:
    """Write the marks, less late penalties, to a file for the LMS to import.

    With a roster, the gradebook as the LMS exported it, its students and
    columns are kept, and only marks are filled in.
    """
    from autograder.gradebook.database import is_made, open_gradebook
    from autograder.gradebook.marks import nothing_to_export
    from autograder.gradebook.settle import settle_marks
    from autograder.lms import messages
    from autograder.nbgrader_plugins.export import FORMATS, known_of

    opened = open_course(course)
    opened.require_course()
    named = opened.require(assignments) if assignments else []
    plugin = FORMATS[form](config=opened.config)
    if form is not Format.csv:
        plugin.roster = str(roster or plugin.roster)
        plugin.columns = column or plugin.columns
        plugin.unfinished = unfinished or plugin.unfinished
    elif roster or column:
        raise CourseError(messages.NO_ROSTER_IN_CSV)
    plugin.assignment = named
    plugin.known = known_of(opened)
    plugin.to = str(to or opened.root / plugin.default_file)
    if not is_made(opened):  # opening it would make an empty one
        raise CourseError(nothing_to_export(named))
    with open_gradebook(opened) as gradebook:
        forgiven = settle_marks(opened, gradebook, named)
        notices = [*forgiven, *plugin.write(gradebook), *_not_as_it_is(opened, gradebook, named)]
    plugin.note(opened)
    _say(notices)
    _say([about_ends.WROTE.format(path=plugin.to), *plugin.last_words()])


def _not_as_it_is(opened: Course, gradebook: Gradebook, named: list[str]) -> list[str]:
    """Return sentences about work whose marks are not those of what was handed in and released."""
    from autograder.gradebook.marks import not_graded
    from autograder.grading.outdated import graded_before_release

    older = graded_before_release(opened, named or opened.assignments())
    return [*not_graded(opened, gradebook, named), *older]


def _say(sentences: list[str]) -> None:
    """Say everything: each sentence may be the only one that names a person."""
    for sentence in sentences:
        say(sentence)


def _say_some(sentences: list[str]) -> None:
    """Say the first of many sentences about files, whose owners other sentences name."""
    from autograder.lms import messages

    _say(sentences[:_SHOWN])
    if len(sentences) > _SHOWN:
        say(counted(messages.AND_MORE, len(sentences) - _SHOWN))
