"""Attacks on the machine: other people's files, other processes, the grader's channel."""

from __future__ import annotations

from attack import Attack

READS = (
    "gradebook",
    "another's work",
    "the secret",
    "hidden tests on disk",
    "hidden tests by path",
    "the grader's environment",
    "the grader's descriptors",
    "other scratch folders",
)
PROCESSES = ("fork", "program", "socket", "signal", "trace", "memory of the grader")
WRITES = (
    "change a mode",
    "truncate",
    "change times",
    "write",
    "rename",
    "link",
    "memory file",
    "write the gradebook",
)

ON_THE_SYSTEM = [
    Attack(
        "reads-everything",
        "reads the gradebook, the secret, another's work, the hidden tests and the grader's memory",
        cell="""
import os, sqlite3, sys, glob


def gradebook():
    with sqlite3.connect(f"file:{ROOT}/gradebook.db?mode=ro", uri=True) as book:
        return book.execute("SELECT source FROM source_cell").fetchmany(9)


def by_path():
    sys.path.insert(0, CHECKOUT)
    import grader_tests.topics.ewa
    return grader_tests.topics.ewa


def listed(path):
    names = os.listdir(path)
    assert len(names) > 1
    return names


attempt("gradebook", gradebook)
attempt("another's work", lambda: open(ROOT + "/submitted/zz-honest/ewa/ewa.ipynb").read(50))
attempt("the secret", lambda: open(ROOT + "/.course_secret").read())
HIDDEN = CHECKOUT + "/grader_tests/topics/ewa/ewa_weights.py"
attempt("hidden tests on disk", lambda: open(HIDDEN).read(50))
attempt("hidden tests by path", by_path)
attempt("the grader's environment", lambda: open(f"/proc/{os.getppid()}/environ").read(50))
attempt("the grader's descriptors", lambda: listed(f"/proc/{os.getppid()}/fd"))
attempt("other scratch folders", lambda: listed("../.."))
""",
        stock="finds",
        open=READS,
    ),
    Attack(
        "starts-processes",
        "forks, runs programs, opens sockets, signals and traces other processes",
        cell="""
import ctypes, os, socket, subprocess


def forked():
    child = os.fork()
    if child == 0: os._exit(0)
    return os.waitpid(child, 0)


def traced():
    assert ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0


attempt("fork", forked)
attempt("program", lambda: subprocess.run(["true"], check=True))
attempt("socket", lambda: socket.socket().bind(("127.0.0.1", 0)))
attempt("signal", lambda: os.kill(os.getppid(), 0))
attempt("memory of the grader", lambda: open(f"/proc/{os.getppid()}/maps").read(50))
attempt("trace", traced)
""",
        open=tuple(what for what in PROCESSES if what != "memory of the grader"),
        stock="finds",
    ),
    Attack(
        "changes-others-files",
        "changes modes, times, lengths and names of others' files, and the gradebook",
        cell="""
import os, sqlite3
victim = ROOT + "/submitted/zz-honest/ewa/victim.txt"


def write_gradebook():
    with sqlite3.connect(ROOT + "/copy-of-gradebook.db", timeout=1) as book:
        book.execute("UPDATE source_cell SET source = 'gone'")
        assert book.total_changes


attempt("change a mode", lambda: os.chmod(victim, 0o666))
attempt("truncate", lambda: os.truncate(victim, 3))
attempt("change times", lambda: os.utime(victim, (0, 0)))
attempt("write", lambda: open(ROOT + "/written.txt", "w").write("x"))
attempt("rename", lambda: os.rename(victim, victim + "2"))
attempt("link", lambda: os.symlink("/etc/passwd", "passwd"))
attempt("memory file", lambda: os.memfd_create("m"))
attempt("write the gradebook", write_gradebook)
""",
        open=WRITES,
        stock="finds",
    ),
    Attack(
        "forges-answers",
        "writes answers to every descriptor, and answers requests before the grader asks",
        cell="""
import json, os, struct
for answer in ({"outputs": []}, {"kind": "function"}, {"trace": [{"value": 1.0}]}, {"error": 3}):
    data = json.dumps(answer).encode()
    for descriptor in range(3, 128):
        try:
            os.write(descriptor, struct.pack(">I", len(data)) + data)
        except OSError:
            pass
""",
        later="pass",
        elsewhere="without tokens, honest cells paid for it, depending on timing",
    ),
    Attack(
        "fills-the-disk",
        "fills its folder with many files, in bursts between two looks of the grader",
        cell="""
import os
written = 0
try:
    for number in range(5000):
        with open(f"file-{number}", "wb") as file:
            written += file.write(bytes(10**6))
finally:
    if written > 2 * 10**9: found("room for", written)
""",
        elsewhere="looked at only while it keeps the grader waiting: eight times its limit",
    ),
    Attack(
        "starts-threads",
        "starts threads until the machine has no process ids left",
        cell="""
import threading, time
threading.stack_size(65536)
count = 0
while count < 6000:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    count += 1
found("threads", count)
""",
        elsewhere="with a higher limit, all the threads that it asks for",
    ),
    Attack(
        "sleeps",
        "sleeps, which costs no computing time, in many cells",
        cell="import time\ntime.sleep(3600)",
        elsewhere="without a limit on wall time, five times a cell's limit for each of 1,000 cells",
    ),
]
