"""Escape in the formgrader's pages what nbgrader writes into them as it is: names of people."""

from __future__ import annotations

import sys
from functools import partial
from html import escape
from typing import Any

from autograder.visible import in_one_line

_NAMES = ("student", "last_name", "first_name", "notebook_path", "filename")
_EXTENSION = "nbgrader.server_extensions.formgrader.formgrader"


def escape_pages() -> None:
    """Make a Jupyter server that is about to load the formgrader escape all text in its pages.

    nbgrader has no setting for this: names from the gradebook, and parts of the address, would
    otherwise run as scripts in the origin of the instructor's Jupyter server.
    """
    extension: Any = sys.modules.get(_EXTENSION)
    if extension is not None:
        from jinja2 import Environment  # which the extension has imported, and others need not

        extension.Environment = partial(Environment, autoescape=True)


def escape_names(resources: Any) -> None:
    """Escape, in place, the names that nbgrader's template for one submission writes."""
    for name in _NAMES:
        if isinstance(resources.get(name), str):
            resources[name] = escape(in_one_line(resources[name]))
