"""Put together what somebody should look at: one line for what happened to several students."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.report.data import ClassWork, Work

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


@dataclass(frozen=True)
class Notice:
    """Sentences about the work of one student, or one sentence about that of several."""

    works: tuple[Work, ...]
    sentences: tuple[str, ...]


def put_together(attention: Sequence[tuple[Work, tuple[str, ...]]]) -> list[Notice]:
    """Return what happened to several first, the most frequent first, then the rest by student.

    Sentences that differ in a number, such as how many seconds something took, are one.

    >>> put_together([])
    []
    """
    who: dict[str, dict[str, Work]] = {}
    said: dict[str, set[str]] = {}
    for work, sentences in attention:
        for sentence in sentences:
            form = _NUMBER.sub("…", sentence)
            who.setdefault(form, {})[work.student] = work
            said.setdefault(form, set()).add(sentence)
    shared = {form: works for form, works in who.items() if len(works) > 1}
    together = [
        Notice(tuple(works.values()), (form if len(said[form]) > 1 else min(said[form]),))
        for form, works in sorted(shared.items(), key=lambda item: -len(item[1]))
    ]
    rest = (
        Notice((work,), tuple(one for one in sentences if _NUMBER.sub("…", one) not in shared))
        for work, sentences in attention
    )
    return [*together, *(notice for notice in rest if notice.sentences)]


@dataclass(frozen=True)
class WithoutPoints:
    """Who handed in work that has no points so far."""

    untouched: tuple[Work, ...]
    """Nothing was written into it."""
    tried: tuple[Work, ...]
    """Something was, and none of it is right."""


def without_points(class_work: ClassWork) -> WithoutPoints:
    """Return whose work has no points, apart from answers that somebody still has to mark.

    Of a file that could not be read, something else is said.
    """
    read = [work for work in class_work.submitted if not work.notebook.unread]
    none = [work for work in read if work.verdicts and not any(_points(work))]
    untouched = tuple(work for work in none if _is_untouched(work))
    return WithoutPoints(untouched, tuple(work for work in none if work not in untouched))


def _points(work: Work) -> list[float]:
    return [mark.score for mark in work.marks.values()]


def _is_untouched(work: Work) -> bool:
    return not work.pending and not any(verdict.rows for verdict in work.verdicts.values())
