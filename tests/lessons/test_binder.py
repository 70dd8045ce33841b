"""Binder shows the lessons as students get them, without solutions, with pinned versions."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from doc_sessions import make_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from autograder.handout.leaks import leaks
from grader_tests.engine.registry import names

ROOT = Path(__file__).resolve().parents[2]
BINDER = ROOT / "binder"
PROJECT = tomllib.loads((ROOT / "course_lib" / "pyproject.toml").read_text("utf-8"))["project"]


def requirements(path: Path) -> dict[str, Requirement]:
    lines = path.read_text("utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {requirement.name: requirement for requirement in found}


def test_it_takes_a_python_that_the_course_runs_on() -> None:
    kind, version = (BINDER / "runtime.txt").read_text("utf-8").strip().split("-")
    assert kind == "python"
    assert SpecifierSet(PROJECT["requires-python"]).contains(version)


def test_it_installs_what_students_need_as_it_is_pinned() -> None:
    pinned = requirements(ROOT / "constraints.txt")
    asked = requirements(BINDER / "requirements.txt")
    assert asked.keys() == {Requirement(line).name for line in PROJECT["dependencies"]}
    for name, requirement in asked.items():
        assert requirement.specifier == pinned[name].specifier, "constraints.txt has another one"


@pytest.mark.processes
def test_its_script_can_be_run() -> None:
    script = BINDER / "postBuild"
    assert script.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)


def copy_of_the_checkout(to: Path) -> Path:
    """All files that a clone would have, as they are now."""
    asked = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)
    return to


def outside_build(checkout: Path) -> set[Path]:
    compiled = (".pyc", ".mo")
    kept = (p for p in checkout.rglob("*") if p.is_file() and p.suffix not in compiled)
    return {path for path in kept if path.relative_to(checkout).parts[0] != "build"}


def run(*command: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: v for name, v in os.environ.items() if not name.startswith(("PYTHON", "NB_"))}
    return subprocess.run(command, env={**clean, **env}, capture_output=True, text=True)


@pytest.mark.longest
@pytest.mark.needs("git", "packages")
def test_a_clone_becomes_the_lessons_as_students_get_them(tmp_path: Path) -> None:
    checkout = copy_of_the_checkout(tmp_path / "clone")
    before = outside_build(checkout)
    notebook = tmp_path / "notebook"  # Binder's image, in which JupyterLab is there already
    make_environment(notebook, False, "nbgrader*")
    python = notebook / "bin" / "python"
    pip = (python, "-m", "pip", "install", "--quiet", "--requirement")
    done = run(*pip, checkout / "binder" / "requirements.txt")
    assert done.returncode == 0, done.stderr
    settings = notebook / "etc" / "jupyter"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "jupyter_server_config.json").write_text('{"ServerApp": {"quit_button": false}}')
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    done = run(checkout / "binder" / "postBuild", PATH=path)
    assert done.returncode == 0, done.stdout + done.stderr

    lessons = checkout / "build" / "lessons"
    found = {path.relative_to(lessons) for path in lessons.rglob("*") if path.is_file()}
    assert found == {Path("start_here.ipynb"), *(Path(name, f"{name}.ipynb") for name in names())}
    for name in names():
        source = (checkout / "notebooks" / name / f"{name}.ipynb").read_text("utf-8")
        released = (lessons / name / f"{name}.ipynb").read_bytes()
        assert leaks(f"{name}.ipynb", released, source) == []
    assert outside_build(checkout) == before

    checks = "import course_lib; course_lib.check('ewa', {'ewa': lambda x, beta: x})"
    said = run(python, "-I", "-c", checks).stderr
    assert "CheckFailed" in said
    for package in ("autograder", "grader_tests", "nbgrader"):
        assert "ModuleNotFoundError" in run(python, "-I", "-c", f"import {package}").stderr

    asked = (sys.executable, "-m", "jupyter_server", "--show-config-json")
    shown = json.loads(run(*asked, JUPYTER_CONFIG_PATH=str(settings)).stdout)["ServerApp"]
    assert (shown["root_dir"], shown["quit_button"]) == (str(lessons), False)
