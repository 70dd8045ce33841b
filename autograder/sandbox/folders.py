"""Find the folders that a notebook makes or writes into, which its own process may not make."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.sandbox.written_files import file_and_options, places_of

MAX_FOLDERS = 16
"""So many folders a notebook gets; no lesson needs one."""

_FOLDER = r"(?:\./)?(\w[\w.-]{0,40}(?:/\w[\w.-]{0,40}){0,3})"
_MADE = re.compile(
    rf"""\b(?:mkdir|makedirs)\([ \t]*["']{_FOLDER}/?["']"""
    rf"""|\bPath\([ \t]*["']{_FOLDER}/?["'][ \t]*\)\.mkdir\("""
    rf"""|^[!%][ \t]*mkdir[ \t]+(?:-p[ \t]+)?{_FOLDER}/?[ \t]*$"""
    rf"""|^%%(?:writefile|file)[ \t]+(?:-a[ \t]+)?["']?{_FOLDER}/[\w.-]+["']?[ \t]*$""",
    re.MULTILINE,
)
_WRITTEN = re.compile(r"^%%(?:writefile|file)[ \t]+([^\n]{1,300})", re.MULTILINE)


def folders_in(source: str) -> Iterator[str]:
    """Yield the folders below the working directory that a cell's code names.

    >>> list(folders_in("%%writefile tools/mine.py\\nx = 1"))
    ['tools']
    >>> list(folders_in("import os\\nos.makedirs('a/b', exist_ok=True)\\nos.mkdir('/etc/x')"))
    ['a/b']
    >>> list(folders_in("%%writefile /content/tools/mine.py\\nx = 1"))
    ['tools', 'content/tools']
    """
    for found in _MADE.finditer(source):
        name = next(filter(None, found.groups()))
        if ".." not in name:
            yield name
    for written in _WRITTEN.finditer(source):
        for place in places_of(file_and_options(written[1])[0]):
            if "/" in place:
                yield place.rpartition("/")[0]
