"""Compare grading by stock nbgrader, by ours with one job and with all cores, and the floor.

`make bench` runs this, and writes build/bench.json. Every round runs all contestants one after the
other on the same submissions, so that a busy machine slows all of them; ratios are computed within
a round. Ours and the floor also grade a single submission: that is their start-up, which is part of
all figures, and beside it stands what each further submission takes. `python -m benchmarks.grading`
measures all parts, or those that are named: `few` submissions, `many`, some with their
`experiments`, and the `growth` of time and memory from 10 to 2,000. With each figure stands its
card: what was measured, when, of which commit, on which machine, how busy it was.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from autograder.course.folder import Course
from autograder.gradebook.database import open_gradebook
from autograder.gradebook.marks import read_submissions
from autograder.grading.batch import default_jobs
from benchmarks.a_class import make_course, make_stock
from benchmarks.card import card, print_card
from benchmarks.memory import run_and_watch

BUILD = Path("build/bench")
REPORT = Path("build/bench.json")
SIZES = {"few": 60, "many": 240, "experiments": 40}
"""The submissions of each part that compares contestants."""
ROUNDS = {"few": 5, "many": 1, "experiments": 1}
GROWTH = (10, 100, 2_000)
START, FLOOR_START = "start-up", "floor's start-up"
"""Contestants that grade a single submission."""


def main() -> None:
    """Measure what the arguments name, print it, and add it to the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(SIZES)}, growth")
    parser.add_argument("--rounds", type=int, help="other than 5 for few, 1 for the others")
    parser.add_argument("--submissions", type=int, help=f"other than {SIZES}")
    given = parser.parse_args()
    unknown = {*given.parts} - {*SIZES, "growth"}
    if unknown:
        parser.error(f"There is no part {', '.join(unknown)}.")
    BUILD.mkdir(parents=True, exist_ok=True)
    for part in given.parts or [*SIZES, "growth"]:
        print_card()
        if part == "growth":
            measured: Any = growth()
        else:
            submissions = given.submissions or SIZES[part]
            rounds = given.rounds or ROUNDS[part]
            measured = side_by_side(submissions, rounds, experiments=part == "experiments")
        found = json.loads(REPORT.read_text()) if REPORT.exists() else {}
        REPORT.write_text(json.dumps({**found, part: measured}, indent=1) + "\n")
        print(f"Written to {REPORT}.", flush=True)


def side_by_side(submissions: int, rounds: int, experiments: bool) -> dict[str, Any]:
    """Return the seconds of each contestant in each round, and the ratios."""
    ours, stock, one = BUILD / "ours", BUILD / "stock", BUILD / "one"
    make_course(ours, submissions)
    make_course(one, 1)
    make_stock(ours, stock, experiments)
    extra = ["--experiments"] if experiments else []
    floor_extra = ["experiments"] if experiments else []
    course = [sys.executable, "-m", "autograder", "grade", "--force", *extra, "--course"]
    floor = [sys.executable, "-m", "benchmarks.floor"]
    contestants = {
        "stock": None,
        "one job": [*course, str(ours), "--jobs", "1"],
        "all cores": [*course, str(ours)],
        "floor": [*floor, str(ours), *floor_extra],
        START: [*course, str(one)],
        FLOOR_START: [*floor, str(one), *floor_extra],
    }
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    measured = card()
    for _ in range(rounds):
        for name, command in contestants.items():
            began = time.perf_counter()
            if command is None:
                run_stock(stock)
            else:
                run(command)
            seconds[name].append(time.perf_counter() - began)
            graded = 1 if name in (START, FLOOR_START) else submissions
            print(f"{name:16} {seconds[name][-1]:8.2f} s for {graded} submissions", flush=True)
    agree = marks(ours) == marks(stock)
    result = {
        "card": measured,
        "submissions": submissions,
        "seconds per submission": {
            name: round(statistics.median(seconds[name]) / submissions, 4)
            for name in ("stock", "one job", "all cores", "floor")
        },
        "start-up": {
            name: round(statistics.median(seconds[name]), 2) for name in (START, FLOOR_START)
        },
        "seconds per further submission": {
            "one job": further(seconds["one job"], seconds[START], submissions),
            "all cores": further(seconds["all cores"], seconds[START], submissions),
            "floor": further(seconds["floor"], seconds[FLOOR_START], submissions),
        },
        "cores": default_jobs(),
        "seconds": seconds,
        "marks agree": agree,
        "stock / all cores": ratio(seconds["stock"], seconds["all cores"]),
        "stock / one job": ratio(seconds["stock"], seconds["one job"]),
        "one job / floor": ratio(seconds["one job"], seconds["floor"]),
        "one job / all cores": ratio(seconds["one job"], seconds["all cores"]),
    }
    print(json.dumps({k: v for k, v in result.items() if k != "seconds"}, indent=1))
    if not agree:
        raise SystemExit("The marks do not agree.")
    return result


def further(all_of_them: list[float], one: list[float], submissions: int) -> float:
    """Return the median of what each submission but the first takes."""
    each = [(a - b) / (submissions - 1) for a, b in zip(all_of_them, one, strict=True)]
    return round(statistics.median(each), 4)


def ratio(above: list[float], below: list[float]) -> dict[str, float]:
    """Return the median and the range of the ratio in each round."""
    ratios = [a / b for a, b in zip(above, below, strict=True)]
    spread = {"median": statistics.median(ratios), "least": min(ratios), "most": max(ratios)}
    return {name: round(value, 2) for name, value in spread.items()}


def run_stock(folder: Path) -> None:
    """Grade with stock nbgrader, one command for each assignment."""
    shutil.rmtree(folder / "autograded", ignore_errors=True)
    for assignment in sorted(path.name for path in (folder / "release").iterdir()):
        run([sys.executable, "-m", "nbgrader", "autograde", assignment, "--force"], folder)


def run(command: list[str], folder: Path | None = None) -> None:
    """Run a command that must succeed."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise SystemExit(f"{command} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def marks(folder: Path) -> dict[tuple[str, str, str], float | None]:
    """Return every automatic score in a course folder's gradebook."""
    with open_gradebook(Course(folder)) as gradebook:
        submissions = read_submissions(gradebook)
    return {
        (student, assignment, cell): mark.machine
        for (student, assignment), submission in submissions.items()
        for cell, mark in submission.cells.items()
    }


def growth() -> list[dict[str, Any]]:
    """Measure the time per submission and the memory of each process as the class grows.

    The time of a further submission is computed from the next smaller class, so that it does not
    include the time for starting.
    """
    rows: list[dict[str, Any]] = []
    for submissions in GROWTH:
        measured = card()
        folder = BUILD / "growth"
        make_course(folder, submissions)
        command = [sys.executable, "-m", "autograder", "grade", "--course", str(folder)]
        row = {"card": measured, "submissions": submissions, **run_and_watch(command)}
        row["seconds per submission"] = round(row["seconds"] / submissions, 4)
        if rows:
            more = row["seconds"] - rows[-1]["seconds"]
            row["seconds per further one"] = round(more / (submissions - GROWTH[len(rows) - 1]), 4)
        rows.append(row)
        print(json.dumps(row), flush=True)
    return rows


if __name__ == "__main__":
    main()
