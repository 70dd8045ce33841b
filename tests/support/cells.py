"""Run source as a notebook does, so that `inspect` knows it, and count what `check` calls."""

from __future__ import annotations

import linecache
from itertools import count
from typing import Any

import numpy as np

from course_lib.checking.worked_examples import WorkedExamples, load

_numbers = count()

EWA = """\
def ewa(theta, beta):
    {line}
    v = np.zeros(len(theta))
    p = 0.0
    for t in range(len(theta)):
        p = beta * p + (1 - beta) + theta[t]
        v[t] = p
    return v
"""
"""`ewa` with one slip, a plus for a times, and a `line` of one's own."""


def cell(source: str, namespace: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a notebook has after such a cell: its names, `np` among them at first."""
    namespace = {"np": np} if namespace is None else namespace
    file = f"<a cell {next(_numbers)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), namespace)
    return namespace


def example_calls(name: str) -> int:
    """How often `check` calls the function of an exercise."""
    item = load(name)
    assert isinstance(item, WorkedExamples)
    return sum(len(case.calls) for case in item.cases)
