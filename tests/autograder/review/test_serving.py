"""What `course open` starts ends with it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from autograder.walled.serving import serve

pytestmark = pytest.mark.processes
SERVER = """
import os, pathlib, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
while True:
    signal.pause()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def test_a_signal_that_ends_the_command_ends_what_it_started(tmp_path: Path, number: int) -> None:
    noted = tmp_path / "pid"
    main = threading.main_thread()

    def end_when_it_runs() -> None:
        while main.is_alive() and not (noted.exists() and noted.read_text()):
            threading.Event().wait(0.01)
        os.kill(os.getpid(), number)

    ending = threading.Thread(target=end_when_it_runs, daemon=True)
    ending.start()
    before = signal.getsignal(number)
    assert serve([sys.executable, "-c", SERVER, str(noted)], os.environ) == 128 + number
    ending.join()
    assert signal.getsignal(number) is before
    with pytest.raises(ProcessLookupError):
        os.kill(int(noted.read_text()), 0)


def test_a_server_that_ends_by_itself_gives_its_status() -> None:
    assert serve([sys.executable, "-c", "raise SystemExit(3)"], os.environ) == 3
