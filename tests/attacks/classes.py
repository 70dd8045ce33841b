"""Grade the class of all attacks and faults, once in each way, for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attack import Attack, without_experiments
from course_folder import Folder, make_course
from faults import FAULTS
from in_ipython import IN_IPYTHON
from in_python import IN_PYTHON
from in_the_file import IN_THE_FILE
from on_the_system import ON_THE_SYSTEM
from once import once

ATTACKS = [*IN_IPYTHON, *IN_PYTHON, *ON_THE_SYSTEM, *IN_THE_FILE]
EVERYONE = [*ATTACKS, *FAULTS]
BY_NBGRADER = [
    attack
    for attack in EVERYONE
    if attack.edit
    or attack.beside
    or attack.open
    or "loop" in attack.what
    or "hidden" in attack.what
]
"""Those where the way in matters; what happens within a cell is the same function in both."""
HONEST = ("aa-honest", "mm-honest", "zz-honest")

LIMITS = """
c.Grade.cell_seconds = 2
c.Grade.case_seconds = 1
c.Grade.submission_seconds = 20
c.Grade.memory_bytes = 1_500_000_000
"""
STOCK = """
c = get_config()  # noqa: F821
c.CourseDirectory.source_directory = "notebooks"
c.CourseDirectory.course_id = "optimization"
c.Execute.timeout = 30
"""


def a_class(root: Path, attacks: list[Attack], config: str | None = None) -> Folder:
    """A released course in which honest students stand between these."""
    folder = Folder(make_course(root, ["ewa"]))
    path = root / "nbgrader_config.py"
    path.write_text(path.read_text() + LIMITS if config is None else config)
    for name in HONEST:
        folder.hand_in(name, "ewa", without_experiments(folder.solved("ewa")))
    (root / "submitted" / "zz-honest" / "ewa" / "victim.txt").write_text("my notes")
    shutil.copyfile(root / "gradebook.db", root / "copy-of-gradebook.db")
    for attack in attacks:
        attack.hand_in(folder)
    return folder


def class_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Folder:
    """A folder that the first test makes for all."""
    return Folder(once(factory, f"attacks-{name}", lambda root: make(root / "course")) / "course")


def outputs(folder: Folder, student: str) -> str:
    """The graded notebook of a student, as text."""
    path = folder.root / "autograded" / student / "ewa" / "ewa.ipynb"
    return path.read_text("utf-8")
