"""Let new gradebooks ask for the version of their tables within the process.

nbgrader asks the program `alembic`, which computes for one or two seconds each time. Here the same
library reads the same files in the process that asks.
"""

from __future__ import annotations

from functools import cache


@cache
def schema_version() -> str:
    """Return the version of the tables that nbgrader creates."""
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    [version] = ScriptDirectory(ALEMBIC_DIR).get_heads()
    return version


def start_no_program() -> None:
    """Has nbgrader ask like that from now on, in this process and in those forked from it."""
    import nbgrader.api

    nbgrader.api.get_alembic_version = schema_version
