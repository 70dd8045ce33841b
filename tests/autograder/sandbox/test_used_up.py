"""What a cell uses up, memory or open files, is there again for the cells below it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from captured import value_of

from autograder.sandbox.client import Server
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session

pytestmark = pytest.mark.needs("landlock")

MEMORY = 600_000_000


@pytest.fixture
def session(server: Server) -> Iterator[Session]:
    session = Session(server, Limits(memory_bytes=MEMORY))
    session.run("imports", "import numpy as np\nkept = 41")
    yield session
    session.end()


def texts(session: Session, source: str) -> str:
    return str(session.run("below", source).outputs)


def caught(filling: str) -> str:
    return f"try:\n    while True: {filling}\nexcept MemoryError:\n    pass"


USED_UP = {
    "too much at once": "x = [0] * 10**10  # at once",
    "large parts": "x = []\nwhile True: x.append(bytes(10**7))",
    "small parts": "x = []\nwhile True: x.append(bytes(10**4))",
    "small objects": "x = []\nwhile True: x.append([])",
    "one in another": "x = []\nwhile True: x = [x]",
    "caught": "x = []\n" + caught("x.append(bytes(10**4))"),
    "small objects, caught": "x = []\n" + caught("x.append(str(len(x)))"),
    "large, then small": f"x = []\n{caught('x.append(bytes(10**6))')}\ny = None\n"
    f"{caught('y = [y]')}\nz = 3",
    "arrays in a loop of two lines": "x = []\nfor i in range(10**9):\n    x.append(np.ones(1000))",
    "in a function": "x = []\ndef f():\n    while True: x.append(bytes(10**4))\nf()",
    "open files": "x = []\nwhile True: x.append(open('file.txt', 'w'))",
    "pipes": "import os\nx = []\nwhile True: x.append(os.pipe())",
}


@pytest.mark.parametrize("source", USED_UP.values(), ids=USED_UP)
def test_it_is_there_for_the_cells_below(session: Session, source: str) -> None:
    result = session.run("greedy", source, own=True)
    reasons = {note.reason for note in result.notes}
    assert {"memory", "files"} & reasons or result.incident or session.incidents
    assert "at once" in source or session._connection is None, "it was not noticed"
    assert "541.0" in texts(session, "import json.tool\nkept + np.linalg.inv(np.eye(500)).trace()")


def test_a_function_in_a_line_that_is_left_out_is_there_in_each_child(session: Session) -> None:
    loop = "for x in [[]]:\n    def f(): return 41\n    while True: x.append(bytes(10**4))"
    session.run("greedy", loop)
    assert "42" in texts(session, "f() + 1")


def hog(megabytes: int) -> str:
    """A cell that fills the memory and gives so much of it back."""
    return f"hog = []\n{caught('hog.append(np.ones(125_000))')}\ndel hog[-{megabytes}:]"


def test_a_cell_with_a_function_does_not_pay_for_what_another_took(session: Session) -> None:
    session.run("hog", hog(38), own=True)
    assert session.incidents == []
    result = session.run("graded", "def f(x): return x + 1\nmore = np.ones(2_000_000)")
    assert result.incident is None
    assert [sentence for sentence in session.incidents if "`hog`" in sentence]
    assert value_of(session) == 2


def test_of_a_cell_that_keeps_too_much_its_functions_are_kept(session: Session) -> None:
    source = f"import math\ndef f(x): return math.floor(x) + 1\n{hog(10)}"
    result = session.run("graded", source)
    assert result.incident is not None
    assert "only its functions, classes and imports were kept" in result.incident
    assert value_of(session) == 2


def test_an_error_for_want_of_memory_is_shown_as_any_other(session: Session) -> None:
    shown = str(session.run("greedy", USED_UP["small parts"]).outputs)
    assert "MemoryError" in shown
    assert "ultratb" not in shown, "IPython had no memory left to show it"


def test_running_again_what_stands_above_takes_no_time_from_a_cell(server: Server) -> None:
    session = Session(server, Limits(memory_bytes=MEMORY, submission_seconds=14))
    wait = "import time\nend = time.process_time() + 2\nwhile time.process_time() < end: pass"
    session.run("slow", wait, own=True)
    session.run("greedy", "x = bytes(390_000_000)", own=True)
    session.run("helper", "def helper(x): return x + 1", own=True)
    session.run("greedy too", "x = bytes(390_000_000)", own=True)
    session.run("graded", "def f(x): return helper(x)")
    assert value_of(session) == 2
    session.end()
