"""Run `course` and `nbgrader` as separate processes without waiting for their imports.

A process that has imported what both need, and run none of it, forks for each command. The child
takes the command's folder, environment and files, and goes on as `python -m` would, up to the end
of the interpreter. A test sees what it would see of a new interpreter, a second or two sooner.
Whole interpreters run the same commands in the tests of the documentation, of the installed
packages, in the journeys, and wherever a test asks for a user, a limit or an environment.
"""

from __future__ import annotations

import atexit
import copy
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from no_waiting import wait_for_no_disk
from schema_version import start_no_program

from autograder.sandbox.zygote import Zygote

IMPORTED = """
    autograder.commands.app autograder.grading.batch autograder.grading.summary
    autograder.feedback.batch autograder.report.page autograder.nbgrader_plugins.autograde
    autograder.nbgrader_plugins.export autograder.nbgrader_plugins.steps autograder.handout.bundle
    autograder.lms.collect
    nbgrader.apps nbgrader.apps.nbgraderapp nbconvert.exporters
""".split()


class Warm:
    """The tests' end: one process that forks, which ends with this one."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with theirs, tempfile.TemporaryFile() as said:
            self._process = subprocess.Popen(
                [sys.executable, __file__],
                stdin=theirs.fileno(),
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
            theirs.close()
            ready = self._control.recv(100)
            said.seek(0)
            assert (ready, said.read()) == (b"ready", b""), "An import said something."
        atexit.register(self.end)

    def end(self) -> None:
        self._control.close()
        self._process.wait()

    def run(
        self,
        module: str,
        words: tuple[str, ...],
        cwd: Path | None,
        seconds: float,
        constants: Mapping[str, float] | None = None,
        **env: str,
    ) -> subprocess.CompletedProcess[str]:
        """Runs `python -m MODULE WORDS`, and returns what `subprocess.run` would.

        `constants` are what some of our own, such as `autograder.sandbox.client.GRACE`, are then.
        """
        argv = [module, *words]
        asked = {"argv": argv, "cwd": str(cwd or Path.cwd()), "env": {**os.environ, **env}}
        asked["constants"] = dict(constants or {})
        ours, theirs = socket.socketpair()
        with ours, tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            with theirs, tempfile.TemporaryFile("w+") as request:
                json.dump(asked, request)
                request.flush()
                files = [theirs.fileno(), request.fileno(), out.fileno(), err.fileno()]
                socket.send_fds(self._control, [b"run"], files)
            ours.settimeout(seconds)
            told = ours.makefile()
            command = int(told.readline())
            try:
                status = int(told.readline())
            except BaseException:
                os.kill(command, signal.SIGKILL)
                raise
            for file in (out, err):
                file.seek(0)
            return subprocess.CompletedProcess(argv, status, out.read(), err.read())


@cache
def warm() -> Warm:
    """The one of this process, started when first asked for."""
    return Warm()


def serve(control: socket.socket) -> dict[str, Any] | None:
    """Forks for each request; returns what is to be run, in the child alone."""
    while True:
        message, files, _, _ = socket.recv_fds(control, 100, 4)
        if not message:
            return None
        if os.fork() == 0:
            control.close()
            return keep(*files)
        for file in files:
            os.close(file)
        while _has_children() and os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _has_children() -> bool:
    try:
        return os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return False


def keep(status: int, request: int, out: int, err: int) -> dict[str, Any]:
    """Forks the command, and tells how it ended; returns in the command's process alone."""
    command = os.fork()
    if command:
        os.write(status, b"%d\n" % command)
        ended = os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])
        os.write(status, b"%d\n" % ended)
        os._exit(0)
    os.close(status)
    null = os.open(os.devnull, os.O_RDWR)
    for given, standard in ((null, 0), (out, 1), (err, 2)):
        os.dup2(given, standard)
        os.close(given)
    with os.fdopen(request) as file:
        file.seek(0)
        return dict(json.load(file))


def become(argv: list[str], cwd: str, env: dict[str, str], constants: dict[str, float]) -> None:
    """Goes on as `python -m` with these arguments would."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = argv
    sys.path[0] = cwd
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    for constant, value in constants.items():
        of_module, _, name = constant.rpartition(".")
        assert hasattr(import_module(of_module), name), constant
        setattr(import_module(of_module), name, value)
    runpy.run_module(argv[0], run_name="__main__", alter_sys=True)


def share(zygote: Zygote) -> None:
    """Gives it to all commands; each would start its own, and wait until that has imported NumPy.

    They get what a worker process gets: the way to ask for a server, and not to end it. If it is
    gone, they start their own.
    """
    from autograder.grading import processes, submission

    for known in (processes._zygotes, submission._zygotes):
        known.append(copy.copy(zygote))


if __name__ == "__main__":
    sys.path[0] = os.getcwd()
    zygote = Zygote()  # it imports while this process does
    for name in IMPORTED:
        import_module(name)
    share(zygote)
    import_module("grader_tests.engine.registry").topics()
    import_module("autograder.sandbox.seccomp").available()  # asks other programs for its library
    wait_for_no_disk()
    start_no_program()
    connection = socket.socket(fileno=os.dup(0))
    connection.send(b"ready")
    wanted = serve(connection)
    if wanted is None:
        zygote.close()
    else:
        become(**wanted)
