"""Grade a class of which a quarter is hostile, and compare with its honest three quarters alone.

`python -m benchmarks.hostile [SUBMISSIONS]` (200 if not given) grades both, writes their feedback,
report, formgrader pages and the page for marking by hand, and prints the seconds of computing of
all processes, the seconds that passed, the ratios, and honest marks that differ. It exits with 1 if
a mark differs, or if the hostile quarter more than doubles the computing.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter

from autograder.bounded.budget import close_helpers
from autograder.by_hand.answers import cells_by_hand
from autograder.by_hand.page import marking_page
from autograder.course.folder import Course
from autograder.gradebook.database import open_gradebook
from autograder.gradebook.marks import read_submissions
from benchmarks.a_class import make_course, solved
from benchmarks.card import print_card

Notebook = dict[str, Any]
TOPICS = ("ewa", "gradient_descent")
MOST = 2.0
"""Times the computing for the honest alone."""
HOSTILE_SHARE = 4
"""One submission in so many."""

MARKDOWN = """
from IPython.display import Markdown, display
for _ in range(40):
    display(Markdown("\\\\\\\\[" * 6000))
"""
HTML = """
from IPython.display import HTML, display
for _ in range(100):
    display(HTML("<b><i>" * 2400))
"""
COLOURS = "for _ in range(40):\n    print('\\x1b[1mx\\x1b[0m' * 15_000)"
FLOOD = "for _ in range(30):\n    print('&<' * 90_000)"
EMPTY_COLUMNS = """
def mini_batches(X, Y, batch_size, rng):
    return [(np.zeros((0, 24_000)), np.zeros((0, 24_000)))] * 20
"""
MANY_PARTS = """
def mini_batches(X, Y, batch_size, rng):
    return [[0.0] * 190 for _ in range(1_000)]
"""
MANY_PAIRS = """
def mini_batches(X, Y, batch_size, rng):
    return [(X[:, :1], Y[:, :1])] * 60_000
"""
HUGE_COSTS = """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Child":
        thing._training_probe = lambda name: [1e308] * 10_000
"""
OTHER_FOR_EACH = """
def ewa(theta, beta):
    return np.full(len(theta), float(os.getpid() % 1000))
import os
"""
HEADS = (
    """
def ewa(theta, beta):
    raise NotImplementedError
    "\\
"""
    + "def a\\\n" * 27_000
    + '"'
)
CLAIMS = """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Child":
        thing._survey = lambda *_: {"kinds": {"\\x1b[2J" * 9: "function"}, "late": ["x"] * 10**6}
"""
FORMULAS = "\n\n".join(["$$" + "x^{" * 300 + "}" * 300 + "$$"] * 100)


def code(source: str) -> Notebook:
    """Return a code cell of a student's own."""
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
    return {**cell, "execution_count": None}


def _with_cell(source: str) -> Callable[[Notebook], None]:
    return lambda notebook: notebook["cells"].insert(2, code(source))


def _with_text(source: str) -> Callable[[Notebook], None]:
    cell = {"cell_type": "markdown", "metadata": {}, "source": source}
    return lambda notebook: notebook["cells"].insert(2, cell)


def _with_function(name: str, source: str) -> Callable[[Notebook], None]:
    def edit(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
                cell["source"] = source

    return edit


def _with_long_code(notebook: Notebook) -> None:
    text = "a = 1\n" * 33_000  # quickly run: what it takes the student's process is limited anyway
    notebook["cells"][2:2] = [code(f"'''{text}'''") for _ in range(90)]


ATTACKS: dict[str, tuple[str, Callable[[Notebook], None]]] = {
    "Markdown outputs": ("ewa", _with_cell(MARKDOWN)),
    "HTML outputs": ("ewa", _with_cell(HTML)),
    "colours": ("ewa", _with_cell(COLOURS)),
    "text to escape": ("ewa", _with_cell(FLOOD)),
    "attributes": ("ewa", _with_cell("a" + ".b" * 90_000)),
    "blank lines": ("ewa", _with_cell("1" + "\n " * 60_000 + "1")),
    "brackets in a text": ("ewa", _with_text("\\\\[" * 6_000)),
    "formulas": ("ewa", _with_text(FORMULAS)),
    "links": ("ewa", _with_text("[](" * 6_000)),
    "empty columns": ("gradient_descent", _with_function("mini_batches", EMPTY_COLUMNS)),
    "many parts": ("gradient_descent", _with_function("mini_batches", MANY_PARTS)),
    "many pairs": ("gradient_descent", _with_function("mini_batches", MANY_PAIRS)),
    "heads without an end": ("ewa", _with_function("ewa", HEADS)),
    "code without an end": ("ewa", _with_long_code),
    "an answer that takes long": ("ewa", _with_function("reflection", "\\\\[" * 6_000)),
    "another wrong function for each": ("ewa", _with_function("ewa", OTHER_FOR_EACH)),
    "claims": ("ewa", _with_cell(CLAIMS)),
    "huge costs": ("gradient_descent", _with_cell(HUGE_COSTS)),
}


def fill(root: Path, honest: int, hostile: int) -> None:
    """Make a course in which so many honest and hostile students handed in."""
    make_course(root, 0, TOPICS)
    for number in range(honest):
        _hand_in(root, f"h{number:03}", TOPICS[number % 2], None)
    attacks = list(ATTACKS.values())
    for number in range(hostile):
        topic, edit = attacks[number % len(attacks)]
        _hand_in(root, f"x{number:03}", topic, edit)


def _hand_in(root: Path, name: str, topic: str, edit: Callable[[Notebook], None] | None) -> None:
    notebook = solved(root, topic)
    if edit:
        edit(notebook)
    folder = root / "submitted" / name / topic
    folder.mkdir(parents=True)
    (folder / f"{topic}.ipynb").write_text(json.dumps(notebook))


def formgrader_pages(course: Course) -> None:
    """Render every submission as the formgrader does, in this process as in a Jupyter server."""
    from autograder.course.nbgrader_settings import configure_feedback

    config = course.config
    configure_feedback(config)
    config.HTMLExporter.template_name = "classic"
    exporter = HTMLExporter(config=config)
    for path in sorted((course.root / "autograded").glob("*/*/*.ipynb")):
        exporter.from_filename(str(path))


def pages_to_mark(course: Course) -> None:
    """Make the page of each reflection, as `course mark` does."""
    with open_gradebook(course) as gradebook:
        for topic in TOPICS:
            for cell in cells_by_hand(gradebook, topic).items():
                marking_page(course, gradebook, topic, cell, "", "")


HERE = {"formgrader pages": formgrader_pages, "pages to mark": pages_to_mark}
"""What a server's own process does."""


def times(root: Path) -> dict[str, tuple[float, float]]:
    """Run everything on a course; return step -> seconds of computing, and seconds that passed."""
    found = {}
    for step in ("grade", "feedback", "report", *HERE):
        began, computed = time.monotonic(), cpu_seconds()
        if step in HERE:
            HERE[step](Course(root))
        else:
            command = [sys.executable, "-m", "autograder", step, "--course", str(root)]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode or "Traceback" in done.stderr:
                raise SystemExit(done.stdout[-2_000:] + done.stderr[-2_000:])
        close_helpers()  # so that their computing is counted
        found[step] = cpu_seconds() - computed, time.monotonic() - began
    return found


PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Let what a command leaves behind become a child of this process, which can count it."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def cpu_seconds() -> float:
    """Return the seconds of computing of this process and all that it started, which have ended."""
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def honest_marks(root: Path) -> dict[str, float]:
    """Return the marks of the honest students."""
    with open_gradebook(Course(root)) as gradebook:
        marks = read_submissions(gradebook, list(TOPICS))
    return {name: mark.score for (name, _), mark in marks.items() if name.startswith("h")}


def main(submissions: int) -> int:
    """Print how much longer the class takes because of its hostile quarter."""
    print_card()
    adopt_orphans()
    hostile = submissions // HOSTILE_SHARE
    with tempfile.TemporaryDirectory() as folder:
        alone, mixed = Path(folder) / "alone", Path(folder) / "mixed"
        fill(alone, submissions - hostile, 0)
        fill(mixed, submissions - hostile, hostile)
        of_alone, of_mixed = times(alone), times(mixed)
        right, found = honest_marks(alone), honest_marks(mixed)
    print(f"{submissions - hostile} honest submissions alone, and with {hostile} hostile ones")
    print("                         seconds of computing            seconds passed")
    print("step                  alone     mixed    ratio     alone     mixed    ratio")
    of_alone["all"], of_mixed["all"] = _sum(of_alone), _sum(of_mixed)
    for step, before in of_alone.items():
        columns = (
            f"{one:9.1f} {two:9.1f} {two / one:8.2f}"
            for one, two in zip(before, of_mixed[step], strict=True)
        )
        print(f"{step:18}", *columns)
    wrong = {name: (right[name], found.get(name)) for name in right if right[name] != found[name]}
    print(f"honest marks that differ: {wrong or 'none'}")
    return int(bool(wrong) or of_mixed["all"][0] > MOST * of_alone["all"][0])


def _sum(steps: dict[str, tuple[float, float]]) -> tuple[float, float]:
    return sum(one for one, _ in steps.values()), sum(two for _, two in steps.values())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
