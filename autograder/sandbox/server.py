"""The fork servers: a fresh interpreter that has imported everything once, and its forks.

It is started as `python -I -m autograder.sandbox.server` with a socket as its standard input, over
which it gets the socket of each server that it is to become. A server is a fork of it that forks
in turn, a child for each submission: each request brings the socket of the new child. Neither ever
runs a line of a student's code itself.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from autograder.errors import ProtocolError
from autograder.sandbox import canary, seccomp
from autograder.sandbox.channel import receive, send
from autograder.sandbox.child import Child
from autograder.sandbox.confine import confine, die_with_parent, readable_folders, set_limits
from autograder.sandbox.limits import Limits
from autograder.sandbox.recorder import RecordingShell, make_shell
from autograder.sandbox.zygote import DRAWS

WARM_UP_IMPORTS = """
%matplotlib inline
import matplotlib.pyplot as plt
"""
WARM_UP_FIGURE = """
_ = plt.plot([0, 1], [1, 2], label="a")
_ = plt.title("a"); _ = plt.legend(); _ = plt.xlabel("$x^2$"); plt.yscale("log")
"""


def main() -> None:
    """Become a server as often as asked, until the other side closes the socket; then clean up."""
    control = socket.socket(fileno=os.dup(0))
    _leave_standard_input()
    if seccomp.available() is None:
        seccomp.prepare()  # loads libseccomp now, which a confined child could not
    readable_folders()  # determined once, not by every child
    shell, has_drawn = prepare(), False
    tasks = len(os.listdir("/proc/self/task")) if _LINUX else 1
    while (request := _next_server(control)) is not None:
        descriptor, is_to_draw = request
        if is_to_draw and not has_drawn:
            draw_once(shell)
            has_drawn = True
        _bury(_servers)
        server = os.fork()
        if server == 0:
            control.close()
            _end_after(serve, socket.socket(fileno=descriptor), shell, tasks)
        _servers.add(server)
        os.close(descriptor)
    shutil.rmtree(os.getcwd(), ignore_errors=True)


def _leave_standard_input() -> None:
    """Close the other end's second copy, so that it hears of this process's end at once."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)


def _next_server(control: socket.socket) -> tuple[int, bool] | None:
    """Return the socket that the next server answers to, and whether its children will draw.

    Each request is one byte.
    """
    kind, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    return (descriptors[0], kind == DRAWS) if descriptors else None


def _end_after(work: Callable[..., None], *arguments: Any) -> NoReturn:
    """Do the work of a process that was forked, and end it without its parent's clean-up."""
    status = 1
    try:
        work(*arguments)
        status = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def serve(control: socket.socket, shell: RecordingShell, tasks: int) -> None:
    """Answer requests until the other side closes the socket, in the folder that it names."""
    os.chdir(receive(control)["folder"])
    try:
        send(control, {"ready": True, "tasks": tasks, "process": os.getpid()})
        while True:
            request = _receive_with_socket(control)
            _bury(_killed)
            if "fork" in request[0]:
                _fork(control, shell, *request)
            else:
                send(control, {"status": _reap(request[0]["kill"], request[0]["patience"])})
    except ProtocolError:
        return
    finally:
        shutil.rmtree(os.getcwd(), ignore_errors=True)


_LINUX = sys.platform.startswith("linux")


def prepare() -> RecordingShell:
    """Return a shell that can draw, in a process that forgets where it was installed.

    The child keeps its own modules, which can no longer be imported: `course_lib` is imported a
    second time for the student's code, and the grader's own modules are forgotten.
    """
    gc.disable()  # imports make no garbage
    shell = make_shell()
    _warm_up(shell, WARM_UP_IMPORTS)
    gc.freeze()  # IPython looks for garbage below, which imports do not make
    shell.reset(new_session=True)
    checkout = str(Path(__file__).parents[2])
    import course_lib

    ours = ("course_lib", "autograder")
    for name in [name for name in sys.modules if name.split(".")[0] in ours]:
        del sys.modules[name]

    course_lib.load_everything()
    sys.path[:] = [path for path in sys.path if path not in (checkout, "")]
    sys.meta_path[:] = [f for f in sys.meta_path if "editable" not in type(f).__module__]
    sys.path_importer_cache.pop(checkout, None)
    _begin_anew(shell)
    gc.enable()
    gc.freeze()  # a child's collector would touch, and so copy, every page it was forked with
    return shell


def draw_once(shell: RecordingShell) -> None:
    """Draw a figure, so that each child need not compute what all figures share."""
    _warm_up(shell, WARM_UP_IMPORTS + WARM_UP_FIGURE)
    shell.reset(new_session=True)
    _begin_anew(shell)
    gc.freeze()


def _begin_anew(shell: RecordingShell) -> None:
    shell.run_recorded("%matplotlib inline", 10**6)
    shell.execution_count = 1
    if shell.history_manager is not None:
        shell.history_manager.reset()


def _warm_up(shell: RecordingShell, source: str) -> None:
    problems = [o for o in shell.run_recorded(source, 10**6) if o["output_type"] == "error"]
    if problems:
        raise RuntimeError(f"The sandbox could not warm up: {problems}")


def _receive_with_socket(control: socket.socket) -> tuple[dict[str, Any], int | None]:
    data, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
    if not data:
        raise ProtocolError("The grader is gone.")
    return json.loads(data), descriptors[0] if descriptors else None


def _fork(
    control: socket.socket, shell: RecordingShell, request: dict[str, Any], descriptor: int | None
) -> None:
    if descriptor is None:
        send(control, {"error": "A fork needs a socket."})
        return
    child = os.fork()
    if child == 0:
        control.close()
        _end_after(_run_child, shell, request, descriptor)
    os.close(descriptor)
    send(control, {"child": child})


def _run_child(shell: RecordingShell, request: dict[str, Any], descriptor: int) -> None:
    channel = socket.socket(fileno=descriptor)
    try:
        limits = Limits(**request["limits"])
        scratch = Path(request["scratch"])
        _detach(scratch, descriptor)
        if request["confined"]:
            confine(scratch, limits)
        else:
            set_limits(limits)
    except Exception as error:
        send(channel, {"refused": f"{type(error).__name__}: {error}"})
        return
    if "canary" in request:
        send(channel, {"escapes": canary.escapes(Path(request["canary"]))})
        return
    Child(shell, channel, limits).serve()


def _detach(scratch: Path, descriptor: int) -> None:
    """Leave everything behind that came with the fork: session, descriptors, environment."""
    die_with_parent()
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, 4096)
    os.chdir(scratch)
    for name in ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"):
        os.environ[name] = str(scratch)
    import tempfile

    tempfile.tempdir = str(scratch)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    import numpy as np

    np.random.seed()


_killed: set[int] = set()
"""Children that a server has killed, and"""
_servers: set[int] = set()
"""forked servers: they may have ended, and are then to be waited for."""


def _reap(child: int, patience: float) -> int:
    """End a child; return its wait status, or -1 if it had not ended in time by itself.

    Nobody waits for a child that is killed: until it is gone, the next one may begin.
    """
    ends = time.monotonic() + patience
    try:
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return status
            if time.monotonic() >= ends:
                break
            time.sleep(0.005)
        os.kill(child, signal.SIGKILL)
    except (ProcessLookupError, ChildProcessError):
        return 0
    _killed.add(child)
    return -1


def _bury(processes: set[int]) -> None:
    """Forget those of these children that have ended."""
    for process in [*processes]:
        with suppress(ChildProcessError):
            if os.waitpid(process, os.WNOHANG)[0] == 0:
                continue
        processes.discard(process)


if __name__ == "__main__":
    main()
