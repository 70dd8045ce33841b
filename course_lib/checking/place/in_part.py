"""Find a place where no edit makes everything right: there may be several mistakes.

Either one edit makes most of the wrong examples right, or only one line can be to blame, because
right results depend on all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from course_lib.checking.place.edited import Edit, EditedProgram, Fix, OutOfBudget
from course_lib.checking.place.focus import influences
from course_lib.checking.place.search import Search

MORE_WORK = 150_000
"""Work that this may take beyond the search, in its unit."""

MAX_CRITERIA = 4


def fixes_in_part(search: Search) -> list[Fix]:
    """Return the single edits that make the most wrong examples right, and no right one wrong.

    At least half of them, and all of half of the criteria: less than that may be a coincidence.
    """
    search.edited.budget = search.edited.work + MORE_WORK
    found: dict[Edit, frozenset[int]] = {}
    try:
        for edit, mended in _mending(search):
            found[edit] = mended
    except OutOfBudget:
        pass
    most = max(map(len, found.values()), default=0)
    return [(edit,) for edit, mended in found.items() if len(mended) == most]


def _mending(search: Search) -> Iterator[tuple[Edit, frozenset[int]]]:
    edited = search.edited
    wrong = edited.order[: edited.wrong]
    by_criterion: dict[str, list[int]] = {}
    for i in wrong:
        by_criterion.setdefault(edited.examples.cases[i].criterion, []).append(i)
    if len(by_criterion) < 2:
        return
    firsts = [these[0] for these in by_criterion.values()][:MAX_CRITERIA]
    for edit in edited.load(search.usual):
        edited.names[edit.switch] = edit.number
        if edited.defines() and any(_right(edited, [i]) for i in firsts):
            mended = frozenset(_right(edited, wrong))
            whole = sum(mended.issuperset(these) for these in by_criterion.values())
            most = 2 * whole >= len(by_criterion) and 2 * len(mended) >= len(wrong)
            right = edited.order[edited.wrong :]
            if most and len(_right(edited, right)) == len(right):
                yield edit, mended
        edited.names[edit.switch] = 0


def _right(edited: EditedProgram, examples: Collection[int]) -> list[int]:
    return [i for i in examples if edited.is_right(i, edited.trace(i))]


def line_to_blame(edited: EditedProgram) -> int | None:
    """Return the only line on which wrong results depend, but none of the right ones."""
    edited.budget = edited.work + MORE_WORK
    edited.load([])
    try:
        wrong = edited.wrong_items()
    except OutOfBudget:
        return None
    items = influences(edited.program.main.tree)
    lines = [line for line, these in items.items() if these and these <= wrong]
    all_items = frozenset().union(*items.values())
    return lines[0] if len(lines) == 1 and all_items - wrong else None
