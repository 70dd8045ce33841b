"""Let no test wait until a gradebook is on the disk, which on a slow one takes most of its time.

SQLite waits at each commit, of which a release has a hundred. That protects from a power cut, and
from nothing that tests do: what a killed process has written is there without it.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


def wait_for_no_disk() -> None:
    """Leaves that to the system, from now on, in this process and in those forked from it."""
    event.listen(Engine, "connect", _asynchronous)


def _asynchronous(connection: Any, _: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")
