"""The arguments that commands of `course` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Assignments = Annotated[
    list[str] | None, typer.Argument(help="Assignments such as `adam`; default: all.")
]
CourseFolder = Annotated[Path, typer.Option("--course", help="The course folder.")]
Language = Annotated[
    str | None,
    typer.Option(metavar="TAG", help="The language of the notebooks, such as zh. Default: en."),
]
HERE = Path()
