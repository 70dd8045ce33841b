"""`make` lists its targets, and refuses an unsuitable Python with a clear message."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # What a make above this one hands down (its flags, its targets' variables) is not for this one.
    alone = {name: v for name, v in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    command = ["make", "--directory", str(ROOT), "--no-print-directory", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=alone)


def test_make_alone_lists_every_target() -> None:
    shown = make().stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [targets] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert re.findall(r"^  make (\w+)", shown, re.MULTILINE) == targets.split()


def interpreter(folder: Path, first: str) -> Path:
    """This Python, running `first` before whatever it is asked to run with -c."""
    script = folder / "python-for-a-test"
    script.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c \"{first}; exec('''$2''')\"\n")
    script.chmod(0o755)
    return script


@pytest.mark.parametrize("version", [(3, 10), (2, 7), (3, 14)])
def test_a_python_of_the_wrong_version_is_refused_in_words(
    tmp_path: Path, version: tuple[int, int]
) -> None:
    python = interpreter(tmp_path, f"import sys; sys.version_info = {version}")
    refused = make("test", f"PYTHON={python}", f"VENV={tmp_path}/venv")
    assert refused.returncode != 0
    assert "This needs Python 3.11, 3.12 or 3.13, and " in refused.stderr
    assert not (tmp_path / "venv").exists()


def test_a_python_that_cannot_make_environments_is_refused_with_the_way_to_get_it(
    tmp_path: Path,
) -> None:
    python = interpreter(tmp_path, "import sys; sys.modules['ensurepip'] = None")
    refused = make("demo", f"PYTHON={python}", f"VENV={tmp_path}/venv")
    assert refused.returncode != 0
    assert "apt-get install python3-venv" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "venv").exists()


def test_a_python_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    refused = make("test", "PYTHON=no-such-python", f"VENV={tmp_path}/venv")
    assert refused.returncode != 0
    assert "no-such-python was not found." in refused.stderr


def test_unconfined_is_passed_on_only_when_asked_for() -> None:
    asked = make("--dry-run", "demo", "UNCONFINED=1").stdout
    assert "course demo --unconfined\n" in asked
    assert "--unconfined" not in make("--dry-run", "demo").stdout
