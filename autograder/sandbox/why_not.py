"""Tell why a statement cannot run in grading, or that it fails in the student's notebook too."""

from __future__ import annotations

import errno
import locale
import os
import re
import sys
from collections.abc import Callable
from types import ModuleType

from IPython.core.error import StdinNotImplementedError, UsageError
from IPython.core.interactiveshell import InteractiveShell

from autograder.sandbox.alarm import TimeLimit
from autograder.sandbox.former_names import INSTEAD
from autograder.sandbox.installed import is_installed
from autograder.sandbox.reasons import (
    FILES,
    INPUT,
    MAGIC,
    MEMORY,
    MODULE,
    NAME,
    NEEDS_MODULE,
    OWN,
    SYSTEM,
    TIME,
    VERSION,
    WINDOW,
)


class NotInGrading(Exception):
    """A statement, or a whole cell, that needs what is not there while grading."""

    def __init__(self, reason: str) -> None:
        super().__init__("This cannot run while grading.")
        self.reason = reason


def why_not(
    error: BaseException | None, why_missing: Callable[[str], str | None]
) -> tuple[str, str]:
    """Return why a statement failed, and a name that says more: `OWN` if it fails at home too."""
    match error:
        case TimeLimit():
            return TIME, ""
        case NotInGrading():
            return error.reason, ""
        case NameError() if (name := getattr(error, "name", None)) and why_missing(str(name)):
            return NAME, str(name)
        case ImportError():
            return _of_import(error)
        case EOFError() | StdinNotImplementedError():
            return INPUT, ""
        case UsageError():
            return MAGIC, ""
        case AttributeError() if isinstance(getattr(error, "obj", None), InteractiveShell):
            return MAGIC, ""  # a kernel has more than this shell
        case AttributeError() if _is_a_former_name(error):
            return VERSION, "numpy"
        case FileExistsError() | IsADirectoryError() | NotADirectoryError():
            return OWN, type(error).__name__
        case OSError(errno=errno.EMFILE):
            return FILES, ""
        case MemoryError() | OSError(errno=errno.ENOMEM):
            return MEMORY, ""
        case OSError() | locale.Error():
            return SYSTEM, ""
        case KeyError() if _is_raised_in(error, os):  # a variable of the environment
            return SYSTEM, ""
    kind = type(error)
    if kind.__module__ in ("sqlite3", "_sqlite3", "subprocess", "termios"):
        return SYSTEM, ""
    return (WINDOW, "") if kind.__module__ == "_tkinter" else (OWN, kind.__name__)


def _is_a_former_name(error: AttributeError) -> bool:
    """Return whether NumPy had a name once that is missed now."""
    found = re.match(r"`np\.(\w+)` was|module 'numpy' has no attribute '(\w+)'", str(error))
    return found is not None and (found[1] or found[2]) in INSTEAD


def _is_raised_in(error: BaseException, module: ModuleType) -> bool:
    """Return whether an error comes from a module's own code."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and last.tb_frame.f_globals is vars(module)


def _of_import(error: ImportError) -> tuple[str, str]:
    name, text = str(error.name or ""), str(error)
    if "relative import" in text or _is_of_the_notebook(error):
        return OWN, type(error).__name__
    if isinstance(error, ModuleNotFoundError) and name:
        package = name.partition(".")[0]
        return MODULE, name if package in sys.modules else package
    if name and text.startswith("cannot import name"):
        return VERSION, name
    return (WINDOW, "") if text.startswith("Cannot load backend") else (NEEDS_MODULE, "")


def _is_of_the_notebook(error: ImportError) -> bool:
    """Return whether a module that the notebook wrote lacks a name."""
    return error.path is not None and not is_installed(error.path)
