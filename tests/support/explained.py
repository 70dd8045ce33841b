"""Measure what `check` says of wrong functions.

`make explain` writes docs/explained.md; `python tests/support/explained.py ewa adam` prints the
table for these topics, and each function about which something is wrong. `--every 6` measures one
function in six, which takes minutes rather than an hour.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice, repeat
from pathlib import Path

import numpy as np
from judging import judged, points_of
from wrong_functions import SEEDS, Wrong, are_true, wrong_functions

from course_lib.cases.case import run_here
from course_lib.cases.verdict import Verdict
from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import find, topics
from grader_tests.strength.look_alikes import look_alikes
from grader_tests.strength.mutants import Mutant
from grader_tests.strength.score import within

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explained.md"
SECONDS = 10
"""CPU seconds for a check, because some functions never end."""
ENOUGH = 0.75
"""The share of the hidden points that what passes `check` keeps."""

KINDS = {
    "mutant": "mutants",
    "attempt": "attempts",
    "trivial": "trivial functions",
    "by heart": "the examples by heart",
    "known": "known mistakes",
}
SEARCHED = ("mutant", "attempt", "trivial")
"""The kinds whose place is searched for: students would not write the others."""
BY_HEART = "by heart"
"""The kind that passes `check` inevitably."""
HOW = ("named", "form", "placed", "mutant", "general", "passed")


@dataclass(frozen=True)
class Finding:
    """What is said of a wrong function: how it is explained, and by which names.

    `kept` is the share of the hidden points that it keeps, the smallest of three students'.
    """

    wrong_of: str
    kind: str
    text: str
    how: str
    names: tuple[str, ...]
    graded_names: tuple[str, ...]
    false: bool
    kept: float
    milliseconds: float

    def __str__(self) -> str:
        said = f"{', '.join(self.names) or '-'} / {', '.join(self.graded_names) or '-'}"
        return f"{self.wrong_of} [{self.kind}] {self.text!r}: {self.how}, {said}"


def measure(name: str, every: int = 1) -> list[Finding]:
    """Return what is said of the wrong functions for one exercise, or of a part of them."""
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    chosen = islice(wrong_functions(exercise), every // 2, None, every)
    return [_finding(exercise, wrong) for wrong in chosen]


def _finding(exercise: Exercise, wrong: Wrong) -> Finding:
    name = wrong.exercise
    began = time.process_time()
    search = wrong.kind in SEARCHED
    shown: Verdict | None = within(SECONDS, run_check, name, {name: wrong.function}, search)
    spent = 1000 * (time.process_time() - began)
    graded = within(SECONDS, judged, exercise, wrong.function, SEEDS[0])
    others = [within(SECONDS, points_of, exercise, wrong.function, seed) for seed in SEEDS[1:]]
    kept = min((points or 0.0) / exercise.points for points in (graded and graded.points, *others))
    names = shown.mistakes if shown else ()
    graded_names = graded.mistakes if graded else ()
    true = within(SECONDS, are_true, exercise, wrong, names) and (
        names == graded_names or within(SECONDS, are_true, exercise, wrong, graded_names)
    )
    how = "general" if shown is None else _how(shown)
    if how == "general" and wrong.kind == "attempt" and graded:
        how = "mutant" if _look_alikes(exercise, wrong, graded) else how
    return Finding(name, wrong.kind, wrong.text, how, names, graded_names, not true, kept, spent)


def _look_alikes(exercise: Exercise, wrong: Wrong, graded: Verdict) -> list[Mutant]:
    """Return the mutants by which feedback and report explain a function without a name."""
    run = run_here(wrong.function)
    failed = frozenset(row.key for row in graded.rows if not row.passed)
    traces = [within(SECONDS, run, case) or [] for case in exercise.examples]
    return look_alikes(exercise.name, traces, failed)


def _how(shown: Verdict) -> str:
    """Return how `check` explains a wrong function; the surest explanation counts."""
    if shown.passed:
        return "passed"
    sources = {"named": shown.mistakes, "form": shown.form, "placed": shown.place}
    return next((how for how, said in sources.items() if said), "general")


def measure_all(names: Sequence[str], every: int = 1) -> list[Finding]:
    """Return what is said of the wrong functions for these exercises, or of a part of them."""
    with ProcessPoolExecutor() as pool:
        found = pool.map(measure, names, repeat(every))
        return [finding for some in found for finding in some]


def table(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the lines of a table with a row for each kind of wrong functions."""
    yield f"| of | functions | {' | '.join(HOW)} | false | median | 95 % |"
    yield f"|---|{'---:|' * (len(HOW) + 4)}"
    for kind, words in KINDS.items():
        these = [finding for finding in findings if finding.kind == kind]
        if these:
            yield f"| {words} | {' | '.join(_numbers(these))} |"


def _numbers(findings: Sequence[Finding]) -> Iterator[str]:
    yield str(len(findings))
    counts = Counter(finding.how for finding in findings)
    for count in (*(counts[how] for how in HOW), sum(finding.false for finding in findings)):
        yield f"{count} ({100 * count / len(findings):.1f} %)" if count else "0"
    for share in (50, 95):
        yield f"{np.percentile([one.milliseconds for one in findings], share):.0f} ms"


def offenders(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Return the wrong functions that should not be, by what is wrong about them."""
    passing = [one for one in findings if one.how == "passed" and one.kind != BY_HEART]
    return {
        "Passes `check`, and loses more than a quarter of the hidden points": [
            one for one in passing if one.kept < ENOUGH
        ],
        "Is wrong, and has full marks": [one for one in findings if one.kept >= 1],
        "Is wrong, and passes `check`": [one for one in passing if ENOUGH <= one.kept < 1],
        "Something false is said of it": [one for one in findings if one.false],
    }


def page(findings: Sequence[Finding], every: int = 1) -> str:
    """Return the text of docs/explained.md."""
    part = [PART.format(every=every)] if every > 1 else []
    lines = [HEAD, *part, *table(findings), TARGETS, BEFORE]
    by_heart = [finding.kept for finding in findings if finding.kind == BY_HEART]
    if by_heart:
        lines.append(BY_HEART_KEEPS.format(most=100 * max(by_heart)))
    for title, some in offenders(findings).items():
        lines.append(f"\n## {title}\n")
        lines += [_item(finding) for finding in some] or ["None."]
    return "\n".join(lines) + "\n"


def _item(finding: Finding) -> str:
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(finding.names + finding.graded_names))
    text = finding.text.replace("`", "'")
    return f"- `{finding.wrong_of}`, {finding.kind}: `{text}`" + (f" ({names})" if names else "")


def main() -> None:
    """Measure the topics that are named, or all of them; if all, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topics", nargs="*", help="default: all of them, and write the page")
    parser.add_argument("--every", type=int, default=1, help="measure only one in EVERY functions")
    parser.add_argument("--general", action="store_true", help="list what gets only general hints")
    chosen = parser.parse_args()
    some = [topic for topic in topics() if topic.name in chosen.topics] or topics()
    findings = measure_all([one.name for topic in some for one in topic.exercises], chosen.every)
    print("\n".join(table(findings)))
    for title, offending in offenders(findings).items():
        print(f"\n{title}: {len(offending)}", *offending, sep="\n  ")
    if chosen.general:
        general = [one for one in findings if one.how == "general"]
        print(f"\nOnly general hints: {len(general)}", *general, sep="\n  ")
    if not chosen.topics:
        PAGE.write_text(page(findings, chosen.every), encoding="utf-8")


HEAD = """# How wrong answers are explained

`make explain` writes this page. It puts every wrong function that we have to `check`, as a student
would, and to the hidden cases of three students:

- **mutants**: the notebooks' solutions, each with one small change that the hidden cases notice;
- **attempts**: what students might write, written down by two readers who had not looked at any
  list of mistakes, with what is wrong and which known mistakes are true of it
  (`tests/exercises/attempts/`);
- **trivial functions**: those that compute nothing, such as one that returns its argument;
- **the examples by heart**: a function for each exercise that looks the visible examples up. It
  passes `check`, which is inevitable: they are all that `check` knows. Only the hidden cases find
  it out;
- **known mistakes**: those in the exercises' TOML files.

`check` explains a function by the surest of these that it finds:

- **named**: it makes a known mistake, or two at once, or computes nothing;
- **form**: its values are right, but not of the documented form;
- **placed**: a line of it to look at, and what kind of fault is there;
- **mutant**: none of these, but a small change of the right function does the same, so that
  feedback and report say more; looked for only for attempts;
- **general**: none of these; only the hint of what fails.

**Passed** is a wrong function that passes `check`. **False** is one of which `check` or grading
says a name that is not true: of an attempt, a name that its readers did not give; of another
function, a name that does not do exactly the same in the examples and in the hidden cases. The
times are the CPU time of one `check`: the median and the 95th percentile.
"""
BY_HEART_KEEPS = """
Whoever knows the examples by heart keeps at most {most:.0f} % of the hidden points.
"""
PART = "Measured with one in {every} of these functions.\n"
TARGETS = """
The aim: 95 % of the mutants and 92 % of the attempts are explained, at most 1 % of what is said is
false, and nothing that is wrong passes.
"""
BEFORE = """
## Before

The same, before names were given only to what they explain completely, before the search for the
place, and before it was said what is wrong with the form:

| of | functions | named | form | placed | general | passed | false | median | 95 % |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| mutants | 926 | 328 (35.4 %) | 0 | 0 | 598 (64.6 %) | 0 | 101 (10.9 %) | 3 ms | 12 ms |
| attempts | 721 | 516 (71.6 %) | 0 | 0 | 193 (26.8 %) | 12 (1.7 %) | 50 (6.9 %) | 2 ms | 11 ms |
| trivial functions | 490 | 69 (14.1 %) | 0 | 0 | 421 (85.9 %) | 0 | 17 (3.5 %) | 0 ms | 8 ms |
| known mistakes | 1057 | 1057 (100.0 %) | 0 | 0 | 0 | 0 | 0 | 3 ms | 9 ms |
"""


if __name__ == "__main__":
    main()
