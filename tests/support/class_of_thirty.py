"""Create a report to look at: `python tests/support/class_of_thirty.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest import mock

import numpy as np
from fake_class import (
    ASSIGNMENT,
    TOPIC,
    FakeClass,
    Submission,
    answered,
    curve,
    grade_outcomes,
    right_work,
    unwritten,
)

from autograder.course.folder import Course
from autograder.report import summary
from autograder.report.page import write_report


def submissions() -> dict[str, Submission | None]:
    """Thirty students: most of them right, each mistake a few times, some trouble."""
    rng = np.random.default_rng(3)
    moments, step = TOPIC.exercises
    question = TOPIC.questions[0]
    names = [f"student{number:02d}" for number in range(1, 31)]
    work: dict[str, Submission | None] = {}
    for name in names:
        verdicts = {}
        if rng.random() < 0.22:
            made = moments.mistakes[int(rng.integers(2))].name
            verdicts[moments.name] = grade_outcomes(moments, made)
        if rng.random() < 0.5:
            made = step.mistakes[int(rng.choice(3, p=(0.6, 0.25, 0.15)))].name
            verdicts[step.name] = grade_outcomes(step, made)
        if rng.random() < 0.35:
            verdicts[question.name] = answered(question, str(rng.choice(["a", "c"], p=(0.7, 0.3))))
        marked = None if rng.random() < 0.4 else float(rng.integers(0, 4))
        costs = curve(float(np.exp(rng.normal(0, 0.06))))
        work[name] = right_work(verdicts=verdicts, training_probe=costs, reflection_mark=marked)
    work["student07"] = right_work(
        verdicts={step.name: unwritten(step)},
        training_probe=None,
        incidents=("The cell `adam_step` was stopped after 10 seconds of computing.",),
    )
    work["student11"] = right_work(training_probe=[0.7, 1.4, 30.0, 8e5, float("nan")])
    work["student16"] = right_work(training_probe=curve(4.0))
    work["student19"] = right_work(
        incidents=(
            "The cell `adam_step` ended the whole Python process (exit status 0).",
            "The cell `number 7` was stopped after 10 seconds of computing.",
        ),
    )
    work["student21"] = right_work(
        verdicts={e.name: unwritten(e) for e in TOPIC.exercises},
        training_probe=None,
        incidents=("The notebook adam.ipynb was not submitted.",),
        reflection_mark=0.0,
    )
    work |= dict.fromkeys(("student24", "student29"))
    return work


def main(folder: Path) -> None:
    """Writes the class and its report."""
    fake = FakeClass(folder)
    fake.write(submissions())
    with mock.patch.object(summary, "load_topic", return_value=TOPIC):
        print(write_report(Course(folder), [ASSIGNMENT]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
