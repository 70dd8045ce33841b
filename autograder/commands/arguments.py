"""The arguments that commands of `course` share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from autograder.course.folder import Course
from course_lib.language import SOURCE, VARIABLE, can_be_shown, choose

Assignments = Annotated[
    list[str] | None, typer.Argument(help="Assignments such as `adam`; default: all.")
]
CourseFolder = Annotated[Path, typer.Option("--course", help="The course folder.")]
Language = Annotated[
    str | None,
    typer.Option(metavar="TAG", help="The language of the notebooks, such as zh. Default: en."),
]
HERE = Path()


def open_course(root: Path) -> Course:
    """Open a course folder, and speak its language until the command ends.

    The environment's variable goes before the course's setting, and English stands in where the
    terminal lacks the letters.
    """
    course = Course(root)
    if not os.environ.get(VARIABLE):
        choose(course.language if can_be_shown(course.language) else SOURCE)
    return course
