"""How strong the hidden cases are: mutates every model solution, and writes docs/strength.md.

A mutant that gets full marks is either equivalent, which `equivalent_mutants.toml` says with the
reason, or a hole in the cases.
"""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import tomllib
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from course_lib.cases.case import run_here
from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise, Topic
from grader_tests.engine.grading import grade_function
from grader_tests.engine.registry import find, topics
from grader_tests.engine.solutions import function_from, solutions
from grader_tests.strength.mutants import mutants

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "docs" / "strength.md"
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
SEEDS = (0, 1, 2)
SECONDS = 10
"""So much of the processor's time may a mutant take; some never end."""

HEAD = """# How strong the hidden tests are

`make strength` writes this page. It takes the model solution of every exercise, makes every small
change to it that it can think of (another operator, comparison, constant or axis; a term, factor,
sign, call or statement dropped; arguments or results turned round), and grades each of these
*mutants* with the hidden cases of three students.

- **killed**: the mutant loses at least one criterion for each of the three.
- **named**: it is also told which known mistake it is. Most mutants are no mistakes that people
  make, so this is no target; it shows how far the hints reach.
- **seen by check**: the student's own check notices it too.
- **equivalent**: the mutant computes the same for every allowed input; the reasons stand below.
- **survived**: none may. A test fails if one does.

| topic | exercise | mutants | killed | named | seen by check | equivalent | survived |
|---|---|---:|---:|---:|---:|---:|---:|
"""


@dataclass
class Strength:
    """What became of an exercise's mutants."""

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
        """How many there are."""
        return len(self.killed) + len(self.equivalent) + len(self.survived)


def measure(name: str) -> Strength:
    """Makes and grades the mutants of the exercise called `name`."""
    exercise, topic = find(name), topic_of(name)
    assert isinstance(exercise, Exercise)
    sources = solutions(topic)
    original = function_from(sources, name, sources[name])
    assert run_check(name, {name: original}).passed, f"{name} does not run: does it need an import?"
    equivalent = known_equivalent().get(name, {})
    found = Strength(name)
    for mutant in mutants(sources[name], name):
        function = function_from(sources, name, mutant.source)
        runner = run_here(function)
        verdicts = [within(SECONDS, grade_function, exercise, runner, seed) for seed in SEEDS]
        if not any(verdict is not None and verdict.passed for verdict in verdicts):
            found.killed.append(mutant.change)
            if verdicts[0] is not None and verdicts[0].mistakes:
                found.named.append(mutant.change)
            shown = within(SECONDS, run_check, name, {name: function})
            if shown is None or not shown.passed:
                found.seen.append(mutant.change)
        elif mutant.change in equivalent:
            found.equivalent.append(mutant.change)
        else:
            found.survived.append(mutant.change)
    found.not_equivalent = [change for change in equivalent if change not in found.equivalent]
    return found


def topic_of(name: str) -> Topic:
    """The topic that has the exercise called `name`."""
    return next(topic for topic in topics() if topic.find(name))


@cache
def known_equivalent() -> dict[str, dict[str, str]]:
    """Exercise -> change -> why it changes nothing."""
    return tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))


def within(seconds: float, work: Callable[..., Any], *args: object) -> Any:
    """What `work(*args)` returns; None if it takes more of the processor's time."""

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


def row(one: Strength) -> str:
    """An exercise's line in the table."""
    kinds = (one.killed, one.named, one.seen, one.equivalent, one.survived)
    numbers = " | ".join(str(number) for number in (one.mutants, *map(len, kinds)))
    return f"| {topic_of(one.exercise).name} | `{one.exercise}` | {numbers} |"


def rows(found: list[Strength]) -> Iterator[str]:
    """The page's lines."""
    for one in found:
        yield row(one)
    mutants, killed = sum(one.mutants for one in found), sum(len(one.killed) for one in found)
    yield f"\nIn all {mutants} mutants, {killed} of them killed."
    yield "\n## Equivalent mutants\n"
    for one in found:
        for change in one.equivalent:
            yield f"- `{one.exercise}`: `{change}`. {known_equivalent()[one.exercise][change]}"
    survived = [(one.exercise, change) for one in found for change in one.survived]
    if survived:
        yield "\n## Survivors\n"
        yield from (f"- `{name}`: `{change}`" for name, change in survived)


def main() -> None:
    """Measures all exercises, or the topics that are named, and writes the page if it is all."""
    chosen = [topic for topic in topics() if topic.name in sys.argv[1:]] or topics()
    names = [exercise.name for topic in chosen for exercise in topic.exercises]
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(measure, names))
    lines = list(rows(found))
    print("\n".join(lines))
    for one in found:
        for change in one.not_equivalent:
            print(f"Not equivalent, or no mutant: {one.exercise}: {change}")
    if len(chosen) == len(topics()):
        REPORT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
