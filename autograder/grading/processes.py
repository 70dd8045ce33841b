"""Start worker processes, forked from one that has imported everything, and end them.

Their fork servers come from another process, which has imported what students' code needs.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

from autograder.bounded.helper_process import ONE_THREAD
from autograder.sandbox.zygote import Zygote

_WHAT_WORKERS_NEED = ["autograder.grading.preload"]


def context() -> BaseContext:
    """Return the way to start worker processes on this system; they begin their imports now.

    Ctrl-C reaches all processes of a terminal. This one alone answers it. Each worker computes on
    one core, so its libraries need no threads, whose memory would count against limits.
    """
    methods = multiprocessing.get_all_start_methods()
    chosen = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    chosen.set_forkserver_preload(_WHAT_WORKERS_NEED)
    if chosen.get_start_method() == "forkserver":
        _ensure_running()
    return chosen


def _ensure_running() -> None:
    from multiprocessing import forkserver, resource_tracker

    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    resource_tracker.ensure_running()  # which would let signals through
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the other process inherits it
    try:
        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # here it only waited


def get_ready(to_grade: bool = False) -> None:
    """Begin the workers' imports in other processes, while this one does its own."""
    if to_grade and hasattr(os, "fork"):
        zygote()
    context()


_zygotes: list[Zygote] = []


def zygote() -> Zygote:
    """Return what all workers' fork servers come from; the first call begins to start it."""
    if not _zygotes:
        _zygotes.append(Zygote())
        atexit.register(_zygotes[0].close)
    return _zygotes[0]


def end_with_main_process() -> None:
    """End this worker when the main process is gone, killed or not.

    Python does not do this: the fork server lives as long as its workers, and each worker waits for
    work from a pipe that the other workers keep open.
    """
    main = multiprocessing.parent_process()
    if main is not None:
        threading.Thread(target=_wait_and_exit, args=(main.sentinel,), daemon=True).start()


def _wait_and_exit(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
