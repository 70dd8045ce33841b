"""Compute digests of the code that decides about marks, to notice changed tests or graders."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from autograder.course.checkout import CHECKOUT

PACKAGES = ("autograder", "course_lib", "grader_tests")
_ENDINGS = (".py", ".toml", ".json", ".csv", ".npz")
_TOPICS = ("grader_tests/topics", "course_lib/checking/examples")
"""Folders in which each topic has a folder or a file of its name."""
_GRADER = ("grading", "notebook", "sandbox", "html", "messages.py")
"""The parts of `autograder` that can change a graded notebook."""
_LENGTH = 12


def checkout_digest(root: Path = CHECKOUT) -> str:
    """Return a short hash of everything in the three packages that can change a mark."""
    return _digest(root, lambda path: True)


@cache
def topic_digest(topic: str, root: Path = CHECKOUT) -> str:
    """Return a short hash of the grader and of one topic's tests.

    It does not change with the tests of another topic, nor with what reads the marks afterwards.
    """

    def decides(path: Path) -> bool:
        for folder in _TOPICS:
            if path.is_relative_to(folder):
                inside = path.relative_to(folder).parts[0]
                return inside.removesuffix(path.suffix) in (topic, "__init__")
        package, room, *_ = path.parts
        return package != "autograder" or room in _GRADER

    return _digest(root, decides)


def _digest(root: Path, decides: Callable[[Path], bool]) -> str:
    digest = hashlib.sha256()
    for name, content in _contents(root):
        if decides(Path(name)):
            digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()[:_LENGTH]


@cache
def _contents(root: Path) -> tuple[tuple[str, str], ...]:
    """Return the path and the hash of each file, as they were when first asked for."""
    return tuple(
        (path.relative_to(root).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for package in PACKAGES
        for path in sorted((root / package).rglob("*"))
        if path.suffix in _ENDINGS
    )
