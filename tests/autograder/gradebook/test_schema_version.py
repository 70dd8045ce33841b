"""The gradebooks of tests have the version that nbgrader would give them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from schema_version import start_no_program
from sqlalchemy import text

PROGRAM = "import sys, nbgrader.api, autograder.course.folder as folder, pathlib\n"
PROGRAM += "folder.Course(pathlib.Path(sys.argv[1]))\nprint(nbgrader.api.get_alembic_version())"


@pytest.mark.processes
def test_the_program_and_the_tests_say_the_same(tmp_path: Path) -> None:
    """The program is found wherever a course is, even if the environment is not activated."""
    ours = str(Path(sys.executable).parent)
    others = [one for one in os.environ["PATH"].split(os.pathsep) if one != ours]
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    env = {**os.environ, "PATH": os.pathsep.join(others)}
    said = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    start_no_program()
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        rows = gradebook.db.execute(text("SELECT version_num FROM alembic_version")).all()
    assert rows == [(said.strip(),)]
