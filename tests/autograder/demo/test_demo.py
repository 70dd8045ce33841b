"""The made-up class is what it claims to be, and the demo notices a wrong mark."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from judging import judged
from nbgrader.api import Gradebook
from report_numbers import expected, shown_in, unnamed_groups

from autograder.course.folder import Course
from autograder.demo import run
from autograder.demo.checks import differences, hints_of, missing_hints, wrong_marks, wrong_names
from autograder.demo.solutions import find_solution, has_form, read_toml, replaced_once
from autograder.demo.students import Student, Work, the_class
from autograder.errors import CourseError
from autograder.grading.job import Identity, Job, Settings
from autograder.grading.submission import grade_submission
from autograder.notebook.rebuild import skeleton_of
from autograder.sandbox.limits import Limits
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import load_topic

ROOT = Path(__file__).resolve().parents[3]
CLASS = the_class()
STUDENTS = {student.name: student for student in CLASS}
WORK = [(student.name, assignment) for student in CLASS for assignment in student.work]
ASSIGNMENTS = list(dict.fromkeys(assignment for _, assignment in WORK))
"""What the class has handed in: some topics of the course, not all."""

AT_LEAST = {
    "ewa": {
        "ewa": "swapped starts_from_first fed_back moving_mean truncates",
        "bias_correct": "swapped t_from_zero beta_times_t averages_again truncates",
        "ewa_from_first": "swapped starts_from_zero truncates",
        "ewa_weights": "swapped",
    },
    "adam": {
        "update_moments": "betas_swapped not_squared",
        "correct_moments": "not_corrected only_v_corrected only_s_corrected t_one_more t_one_less "
        "correction_betas_swapped times_t",
        "adam_step": "not_corrected only_v_corrected only_s_corrected epsilon_hat epsilon_inside "
        "t_one_more t_one_less corrected_state all_betas_swapped not_squared times_t",
    },
}
"""The mistakes that the course's outline asks for, in each function where they can be made."""

KINDS_MADE = {
    "ewa": 13,
    "bias_correct": 12,
    "ewa_from_first": 8,
    "ewa_weights": 8,
    "averaging_window": 6,
    "ewa_with_gaps": 4,
    "update_moments": 19,
    "correct_moments": 18,
    "adam_step": 23,
    "adamw_step": 4,
}
"""How many different known mistakes the class makes in each function. Thirty students cannot make
all that are known; test_registry tries each of those."""

UNNAMED = {
    "averaging_window": (
        ("one_percent_left", "one_percent_left_and_tested"),
        ("root_of_window",),
        ("half_life",),
    ),
    "bias_correct": (
        ("root_of_squares", "root_of_squares_in_a_loop"),
        ("pulled_to_the_mean",),
    ),
}
"""Wrong answers that no known mistake explains: five kinds, two of them written in two ways."""


def released(assignment: str) -> str:
    source = ROOT / "notebooks" / assignment / f"{assignment}.ipynb"
    return skeleton_of(source.read_text("utf-8"))


def handed_in(student: Student, assignment: str) -> dict[str, Any]:
    data = student.hand_in(assignment, released(assignment))
    assert data is not None
    return dict(json.loads(data))


def made(assignment: str, function: str) -> set[str]:
    works = [student.work[assignment] for student in CLASS if assignment in student.work]
    return {name for work in works for name in work.mistakes(function)}


def test_there_are_thirty_students_with_names_of_their_own() -> None:
    assert len({student.name for student in CLASS}) == len(CLASS) == 30
    assert all(student.name.isascii() and student.name.islower() for student in CLASS)


def test_there_are_cheats_good_students_and_students_with_no_marks_at_all() -> None:
    assert sum(student.cheats for student in CLASS) == 3
    shares = []
    for name, assignment in WORK:
        items = load_topic(assignment).items
        earned = sum(STUDENTS[name].earns()[assignment].values())
        shares.append(earned / sum(item.points for item in items))
    assert min(shares) == 0
    assert sum(share == 1 for share in shares) >= 8
    assert sum(0.3 < share < 0.8 for share in shares) >= 15


@pytest.mark.parametrize(
    ("assignment", "function"), [(a, f) for a, functions in AT_LEAST.items() for f in functions]
)
def test_each_mistake_of_the_outline_is_made(assignment: str, function: str) -> None:
    assert set(AT_LEAST[assignment][function].split()) <= made(assignment, function)


@pytest.mark.parametrize(
    ("assignment", "exercise"),
    [(a, e) for a in ASSIGNMENTS for e in load_topic(a).exercises],
    ids=lambda one: getattr(one, "name", one),
)
def test_known_mistakes_are_made(assignment: str, exercise: Exercise) -> None:
    own = made(assignment, exercise.name)
    assert own <= {mistake.name for mistake in exercise.mistakes}
    assert len(own) == KINDS_MADE[exercise.name]


@pytest.mark.parametrize(
    ("function", "ways"), [(f, ways) for f, kinds in UNNAMED.items() for ways in kinds]
)
def test_an_answer_without_a_name_earns_nothing_and_is_told_no_mistake(
    function: str, ways: tuple[str, ...]
) -> None:
    topic = load_topic("ewa")
    exercise = topic.find(function)
    assert isinstance(exercise, Exercise)
    cells = nbformat.reads(released("ewa"), as_version=4).cells
    stub = next(cell.source for cell in cells if cell.id == function)
    results = []
    for way in ways:
        namespace: dict[str, Any] = {"np": np}
        stub = next(
            c["source"] for c in json.loads(released("ewa"))["cells"] if c["id"] == function
        )
        exec(find_solution(topic, exercise, way).written_into("".join(stub)), namespace)
        for seed in range(3):
            verdict = judged(exercise, namespace[function], seed)
            assert (verdict.points, verdict.mistakes) == (0, ()), verdict.text()
        results.append(namespace[function](*exercise.examples[0].calls[0].args))
    for result in results:
        np.testing.assert_allclose(result, results[0])


def test_each_wrong_answer_is_given() -> None:
    for assignment in ASSIGNMENTS:
        named = [s.named()[assignment] for s in CLASS if assignment in s.work]
        for question in load_topic(assignment).questions:
            given = set[str]().union(*(cells[f"check-{question.name}"] for cells in named))
            assert {*question.why_wrong} <= given


def test_some_mistakes_are_combined_and_some_inherited() -> None:
    combined = [
        (name, exercise.name)
        for name, assignment in WORK
        for exercise in load_topic(assignment).exercises
        if len(STUDENTS[name].work[assignment].mistakes(exercise.name)) == 2
    ]
    assert len(combined) >= 5
    yael = STUDENTS["yael"]
    assert yael.named()["adam"]["check-adam_step"] == {"not_squared"}
    assert yael.work["adam"].data["adam_step"] == "reuse"


def test_reflections_differ_and_some_are_missing() -> None:
    texts = [student.work[a].data.get("reflection") for student in CLASS for a in student.work]
    written = [text for text in texts if text]
    assert len(set(written)) == len(written) >= 40
    assert len(texts) - len(written) >= 5


def test_nothing_in_the_data_is_unused() -> None:
    for assignment in ASSIGNMENTS:
        used = set(_solutions_used(assignment))
        for exercise in load_topic(assignment).exercises:
            names = read_toml("broken").get(exercise.name, {}).keys()
            unused = {name for name in names if (exercise.name, name) not in used}
            assert not unused, f"nobody writes {exercise.name} as {unused}"
    used_extras = {
        e for student in CLASS for w in student.work.values() for e in w.data.get("extras", ())
    }
    assert used_extras == read_toml("extras").keys()


def _solutions_used(assignment: str) -> Iterator[tuple[str, str]]:
    for student in CLASS:
        if assignment not in student.work:
            continue
        work = student.work[assignment]
        for exercise in work.topic.exercises:
            own = work.data.get(exercise.name)
            if own is None:
                styles = work.data.get("style", "").split(", ")
                own = next((style for style in styles if has_form(exercise, style)), None)
            first_try = work.data.get("first_try", {}).get(exercise.name)
            for name in filter(None, (own, first_try)):
                yield exercise.name, name
                form = read_toml("broken").get(exercise.name, {}).get(name, {}).get("form")
                if form:
                    yield exercise.name, form


def test_every_style_that_a_student_names_is_used() -> None:
    for name, assignment in WORK:
        work = STUDENTS[name].work[assignment]
        functions = [e for e in work.topic.exercises if e.name not in work.data]
        for style in filter(None, work.data.get("style", "").split(", ")):
            rest = [exercise for exercise in functions if has_form(exercise, style)]
            assert rest, f"{name}, {assignment}: {style}"
            functions = [f for f in functions if f not in rest]


@pytest.mark.parametrize("text", ["nothing here", "twice a a"])
def test_an_edit_that_does_not_apply_just_once_is_refused(text: str) -> None:
    assert replaced_once("once a", "a", "b") == "once b"
    with pytest.raises(ValueError, match="times"):
        replaced_once(text, " a", "b")


def test_mistakes_combine_as_edits_of_one_text() -> None:
    topic = load_topic("ewa")
    exercise = topic.find("ewa")
    assert isinstance(exercise, Exercise)
    both = find_solution(topic, exercise, "swapped + starts_from_first")
    assert both.mistakes == ("swapped", "starts_from_first")
    assert both.works
    for name in both.mistakes:
        assert find_solution(topic, exercise, name).body != both.body


def test_a_setting_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = {"amara": {"ewa": {"style": "loop", "bias_corect": "last_t"}}}
    monkeypatch.setattr("autograder.demo.students.read_toml", lambda name: data)
    with pytest.raises(ValueError, match=r"amara.*bias_corect"):
        the_class()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "assignment"), WORK)
def test_what_is_written_has_just_the_mistakes_that_it_is_said_to_have(
    name: str, assignment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work = STUDENTS[name].work[assignment]
    if "file" in work.data:
        return
    data = {key: value for key, value in work.data.items() if key != "extras"}
    notebook = handed_in(Student(name, False, {assignment: Work(work.topic, data)}), assignment)
    functions = {exercise.name: exercise for exercise in work.topic.exercises}
    namespace: dict[str, Any] = {"np": np}
    for cell in notebook["cells"]:
        function = cell["id"].removeprefix("for-")
        solution = work.solution(function) if function in functions else None
        if solution and solution.works:
            exec(cell["source"].removesuffix(solution.below), namespace)
    for exercise in functions.values():
        if work.works(exercise.name):
            for seed in range(3):
                verdict = judged(exercise, namespace[exercise.name], seed)
                cell = f"check-{exercise.name}"
                assert verdict.points == work.earns()[cell], verdict.text()
                assert set(verdict.mistakes) == work.named()[cell], verdict.text()


def test_stubs_earn_nothing_and_neither_does_what_uses_them() -> None:
    bjorn = STUDENTS["bjorn"]
    assert bjorn.work["adam"].solution("correct_moments") is None
    assert bjorn.earns()["adam"]["check-correct_moments"] == 0
    assert bjorn.earns()["adam"]["check-adam_step"] == 0
    stub = [c["source"] for c in handed_in(bjorn, "adam")["cells"] if c["id"] == "correct_moments"]
    assert "raise NotImplementedError" in stub[0]


@pytest.mark.parametrize(("name", "assignment"), WORK)
def test_a_notebook_handed_in_is_one_that_jupyter_could_have_saved(
    name: str, assignment: str
) -> None:
    if "file" in STUDENTS[name].work[assignment].data:
        return
    notebook = handed_in(STUDENTS[name], assignment)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    nbformat.validate(notebook)
    assert "### BEGIN" not in json.dumps(
        [
            c["source"]
            for c in notebook["cells"]
            if c["id"] in {e.name for e in load_topic(assignment).exercises}
        ]
    )


def test_some_files_are_no_notebooks_and_some_are_missing() -> None:
    assert STUDENTS["lucia"].hand_in("adam", released("adam")) is None
    file = STUDENTS["jamal"].hand_in("ewa", released("ewa"))
    assert file is not None
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(file)
    assert set(STUDENTS["jamal"].earns()["ewa"].values()) == {0}


def test_a_deleted_cell_is_gone_and_a_copied_one_stands_twice() -> None:
    cells = handed_in(STUDENTS["hiroshi"], "ewa")["cells"]
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
    assert "check-ewa" not in names
    assert names.count("bias_correct") == 2
    copies = [
        c["source"]
        for c in cells
        if c["metadata"].get("nbgrader", {}).get("grade_id") == "bias_correct"
    ]
    assert copies[0] != copies[1]


def test_broken_cells_are_broken_as_they_say() -> None:
    sources = {c["id"]: c["source"] for c in handed_in(STUDENTS["nikos"], "ewa")["cells"]}
    with pytest.raises(SyntaxError):
        compile(sources["bias_correct"], "cell", "exec")
    compile(sources["ewa"], "cell", "exec")


@pytest.mark.processes
def test_a_trial_that_never_ends_below_a_function_costs_only_itself() -> None:
    paulo, skeleton = STUDENTS["paulo"], released("ewa")
    data = paulo.hand_in("ewa", skeleton)
    assert data is not None
    settings = Settings(limits=Limits(cell_seconds=1))
    graded = grade_submission(
        Job(Identity("paulo", "ewa"), data, None, skeleton, b"s" * 32, settings)
    )
    assert paulo.earns()["ewa"]["check-averaging_window"] == 2
    assert graded.points == sum(paulo.earns()["ewa"].values())
    assert "`while weight > today / np.e:` was stopped" in graded.notebook


def test_an_array_that_equals_everything_is_still_what_was_passed_in() -> None:
    assert STUDENTS["soren"].named()["ewa"]["check-ewa"] == {"always_an_argument"}
    assert STUDENTS["soren"].earns()["ewa"]["check-ewa"] == 0
    assert "what it was given" in hints_of("ewa", "ewa", "always_an_argument")[0]


@pytest.mark.processes
def test_who_reads_the_disk_would_gain_by_it_if_there_were_no_walls() -> None:
    giulia = STUDENTS["giulia"]
    skeleton = released("ewa")
    data = giulia.hand_in("ewa", skeleton)
    assert data is not None
    settings = Settings(confined=False)
    job = Job(Identity("giulia", "ewa"), data, None, skeleton, b"s" * 32, settings)
    assert grade_submission(job).points > sum(giulia.earns()["ewa"].values())


IN_ONE_PROCESS = """
import json, sys
namespace = {}
for source in json.load(sys.stdin):
    exec(source, namespace)
from grader_tests import grade
print("points:", grade("ewa", namespace))
"""


@pytest.mark.processes
def test_who_patches_the_checks_would_gain_by_it_where_they_run_in_the_same_process() -> None:
    soren = STUDENTS["soren"]
    assert soren.earns()["ewa"]["check-ewa"] == 0
    cells = [c for c in handed_in(soren, "ewa")["cells"] if c["cell_type"] == "code"]
    sources = [c["source"] for c in cells if c["id"] in ("imports", "own-imports", "ewa")]
    run = subprocess.run(
        [sys.executable, "-c", IN_ONE_PROCESS],
        input=json.dumps(sources), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert "points: 7.0" in run.stdout, run.stderr


def test_differences_are_said_in_sentences() -> None:
    earned, given = {"check-a": 2.0, "check-b": 1.0}, {"check-a": 2.0, "check-b": 0.0}
    assert list(wrong_marks("mei, ewa", earned, earned)) == []
    assert list(wrong_marks("mei, ewa", earned, given)) == [
        "mei, ewa, check-b: earned 1, was given 0.0."
    ]
    assert len(list(wrong_marks("mei, ewa", earned, {}))) == 2
    names = {"check-a": {"swapped"}, "check-b": set[str]()}
    assert list(wrong_names("mei, ewa", names, names)) == []
    assert list(wrong_names("mei, ewa", names, {**names, "check-b": {"list"}})) == [
        "mei, ewa, check-b: made no known mistake, was told list."
    ]


def test_a_hint_counts_as_shown_whatever_its_markup() -> None:
    names = {"check-ewa": {"swapped"}, "check-larger_beta": {"d"}}
    [first], [second] = hints_of("ewa", "ewa", "swapped"), hints_of("ewa", "larger_beta", "d")
    page = first.replace("`beta`", "<code>beta</code>").replace(" the ", "\n  the ")
    assert list(missing_hints("mei, ewa", "ewa", names, page + second.replace("'", "&#39;"))) == []
    assert list(missing_hints("mei, ewa", "ewa", names, page)) == [
        "mei, ewa, check-larger_beta: the feedback does not show the hint for d."
    ]


def test_the_demo_replaces_no_folder_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("important")
    with pytest.raises(CourseError, match="not from the demo"):
        run.run_demo(tmp_path, 1, True)
    assert (tmp_path / "thesis.tex").read_text() == "important"


class Boastful(Student):
    """Claims a point too many in one cell, and to have made no mistake there."""

    def earns(self) -> dict[str, dict[str, float]]:
        earned = super().earns()
        earned["ewa"]["check-ewa"] += 1
        return earned

    def named(self) -> dict[str, dict[str, set[str]]]:
        named = super().named()
        named["ewa"]["check-ewa"] = set()
        return named


@pytest.mark.longest
@pytest.mark.needs("landlock")
def test_the_demo_ends_with_all_marks_right_and_says_so_when_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "course"
    assert run.run_demo(folder, None, False)
    assert "Wrong" not in capsys.readouterr().out
    assert (folder / "report" / "index.html").exists()
    rows = (folder / "grades.csv").read_text("utf-8").splitlines()
    assert {row.split(",")[3] for row in rows[1:]} == STUDENTS.keys()

    course = Course(folder)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert list(differences(course, gradebook, CLASS)) == []
        shown = shown_in(folder / "report" / "index.html", folder / "notebooks")
        assert shown == {name: expected(gradebook, CLASS, name) for name in ("ewa", "adam")}
        assert unnamed_groups(folder / "report" / "index.html") == sorted(
            sorted(s.name for s in CLASS if "ewa" in s.work and s.work["ewa"].data.get(f) in ways)
            for f, kinds in UNNAMED.items()
            for ways in kinds
        )
        mei = STUDENTS["mei"]
        boast = Boastful(mei.name, mei.cheats, mei.work)
        others = [student for student in CLASS if student is not mei]
        assert len(list(differences(course, gradebook, [*others, boast]))) == 2
        page = folder / "feedback" / "mei" / "ewa" / "ewa.html"
        page.write_text(page.read_text("utf-8").replace("plain mean of the last", ""), "utf-8")
        assert list(differences(course, gradebook, CLASS)) == [
            "mei, ewa, check-ewa: the feedback does not show the hint for moving_mean."
        ]

    two = [STUDENTS["amara"], replace_work(boast, "ewa")]
    monkeypatch.setattr(run, "the_class", lambda: two)
    assert not run.run_demo(folder, None, False)
    said = " ".join(capsys.readouterr().out.split())
    assert "Wrong: mei, ewa, check-ewa: earned 3, was given 2.0." in said
    assert "Wrong: mei, ewa, check-ewa: made no known mistake, was told moving_mean." in said
    assert said.count("Wrong:") == 2


def replace_work(student: Student, assignment: str) -> Student:
    """The student with just one notebook."""
    return replace(student, work={assignment: student.work[assignment]})
