"""Remove regions between two markers, such as hidden tests, from a cell."""

from __future__ import annotations


def without_region(source: str, begin: str, end: str) -> str:
    """Return the lines outside the regions from `begin` to `end`, or to the end of the cell.

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
