"""Find a place where no edit makes everything right: there may be several mistakes.

Either one edit makes most of the wrong examples right, or only one line can be to blame, because
right results depend on all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from course_lib.checking.place.focus import influences
from course_lib.checking.place.search import Edit, Fix, OutOfBudget, Search

MORE_WORK = 150_000
"""Work that this may take beyond the search, in its unit."""

MAX_CRITERIA = 4


def fixes_in_part(search: Search) -> list[Fix]:
    """Return the single edits that make the most wrong examples right, and no right one wrong.

    At least half of them, and all of half of the criteria: less than that may be a coincidence.
    """
    search.budget = search.findings.work + MORE_WORK
    found: dict[Edit, frozenset[int]] = {}
    try:
        for edit, mended in _mending(search):
            found[edit] = mended
    except OutOfBudget:
        pass
    most = max(map(len, found.values()), default=0)
    return [(edit,) for edit, mended in found.items() if len(mended) == most]


def _mending(search: Search) -> Iterator[tuple[Edit, frozenset[int]]]:
    wrong = search.order[: search.wrong]
    by_criterion: dict[str, list[int]] = {}
    for i in wrong:
        by_criterion.setdefault(search.examples.cases[i].criterion, []).append(i)
    if len(by_criterion) < 2:
        return
    firsts = [these[0] for these in by_criterion.values()][:MAX_CRITERIA]
    for edit in search.load(search.usual):
        search.names[edit.switch] = edit.number
        if search.defines() and any(_right(search, [i]) for i in firsts):
            mended = frozenset(_right(search, wrong))
            whole = sum(mended.issuperset(these) for these in by_criterion.values())
            most = 2 * whole >= len(by_criterion) and 2 * len(mended) >= len(wrong)
            right = search.order[search.wrong :]
            if most and len(_right(search, right)) == len(right):
                yield edit, mended
        search.names[edit.switch] = 0


def _right(search: Search, examples: Collection[int]) -> list[int]:
    return [i for i in examples if search.is_right(i, search.trace(i))]


def line_to_blame(search: Search) -> int | None:
    """Return the only line on which wrong results depend, but none of the right ones."""
    search.budget = search.findings.work + MORE_WORK
    search.load([])
    try:
        wrong = search.wrong_items()
    except OutOfBudget:
        return None
    items = influences(search.program.main.tree)
    lines = [line for line, these in items.items() if these and these <= wrong]
    all_items = frozenset().union(*items.values())
    return lines[0] if len(lines) == 1 and all_items - wrong else None
