"""What comes before a class's work: `course init` and `course bundle`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.arguments import HERE, Assignments, CourseFolder
from autograder.course.folder import Course
from autograder.progress import console

commands = typer.Typer()

ZIP = "optimization-course.zip"
MADE = "Made {root} a course folder, with {what}. Its README.md says how to go on."
ADDED = "Added {what} to the course in {root}."
NEXT_GRADE = "Released what was handed in: {names}. Next: cd {root} && course grade"
NEXT_BUNDLE = "Next: cd {root} && course bundle {first}"
BUNDLED = "Wrote {to}: {names}, the package, and how to begin. Give it to your students as it is."


@commands.command(epilog="Example: course init ~/optimization ewa adam --submissions ~/handed-in")
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the course shall be.")],
    assignments: Assignments = None,
    submissions: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Work that was handed in, as FOLDER/STUDENT/adam/adam.ipynb; it stays there. "
            "Default: submitted/ in DIR.",
        ),
    ] = None,
) -> None:
    """Make a course folder of your own, or add notebooks to one; nothing is overwritten."""
    from autograder.handout.new_course import init_course

    made = init_course(folder, assignments or [], submissions)
    root = made.course.root
    what = (
        f"{len(made.assignments)} notebooks" if len(made.assignments) > 1 else made.assignments[0]
    )
    _say((MADE if made.is_new else ADDED).format(root=root, what=what))
    if made.released:
        _say(NEXT_GRADE.format(names=", ".join(made.released), root=root))
    else:
        _say(NEXT_BUNDLE.format(root=root, first=made.assignments[0]))


@commands.command(epilog="Example: course bundle ewa adam --to ~/for-students.zip")
def bundle(
    assignments: Assignments = None,
    course: CourseFolder = HERE,
    to: Annotated[
        Path | None, typer.Option(metavar="ZIP", help=f"Default: {ZIP} in the course folder.")
    ] = None,
) -> None:
    """Make one zip for students: released notebooks, their package, and how to begin."""
    from autograder.handout.bundle import make_bundle

    opened = Course(course)
    asked = opened.require(assignments or [])
    names = [name for name in opened.assignments() if name in asked]
    if to is None:
        to = opened.root / ZIP
    elif to.is_dir():
        to = to / ZIP
    make_bundle(opened, names, to)
    _say(BUNDLED.format(to=to.absolute(), names=", ".join(names)))


def _say(sentence: str) -> None:
    console.print(sentence, soft_wrap=True, markup=False)
