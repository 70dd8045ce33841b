"""Only tests that bear the mark `processes` may leave their process; `make quick` omits these."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = ROOT.joinpath("tests", "conftest.py").read_text(encoding="utf-8")

WAYS = {
    "subprocess": "subprocess.run(['true'])",
    "shell": "os.system('true')",
    "fork": "os.fork() or os._exit(0)",
    "posix_spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "pool": "ProcessPoolExecutor(1).submit(os.getpid).result()",
    "forkserver": "multiprocessing.get_context('forkserver').Process(target=print).start()",
    "asyncio": "asyncio.run(asyncio.create_subprocess_exec('true'))",
    "server": "socket.create_server(('127.0.0.1', 0))",
    "client": "socket.create_connection(('127.0.0.1', 1))",
    "thread": "in_a_thread(subprocess.run, ['true'])",
    "unnoticed": "without_a_word(subprocess.run, ['true'])",
}
BEFORE = """
import asyncio, contextlib, multiprocessing, os, socket, subprocess, threading
from concurrent.futures import ProcessPoolExecutor
import pytest

def without_a_word(function, *args):
    with contextlib.suppress(Exception):
        function(*args)

def in_a_thread(function, *args):
    thread = threading.Thread(target=without_a_word, args=(function, *args))
    thread.start()
    thread.join()
"""
STAYS = """
def test_stays():
    ours, theirs = socket.socketpair()
    ours.send(b"x")
    assert theirs.recv(1) == b"x"
    in_a_thread(print)
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with this project's conftest.py."""
    monkeypatch.delenv("CI", raising=False)
    pytester.makeini(f"[pytest]\npythonpath = {ROOT / 'tests' / 'support'}")
    pytester.makeconftest(CONFTEST)
    return pytester


@pytest.mark.processes
def test_a_test_without_the_mark_fails_in_whatever_way_it_leaves_its_process(
    project: pytest.Pytester,
) -> None:
    tests = [f"def test_{name}():\n    {way}\n" for name, way in WAYS.items()]
    project.makepyfile(BEFORE + STAYS + "\n".join(tests))
    result = project.runpytest_subprocess("-ra", "-p", "no:cacheprovider")
    failed = {line.split("::")[1].split()[0] for line in result.outlines if "FAILED" in line}
    assert failed == {f"test_{name}" for name in WAYS}
    result.assert_outcomes(passed=1, failed=len(WAYS))
    result.stdout.fnmatch_lines(["*a test that does this bears the mark `processes`*"])


FIXTURE = """
@pytest.fixture
def machine():
    return subprocess.run(["true"]).returncode

def test_without(machine): pass

@pytest.mark.processes
def test_with(machine): assert machine == 0

@pytest.mark.needs("air")
def test_whose_need_is_a_program(machine): assert machine == 0
"""


@pytest.mark.processes
def test_the_mark_allows_it_and_so_does_a_need_for_a_program(project: pytest.Pytester) -> None:
    project.makeconftest(CONFTEST + 'NEEDS["air"] = Need(lambda: True, "It needs air.")')
    project.makepyfile(BEFORE + FIXTURE)
    result = project.runpytest_subprocess("-ra", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, errors=1)
    chosen = project.runpytest_subprocess("-m", "not processes", "-p", "no:cacheprovider")
    chosen.assert_outcomes(errors=1, deselected=2)


def test_make_quick_omits_what_leaves_its_process() -> None:
    makefile = ROOT.joinpath("Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\nquick:")[2].partition("\n\n")[0]
    assert '-m "not processes and not slow"' in recipe
