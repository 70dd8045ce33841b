"""Build the students' package, `course_lib`, as a wheel."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course.checkout import require_checkout
from autograder.errors import CourseError
from autograder.handout import messages
from course_lib import __version__

BEGINNING_OF_2020 = "1577836800"
"""The time of every file in the wheel, in seconds: the same sources give the same bytes."""

_NOT_SOURCES = shutil.ignore_patterns("__pycache__")


def build_wheel() -> tuple[str, bytes]:
    """Return the wheel's name and bytes. No download: the build backend is installed with us.

    Its version ends in a digest of the sources, such as `0.1.0+3f2a9c01`, so that pip installs a
    later wheel over an earlier one exactly if something in it has changed.
    """
    project = require_checkout() / "course_lib"
    with TemporaryDirectory() as folder:
        sources = Path(shutil.copytree(project, Path(folder) / "sources", ignore=_NOT_SOURCES))
        module = sources / "__init__.py"
        local = f'__version__ = "{__version__}+{_digest(sources)}"'
        text = module.read_text("utf-8").replace(f'__version__ = "{__version__}"', local)
        module.write_text(text, encoding="utf-8", newline="\n")
        done = subprocess.run(
            # -P: the modules in course_lib have common names, and must not shadow others
            [sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=sources,
            env={**os.environ, "SOURCE_DATE_EPOCH": BEGINNING_OF_2020},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines()
            reason = lines[-1] if lines else ""
            raise CourseError(messages.NOT_BUILT.format(project=project, why=reason))
        [wheel] = Path(folder).glob("*.whl")
        return wheel.name, wheel.read_bytes()


def _digest(folder: Path) -> str:
    """Return eight digits that change with the name or the bytes of any file in the folder."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:8]
