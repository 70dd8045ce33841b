"""Ctrl-C is never lost, where Python or a package would ignore it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

BEGIN = """
import signal, sys, time
from autograder import interrupts
interrupts.raise_for_certain()
ctrl_c = lambda *_: signal.raise_signal(signal.SIGINT)
try:
"""
END = """
    time.sleep(60)
except KeyboardInterrupt:
    print("heard")
interrupts.ignore()
ctrl_c()
print("ended in peace")
"""
LOST = {
    "finalizer": "    Thing = type('Thing', (), {'__del__': ctrl_c}); Thing()",
    "callback": (
        "    import weakref\n    things = {1}\n    watched = weakref.ref(things, ctrl_c)\n"
        "    del things"
    ),
    "import": "    sys.path.insert(0, sys.argv[1]); import catches_everything",
}
CATCHES_EVERYTHING = """
import signal
try:
    signal.raise_signal(signal.SIGINT)
except BaseException:
    pass
"""


@pytest.mark.parametrize("place", ["finalizer", "callback", "import"])
def test_ctrl_c_is_heard_where_it_would_be_lost(place: str, tmp_path: Path) -> None:
    (tmp_path / "catches_everything.py").write_text(CATCHES_EVERYTHING, "utf-8")
    command = [sys.executable, "-c", BEGIN + LOST[place] + END, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "heard\nended in peace\n"


WHILE_IT_IMPORTS = """
import signal, sys
class Finder:
    def find_spec(self, name, *rest):
        if name == sys.argv[1]:
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Finder())
from autograder.cli import main
sys.argv = ["course", "people", "--help"]
main()
"""


@pytest.mark.parametrize("name", ["autograder.light_imports", "nbgrader", "typer"])
def test_ctrl_c_while_a_command_is_imported_is_one_sentence(name: str) -> None:
    command = [sys.executable, "-c", WHILE_IT_IMPORTS.replace("sys.argv[1]", repr(name))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.returncode == 130
    assert (done.stdout, done.stderr) == ("", "course: Stopped. Run the same command again.\n")
