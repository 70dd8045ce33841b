"""Run notebooks in a kernel, without Jupyter's server, as `nbgrader validate` does too.

nbclient waits for a cell's answer on the socket through which it also sends what sliders need. Such
a message can take with it the only sign that the answer is there: then the cell seems to run until
its time is over. So whoever waits here looks again, each second.
"""

from __future__ import annotations

import math
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, Execute
from nbgrader.validator import Validator
from traitlets import List, Type
from traitlets.config import Config

SECONDS = 1.0


class Channel(AsyncZMQSocketChannel):
    async def get_msg(  # type: ignore[override]
        self, timeout: float | None = None
    ) -> dict[str, Any]:
        end = math.inf if timeout is None else time.monotonic() + timeout
        while True:
            left = max(0.0, end - time.monotonic())
            try:
                return await super().get_msg(min(left, SECONDS))
            except Empty:
                if left <= SECONDS:
                    raise


class _Client(AsyncKernelClient):
    shell_channel_class = Type(Channel)


class _Kernel(AsyncKernelManager):
    client_factory = Type(_Client)


class _Execute(Execute):  # type: ignore[misc]
    def __init__(self, **options: Any) -> None:
        super().__init__(kernel_manager_class=_Kernel, **options)


class _Validator(Validator):  # type: ignore[misc]
    preprocessors = List([CheckCellMetadata, ClearOutput, _Execute])
    ran: Any = None

    def _preprocess(self, notebook: Any) -> Any:
        self.ran = super()._preprocess(notebook)
        return self.ran


def run(notebook: Any, folder: Path, seconds: int = 120, allow_errors: bool = True) -> Any:
    """Runs all cells in a plain kernel, in that folder."""
    client = NotebookClient(
        notebook,
        timeout=seconds,
        allow_errors=allow_errors,
        kernel_manager_class=_Kernel,
        resources={"metadata": {"path": str(folder)}},
    )
    return client.execute()


def validate(path: Path) -> tuple[dict[str, Any], Any]:
    """What `nbgrader validate` finds in a notebook, and the notebook as it has run it."""
    validator = _Validator(config=Config({"_Execute": {"timeout": 180}}))
    return validator.validate(str(path)), validator.ran


class _Reader(Validator):  # type: ignore[misc]
    preprocessors = List([CheckCellMetadata])


def validate_what_ran(path: Path) -> dict[str, Any]:
    """What `nbgrader validate` finds in a notebook that has been run already."""
    return dict(_Reader().validate(str(path)))
