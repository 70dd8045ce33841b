"""Build the students' package, `course_lib`, as a wheel."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course.checkout import require_checkout
from autograder.errors import CourseError

BEGINNING_OF_2020 = "1577836800"
"""The time of every file in the wheel, in seconds: the same sources give the same bytes."""


def build_wheel() -> tuple[str, bytes]:
    """Return the wheel's name and bytes. No download: the build backend is installed with us."""
    project = require_checkout() / "course_lib"
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            # -P: the modules in course_lib have common names, and must not shadow others
            [sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=project,
            env={**os.environ, "SOURCE_DATE_EPOCH": BEGINNING_OF_2020},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines()
            reason = lines[-1] if lines else ""
            raise CourseError(f"The students' package could not be built from {project}: {reason}")
        [wheel] = Path(folder).glob("*.whl")
        return wheel.name, wheel.read_bytes()
