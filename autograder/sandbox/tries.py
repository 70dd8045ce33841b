"""Find the other ways to come to the check of a function, or an answer, than from the top to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from autograder.sandbox.cells import Cell, Step
from autograder.sandbox.reasons import EXPERIMENT

Steps = list[Cell | Step]


def tries(
    steps: Steps, name: str, below: bool, copies: bool, effects: Mapping[int, Sequence[int]]
) -> Iterator[Steps]:
    """Yield the steps that lead to a check of `name`, for each try.

    First to the check that counts, if it matters what is `below` it, then to `copies` of it, the
    last first. Then to all of them with cells whose statements all ran, where one had seemed to end
    its cell at home, and last to the one that counts with experiments that have `effects`.
    """
    others = [p for p, step in enumerate(steps) if copies and step == ["pass over", name]][::-1]
    main = [place for place, step in enumerate(steps) if step == ["capture", name]]
    yield from (steps[:place] for place in (main if below else []) + others)
    all_run: Steps = [s.whatever_fails() if isinstance(s, Cell) else s for s in steps]
    with_effects = _with_experiments(all_run, effects)
    yield from (all_run[:p] for p in main + others if all_run[:p] != steps[:p])
    yield from (with_effects[:p] for p in main if with_effects[:p] != all_run[:p])


def _with_experiments(steps: Steps, statements: Mapping[int, Sequence[int]]) -> Steps:
    """Return the steps with the statements of experiments in place of skipped ones."""
    changed, number = list(steps), 0
    for place, step in enumerate(steps):
        match step:
            case ["skip", source, why] if why == EXPERIMENT:
                if only := statements.get(number):
                    changed[place] = Cell(f"number {place}", source, own=True, only=tuple(only))
                number += 1
    return changed
