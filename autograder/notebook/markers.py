"""Regions of a cell between two marks, such as its hidden tests, taken out."""

from __future__ import annotations


def without_region(source: str, begin: str, end: str) -> str:
    """The lines outside the regions between `begin` and `end`; an open region reaches to the end.

    >>> without_region("a\\n# BEGIN\\nb\\n# END\\nc", "BEGIN", "END")
    'a\\nc'
    """
    kept, hidden = [], False
    for line in source.split("\n"):
        if begin in line:
            hidden = True
        elif end in line:
            hidden = False
        elif not hidden:
            kept.append(line)
    return "\n".join(kept).rstrip("\n")
