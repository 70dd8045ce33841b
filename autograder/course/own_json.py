"""Read and write a JSON file of the course folder, which its instructor may have edited."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import CourseError
from autograder.refused import sentence_about
from autograder.whole_file import write_whole

T = TypeVar("T")


def read_own(path: Path, parse: Callable[[Any], T], unreadable: str) -> T | None:
    """Return what `parse` makes of the file; None if it is missing.

    Raises `CourseError` if the system refuses it or, with the sentence `unreadable`, if it is not
    JSON, or `parse` cannot make anything of it.
    """
    try:
        return parse(json.loads(path.read_text("utf-8")))
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not path.is_symlink():
            return None
        raise CourseError(sentence_about(error)) from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise CourseError(unreadable.format(path=path, why=why)) from None


def write_own(path: Path, data: Any) -> None:
    """Write the file whole, unless it already says the same."""
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    if not path.exists() or path.read_text("utf-8") != text:
        write_whole(path, text)
