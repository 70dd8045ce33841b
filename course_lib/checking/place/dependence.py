"""Find out on which of its arguments a program depends, by calling it with others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from course_lib.cases.case import Call, Case, Trace
from course_lib.cases.same import same
from course_lib.checking.place.edited import EditedProgram


def arguments_that_matter(edited: EditedProgram, among: Collection[int] | None = None) -> set[int]:
    """Return the positions of the parameters on which the program, as it is switched now, depends.

    Only the parameters in `among` are tried. One matters if another number in the first call of
    an example changes what comes out.
    """
    names = [argument.arg for argument in edited.program.main.tree.args.args]
    tried = range(len(names)) if among is None else among
    return {place for place in tried if _matters(edited, place, names[place])}


def _matters(edited: EditedProgram, place: int, name: str) -> bool:
    return any(
        not _same(edited.trace(i), edited.trace(i, other))
        for i, case in enumerate(edited.examples.cases)
        for other in _with_others(case, place, name)
    )


def _with_others(case: Case, place: int, name: str) -> Iterator[Case]:
    """Yield the case with another value of a parameter in its first call, if it has numbers."""
    first, *later = case.calls
    given = first.args[place] if place < len(first.args) else first.kwargs.get(name)
    other = _other(given)
    if other is given:
        return
    if place < len(first.args):
        call = Call((*first.args[:place], other, *first.args[place + 1 :]), first.kwargs)
    else:
        call = Call(first.args, {**first.kwargs, name: other})
    yield replace(case, calls=(call, *later))


def _other(value: Any) -> Any:
    """Return a value like this one but with other numbers; itself if it has none."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return 0.75 * value + 0.01
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf" and value.size:
        return value + 1 if value.dtype.kind in "iu" else 0.75 * value + 0.01
    if isinstance(value, list | tuple):
        return _if_other(value, type(value)(map(_other, value)))
    if isinstance(value, dict):
        return _if_other(value, {key: _other(item) for key, item in value.items()})
    return value


def _if_other(value: Any, other: Any) -> Any:
    return value if same(value, other) else other


def _same(one: Trace | None, other: Trace | None) -> bool:
    """Return whether two traces are the same to the last bit; one that had to stop is not known."""
    if one is None or other is None:
        return False
    return len(one) == len(other) and all(
        (a.error, a.message) == (b.error, b.message) and same(a.value, b.value)
        for a, b in zip(one, other, strict=True)
    )
