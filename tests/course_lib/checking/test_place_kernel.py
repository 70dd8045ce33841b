"""A kernel in which hostile functions were checked goes on working."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cells import EWA, example_calls

pytestmark = [pytest.mark.processes, pytest.mark.slow]

SECONDS = 120
CALLS = example_calls("ewa")
FIRST = """\
import os, sys, threading
import numpy as np
from course_lib import check
functions, settings = (np.exp, np.sqrt), np.geterr()
dangerous = []
def watch(event, args):
    if event == "open" and str(args[1] or "r")[0] in "wax" and str(args[0]).endswith(".txt"):
        dangerous.append(event)
    elif event in ("os.system", "subprocess.Popen", "socket.connect", "os.remove", "os.fork"):
        dangerous.append(event)
sys.addaudithook(watch)
"""
RIGHT = EWA.format(line="pass").replace("(1 - beta) +", "(1 - beta) *")
HOSTILE = [
    "print('x' * 10_000)",
    "open('calls.txt', 'a').write('x')",
    "input('Your name? ')",
    "sys.exit(1)",
    "exit()",
    "raise KeyboardInterrupt",
    "np.seterr(all='raise'); np.random.seed(0)",
    "np.exp = np.sqrt = None",
    "threading.Thread(target=print, args=('x',)).start()",
    "os.system('true')",
    "n = 3; np.zeros(10 ** n); [0] * 10 ** n; n ** n ** n",
    "n = 3\n    while n > 0: n -= 1",
    "list(iter(lambda: 1, 1))",
    "ewa(theta, beta)",
    "sys.setrecursionlimit(10_000)",
    "global np; del np",
]


class Kernel:
    """A kernel, and what its cells print, show and raise."""

    def __init__(self, folder: Path) -> None:
        from jupyter_client.manager import start_new_kernel

        self.folder = folder
        self.manager, self.client = start_new_kernel(
            kernel_name="python3", cwd=str(folder), startup_timeout=SECONDS
        )

    def run(self, source: str) -> str:
        said: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            said.append(str(content.get("text") or content.get("data", {}).get("text/plain", "")))
            said.extend(content.get("traceback", []))

        self.client.execute_interactive(
            source, timeout=SECONDS, allow_stdin=False, output_hook=hear
        )
        return "\n".join(said)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    kernel = Kernel(tmp_path_factory.mktemp("kernel"))
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def test_a_kernel_goes_on_after_hostile_functions(kernel: Kernel) -> None:
    kernel.run(FIRST)
    for line in HOSTILE:
        kernel.run(EWA.format(line=line))
        kernel.run('check("ewa")')
        assert kernel.run("import numpy as np; print(6 * 7)").strip() == "42", line
        kernel.run("np.exp, np.sqrt = functions; np.seterr(**settings)")
    assert "Look at line 6" in kernel.run(EWA.format(line="pass") + 'check("ewa", more=True)')
    assert kernel.run("print(len(open('calls.txt').read()))").strip() == str(CALLS)
    assert kernel.run("print(dangerous)").strip() == str(["open"] * CALLS + ["os.system"] * CALLS)
    assert kernel.run("print(threading.active_count() < 20)").strip() == "True"
    assert "everything that is checked here works" in kernel.run(RIGHT + 'check("ewa")')


def test_an_endless_function_can_be_interrupted_and_corrected(kernel: Kernel) -> None:
    kernel.run(FIRST)
    kernel.run(EWA.format(line="open('started', 'w')\n    while True: pass"))
    asked = kernel.client.execute('check("ewa")', allow_stdin=False, stop_on_error=False)
    while not (kernel.folder / "started").exists():
        time.sleep(0.1)
    kernel.manager.interrupt_kernel()
    while kernel.client.get_shell_msg(timeout=SECONDS)["parent_header"]["msg_id"] != asked:
        pass
    assert "everything that is checked here works" in kernel.run(RIGHT + 'check("ewa")')
