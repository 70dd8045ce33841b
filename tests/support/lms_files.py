"""ZIPs and gradebooks as from Canvas and Moodle, and `course` in this process."""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from schema_version import start_no_program

from autograder import cli
from autograder.bounded.budget import Budget
from autograder.course.folder import Course
from autograder.course.upload_note import UPLOAD
from autograder.nbgrader_plugins.steps import release

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime(2026, 3, 9, 10, 30)
LATER = datetime(2026, 3, 10, 18, 0)

CANVAS_HEADER = "Student,ID,SIS User ID,SIS Login ID,Section"
MOODLE_HEADER = "First name,Last name,ID number,Institution,Department,Email address"


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said, each sentence in one line."""

    code: int
    out: str
    err: str


def course(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> Done:
    """Runs `course` as its program does, without starting one."""
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["course", *words, "--course", str(root)])
        if words[0] == "collect":  # it looks into notebooks here, and starts no helper for that
            patch.setattr(Budget, "map", lambda _, f, items, otherwise: [f(*i) for i in items])
        try:
            cli.run()
            code: Any = 0
        except SystemExit as end:
            code = end.code
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    return Done(int(code or 0), said.out, said.err)


def bare_course(root: Path) -> Path:
    """A course folder with two notebooks, nothing released."""
    for name in ("ewa", "adam"):
        shutil.copytree(ROOT / "notebooks" / name, root / "notebooks" / name)
    shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
    return root


def with_gradebook(root: Path) -> Path:
    """Gives a course an empty gradebook."""
    start_no_program()
    Gradebook(Course(root).db_url).close()
    return root


def released_course(root: Path) -> Path:
    """The same with ewa released, which is quicker than all notebooks."""
    release(Course(bare_course(root)), "ewa")
    return root


def notebook(text: str = "") -> bytes:
    """A notebook that differs by its text."""
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}
    return json.dumps(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ).encode()


def entry(name: str, time: datetime = DAY, kind: int = stat.S_IFREG) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, time.timetuple()[:6])
    info.external_attr = (kind | 0o644) << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def make_zip(path: Path, files: Mapping[str | zipfile.ZipInfo, bytes]) -> Path:
    """A ZIP of files by name, or by entry where the time or the kind matters."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(entry(name) if isinstance(name, str) else name, data)
    return path


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))


def collected(root: Path) -> dict[str, bytes]:
    """All files under submitted/, by path, but those that note what the LMS called a file."""
    top = root / "submitted"
    files = [p for p in top.rglob("*") if p.is_file() and p.name != UPLOAD]
    return {p.relative_to(top).as_posix(): p.read_bytes() for p in files}


def taken(root: Path) -> dict[str, str]:
    """What was collected: student -> the name that the file had in the ZIP."""
    return {
        path.split("/")[0]: json.loads(data)["cells"][0]["source"]
        for path, data in collected(root).items()
        if path.endswith("ewa.ipynb")
    }
