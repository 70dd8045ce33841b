"""Look at the text of a notebook's cells: what it checks and defines, and what was added to it.

Code is only searched, not parsed: students' code may be broken, and of any length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_CHECKED = re.compile(r"""^[ \t]*check\([ \t]*["'](\w+)["']""", re.MULTILINE)
_ONLY_CHECK = re.compile(r"""check\([ \t]*["'](\w+)["'][ \t]*\)[ \t]*;?[ \t]*(?:#.*)?""")
_FUNCTION = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_VALUE = re.compile(
    r"^[ \t]*(\w+(?:[ \t]*,[ \t]*\w+)*)[ \t]*(?::[^=\n]{1,200})?=(?!=)", re.MULTILINE
)


def defined_names(source: str) -> Iterator[str]:
    """Return the names that code seems to define, in the order of its lines.

    Students' code is only searched, not parsed: its time grows with its length alone.

    >>> list(defined_names("import numpy\\n\\ndef step(w):\\n    new = w - 1\\n    return new"))
    ['step', 'new']
    """
    return iter((_names_again if len(source) < _LONG else _names)(source))


def _names(source: str) -> tuple[str, ...]:
    found = [(match.start(), match[1]) for match in _FUNCTION.finditer(source)]
    for match in _VALUE.finditer(source):
        found += [(match.start(), name.strip()) for name in match[1].split(",")]
    return tuple(name for _, name in sorted(found))


_names_again = lru_cache(maxsize=1024)(_names)
"""Most cells are the same in each notebook of a class, and each is looked at several times."""
_LONG = 10_000
"""Characters of a cell that is not remembered."""


def checked_names(source: str) -> list[str]:
    """Return the names of the exercises that code checks."""
    return _CHECKED.findall(source)


def only_check(source: str) -> str | None:
    """Return the name that code checks, if it is one line and nothing else.

    >>> only_check('check("f")  # at last'), only_check('print(1)')
    ('f', None)
    """
    found = _ONLY_CHECK.fullmatch(source.strip())
    return found[1] if found else None


def plain(source: str) -> str:
    """Return a source without what programs change when they save it: spaces at ends of lines."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def added_code(source: str, locked: str, graded: bool) -> tuple[str, str]:
    """Return what a student added to a locked cell: the part before its check, and the rest.

    If the lines of the two are mixed, the first part is the whole source.

    >>> added_code('def f(): ...\\ncheck("f")\\nf()', 'check("f")', graded=True)
    ('def f(): ...', 'f()')
    >>> added_code('%%time\\ncheck("f")', 'check("f")', graded=True)
    ('', '')
    """
    own = {line.rstrip() for line in locked.split("\n")}
    lines = [line.rstrip() for line in source.split("\n")]
    known = [i for i, line in enumerate(lines) if line and line in own]
    first, last = (known[0], known[-1]) if known else (len(lines), len(lines))
    if any(line and line not in own for line in lines[first:last]):
        return source, ""
    before, behind = "\n".join(lines[:first]), "\n".join(lines[last + 1 :])
    if not graded and any(line and not line.startswith("#") for line in lines[:first]):
        return "", source  # its own order counts: a name may be given twice
    if not graded:
        before, behind = "", "\n".join(filter(str.strip, (before, behind)))
    if before.strip().startswith("%%") and "\n" not in before.strip():
        before = ""  # a cell magic, which has nothing to act on without the check
    return before.strip("\n"), behind.strip("\n")


def added_text(source: str, locked: str) -> str:
    """Return the lines of a text that are not in the locked one."""
    own = {line.strip() for line in locked.split("\n")}
    lines = [line for line in source.split("\n") if not line.strip() or line.strip() not in own]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
