"""Say more about a wrong function without a name: its group's name, or the kind of its mistake."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from autograder import messages
from autograder.grading.behaviour import KEY, Behaviour, needs_record, read
from autograder.groups.named import NamedMistakes
from course_lib.cases.verdict import Verdict
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import find
from grader_tests.strength.look_alikes import kind_of, look_alikes


@dataclass(frozen=True)
class Explained:
    """A verdict with all that is known about it, and for instructors the change that does it."""

    verdict: Verdict
    behaviour: Behaviour | None = None
    changes: tuple[str, ...] = ()


def explained(metadata: Mapping[str, Any], named: NamedMistakes) -> Explained:
    """Return the verdict in a graded cell's metadata, with what is known of its behaviour.

    A student reads the hint of a named mistake. Where there is none, but a small change of the
    right function does the same, a student reads only what kind of change, and an instructor which.
    """
    verdict = Verdict.from_json(metadata["verdict"])
    behaviour = _behaviour(verdict, metadata)
    if behaviour is None:
        return Explained(verdict)
    mistake = named.find(behaviour)
    if mistake is not None:
        told = replace(verdict, mistakes=(mistake.name,), hints=(mistake.hint,))
        return Explained(told, behaviour)
    failed = frozenset(row.key for row in verdict.rows if not row.passed)
    kind, changes = _changes(verdict.name, _as_text(metadata[KEY]), failed)
    if kind is None:
        return Explained(verdict, behaviour, changes)
    hints = (messages.MUTANT_KINDS[kind], *verdict.hints)
    return Explained(replace(verdict, hints=hints), behaviour, changes)


def _behaviour(verdict: Verdict, metadata: Mapping[str, Any]) -> Behaviour | None:
    if not needs_record(verdict):
        return None
    try:
        exercise = find(verdict.name)
    except KeyError:
        return None
    return read(exercise, metadata.get(KEY)) if isinstance(exercise, Exercise) else None


def _as_text(record: Any) -> str:
    return json.dumps(record)


@lru_cache(maxsize=4096)
def _changes(name: str, record: str, failed: frozenset[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return the kind of change that does the same, and the changes; once for each behaviour."""
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    behaviour = read(exercise, json.loads(record))
    if behaviour is None:
        return None, ()
    found = look_alikes(name, behaviour.traces, failed)
    return kind_of(found), tuple(dict.fromkeys(mutant.change for mutant in found))
