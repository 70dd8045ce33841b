"""Time every command of `course` through a term, for classes of several sizes.

`python -m benchmarks.term [STUDENTS ...]` (240 if none is given) makes a class that hands in one
lesson through Canvas, half of it with mistakes, and prints of each command the seconds of computing
of all its processes, and the seconds that passed. With three sizes, such as `40 80 160`, the last
column says how much more computing one more student costs in the larger class than in the smaller:
1 if a command computes as much for each, 2 if for each pair.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from signal import SIGINT, default_int_handler, signal
from typing import Any

from autograder.course.folder import Course
from autograder.gradebook.database import open_gradebook
from benchmarks.a_class import WRONG, make_course, solved
from benchmarks.card import print_card
from benchmarks.hostile import adopt_orphans, cpu_seconds

LESSON = "ewa"
FIRST = 1001
"""The ID of the first student."""
ENDLESS = "def averaging_window(beta):\n    while beta:\n        pass"
SENTENCES = (
    "A large beta makes the curve smooth and late, and a small one follows every day.",
    "The first days are too low because v starts at zero; dividing by the weights repairs it.",
    "I saw that with 0.98 the curve is to the right of the temperatures, by about fifty days.",
)
LEAST = 0.3
"""Seconds of computing that are more than chance."""
DUE = "2098-01-01 12:00 UTC"
LATER = "2099-01-01 12:00 UTC"

Times = dict[str, tuple[float, float]]
"""Command -> seconds of computing, seconds that passed."""


def people(students: int) -> Iterator[tuple[str, str, str]]:
    """Yield the ID, first name and last name of everybody."""
    for number in range(students):
        yield str(FIRST + number), f"First{number}", f"Last{number}"


def write_roster(path: Path, students: int) -> None:
    """Write the gradebook that Canvas exports."""
    rows = [f'"{last}, {first}",{one},s{one},l{one},A,' for one, first, last in people(students)]
    header = f"Student,ID,SIS User ID,SIS Login ID,Section,{LESSON} (77)"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")


def write_zip(path: Path, root: Path, students: int) -> None:
    """Write the class's work as Canvas packs it; every twentieth has an endless loop."""
    right = json.dumps(solved(root, LESSON))
    wrong = sorted(WRONG[LESSON].items())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (one, first, last) in enumerate(people(students)):
            edits = {"reflection": f"{SENTENCES[number % 3]} Day {number}."}
            if number % 2:
                edits |= [wrong[number // 2 % len(wrong)]]
            if number % 20 == 0:
                edits["averaging_window"] = ENDLESS
            notebook: dict[str, Any] = json.loads(right)
            for cell in notebook["cells"]:
                cell["source"] = edits.get(cell["id"], cell["source"])
            name = f"{last}{first}_{one}_{number}_{LESSON}.ipynb".lower()
            archive.writestr(name, json.dumps(notebook))


def mark_by_hand(root: Path) -> None:
    """Give everybody points and a comment, and the lesson a due date, as a person would."""
    with open_gradebook(Course(root)) as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate=DUE)
        for submission in gradebook.assignment_submissions(LESSON):
            student = submission.student.id
            grade = gradebook.find_grade("reflection", LESSON, LESSON, student)
            grade.manual_score, grade.needs_manual_grade = int(student) % 4, False
            comment = gradebook.find_comment("reflection", LESSON, LESSON, student)
            comment.manual_comment = f"Read the second figure again, {student}."
        gradebook.db.commit()


def measure(root: Path, *words: str) -> tuple[float, float]:
    """Run a command; return its seconds of computing, and those that passed."""
    began, computed = time.monotonic(), cpu_seconds()
    command = [sys.executable, "-m", "autograder", *words, "--course", str(root)]
    done = subprocess.run(command, capture_output=True, text=True)
    failed = done.returncode > (words[0] == "doctor")  # which finds something on every machine
    if failed or "Traceback" in done.stderr:
        raise SystemExit(f"{words}\n{done.stdout[-2_000:]}{done.stderr[-2_000:]}")
    return cpu_seconds() - computed, time.monotonic() - began


def measure_marking(root: Path) -> tuple[float, float]:
    """Start `course mark`, load its page, and stop it."""
    began, computed = time.monotonic(), cpu_seconds()
    command = [sys.executable, "-m", "autograder", "mark", LESSON, "--no-browser"]
    with subprocess.Popen(
        [*command, "--course", str(root)], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        said = ""
        while not (address := re.search(r"http://\S+token=[\w-]+(?=\s)", said)):
            said += server.stdout.readline()
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        with urllib.request.build_opener(cookies).open(address[0]) as page:
            page.read()
        server.send_signal(SIGINT)
    return cpu_seconds() - computed, time.monotonic() - began


def commands(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is measured, in order: a name, and the words after `course`."""
    roster, one = str(folder / "canvas.csv"), str(FIRST + 1)
    to_lms = ("export", LESSON, "--format", "canvas", "--roster", roster)
    yield "release", ("release", LESSON)
    yield "bundle", ("bundle", LESSON, "--to", str(folder / "students.zip"))
    yield "people", ("people", roster)
    yield "people, the same again", ("people", roster)
    yield "collect", ("collect", str(folder / "submissions.zip"))
    yield "collect, the same again", ("collect", str(folder / "submissions.zip"))
    yield "grade", ("grade",)
    yield "grade, nothing new", ("grade",)
    yield "mark, its page", ()
    yield "feedback", ("feedback",)
    yield "feedback, unchanged", ("feedback",)
    yield "feedback --zip canvas", ("feedback", "--zip", "canvas")
    yield "feedback --mail", ("feedback", "--mail")
    yield "report", ("report",)
    yield "export", ("export",)
    yield "export --format canvas", (*to_lms, "--to", str(folder / "for-canvas.csv"))
    yield "extend", ("extend", one, LESSON, "--until", LATER)
    yield "forgive", ("forgive", LESSON, "fifty_days", "--everyone")
    yield "feedback, all changed", ("feedback",)
    yield "why", ("why", one, LESSON)
    yield "interview", ("interview", one, LESSON)
    yield "doctor", ("doctor",)
    yield "remove", ("remove", str(FIRST), "--yes")


def times(folder: Path, students: int) -> Times:
    """Let a class of this size live through the commands, and time them."""
    root = folder / "course"
    make_course(root, 0, [LESSON])
    write_roster(folder / "canvas.csv", students)
    write_zip(folder / "submissions.zip", root, students)
    found: Times = {}
    for name, words in commands(folder):
        if words:
            found[name] = measure(root, *words)
        else:
            found[name] = measure_marking(root)
            mark_by_hand(root)
        print(f"{students:5} {name:26} {found[name][0]:8.1f} {found[name][1]:8.1f}", flush=True)
    return found


def dearer(computed: list[float], sizes: list[int]) -> str:
    """Return how much more one more student costs at the end than at the beginning.

    >>> dearer([5.0, 9.0, 17.0], [40, 80, 160])
    '1.00'
    >>> dearer([1.0, 1.01, 1.05], [40, 80, 160])  # too little to tell
    '-'
    """
    steps = list(zip(computed, computed[1:], sizes, sizes[1:], strict=False))
    each = [(after - before) / (many - few) for before, after, few, many in steps]
    seen = all(after - before >= LEAST for before, after, *_ in steps)
    return f"{each[-1] / each[0]:.2f}" if seen else "-"


def main(sizes: list[int]) -> None:
    """Print a table of all commands and sizes."""
    print_card()
    adopt_orphans()
    signal(SIGINT, default_int_handler)  # else what is started in the background ignores it
    found = {}
    for students in sorted(sizes):
        with tempfile.TemporaryDirectory() as folder:
            found[students] = times(Path(folder), students)
    titles = "".join(f"{size:>18}" for size in found)
    print(f"\n{'computing, passed (s)':26}{titles}" + "    dearer" * (len(found) > 2))
    for name in found[min(found)]:
        both = [one[name] for one in found.values()]
        columns = "".join(f"{computed:10.1f}{passed:8.1f}" for computed, passed in both)
        more = f"{dearer([c for c, _ in both], [*found]):>10}" if len(found) > 2 else ""
        print(f"{name:26}{columns}{more}")


if __name__ == "__main__":
    main([*map(int, sys.argv[1:])] or [240])
