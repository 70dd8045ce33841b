"""Measure how strong the hidden cases are: mutate every model solution, and write docs/strength.md.

A mutant that gets full marks is either equivalent, and listed with the reason in
`equivalent_mutants.toml`, or it reveals a gap in the cases.
"""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import tomllib
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from course_lib.cases.case import run_here
from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import grade_function
from grader_tests.engine.registry import find, topic_of, topics
from grader_tests.engine.solutions import function_from, solutions
from grader_tests.strength.first_failure import passes_check, passes_grading
from grader_tests.strength.mutants import mutants

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "docs" / "strength.md"
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
SEEDS = (0, 1, 2)
SECONDS = 10
"""CPU-time limit per mutant, because some never terminate."""

HEAD = """# How strong the hidden tests are

`make strength` writes this page. It takes the model solution of every exercise, makes all kinds of
small changes to it (another operator, comparison, constant or axis; a term, factor, sign, call or
statement dropped; arguments or results swapped), and grades each of these *mutants* with the hidden
cases of three students.

- **killed**: for each of the three students, the mutant fails at least one criterion.
- **named**: the verdict also names it as a known mistake. Most mutants are not mistakes that people
  make, so there is no target for this; it shows how much the hints cover.
- **seen by check**: the student's own check notices it too.
- **equivalent**: the mutant computes the same for all allowed inputs; the reasons are listed below.
- **survived**: the hidden cases do not notice it. A test fails if there is one.

| topic | exercise | mutants | killed | named | seen by check | equivalent | survived |
|---|---|---:|---:|---:|---:|---:|---:|
"""


@dataclass
class Strength:
    """The outcome of each of an exercise's mutants."""

    exercise: str
    killed: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    equivalent: list[str] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)
    not_equivalent: list[str] = field(default_factory=list)
    """Changes that the list calls equivalent, but that do not exist or are killed."""

    @property
    def mutants(self) -> int:
        """Return the number of mutants."""
        return len(self.killed) + len(self.equivalent) + len(self.survived)


def measure(name: str, with_names: bool = True) -> Strength:
    """Create and grade the mutants of the exercise called `name`.

    Without names this takes a fraction of the time: a mutant is left at its first failed case.
    """
    exercise, topic = find(name), topic_of(name)
    assert isinstance(exercise, Exercise)
    sources = solutions(topic)
    original = function_from(sources, name, sources[name])
    assert run_check(name, {name: original}).passed, f"{name} does not run: does it need an import?"
    equivalent = known_equivalent().get(name, {})
    found = Strength(name)
    for mutant in mutants(sources[name], name):
        function = function_from(sources, name, mutant.source)
        if not any(within(SECONDS, passes_grading, exercise, function, seed) for seed in SEEDS):
            found.killed.append(mutant.change)
            if with_names and _is_named(exercise, function):
                found.named.append(mutant.change)
            if not within(SECONDS, passes_check, name, function):
                found.seen.append(mutant.change)
        elif mutant.change in equivalent:
            found.equivalent.append(mutant.change)
        else:
            found.survived.append(mutant.change)
    found.not_equivalent = [change for change in equivalent if change not in found.equivalent]
    return found


def _is_named(exercise: Exercise, function: Callable[..., Any]) -> bool:
    verdict = within(SECONDS, grade_function, exercise, run_here(function), SEEDS[0])
    return verdict is not None and bool(verdict.mistakes)


@cache
def known_equivalent() -> dict[str, dict[str, str]]:
    """Return exercise -> change -> why the mutant is equivalent."""
    return tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))


def within(seconds: float, work: Callable[..., Any], *args: object) -> Any:
    """Return the result of `work(*args)`, or None if it takes more CPU time than `seconds`."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            return work(*args)
    except KeyboardInterrupt:
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def row(strength: Strength) -> str:
    """Return an exercise's row of the table."""
    kinds = (
        strength.killed,
        strength.named,
        strength.seen,
        strength.equivalent,
        strength.survived,
    )
    numbers = " | ".join(str(number) for number in (strength.mutants, *map(len, kinds)))
    return f"| {topic_of(strength.exercise).name} | `{strength.exercise}` | {numbers} |"


def page(strengths: list[Strength], before: str = "") -> str:
    """Return the page with these exercises measured; of others, `before` has the lines."""
    rows = {_named(line): line for line in before.splitlines() if line.startswith("| ")}
    rows |= {one.exercise: row(one) for one in strengths}
    order = [exercise.name for topic in topics() for exercise in topic.exercises]
    measured = {strength.exercise for strength in strengths}
    notes = [line for line in before.splitlines() if line.startswith("- `")]
    notes = [line for line in notes if _named(line) in order and _named(line) not in measured]
    for one in strengths:
        known = known_equivalent().get(one.exercise, {})
        notes += [f"- `{one.exercise}`: `{change}`. {known[change]}" for change in one.equivalent]
    survivors = [f"- `{one.exercise}`: `{change}`" for one in strengths for change in one.survived]
    lines = [rows[name] for name in order if name in rows]
    numbers = [[int(cell) for cell in line.strip("| ").split(" | ")[2:4]] for line in lines]
    mutants, killed = (sum(column) for column in zip(*numbers, strict=True))
    lines.append(f"\nThere are {mutants} mutants; {killed} of them are killed.")
    lines.append("\n## Equivalent mutants\n")
    lines += sorted(notes, key=lambda line: order.index(_named(line)))
    if survivors:
        lines += ["\n## Survivors\n", *survivors]
    return HEAD + "\n".join(lines) + "\n"


def _named(line: str) -> str:
    """Return the exercise that a line of the page is about; "" for the table's head."""
    return line.split("`")[1] if "`" in line else ""


def measure_topics(names: list[str]) -> list[Strength]:
    """Measure the exercises of the topics that are named, or of all; write them into the page."""
    chosen = [topic for topic in topics() if topic.name in names] or topics()
    exercises = [exercise.name for topic in chosen for exercise in topic.exercises]
    with ProcessPoolExecutor() as pool:
        strengths = list(pool.map(measure, exercises))
    is_whole = len(chosen) == len(topics()) or not REPORT.exists()
    REPORT.write_text(page(strengths, "" if is_whole else REPORT.read_text("utf-8")), "utf-8")
    return strengths


def main() -> None:
    """Measure the topics that are named, or all of them, and write them into the page."""
    for strength in measure_topics(sys.argv[1:]):
        print(row(strength))
        for change in strength.survived:
            print(f"Survived: {strength.exercise}: {change}")
        for change in strength.not_equivalent:
            print(f"Not equivalent, or no mutant: {strength.exercise}: {change}")


if __name__ == "__main__":
    main()
