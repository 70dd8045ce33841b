"""The students' zip, unpacked and installed as its README says, once for all tests."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from once import once

from autograder.handout.bundle import FOLDER, INSTALL, make_bundle
from autograder.handout.new_course import init_course

LESSONS = ["ewa", "adam"]


@dataclass(frozen=True)
class Handout:
    """Where the zip is unpacked, with its `.venv`, and what the installation said."""

    folder: Path
    said: str


def make_zip(root: Path) -> Path:
    """The zip of a new course."""
    make_bundle(init_course(root, LESSONS).course, LESSONS, root / "lessons.zip")
    return root / "lessons.zip"


def blocks(readme: str) -> list[list[str]]:
    """The commands of each block of a README."""
    return [found.split("\n") for found in re.findall(r"^```\w*\n(.*?)\n```", readme, re.M | re.S)]


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a line of a README as a person would, with nothing of this environment."""
    env = {name: v for name, v in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    env["PATH"] = os.pathsep.join([str(Path(sys.base_prefix) / "bin"), os.environ["PATH"]])
    return subprocess.run(command, shell=True, cwd=cwd, env=env, capture_output=True, text=True)


def installed_handout(factory: pytest.TempPathFactory) -> Handout:
    """The first command of the README has been run; its notebooks are as they were handed out."""

    def make(root: Path) -> None:
        zipfile.ZipFile(make_zip(root / "course")).extractall(root / "unpacked here")
        here = root / "unpacked here" / FOLDER
        install = blocks((here / "README.md").read_text("utf-8"))[0][0]
        done = shell(install, here)
        assert done.returncode == 0, done.stdout + done.stderr
        (root / "said").write_text(done.stdout, "utf-8")

    root = once(factory, "handout", make)
    return Handout(root / "unpacked here" / FOLDER, (root / "said").read_text("utf-8"))


def load_installer(folder: Path) -> ModuleType:
    """install.py, as it lies in a folder."""
    spec = importlib.util.spec_from_file_location("install", shutil.copy(INSTALL, folder))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
