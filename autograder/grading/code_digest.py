"""Compute digests of the code that decides about marks, to notice changed tests or graders."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from autograder.course.checkout import CHECKOUT
from grader_tests.engine.reflections import FILE as REFLECTIONS

PACKAGES = ("autograder", "course_lib", "grader_tests")
_ENDINGS = (".py", ".toml", ".json", ".csv", ".npz")
_TOPICS = ("grader_tests/topics", "course_lib/checking/examples")
"""Folders in which each topic has a folder or a file of its name."""
_GRADER = ("grading", "notebook", "sandbox", "html", "messages.py")
"""The parts of `autograder` that can change a graded notebook."""
_LENGTH = 12


def checkout_digest(root: Path = CHECKOUT) -> str:
    """Return a short hash of everything in the three packages that can change a mark."""
    return _digest(root, lambda name: True)


@cache
def grader_digest(root: Path = CHECKOUT) -> str:
    """Return a short hash of what decides about every mark: all but the topics and the reports."""
    return _digest(root, lambda name: _topic_of(name) is None and _can_change_a_notebook(name))


@cache
def digests_of_tests(topic: str, root: Path = CHECKOUT) -> dict[str, str]:
    """Return a short hash of the tests of each exercise of one topic, by the exercise's name.

    What its exercises share, such as questions and worked examples, is under the topic's name.
    """
    found: dict[str, dict[str, str]] = {}
    names = {name for name, _ in _contents(root)}
    for name, content in _contents(root):
        if _topic_of(name) not in (topic, "__init__"):
            continue
        path = Path(name)
        if path.name == REFLECTIONS:
            continue
        both = {path.with_suffix(ending).as_posix() for ending in (".py", ".toml")}
        found.setdefault(path.stem if both <= names else topic, {})[name] = content
    return {name: _hash(files) for name, files in found.items()}


def _topic_of(name: str) -> str | None:
    """Return the topic that a file belongs to; `__init__` for what all of them share."""
    for folder in _TOPICS:
        if name.startswith(folder + "/"):
            inside = name.removeprefix(folder + "/").split("/")[0]
            return inside.removesuffix(Path(name).suffix)
    return None


def _can_change_a_notebook(name: str) -> bool:
    package, room, *_ = name.split("/")
    return package != "autograder" or room in _GRADER


def _digest(root: Path, decides: Callable[[str], bool]) -> str:
    return _hash({name: content for name, content in _contents(root) if decides(name)})


def _hash(files: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
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
