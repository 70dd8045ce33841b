"""Find code that no exercise needs: its authors may have tried to get marks by other means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from autograder.report import messages

SHOWN = 4
"""How many names the sentence lists."""

_UNUSUAL = re.compile(
    r"\b(?:grader_tests|autograder|gradebook\.db|source_cell)\b"
    r"|\.course_secret\b|/proc/"
    r"|\bcourse_lib\.(?:cases|checking)\b"
    r"|\bos\.(?:_exit|dup2?|exec\w+|fork|kill|popen|system|write)\b"
    r"|\b(?:ctypes|multiprocessing|socket|subprocess)\b"
    r"|\bgc\.get_\w+|\bsys\.(?:_getframe|settrace|setprofile)\b|\bget_ipython\b"
    r"|\b(?:np|numpy)\.(?:allclose|array_equal|isclose|testing\.\w+)(?=\s*=[^=])"
)
_COMMENT = re.compile(r"#.*")


def unusual_names(source: str) -> list[str]:
    """Return the names in a piece of Python that concern grading or the machine, not comments.

    >>> unusual_names("from grader_tests import find  # os.fork")
    ['grader_tests']
    """
    return list(dict.fromkeys(_UNUSUAL.findall(_COMMENT.sub("", source))))


def suspicion(cells: Iterable[Mapping[str, Any]]) -> str | None:
    """Return a sentence about unusual code in a graded notebook; None if there is none.

    This is not proof: it says where to look. The sandbox does not depend on it.
    """
    written = ("".join(cell["source"]) for cell in cells if _is_theirs(cell))
    names = [f"`{name}`" for name in dict.fromkeys(n for s in written for n in unusual_names(s))]
    shown = ", ".join([*names[:SHOWN], *(["..."] if names[SHOWN:] else [])])
    return messages.UNUSUAL.format(names=shown) if names else None


def _is_theirs(cell: Mapping[str, Any]) -> bool:
    own = cell["metadata"].get("nbgrader") or {}
    return cell["cell_type"] == "code" and not own.get("locked")
