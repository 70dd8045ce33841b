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

SELDOM_CALLED = """
import sys
from autograder.light_imports import import_tools_of, import_without_servers
import_without_servers("nbgrader")
import_tools_of("nbgrader")
from nbgrader.auth import jupyterhub
from nbgrader.utils import unpack_zipfile
print("urllib3" in sys.modules, "setuptools" in sys.modules)
calls = ((jupyterhub.requests.request, ("GET", "none:")), (unpack_zipfile, (".", "")))
for function, given in calls:
    try:
        function(*given)
    except Exception as error:
        print(type(error).__name__)
print("urllib3" in sys.modules, "setuptools" in sys.modules)
"""

BY_NAME = """
import sys
from autograder.light_imports import import_by_name, import_markdown, import_without_servers
import_without_servers("nbgrader")
import_by_name()
import_markdown()
from nbgrader.preprocessors import SaveAutoGrades
heavy = ("bs4", "bleach", "nbclient", "jinja2", "nbgrader.preprocessors.execute")
print(*(name in sys.modules for name in heavy))
import nbconvert, nbgrader.preprocessors
from nbconvert.filters import strings
from nbconvert.preprocessors import *
print(strings.clean_html("<script>"), issubclass(SaveAutoGrades, Preprocessor))
print(nbconvert.get_exporter("html") is nbconvert.exporters.HTMLExporter)
print(nbgrader.preprocessors.Execute.__name__, hasattr(nbgrader.preprocessors, "Nothing"))
"""


def test_nbgrader_comes_without_its_servers_and_these_can_still_be_had() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True", "True"], done.stderr


def test_what_nbgrader_seldom_calls_is_imported_when_it_does() -> None:
    done = subprocess.run([sys.executable, "-c", SELDOM_CALLED], capture_output=True, text=True)
    assert done.stdout.split() == [
        *("False", "False"),
        *("InvalidSchema", "UnrecognizedFormat"),
        *("True", "True"),
    ], done.stderr


def test_a_package_whose_modules_are_imported_by_name_offers_all_that_it_did() -> None:
    done = subprocess.run([sys.executable, "-c", BY_NAME], capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "False False False False False",
        "&lt;script&gt; True",
        "True",
        "Execute False",
    ], done.stderr
