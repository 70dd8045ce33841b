"""Grading refuses where the kernel says yes to the sandbox and does nothing."""

from __future__ import annotations

import pytest

from autograder.errors import SandboxUnavailable
from autograder.sandbox.client import Server
from autograder.sandbox.zygote import Zygote

pytestmark = pytest.mark.needs("landlock")

LIES = {
    "landlock": (
        "from autograder.sandbox import landlock\n"
        "call = landlock._call\n"
        "landlock._call = lambda number, *rest: 0 if number == 446 else call(number, *rest)\n",
        {"read a file", "list a folder", "create a file", "write to a file"},
    ),
    "everything is allowed": (
        "from pathlib import Path\nfrom autograder.sandbox import landlock\n"
        "restrict = landlock.restrict\n"
        "landlock.restrict = lambda allowed: restrict([(Path('/'), landlock.SCRATCH)])\n",
        {"read a file", "list a folder", "create a file", "write to a file"},
    ),
    "seccomp": (
        "from autograder.sandbox import seccomp\nseccomp.install = lambda: None\n",
        {"start a process", "open a connection", "open a connection on this machine"}
        | {"make a file in memory", "reach another process's limits"},
    ),
    "a filter that looks at no arguments": (
        "from autograder.sandbox import seccomp\nadd = seccomp._add\n"
        "seccomp._add = lambda rules, action, name, *conditions: add(rules, action, name)\n",
        {"start a process", "reach another process's limits"},
    ),
    "a filter with one call too many": (
        "from autograder.sandbox import seccomp\nseccomp.ALLOWED += ' memfd_create'\n",
        {"make a file in memory"},
    ),
    "both": (
        "from autograder.sandbox import landlock, seccomp\n"
        "landlock.restrict = lambda allowed: None\nseccomp.install = lambda: None\n",
        {"read a file", "empty a file", "delete a file", "change a file's mode", "start a process"}
        | {"rename a file", "link a file"}
        | {"signal another process"},
    ),
}
START = "\nfrom autograder.sandbox.server import main\nmain()\n"


@pytest.mark.parametrize("lie", LIES)
def test_a_sandbox_that_is_not_there_is_found_out(
    monkeypatch: pytest.MonkeyPatch, lie: str
) -> None:
    code, could = LIES[lie]
    monkeypatch.setattr(Zygote, "_program", ("-c", code + START))
    with pytest.raises(SandboxUnavailable, match="does not hold on this machine") as refused:
        Server()
    said = str(refused.value)
    assert {what for what in could if what in said} == could
    assert "--unconfined" in said


def test_a_canary_that_dies_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import os\nfrom autograder.sandbox import canary\ncanary.escapes = os.abort\n"
    code = code.replace("os.abort", "lambda file: os.abort()")
    monkeypatch.setattr(Zygote, "_program", ("-c", code + START))
    with pytest.raises(SandboxUnavailable, match="could not be tried"):
        Server()


def test_where_the_sandbox_holds_nothing_is_said() -> None:
    server = Server()
    server.close()
