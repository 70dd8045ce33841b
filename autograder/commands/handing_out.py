"""Commands that come before a class's work: `course init`, `update-course` and `bundle`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import messages
from autograder.commands.arguments import HERE, Assignments, CourseFolder, open_course
from autograder.progress import console

commands = typer.Typer()

ZIP = "optimization-course.zip"


@commands.command(epilog="Example: course init ~/optimization ewa adam --submissions ~/handed-in")
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The course folder to make or extend.")
    ],
    assignments: Assignments = None,
    submissions: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Existing submissions, as FOLDER/STUDENT/adam/adam.ipynb; they stay there. "
            "Default: submitted/ in DIR.",
        ),
    ] = None,
    old: Annotated[
        Path | None,
        typer.Option("--from", metavar="OLD", help="Last year's course, to go on with."),
    ] = None,
) -> None:
    """Make your own course folder, or add notebooks to one; nothing is overwritten.

    With --from, it is next year's course: your lessons and settings, nobody's data.
    """
    from autograder.handout.new_course import init_course
    from autograder.handout.next_year import next_year

    if old is not None:
        for sentence in next_year(old, folder, assignments or [], submissions):
            _say(sentence)
        return
    new = init_course(folder, assignments or [], submissions)
    root = new.course.root
    forms = messages.MADE if new.is_new else messages.ADDED
    form = forms["one" if len(new.assignments) == 1 else "many"]
    _say(form.format(root=root, name=new.assignments[0], count=len(new.assignments)))
    if new.released:
        _say(messages.NEXT_GRADE.format(names=", ".join(new.released), root=root))
    else:
        _say(messages.NEXT_BUNDLE.format(root=root, first=new.assignments[0]))


@commands.command(
    "update-course", epilog="Example: course update-course --dry-run --course ~/optimization"
)
def update(
    course: CourseFolder = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")
    ] = False,
) -> None:
    """Take over what is new in the course's own notebooks and settings, and keep your changes.

    Where you changed the same cell as the course, yours is kept and listed.
    """
    from autograder.course_update.update import said, update_course

    opened = open_course(course)
    found = update_course(opened, write=not dry_run)
    for sentence in said(opened.root, found, write=not dry_run):
        _say(sentence)


@commands.command(epilog="Example: course bundle ewa adam --to ~/for-students.zip")
def bundle(
    assignments: Assignments = None,
    course: CourseFolder = HERE,
    to: Annotated[
        Path | None,
        typer.Option(metavar="ZIP", help="Default: optimization-course.zip in the course folder."),
    ] = None,
    languages: Annotated[
        list[str] | None,
        typer.Option(
            "--language",
            metavar="TAG",
            help="The language of the zip, such as zh; give it twice for a zip in each of two.",
        ),
    ] = None,
) -> None:
    """Make one zip for students: released notebooks, their package, and instructions."""
    from autograder.handout.bundle import make_bundle

    opened = open_course(course)
    asked = opened.require(assignments or [])
    names = [name for name in opened.assignments() if name in asked]
    if to is None:
        to = opened.root / ZIP
    elif to.is_dir():
        to = to / ZIP
    tags = languages or [opened.language]
    for tag in tags:
        opened.hand_out_in(tag)
        file = to if len(tags) == 1 else to.with_stem(f"{to.stem}-{tag}")
        form = messages.BUNDLED_AGAIN if file.exists() else messages.BUNDLED
        make_bundle(opened, names, file)
        _say(form.format(to=file.absolute(), names=", ".join(names)))


def _say(sentence: str) -> None:
    console.print(sentence, soft_wrap=True, markup=False)
