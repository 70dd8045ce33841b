"""Start worker processes, forked from one that has imported everything, and end them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

_WHAT_WORKERS_NEED = ["autograder.grading.submission"]


def context() -> BaseContext:
    """Return the way to start worker processes on this system."""
    methods = multiprocessing.get_all_start_methods()
    chosen = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    chosen.set_forkserver_preload(_WHAT_WORKERS_NEED)
    return chosen


def get_ready() -> None:
    """Begin the workers' imports in another process, while this one does its own.

    Ctrl-C reaches all processes of a terminal. This one alone answers it.
    """
    if context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        answer = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process inherits it
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, answer)


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
