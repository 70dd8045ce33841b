"""What a student's code can and cannot do in its child process."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import grader_tests
from autograder.errors import SandboxUnavailable, ServerGone
from autograder.sandbox import confine, landlock, seccomp
from autograder.sandbox.client import Server
from autograder.sandbox.confine import refuse_readable
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from course_lib.cases.case import Case, Outcome, PreviousResult, call

pytestmark = pytest.mark.needs("landlock")

HIDDEN = Path(grader_tests.__file__).parent
NOBODY = 2**22 + 1
"""A process id that is above the largest."""


@pytest.fixture(scope="module")
def open_server() -> Iterator[Server]:
    server = Server(confined=False)
    yield server
    server.close()


@pytest.fixture
def session(server: Server) -> Iterator[Session]:
    session = Session(server, Limits(cell_seconds=2, case_seconds=1, submission_seconds=20))
    yield session
    session.end()


def ask(session: Session, *args: object, **kwargs: object) -> Outcome:
    """One call of the captured function `f`."""
    (outcome,) = session.runner("f")(Case("any", (call(*args, **kwargs),)))
    return outcome


def texts(outputs: list[object]) -> str:
    return "\n".join(str(output) for output in outputs)


def test_cells_run_as_in_a_notebook(session: Session) -> None:
    assert "'text/plain': '3'" in texts(session.run("a", "x = 1\nx + 2").outputs)
    assert "image/png" in texts(
        session.run("b", "import matplotlib.pyplot as plt\nplt.plot([1, x]);").outputs
    )
    assert "per loop" in texts(session.run("c", "%timeit -n1 -r1 x").outputs)
    assert "ZeroDivisionError" in texts(session.run("d", "1 / 0").outputs)
    assert "SyntaxError" in texts(session.run("e", "def f(:").outputs)
    assert "'<b>x</b>'" in texts(
        session.run("f", "from IPython.display import HTML\nHTML('<b>x</b>')").outputs
    )


def test_hidden_tests_cannot_be_imported(session: Session) -> None:
    for module in (
        "grader_tests",
        "grader_tests.topics.adam",
        "autograder",
        "autograder.grading.marking",
    ):
        assert "Error" in texts(session.run("a", f"import {module}").outputs), module


@pytest.mark.parametrize("found_by", ["rglob", "walk", "absolute"])
def test_no_text_of_the_hidden_tests_is_on_a_path_that_the_child_reads(
    session: Session, found_by: str
) -> None:
    marker = "The parts of a topic: exercises with criteria"
    assert any(marker in path.read_text() for path in HIDDEN.rglob("*.py"))
    source = {
        "rglob": "files = Path('/').rglob('*.py')",
        "walk": "files = [Path(d, f) for top in sys.path for d, _, fs in os.walk(top) for f in fs]",
        "absolute": f"files = [Path(p) for p in {[str(p) for p in HIDDEN.rglob('*.py')]!r}]",
    }[found_by]
    session.limits = Limits(cell_seconds=60, submission_seconds=60)
    result = session.run(
        "search",
        f"""
import os, sys
from pathlib import Path
{source}
found, read = [], 0
try:
    for file in files:
        try:
            text = file.read_bytes()
        except OSError:
            continue
        read += 1
        if {marker[:20]!r}.encode() + {marker[20:]!r}.encode() in text:
            found.append(file)
except OSError as error:
    print(error)
print("found", found, "read", read > 100)
""",
    )
    assert "found []" in texts(result.outputs), texts(result.outputs) + str(result.incident)
    if found_by == "walk":
        assert "read True" in texts(result.outputs)


def test_memory_holds_nothing_hidden(session: Session) -> None:
    result = session.run(
        "gc",
        """
import gc, sys, types
modules = {m.__name__ for m in gc.get_objects() if isinstance(m, types.ModuleType)}
print(sorted(name for name in modules | set(sys.modules) if name.startswith("grader_tests")))
""",
    )
    assert texts(result.outputs).count("[]") == 1


DENIED = {
    "read a file elsewhere": "open('/etc/passwd').read()",
    "list a folder elsewhere": "import os; os.listdir('/')",
    "read the parent's memory": "import os; open(f'/proc/{os.getppid()}/mem', 'rb')",
    "write elsewhere": "open('../escaped', 'w')",
    "fork": "import os; os.fork()",
    "start a program": "import subprocess; subprocess.run(['true'])",
    "replace the process": "import os; os.execv('/bin/true', ['true'])",
    "open a socket": "import socket; socket.socket()",
    "signal the parent": "import os; os.kill(os.getppid(), 0)",
    "change a mode": "import posix; open('x', 'w'); posix.chmod('x', 0o777)",
    "change times": "import posix; open('y', 'w'); posix.utime('y')",
    "truncate by path": "import os; open('z', 'w'); os.truncate('z', 0)",
    "make a link": "import os; os.symlink('/etc/passwd', 'l')",
    "make a folder": "import posix; posix.mkdir('d')",
    "unlink": "import posix; open('u', 'w'); posix.unlink('u')",
    "make memory files": "import os; os.memfd_create('m')",
    "make an unnamed file": "import os; os.open('.', os.O_TMPFILE | os.O_RDWR)",
    "raise a limit": "import resource as r; r.setrlimit(r.RLIMIT_CPU, (10**6, 10**6))",
    "trace": "import ctypes; assert ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0",
    "share memory": "from multiprocessing import shared_memory as s\n"
    "s.SharedMemory(create=True, size=9)",
}


@pytest.mark.parametrize("source", DENIED.values(), ids=DENIED)
def test_is_denied(session: Session, source: str) -> None:
    outputs = session.run("attempt", source).outputs
    assert "'output_type': 'error'" in texts(outputs), texts(outputs)


HELD_ANYWAY = "raise a limit"  # by the limits themselves


@pytest.mark.parametrize("what", [what for what in DENIED if what != HELD_ANYWAY])
def test_what_is_denied_would_work_without_the_walls(open_server: Server, what: str) -> None:
    session = Session(open_server, Limits())
    result = session.run("attempt", DENIED[what] + "\nprint('it worked')")
    session.end()
    assert "it worked" in texts(result.outputs) or result.incident, texts(result.outputs)


def test_scratch_can_be_written_and_read(session: Session) -> None:
    source = "open('notes.txt', 'w').write('kept'); print(open('notes.txt').read())"
    assert "kept" in texts(session.run("a", source).outputs)


def test_an_endless_loop_costs_only_its_own_cell(session: Session) -> None:
    session.run("before", "kept = 41")
    result = session.run(
        "loop", "import signal\nsignal.signal(2, lambda *a: None)\nwhile True: pass"
    )
    assert "`loop` was stopped after 2 seconds" in str(result.incident)
    assert "'42'" in texts(session.run("after", "kept + 1").outputs)


@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(0)",
        "import os; os.abort()",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.kill(os.getpid(), 9)",
        "open('f', 'wb').write(bytes(10**8))",
        "for i in range(10**6): open(f'{i}', 'w')",
    ],
)
def test_a_cell_that_dies_costs_only_itself(session: Session, source: str) -> None:
    session.run("before", "kept = 41")
    session.run("dies", source)
    assert "'42'" in texts(session.run("after", "kept + 1").outputs)


def test_code_that_waits_less_than_a_second_is_not_stopped(session: Session) -> None:
    session.limits = Limits(cell_seconds=0.05)
    assert session.run("waits", "import time\ntime.sleep(0.5)").incident is None


def test_output_without_end_is_cut(session: Session) -> None:
    session.limits = Limits(cell_seconds=20, submission_seconds=20)
    result = session.run("prints", "for i in range(10**6): print('x' * 100)")
    assert len(texts(result.outputs)) < 6_000_000
    assert "left out" in texts(result.outputs)


def test_a_captured_function_is_called_with_values_and_answers_with_values(
    session: Session,
) -> None:
    session.run("define", "import numpy as np\ndef f(w, k):\n    w += 1\n    return w * k")
    session.capture("f")
    session.run("redefine", "def f(w, k): return None")
    session.survey()
    import numpy as np

    outcome = ask(session, np.ones(2), k=3)
    assert outcome.value.tolist() == [6.0, 6.0]
    assert outcome.changed == ("number 1",)
    assert ask(session, np.ones(2)).error == "TypeError"


def test_what_a_captured_function_prints_to_nobody_is_not_formatted(session: Session) -> None:
    source = """
import contextlib, io
class Large:
    formatted = 0
    def __str__(self):
        Large.formatted += 1
        return "large"
def f():
    print(Large())
    with contextlib.redirect_stdout(io.StringIO()) as text:
        print(Large(), end="")
    return [Large.formatted, text.getvalue()]
"""
    session.run("a", source)
    session.capture("f")
    assert ask(session).value == [1, "large"]


def test_a_captured_function_finds_the_names_of_its_time(session: Session) -> None:
    session.run("define", "def half(x):\n    return x / 2\ndef f(x):\n    return half(x)")
    session.capture("f")
    session.run("later", "%reset -f\nhalf = None")
    session.capture("half")
    session.survey()
    assert ask(session, 8).value == 4.0
    assert session.kind("half") == "missing"


def test_a_call_that_hangs_or_dies_costs_only_itself(session: Session) -> None:
    session.run(
        "define",
        "import os\ndef f(x):\n    while x == 1: pass\n    if x == 2: os._exit(0)\n    return x",
    )
    session.capture("f")
    session.survey()
    assert [ask(session, x).error for x in (1, 2)] == ["TimeLimit", "Stopped"]
    assert ask(session, 3).value == 3


def test_a_submission_has_a_budget_in_all(server: Server) -> None:
    session = Session(server, Limits(cell_seconds=1, submission_seconds=2))
    for number in range(6):
        session.run(f"loop {number}", "while True: pass")
    session.end()
    assert session._used() < 4
    assert "had used up the time" in session.incidents[-1]


@pytest.mark.parametrize(
    "junk",
    [
        "b'\\xff\\xff\\xff\\xff'",
        "b'\\x00\\x00\\x00\\x02{}' * 3",
        "b'\\x00\\x00\\x00\\x02[]'",
        "b'x'",
    ],
)
def test_writing_to_every_descriptor_forges_nothing(session: Session, junk: str) -> None:
    session.run("define", "def f(x):\n    return 1")
    session.capture("f")
    session.run(
        "forge",
        f"import os\nfor d in range(200):\n    try: os.write(d, {junk})\n    except OSError: pass",
    )
    session.survey()
    assert ask(session, 5).value in (1, None)


def test_a_fork_that_fails_leaves_no_socket_open(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = socket.socketpair()

    def ask(*_: object) -> None:
        raise ServerGone

    monkeypatch.setattr(socket, "socketpair", lambda: pair)
    monkeypatch.setattr(server, "_ask", ask)
    with pytest.raises(ServerGone):
        server.fork(Limits())
    assert [end.fileno() for end in pair] == [-1, -1]


def test_the_next_child_is_prepared_once_and_only_used_under_its_limits(server: Server) -> None:
    server.prepare(Limits())
    server.prepare(Limits())
    spare = server._spare
    assert spare is not None
    first = server.fork(Limits())
    assert first is spare
    server.prepare(Limits())
    other = server.fork(Limits(cell_seconds=1))
    assert other.limits.cell_seconds == 1
    assert server._spare is None
    for connection in (first, other):
        connection.close()


def test_a_prepared_child_that_has_died_costs_nothing(server: Server) -> None:
    server.prepare(Limits())
    spare = server._spare
    assert spare is not None
    select.select([spare._channel], [], [])  # it says that it is ready
    os.kill(spare._child, signal.SIGKILL)
    while not spare.has_ended():
        time.sleep(0.01)
    connection = server.fork(Limits())
    assert connection is not spare
    connection.close()


def test_no_child_stays_behind(server: Server) -> None:
    for _ in range(3):
        server.fork(Limits()).close()
    children = Path(f"/proc/{server.process}/task/{server.process}/children")
    for _ in range(100):
        server.reap(NOBODY, 0)  # any request: those that have ended are forgotten
        if len(children.read_text().split()) == 0:
            return
        time.sleep(0.02)
    raise AssertionError("A child that was killed is still there.")


def test_grading_refuses_where_a_secret_would_be_readable(tmp_path: Path) -> None:
    refuse_readable([tmp_path, HIDDEN])
    with pytest.raises(SandboxUnavailable, match="must stay hidden"):
        refuse_readable([confine.readable_folders()[0] / "somewhere"])


@pytest.mark.parametrize("missing", ["landlock", "libseccomp", "linux"])
def test_missing_walls_are_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "landlock":
        monkeypatch.setattr(landlock, "version", lambda: 0)
    elif missing == "libseccomp":
        monkeypatch.setattr(seccomp, "available", lambda: "libseccomp is missing.")
    else:
        monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxUnavailable, match="--unconfined"):
        Server()


def test_a_case_threads_the_functions_own_returned_state(session: Session) -> None:
    session.run("define", "def f(x, y):\n    return x + y, 2 * y")
    session.capture("f")
    session.survey()
    case = Case(
        "any", (call(1, 2), call(PreviousResult(0), PreviousResult(1)), call(PreviousResult(1), 0))
    )
    trace = session.runner("f")(case)
    assert [outcome.value for outcome in trace] == [(3, 4), (7, 8), (8, 0)]
