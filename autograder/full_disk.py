"""Tell whether an error means that a disk is full."""

from __future__ import annotations

import errno
import os
import re
import shutil

_CODES = (errno.ENOSPC, errno.EDQUOT)
_TEXT = re.compile(
    rf"\[Errno (?:{'|'.join(map(str, _CODES))})\]|database or disk is full|No space left on device"
)


def is_full(error: BaseException | None) -> bool:
    """Return whether an error, or one that led to it, is about a disk without space.

    >>> is_full(OSError(errno.ENOSPC, "No space left on device"))
    True
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in _CODES:
            return True
        of_database = type(error).__module__.split(".")[0] in ("sqlite3", "psycopg")
        # what copying a folder raises holds the text of each error
        if (of_database or isinstance(error, shutil.Error)) and says_full(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def says_full(text: str) -> bool:
    """Return whether the report of another program says that a disk is full."""
    return bool(_TEXT.search(text))


def raise_full() -> None:
    """Raise what Python raises where there is no space left."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
