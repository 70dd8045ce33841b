"""Say once what failed alike for many students."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from autograder.messages import listed

FEW = 3
"""So many sentences are said each on its own, with its own path."""


def say_once(failures: Iterable[tuple[str, str]], names: Mapping[str, str]) -> list[str]:
    """Return each sentence once that differs only in the student whom it is about.

    `failures` are students with a sentence that names them first; where many have the same, it
    names them all, and whatever else it says is about the first of them.
    """
    alike: dict[str, list[tuple[str, str]]] = {}
    for student, sentence in failures:
        alike.setdefault(_named(student).sub("{}", sentence), []).append((student, sentence))
    said = []
    for group in alike.values():
        together = [group] if len(group) > FEW else [[one] for one in group]
        said += [_for_all(some, names) for some in together]
    return said


def _for_all(group: list[tuple[str, str]], names: Mapping[str, str]) -> str:
    student, sentence = group[0]
    everybody = listed([names.get(one, one) for one, _ in group])
    return _named(student).sub(lambda _: everybody, sentence, count=1)


def _named(student: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-]){re.escape(student)}(?![\w-])")
