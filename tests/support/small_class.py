"""A small class with two topics and all kinds of submissions, graded in several ways."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from course_folder import Folder, make_course, set_source, source_of

SLOW = ("aaron", "abena", "adele")
"""They come first in the alphabet, and take two seconds each: time to break something."""


def hand_in_a_class(root: Path) -> Folder:
    """A released course with ten submissions."""
    folder = Folder(make_course(root, ["ewa", "adam"]))
    for student in SLOW:
        folder.hand_in(student, "ewa", slowed(folder.solved("ewa")))
    for topic in ("ewa", "adam"):
        folder.hand_in("right", topic, folder.solved(topic))
        folder.hand_in("untouched", topic, folder.released(topic))
    ends = set_source(folder.solved("ewa"), "bias_correct", "import os\nos._exit(0)")
    folder.hand_in("ends", "ewa", ends)
    folder.hand_in("junk", "ewa", b"\x00\xff no notebook")
    wrong = folder.solved("adam")
    [cell] = [cell for cell in wrong["cells"] if cell["id"] == "adam_step"]
    cell["source"] = source_of(cell).replace("learning_rate *", "2 * learning_rate *")
    folder.hand_in("wrong", "adam", wrong)
    return folder


def slowed(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook, two seconds slower."""
    [cell] = [cell for cell in notebook["cells"] if cell["id"] == "ewa_weights"]
    cell["source"] = "import time\n\ntime.sleep(2)\n" + source_of(cell)
    return notebook


def fresh_copy(template: Folder, root: Path) -> Folder:
    """The same course and submissions, nothing graded."""
    copy = Folder(Path(shutil.copytree(template.root, root)))
    shutil.rmtree(copy.root / "autograded", ignore_errors=True)
    return copy


def graded_files(folder: Folder) -> dict[str, bytes]:
    """All that is in `autograded`, with nothing half written."""
    top = folder.root / "autograded"
    return {str(p.relative_to(top)): p.read_bytes() for p in top.rglob("*") if p.is_file()}


def assert_graded_alike(found: Folder, expected: Folder) -> None:
    """The same rows in the gradebook and the same files."""
    assert sum(name.endswith(".ipynb") for name in graded_files(expected)) == 10
    assert found.rows() == expected.rows()
    ours, theirs = graded_files(found), graded_files(expected)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


class Grading:
    """A `course grade` that runs while the test does something to it."""

    def __init__(self, folder: Folder, *words: str) -> None:
        command = [sys.executable, "-m", "autograder", "grade", "--course", str(folder.root)]
        self._process = subprocess.Popen(
            [*command, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.pid = self._process.pid

    def ended(self) -> tuple[int, str, str]:
        """Waits for it: exit status, output, errors."""
        out, errors = self._process.communicate(timeout=300)
        assert "Traceback" not in out + errors, out + errors
        return self._process.returncode, out, errors
