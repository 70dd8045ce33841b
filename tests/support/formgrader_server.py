"""A real Jupyter server with nbgrader's extensions, on a temporary folder, for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbformat.sign import NotebookNotary
from services import started

from autograder.whole_file import read_json

TOKEN = "for-this-test-only"
HEADERS = {"Authorization": f"token {TOKEN}"}
SECONDS_TO_START = 120


@contextmanager
def serving(
    folder: Path,
    scratch: Path,
    app: str = "jupyter_server",
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    python: Path = Path(sys.executable),
) -> Iterator[str]:
    """The address of a server that runs in `folder` until it is killed at the end of the block.

    Asked to end, it has been seen to go on for more than a minute without a word.

    Its home folder and Jupyter's own folders are in `scratch`. `settings` are JupyterLab's, by the
    extension that they are for; without them it is as it comes. `python` is the environment's.
    """
    where = {
        name: scratch / name.lower()
        for name in (
            "IPYTHONDIR",
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
        )
    }
    for extension, values in (settings or {}).items():
        package, plugin = extension.split(":")
        file = where["JUPYTERLAB_SETTINGS_DIR"] / package / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    own = {name: str(folder) for name, folder in where.items()}
    log = scratch / "server.log"
    command = [
        str(python), "-m", app, "--no-browser", "--allow-root",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={_first_port()}",
        f"--IdentityProvider.token={TOKEN}",
    ]  # fmt: skip
    environment = {**os.environ, **own, "PATH": path, "HOME": str(scratch)}
    with started(command, log, cwd=folder, env=environment) as server:
        yield _address(server, where["JUPYTER_RUNTIME_DIR"], log)


def notary_of(scratch: Path) -> NotebookNotary:
    """What signs notebooks so that the server with this scratch folder trusts them."""
    data = scratch / "jupyter_data_dir"
    data.mkdir(exist_ok=True)
    return NotebookNotary(data_dir=str(data))


def _first_port() -> int:
    """The first of the ports to try: each worker has its own, and none is given out at random.

    The server looks for a free port some time before it takes it.
    """
    return 20_000 + 100 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def _address(server: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    """What the server itself says where it is, once it answers there, which is a little later."""
    said = runtime / f"jpserver-{server.pid}.json"
    for _ in range(10 * SECONDS_TO_START):
        if whole := read_json(said):
            address = f"http://127.0.0.1:{whole['port']}"
            if _answers(address):
                return address
        assert server.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(f"The server has not started.\n{log.read_text()}")


def _answers(address: str) -> bool:
    asked = urllib.request.Request(f"{address}/api/status", headers=HEADERS)
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS_TO_START) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False
