"""No attack earns a mark, learns a hidden value, or affects anybody else."""

from __future__ import annotations

import json

import numpy as np
import pytest
from attack import FOUND, FULL, Attack
from classes import ATTACKS, BY_NBGRADER, EVERYONE, HONEST, outputs
from course_folder import Folder

from autograder.course.secret import read_secret
from autograder.nbgrader_plugins.steps import write_feedback
from grader_tests.engine.grading import hidden_cases, seed_for
from grader_tests.engine.registry import load_topic

pytestmark = pytest.mark.needs("landlock")

WAYS = pytest.mark.parametrize("way", ["by_course", "by_nbgrader"])
GRADED = {"by_course": EVERYONE, "by_nbgrader": BY_NBGRADER}
EACH = pytest.mark.parametrize(
    ("way", "attack"),
    [(way, attack) for way, attacks in GRADED.items() for attack in attacks],
    ids=lambda value: getattr(value, "name", value),
)


@pytest.fixture
def graded(request: pytest.FixtureRequest, way: str) -> Folder:
    folder: Folder = request.getfixturevalue(way)
    return folder


@EACH
def test_everyone_has_exactly_the_marks_that_the_honest_part_earns(
    graded: Folder, attack: Attack
) -> None:
    assert graded.scores("ewa")[attack.name] == attack.earns


@WAYS
@pytest.mark.parametrize("student", HONEST)
def test_honest_neighbours_have_full_marks(graded: Folder, student: str) -> None:
    assert graded.scores("ewa")[student] == FULL
    assert (
        graded.root / "submitted" / "zz-honest" / "ewa" / "victim.txt"
    ).read_text() == "my notes"


@EACH
def test_nothing_is_found(graded: Folder, attack: Attack) -> None:
    text = outputs(graded, attack.name)
    assert FOUND not in text, text[text.index(FOUND) :][:300]


def hidden_numbers(folder: Folder, student: str) -> set[str]:
    """The first digits of every number in the student's hidden cases, as it would be printed."""
    secret = read_secret(folder.root)
    found = set()
    for exercise in load_topic("ewa").exercises:
        for case in hidden_cases(exercise, seed_for(secret, student, "ewa", exercise.name)):
            for one in case.calls:
                for value in (*one.args, *one.kwargs.values()):
                    for number in np.ravel(np.asarray(value, dtype=float))[:20].tolist():
                        if len(repr(number)) > 12:
                            found.add(repr(number)[:10])
    assert len(found) > 50
    return found


@WAYS
@pytest.mark.parametrize(
    "attack", [a for a in ATTACKS if "hidden input" in a.what], ids=lambda attack: attack.name
)
def test_no_hidden_number_is_in_the_graded_notebook_or_the_feedback(
    graded: Folder, way: str, attack: Attack
) -> None:
    texts = [outputs(graded, attack.name)]
    if way == "by_course":
        write_feedback(graded.course, "ewa", attack.name)
        [page] = (graded.root / "feedback" / attack.name / "ewa").glob("*.html")
        texts.append(page.read_text("utf-8"))
    for number in hidden_numbers(graded, attack.name):
        digits = number.replace(".", "_")
        assert not any(number in text or digits in text for text in texts), number


@pytest.mark.parametrize("student", ["surrogates", "odd-metadata", "many-cells", "not-json"])
def test_feedback_is_written_and_shows_no_hidden_test(by_course: Folder, student: str) -> None:
    write_feedback(by_course.course, "ewa", student)
    [page] = (by_course.root / "feedback" / student / "ewa").iterdir()
    text = page.read_text("utf-8")
    assert "grader_tests" not in text
    assert FOUND not in text


@WAYS
def test_no_submitted_file_but_the_notebook_goes_further(graded: Folder, way: str) -> None:
    names = {
        str(path.relative_to(graded.root / "autograded"))
        for path in (graded.root / "autograded").rglob("*")
        if not path.is_dir()
    }
    everyone = {*HONEST, *(attack.name for attack in GRADED[way])}
    assert names == {f"{name}/ewa/ewa.ipynb" for name in everyone}


@WAYS
def test_graded_notebooks_are_valid_and_of_sane_size(graded: Folder) -> None:
    for path in (graded.root / "autograded").rglob("*.ipynb"):
        assert path.stat().st_size < 25_000_000, path
        json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("student", "sentence"),
    {
        "loops": "was stopped after 2 seconds of computing: probably an endless loop",
        "ends-the-process": "ended the whole Python process (exit status 0)",
        "crashes": "ended the whole Python process (signal 11)",
        "sleeps": "was stopped after 10 seconds, in which it waited",
        "starts-threads": "it started too many threads",
        "fills-the-disk": "it filled its scratch folder",
        "not-json": "it is cut off at the end",
        "huge": "a notebook may have at most 20000000",
        "link-instead": "it is a link, a folder or a device, not a regular file",
        "pipe-instead": "it is a link, a folder or a device, not a regular file",
        "folder-instead": "it is a link, a folder or a device, not a regular file",
        "folder-is-a-link": "it is a link, a folder or a device, not a regular file",
        "loops-when-called": "A hidden case exceeded its time limit",
        "returns-too-much": "used more memory than is available",
        "syntax-inside": "syntax error in line",
    }.items(),
)
def test_what_happened_is_said(by_course: Folder, student: str, sentence: str) -> None:
    assert sentence in outputs(by_course, student)


def test_a_second_run_has_nothing_to_do(by_course: Folder) -> None:
    notebooks = (by_course.root / "autograded").glob("*/ewa/ewa.ipynb")
    before = {p: p.stat().st_mtime_ns for p in notebooks if "gradebook-instead" not in p.parts}
    done = by_course.course_command("grade")
    assert done.returncode == 0, done.stderr[-2_000:]
    assert "Graded before, and unchanged" in done.stdout
    assert before == {p: p.stat().st_mtime_ns for p in before}
