"""A made-up class: gradebook and graded notebooks as after grading, without grading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from schema_version import start_no_program

from autograder.html.sanitize_cells import sanitize_cell
from course_lib.cases.verdict import Row, Verdict
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake, Question, Topic

ASSIGNMENT = "adam"


def _nothing(*_: Any) -> None:
    return None


def _exercise(name: str, criteria: Sequence[Criterion], mistakes: Sequence[Mistake]) -> Exercise:
    return Exercise(name, _nothing, tuple(criteria), tuple(mistakes), ())


def _aspect(key: str, title: str, points: float = 1) -> Criterion:
    return Criterion(key, title, f"Look again: {title}", points)


KEPT = _aspect(UNCHANGED, "The arguments are left as they were.")

TOPIC = Topic(
    ASSIGNMENT,
    (
        _exercise(
            "update_moments",
            (
                _aspect("first", "`v` is the running mean of the gradients.", 2),
                _aspect("second", "`s` is the running mean of the squared gradients.", 2),
                KEPT,
            ),
            (
                Mistake(
                    "not squared",
                    "The second moment, `s`, is a mean of the gradients, not of their squares.",
                    _nothing,
                    ("second",),
                ),
                Mistake(
                    "betas swapped",
                    "`beta1` and `beta2` have changed places: `beta1` belongs to `v`.",
                    _nothing,
                    ("first", "second"),
                ),
            ),
        ),
        _exercise(
            "adam_step",
            (
                _aspect("update", "Each weight moves against its corrected first moment.", 3),
                _aspect("correction", "Both moments are corrected for their start at zero.", 3),
                _aspect("epsilon", "`epsilon` is added outside the square root.", 2),
                _aspect("state", "The moments that are returned are not corrected.", 2),
                KEPT,
            ),
            (
                Mistake(
                    "epsilon inside the root",
                    "`epsilon` stands inside the square root; in Adam it is added to the root.",
                    _nothing,
                    ("epsilon",),
                ),
                Mistake(
                    "no correction",
                    "The moments are used as they are: divide each by one minus its beta to the t.",
                    _nothing,
                    ("correction",),
                ),
                Mistake(
                    "corrected moments kept as state",
                    "What is returned as state is corrected, so the next step corrects it again.",
                    _nothing,
                    ("state",),
                ),
            ),
        ),
    ),
    (
        Question(
            "why_correct",
            "Why are Adam's moments divided by one minus beta to the t?",
            "b",
            "They start at zero.",
            {
                "a": "The sum of the weights is not the correction; the division by it is.",
                "c": "The learning rate has nothing to do with it.",
            },
        ),
    ),
    training_probe="adam",
)


def grade_outcomes(exercise: Exercise, *mistakes: str) -> Verdict:
    """The verdict on the exercise written with these mistakes."""
    made = [one for one in exercise.mistakes if one.name in mistakes]
    lost = {key for one in made for key in one.fails}
    rows = tuple(
        Row(
            criterion.title,
            criterion.key not in lost,
            (criterion.hint,) if criterion.key in lost else (),
            criterion.key,
            0.0 if criterion.key in lost else float(criterion.points),
            float(criterion.points),
        )
        for criterion in exercise.criteria
    )
    points = sum(row.points or 0.0 for row in rows)
    return Verdict(
        exercise.name,
        f"{exercise.name}: {points:g} of {exercise.points:g} points.",
        rows,
        tuple(one.hint for one in made),
        tuple(one.name for one in made),
        points,
        float(exercise.points),
    )


def unwritten(exercise: Exercise) -> Verdict:
    """The verdict on a function that is not there."""
    return Verdict(
        exercise.name, f"{exercise.name}: not written yet.", points=0.0, out_of=exercise.points
    )


def answered(question: Question, choice: str) -> Verdict:
    """The verdict on an answer."""
    right = choice == question.answer
    why = question.why_right if right else question.why_wrong[choice]
    points = question.points if right else 0.0
    row = Row(question.title, right, (why,), "answer", points, question.points)
    return Verdict(
        question.name, question.name, (row,), (), (), points, question.points, answer=choice
    )


@dataclass(frozen=True)
class Submission:
    """What one student's graded notebook will say."""

    verdicts: Mapping[str, Verdict]
    training_probe: Sequence[float | None] | None = None
    incidents: tuple[str, ...] = ()
    unread: bool = False
    reflection: str = "Adam has **two** moments: $v$ and $s$."
    reflection_mark: float | None = 2.0
    extra_cells: tuple[Any, ...] = ()


def right_work(**changes: Any) -> Submission:
    """A submission in which everything is right."""
    moments, step = TOPIC.exercises
    verdicts = {
        moments.name: grade_outcomes(moments),
        step.name: grade_outcomes(step),
        "why_correct": answered(TOPIC.questions[0], "b"),
    }
    verdicts |= changes.pop("verdicts", {})
    return replace(Submission(verdicts, training_probe=curve()), **changes)


def curve(factor: float = 1.0, steps: int = 120) -> list[float]:
    """A cost history that falls from about 0.7 to about 0.05."""
    noise = np.random.default_rng(7).normal(0.0, 0.08, steps)
    return [
        float(c) for c in factor * (0.05 + 0.65 * np.exp(-np.arange(steps) / 22)) * np.exp(noise)
    ]


GRADED = """check("{name}")
### BEGIN HIDDEN TESTS
from grader_tests import grade

grade("{name}")
### END HIDDEN TESTS"""


@dataclass
class FakeClass:
    """Writes a course folder for `ASSIGNMENT`; None as a submission stands for none."""

    course: Path
    course_id: str = "optimization"
    autograded: str = "autograded"
    topic: Topic = field(default_factory=lambda: TOPIC)

    @property
    def db_url(self) -> str:
        """Where the gradebook is."""
        return f"sqlite:///{self.course / 'gradebook.db'}"

    def write(self, submissions: Mapping[str, Submission | None]) -> None:
        """Writes the gradebook and the graded notebooks."""
        start_no_program()
        with Gradebook(self.db_url, self.course_id) as gradebook:
            gradebook.add_assignment(ASSIGNMENT)
            gradebook.add_notebook(ASSIGNMENT, ASSIGNMENT)
            for item in self.topic.items:
                self._add(gradebook, "grade", f"check-{item.name}", float(item.points))
                self._add(gradebook, "solution", item.name)
            self._add(gradebook, "grade", "reflection", 3.0, cell_type="markdown")
            self._add(gradebook, "solution", "reflection")
            for student, submission in submissions.items():
                gradebook.add_student(student)
                if submission is not None:
                    self._write_one(gradebook, student, submission)
            gradebook.db.commit()

    def _add(
        self, gradebook: Any, kind: str, name: str, points: float = 0.0, cell_type: str = "code"
    ) -> None:
        if kind == "grade":
            gradebook.add_grade_cell(
                name, ASSIGNMENT, ASSIGNMENT, max_score=points, cell_type=cell_type
            )
        else:
            gradebook.add_solution_cell(name, ASSIGNMENT, ASSIGNMENT)

    def _write_one(self, gradebook: Any, student: str, submission: Submission) -> None:
        gradebook.add_submission(ASSIGNMENT, student)
        for name, verdict in submission.verdicts.items():
            grade = gradebook.find_grade(f"check-{name}", ASSIGNMENT, ASSIGNMENT, student)
            grade.auto_score, grade.needs_manual_grade = verdict.points, False
        reflection = gradebook.find_grade("reflection", ASSIGNMENT, ASSIGNMENT, student)
        reflection.manual_score = submission.reflection_mark
        reflection.needs_manual_grade = submission.reflection_mark is None
        self.write_notebook(student, notebook_of(submission))

    def path(self, student: str) -> Path:
        """The student's graded notebook."""
        return self.course / self.autograded / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

    def write_notebook(self, student: str, notebook: Any) -> None:
        """Puts the notebook where grading does."""
        path = self.path(student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")


def notebook_of(submission: Submission, *, sanitized: bool = False) -> Any:
    """The graded notebook; `sanitized` as the grading pipeline leaves it."""
    cells = [*submission.extra_cells]
    for name, verdict in submission.verdicts.items():
        cells.append(_cell(name, f"def {name}(): ...", solution=True))
        graded = _cell(f"check-{name}", GRADED.format(name=name), grade=True, points=verdict.out_of)
        graded.outputs = [
            new_output("display_data", data={"text/html": verdict.html(), "text/plain": ""}),
            new_output("execute_result", data={"text/plain": f"{verdict.points:g}"}),
        ]
        graded.metadata["optimization_course"] = {"verdict": verdict.to_json()}
        cells.append(graded)
    reflection = new_markdown_cell(submission.reflection, id="reflection")
    reflection.metadata["nbgrader"] = _nbgrader("reflection", grade=True, solution=True, points=3)
    notebook = new_notebook(cells=[*cells, reflection])
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    notebook.metadata["optimization_course"] = {
        "training_probe": submission.training_probe,
        "incidents": list(submission.incidents),
        "unread": submission.unread,
    }
    if sanitized:
        for cell in notebook.cells:
            sanitize_cell(cell)
    return notebook


def _cell(name: str, source: str, **roles: Any) -> Any:
    cell = new_code_cell(source, id=name)
    cell.metadata["nbgrader"] = _nbgrader(name, **roles)
    return cell


def _nbgrader(
    name: str, *, grade: bool = False, solution: bool = False, points: float | None = None
) -> dict[str, Any]:
    own: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": name,
        "grade": grade,
        "solution": solution,
        "locked": grade and not solution,
        "task": False,
    }
    return own | ({} if points is None else {"points": points})
