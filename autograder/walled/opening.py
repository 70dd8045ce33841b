"""Prepare a copy of a submission, and the command that opens it in JupyterLab."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import nbformat

from autograder.bounded.budget import Budget
from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.harmless import make_harmless
from autograder.notebook.lesson import visible_source
from autograder.review.private_pages import name_of, private_folder
from autograder.review.rerun import find_submission, rebuilt
from autograder.sandbox.confine import refuse_readable, require_confinement, secret_places
from autograder.walled import messages
from autograder.whole_file import make_private_folder

KERNEL = "course-walled"


@dataclass(frozen=True)
class Opening:
    """A command to run, and its environment."""

    command: list[str]
    environment: Mapping[str, str]
    notebook: Path


def prepare(course: Course, student: str, assignment: str, browser: bool) -> Opening:
    """Write a copy of a submission into the folder for instructors, with the walled kernel alone.

    Raises `CourseError` if there is no submission, or no JupyterLab. The copy has no outputs, and
    its texts are sanitized, because JupyterLab shows them with the instructor's rights.
    """
    if find_spec("jupyterlab") is None:
        raise CourseError(messages.NO_JUPYTERLAB)
    submitted = find_submission(course, student, assignment)
    require_confinement()
    refuse_readable(secret_places(course.root))
    name = name_of("open", submitted.student, submitted.assignment)
    folder = private_folder(course) / name
    shutil.rmtree(folder, ignore_errors=True)
    make_private_folder(folder)
    path = folder / f"{submitted.assignment}.ipynb"
    notebook = rebuilt(course, submitted)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.source = visible_source(cell.source)
    make_harmless(notebook, Budget())
    notebook.metadata.pop(METADATA_KEY, None)
    notebook.metadata.kernelspec = {
        "name": KERNEL,
        "display_name": messages.KERNEL,
        "language": "python",
    }
    nbformat.write(notebook, path)
    jupyter = folder / ".jupyter"
    _write_kernel(jupyter / "kernels" / KERNEL)
    return Opening(_command(path, browser), {**os.environ, **_environment(jupyter)}, path)


def _environment(jupyter: Path) -> dict[str, str]:
    """Return variables that keep out the machine's own settings and extensions.

    Among them is nbgrader's button Validate, which runs a notebook outside of the sandbox.
    """
    return {
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_CONFIG_DIR": str(jupyter),
        "JUPYTER_PATH": str(jupyter),
    }


def _write_kernel(folder: Path) -> None:
    folder.mkdir(parents=True)
    argv = [sys.executable, "-m", "autograder.walled.kernel", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": messages.KERNEL, "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def _command(path: Path, browser: bool) -> list[str]:
    """Return the command: no other kernel can be chosen, so no click runs code outside."""
    return [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        f"--ServerApp.root_dir={path.parent}",
        f"--KernelSpecManager.allowed_kernelspecs={{'{KERNEL}'}}",
        "--KernelSpecManager.ensure_native_kernel=False",
        f"--MultiKernelManager.default_kernel_name={KERNEL}",
        "--ServerApp.terminals_enabled=False",
        *([] if browser else ["--no-browser"]),
        # as in many containers; the student's code is walled in, whoever the instructor is
        *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
        str(path),
    ]
