"""Say where a file goes that a notebook writes to a place on the student's own computer.

`%%writefile /content/utils/helpers.py` works at home, and so does `import helpers`, or `from utils
import helpers`, if the folder is on Python's path. Here a notebook can write into one folder only:
the file goes there, by itself and below the last folders of its path, so that either import works.
"""

from __future__ import annotations

import re
import shlex

MOST_FOLDERS = 2
"""So many of the last folders of a path are kept."""

_ELSEWHERE = re.compile(r"[/\\~{$]|[A-Za-z]:|(?:.*[/\\])?\.\.[/\\]")
_NAME = re.compile(r"\w[\w.-]{0,40}", re.ASCII)


def places_of(path: str) -> list[str]:
    r"""Return where a file is written below the working directory; nothing if it is there anyway.

    >>> places_of("/content/utils/helpers.py")
    ['helpers.py', 'utils/helpers.py', 'content/utils/helpers.py']
    >>> places_of(r"C:\helpers.py"), places_of("utils/helpers.py")
    (['helpers.py'], [])
    """
    if not _ELSEWHERE.match(path):
        return []
    parts = [part for part in re.split(r"[/\\]", path) if part]
    names: list[str] = []
    for part in reversed(parts[-1 - MOST_FOLDERS :]):
        if not _NAME.fullmatch(part):
            break
        names.insert(0, part)
    return ["/".join(names[-count:]) for count in range(1, len(names) + 1)]


def file_and_options(line: str) -> tuple[str, list[str]]:
    r"""Return the file that the line of a magic names first, and the other words.

    >>> file_and_options(r'-a "C:\my files\helpers.py"')
    ('C:\\my files\\helpers.py', ['-a'])
    """
    reader = shlex.shlex(line, posix=True, punctuation_chars=False)
    reader.whitespace_split, reader.escape, reader.commenters = True, "", ""
    try:
        words = [*reader]
    except ValueError:
        words = line.split()
    file = next((word for word in words if not word.startswith("-")), "")
    if file:
        words.remove(file)
    return file, words
