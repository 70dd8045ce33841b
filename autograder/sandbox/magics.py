"""Tell a notebook's magics and commands apart by what they need, and make the folders they make."""

from __future__ import annotations

import os
import re
from contextlib import suppress

from autograder.sandbox.reasons import INSTALLS, SHELL
from autograder.sandbox.written_files import file_and_options, places_of

INSTALLERS = ("pip", "conda", "mamba", "micromamba", "uv")
HARMLESS = ("matplotlib", "gui", "pylab", "load_ext", "reload_ext", "unload_ext")
"""Magics that may need what is not there, and leave out only themselves."""
FILE_MAGICS = ("run", "load", "loadpy", "store", "notebook")
"""Magics that may need a file which is not there, and define what is in it."""
FOLDER_MAGICS = ("cd", "pushd", "popd", "mkdir", "rmdir", "ls", "cp", "mv", "rm", "cat")
PROGRAMS = (
    *("bash", "sh", "script", "system", "!", "sx", "cmd", "perl", "ruby"),
    *("python", "python2", "python3", "pypy"),
)

_MKDIR = re.compile(r"mkdir[ \t]+(?:-p[ \t]+)?([\w./-]{1,100})", re.ASCII)


def makes_folder(command: object) -> bool:
    """Make the folder that a command makes; return whether it is there."""
    found = _MKDIR.fullmatch(str(command).strip())
    with suppress(OSError):
        if found:
            os.makedirs(found[1], exist_ok=True)
            return True
    return False


def reason_of(command: object) -> str:
    """Return why a command is not carried out: it installs something, or starts a program."""
    words = str(command).split()
    installs = any(os.path.basename(word).rstrip("3") in INSTALLERS for word in words[:3])
    return INSTALLS if installs else SHELL


def of_this_folder(line: str) -> str:
    """Return the line of a magic with the file in this folder that it has written before."""
    file, words = file_and_options(line)
    here = next((place for place in places_of(file)[::-1] if os.path.exists(place)), None)
    return line if here is None else " ".join([here, *words])
