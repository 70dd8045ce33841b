"""Other systems, simulated by removing from Python what they lack."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]

AS_ON_WINDOWS = """
import importlib, os, pkgutil, sys
import concurrent.futures.process, multiprocessing.forkserver, tempfile
import IPython, ipywidgets, jinja2, matplotlib.pyplot, nbconvert, nbgrader.apps, nh3, numpy
import rich.console, sqlalchemy, typer

for name in ("fcntl", "grp", "pwd", "readline", "resource", "termios"):
    sys.modules[name] = None
for name in ("fork", "setsid", "sched_getaffinity", "O_NOFOLLOW", "O_NONBLOCK"):
    if hasattr(os, name):
        delattr(os, name)
sys.platform = "win32"
"""

IMPORT_ALL = """
import {package}
for module in pkgutil.walk_packages({package}.__path__, "{package}."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print("all there")
"""

CHECK = """
import course_lib
course_lib.check("averaging_window", {"averaging_window": lambda beta: 1 / (1 - beta)})
"""

GRADE = """
from autograder.cli import main

sys.argv = ["course", "grade", *sys.argv[1:]]
main()
"""


def python(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", AS_ON_WINDOWS + code, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("package", ["course_lib", "grader_tests", "autograder"])
def test_everything_can_be_imported_on_windows(package: str) -> None:
    done = python(IMPORT_ALL.format(package=package))
    assert done.stdout == "all there\n", done.stderr


def test_check_works_on_windows() -> None:
    done = python(CHECK)
    assert "everything that is checked here works" in done.stdout, done.stderr


@pytest.mark.parametrize("options", [[], ["--unconfined"]])
def test_grading_on_windows_is_refused_in_a_sentence(options: list[str], tmp_path: Path) -> None:
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    handed_in = tmp_path / "submitted" / "ana" / "ewa"
    handed_in.mkdir(parents=True)
    done = python(GRADE, "ewa", "--course", str(tmp_path), *options)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "Windows Subsystem for Linux" in done.stderr
