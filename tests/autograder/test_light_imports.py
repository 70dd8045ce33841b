"""The command `course` imports no server that it does not run."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes

CODE = """
import sys
from autograder.light_imports import import_without_servers
import_without_servers("nbgrader")
import nbgrader.api
print(any(name.startswith("jupyter_server") for name in sys.modules))
from nbgrader.server_extensions import formgrader
print(callable(formgrader.load_jupyter_server_extension), "jupyter_server" in sys.modules)
"""

REQUESTS = """
import sys
from autograder.light_imports import import_without_servers
import_without_servers("nbgrader")
from nbgrader.auth import jupyterhub
print("urllib3" in sys.modules, callable(jupyterhub.requests.request), "urllib3" in sys.modules)
import requests
print(requests.request is jupyterhub.requests.request)
"""


def test_nbgrader_comes_without_its_servers_and_these_can_still_be_had() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True", "True"], done.stderr


def test_requests_comes_when_nbgrader_uses_it() -> None:
    done = subprocess.run([sys.executable, "-c", REQUESTS], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True", "True", "True"], done.stderr
