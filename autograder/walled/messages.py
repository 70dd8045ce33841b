"""Sentences about opened submissions, each whole so that it can be translated."""

from __future__ import annotations

from course_lib.language import holds_messages

KERNEL = "Python in the sandbox"
BANNER = "Every cell runs in the sandbox, as in grading."
INTERRUPTED = "Interrupted. What ran before is gone: run the cells that this one needs again.\n"
FAILED = "The cell was not run: {why}\n"
OPENING = (
    "{student}'s {assignment} opens in JupyterLab, as a copy. Its code runs in the sandbox: no "
    "files, no network, {seconds:g} seconds a cell. Press Ctrl-C twice when you have finished."
)
NO_JUPYTERLAB = "JupyterLab is not installed here. To install it: pip install jupyterlab"

holds_messages(__name__)
