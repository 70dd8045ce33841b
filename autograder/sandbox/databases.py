"""Let a notebook keep databases in its own folder, as it keeps other files there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Any


def keep_journals_in_memory() -> None:
    """Let SQLite make no files besides its databases.

    The sandbox does not let it remove them, and SQLite removes a journal to end a transaction.
    """
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def connect_here(*args: Any, **options: Any) -> sqlite3.Connection:
        """Open a database, as `sqlite3.connect` does."""
        connection = connect(*args, **options)
        for setting in ("journal_mode", "temp_store"):
            with suppress(sqlite3.Error):
                sqlite3.Connection.execute(connection, f"pragma {setting}=memory").close()
        return connection

    for module in (sqlite3, sqlite3.dbapi2):
        vars(module)["connect"] = connect_here
