"""Create a class of any size for the benchmarks: two topics, right and wrong work, no stderr."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from autograder.course.checkout import CHECKOUT
from autograder.course.folder import Course
from autograder.nbgrader_plugins.steps import release

WRONG = {
    "ewa": {
        "ewa_weights": "def ewa_weights(beta, T):\n    return beta * (1 - beta) ** np.arange(T)",
        "averaging_window": "def averaging_window(beta):\n    return 1 / beta",
        "bias_correct": "def bias_correct(v, beta):\n    return v / (1 - beta ** len(v))",
    },
    "adam": {
        "update_moments": "def update_moments(dw, v, s, beta1, beta2):\n"
        "    return beta1 * v + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw",
        "correct_moments": "def correct_moments(v, s, t, beta1, beta2):\n"
        "    return v / (1 - beta1 * t), s / (1 - beta2 * t)",
    },
}
"""Wrong cells; some students have one each, in turn."""

STOCK = """
c = get_config()
c.CourseDirectory.source_directory = "notebooks"
c.CourseDirectory.course_id = "optimization"
c.Execute.timeout = 300
"""
SKIP_EXPERIMENTS = 'c.Execute.skip_cells_with_tag = "experiment"\n'


def make_course(root: Path, submissions: int, names: Collection[str] = tuple(WRONG)) -> None:
    """Create a released course of these topics with this number of submissions, in turn."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    shutil.copytree(CHECKOUT / "notebooks", root / "notebooks")
    shutil.copyfile(CHECKOUT / "nbgrader_config.py", root / "nbgrader_config.py")
    course = Course(root)
    topics = [name for name in course.assignments() if name in names]
    handouts = {}
    for topic in topics:
        release(course, topic)
        handouts[topic] = solved(root, topic)
    for number in range(submissions):
        topic = topics[number % len(topics)]
        folder = root / "submitted" / f"student-{number:05}" / topic
        folder.mkdir(parents=True)
        notebook = _with_mistake(handouts[topic], topic, number // len(topics))
        (folder / f"{topic}.ipynb").write_text(json.dumps(notebook))


def make_stock(root: Path, copy: Path, experiments: bool) -> None:
    """Create a copy of a course folder for grading with stock nbgrader."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy)
    config = STOCK if experiments else STOCK + SKIP_EXPERIMENTS
    (copy / "nbgrader_config.py").write_text(config)


def solved(root: Path, topic: str) -> dict[str, Any]:
    """Return the handed out notebook with the solutions written in."""
    source = json.loads((root / "notebooks" / topic / f"{topic}.ipynb").read_text())
    handout: dict[str, Any] = json.loads((root / "release" / topic / f"{topic}.ipynb").read_text())
    solutions = {cell["id"]: "".join(cell["source"]) for cell in source["cells"]}
    for cell in handout["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", solutions[cell["id"]],
                                    flags=re.MULTILINE)  # fmt: skip
    return handout


def _with_mistake(handout: dict[str, Any], topic: str, number: int) -> dict[str, Any]:
    """Return a student's notebook; every second student makes one of the topic's mistakes."""
    if number % 2 == 0:
        return handout
    mistakes = sorted(WRONG[topic].items())
    name, source = mistakes[number // 2 % len(mistakes)]
    notebook: dict[str, Any] = json.loads(json.dumps(handout))
    for cell in notebook["cells"]:
        if cell["id"] == name:
            cell["source"] = source
    return notebook
