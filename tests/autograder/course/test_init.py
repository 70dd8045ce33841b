"""A new course folder: from an empty folder to marks, without ever overwriting a file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from course_folder import (
    PATIENCE,
    ROOT,
    Folder,
    machine_points,
    set_source,
    source_of,
    without_markers,
)
from traitlets.config import Config
from typer.testing import CliRunner
from warm_commands import warm

from autograder.commands.app import app
from autograder.course.folder import Course, language_of_course
from autograder.course.made_from import FOLDER as MADE_FROM
from autograder.errors import CourseError
from autograder.handout.new_course import init_course, make_course
from autograder.nbgrader_plugins.autograde import Grade
from autograder.nbgrader_plugins.explain_answers import ExplainAnswers
from grader_tests.engine.registry import names

WRITTEN = ["README.md", ".gitignore", "nbgrader_config.py", "notebooks", MADE_FROM]


def course(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command, as somebody types it in a folder."""
    return warm().run("autograder", words, cwd, PATIENCE)


def hand_in(folder: Path, student: str, notebook: bytes, assignment: str = "ewa") -> None:
    path = folder / student / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(notebook)


def hand_in_a_class(folder: Path) -> float:
    """Four students' work, with no course in sight; what full marks are."""
    source = json.loads((ROOT / "notebooks" / "ewa" / "ewa.ipynb").read_text("utf-8"))
    most = machine_points(source)
    for cell in source["cells"]:
        cell["source"] = without_markers(source_of(cell))
    hand_in(folder, "ana", json.dumps(source).encode())
    set_source(source, "bias_correct", "def bias_correct(v, beta):\n    return v")
    hand_in(folder, "ben", json.dumps(source).encode())
    hand_in(folder, "chen", b"no notebook")
    hand_in(folder, "dora", json.dumps({**source, "cells": []}).encode())
    return most


def points(folder: Folder) -> dict[str, float]:
    scores = folder.scores("ewa")
    return {who: sum(score or 0 for score in cells.values()) for who, cells in scores.items()}


def everything_in(folder: Path) -> dict[str, bytes | None]:
    paths = sorted(folder.rglob("*"))
    return {str(path): path.read_bytes() if path.is_file() else None for path in paths}


@pytest.mark.slow
@pytest.mark.needs("landlock")
@pytest.mark.parametrize("where", ["elsewhere", "in the course folder"])
def test_a_folder_of_submissions_is_graded_by_three_commands(tmp_path: Path, where: str) -> None:
    mine = Folder(tmp_path / "optimization")
    elsewhere = where == "elsewhere"
    work = tmp_path / "Handed in (all)" if elsewhere else mine.root / "submitted"
    most = hand_in_a_class(work)
    as_it_was = everything_in(work)
    words = ["--submissions", work.name] if elsewhere else []

    done = course("init", "optimization", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (
        f"Released, because it was handed in: ewa. Next: cd {mine.root} && course grade"
        in done.stdout
    )
    done = course("grade", cwd=mine.root)
    assert done.returncode == 0, done.stderr
    done = course("report", cwd=mine.root)
    assert done.returncode == 0, done.stderr

    found = points(mine)
    assert found.keys() == {"ana", "ben", "chen", "dora"}
    assert found["ana"] == most
    assert 0 < found["ben"] < most
    assert found["chen"] == found["dora"] == 0
    assert "ben" in (mine.root / "report" / "index.html").read_text("utf-8")
    assert everything_in(work) == as_it_was


@pytest.mark.slow
@pytest.mark.needs("landlock")
def test_nbgraders_own_commands_find_submissions_that_lie_elsewhere(tmp_path: Path) -> None:
    work, mine = tmp_path / "handed-in", Folder(tmp_path / "optimization")
    most = hand_in_a_class(work)
    init_course(mine.root, ["ewa"], work)
    for words in (["autograde", "ewa"], ["generate_feedback", "ewa"]):
        done = mine.nbgrader(*words)
        assert done.returncode == 0, done.stderr
    assert points(mine)["ana"] == most
    assert (mine.root / "feedback" / "ben" / "ewa" / "ewa.html").exists()


def test_work_in_the_wrong_place_elsewhere_is_named(tmp_path: Path) -> None:
    work = tmp_path / "handed-in"
    hand_in(work, "ana", b"{}")
    hand_in(work, "ana", b"{}", "ewwa")
    mine = make_course(tmp_path / "mine", ["ewa"], work)
    assert mine.misplaced() == [
        "Ignored: handed-in/ana/ewwa. Submissions belong in "
        "handed-in/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb; assignments are ewa."
    ]


@pytest.mark.processes
def test_it_is_a_course_with_the_notebooks_that_were_chosen(tmp_path: Path) -> None:
    done = course("init", "a/b", "adam", "ewa/", "adam", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    root = tmp_path / "a" / "b"
    assert f"Made the course folder {root}, with 2 notebooks." in done.stdout
    assert f"Next: cd {root} && course bundle adam" in done.stdout
    assert sorted(path.name for path in root.iterdir()) == sorted(WRITTEN)
    assert Course(root).assignments() == ["ewa", "adam"]
    for name in ("ewa", "adam"):
        path = f"notebooks/{name}/{name}.ipynb"
        assert (root / path).read_bytes() == (ROOT / path).read_bytes()
    assert root.stat().st_mode & 0o777 == 0o700


def test_without_a_choice_it_has_all_notebooks(tmp_path: Path) -> None:
    assert sorted(init_course(tmp_path, []).assignments) == sorted(names())
    assert sorted(Course(tmp_path).assignments()) == sorted(names())


@pytest.mark.processes
@pytest.mark.parametrize("name", [*WRITTEN[:3], "notebooks/ewa"])
def test_it_overwrites_nothing_and_then_writes_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("# mine: autograder.nbgrader_settings\n", "utf-8")
    (tmp_path / "thesis.tex").write_text("important", "utf-8")
    if name == "nbgrader_config.py":
        (tmp_path / "notebooks" / "ewa").mkdir(parents=True)
    before = everything_in(tmp_path)
    done = course("init", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 2
    assert "so nothing was written. Move it away, or name another" in done.stderr
    assert (name if name != "nbgrader_config.py" else "notebooks/ewa") in done.stderr
    assert everything_in(tmp_path) == before


@pytest.mark.processes
def test_notebooks_are_added_later_and_settings_stay(tmp_path: Path) -> None:
    make_course(tmp_path, ["ewa"])
    config = tmp_path / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + "c.Grade.experiments = True\n", "utf-8")
    (tmp_path / "README.md").write_text("my own notes", "utf-8")
    before = everything_in(tmp_path)
    done = course("init", str(tmp_path), "adam", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"Added adam to the course in {tmp_path}." in done.stdout
    after = everything_in(tmp_path)
    assert {name: after[name] for name in before} == before
    assert Course(tmp_path).assignments() == ["ewa", "adam"]


def a_course(folder: Path) -> Path:
    return make_course(folder, ["ewa"]).root


def a_file(folder: Path) -> Path:
    folder.write_text("no folder")
    return folder


def of_another_kind(folder: Path) -> Path:
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    return folder


def returns_none(folder: Path) -> Path:
    return folder


def other_work(folder: Path) -> Path:
    hand_in(folder, "ana", b"{}", "homework1")
    return folder


@pytest.mark.processes
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_file, "cannot become a course folder"),
        (of_another_kind, "is an nbgrader course of another kind"),
        (a_course, "is already a course folder, so nothing was written. Its nbgrader_config.py"),
    ],
)
def test_a_place_that_will_not_do_is_refused_in_words(
    tmp_path: Path, make: object, said: str
) -> None:
    assert callable(make)
    hand_in(tmp_path / "handed-in", "ana", b"{}")
    place = make(tmp_path / "place")
    before = everything_in(tmp_path)
    done = course("init", "place", "ewa", "--submissions", "handed-in", cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert str(place.name) in done.stderr
    assert "Traceback" not in done.stderr
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (returns_none, "There is no folder"),
        (other_work, "has no submissions to ewa, so nothing was written."),
        (a_course, "is a course folder, so nothing was written."),
    ],
)
def test_submissions_that_will_not_do_are_refused_in_words(
    tmp_path: Path, make: object, said: str
) -> None:
    assert callable(make)
    work = make(tmp_path / "handed-in")
    with pytest.raises(CourseError, match=re.escape(f"{work} {said}"[-len(said) :])):
        init_course(tmp_path / "mine", ["ewa"], work)
    assert not (tmp_path / "mine").exists()


def test_a_course_may_keep_its_folders_elsewhere(tmp_path: Path) -> None:
    root = tmp_path / "mine"
    config = make_course(root, ["momentum"]).root / "nbgrader_config.py"
    (root / "notebooks").rename(root / "lessons")
    with config.open("a") as file:
        file.write('c.CourseDirectory.source_directory = "lessons"\n')
        file.write('c.CourseDirectory.submitted_directory = "handed-in"\n')
    assert init_course(root, ["ewa"]).assignments == ["ewa"]
    assert not (root / "notebooks").exists()
    assert Course(root).assignments() == ["ewa", "momentum"]
    with pytest.raises(CourseError, match=re.escape(f"submissions: {root / 'handed-in'}.")):
        init_course(tmp_path / "other", ["ewa"], root)


def test_an_assignment_that_there_is_not_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="There is no assignment 'adma'"):
        init_course(tmp_path / "mine", ["adma"])
    assert not (tmp_path / "mine").exists()


def test_a_grader_without_its_notebooks_says_where_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.course.checkout.CHECKOUT", tmp_path)
    with pytest.raises(CourseError, match="Clone the course, and install it from there"):
        init_course(tmp_path / "mine", ["ewa"])


def settings_of(root: Path) -> dict[str, Config]:
    """The settings in nbgrader_config.py that are commented out, turned on: line -> all of them."""
    path = root / "nbgrader_config.py"
    text = path.read_text("utf-8")
    found = {}
    for line in re.findall(r"^# (c\.\w+\.\w+ = .*)$", text, re.MULTILINE):
        path.write_text(text.replace(f"# {line}", line), "utf-8")
        found[line] = Course(root).config
    path.write_text(text, "utf-8")
    return found


def test_each_setting_that_is_commented_out_is_one_that_counts(tmp_path: Path) -> None:
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.plugins import LateSubmissionPlugin

    made = make_course(tmp_path, ["ewa"])
    configurable = (CourseDirectory, LateSubmissionPlugin, Grade, ExplainAnswers)
    classes = {c.__name__: c for c in configurable}
    found = settings_of(tmp_path)
    assert len(found) == 11
    language = found.pop('c.OptimizationCourse.language = "zh"')
    assert language_of_course(language) == "zh"
    for line, config in found.items():
        owner, name = line.removeprefix("c.").split(" = ")[0].split(".")
        value = getattr(classes[owner](config=config), name)
        assert value == config[owner][name], line
        assert name in classes[owner].class_trait_names(config=True), line
    limits = Grade().settings().limits
    assert Grade(config=found["c.Grade.cell_seconds = 10"]).settings().limits == limits
    assert made.course_id == found['c.CourseDirectory.course_id = "optimization"'][
        "CourseDirectory"]["course_id"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.needs("landlock")
def test_late_work_gets_no_marks_where_the_settings_say_so(tmp_path: Path) -> None:
    work, mine = tmp_path / "handed-in", Folder(tmp_path / "mine")
    hand_in_a_class(work)
    (work / "ana" / "ewa" / "timestamp.txt").write_text("2027-03-02 10:00:00 UTC")
    (work / "ben" / "ewa" / "timestamp.txt").write_text("2027-03-01 10:00:00 UTC")
    init_course(mine.root, ["ewa"], work)
    config = mine.root / "nbgrader_config.py"
    text = config.read_text("utf-8")
    command = re.findall(r"`nbgrader (db assignment add) adam (--duedate) \"([^\"]*)\"`", text)
    [(add, option, due)] = command
    done = mine.nbgrader(*add.split(), "ewa", option, due)
    assert done.returncode == 0, done.stderr
    config.write_text(text.replace("# c.LateSubmissionPlugin", "c.LateSubmissionPlugin"), "utf-8")
    done = mine.course_command("grade")
    assert done.returncode == 0, done.stderr
    with mine.gradebook() as gradebook:
        score = {who: gradebook.find_submission("ewa", who).score for who in ("ana", "ben")}
        late = {row[0]: row[-1] for row in mine.rows()["late"]}
    assert late["ana"] == score["ana"] > 0
    assert not late["ben"]


@pytest.mark.processes
def test_a_report_before_anything_is_graded_is_one_sentence(tmp_path: Path) -> None:
    for step in ("nothing", "autograded"):
        (make_course(tmp_path / step, ["ewa"]).root / step).mkdir()
        done = course("report", cwd=tmp_path / step)
        assert done.returncode == 2
        assert done.stderr == (
            f"course: Nothing is graded yet in {tmp_path / step}. Run `course grade` first.\n"
        )


@pytest.mark.needs("git")
def test_git_sees_no_secret_no_marks_and_no_work(tmp_path: Path) -> None:
    make_course(tmp_path, ["ewa"])
    for name in (
        ".course_secret", ".course_secret.4711", "gradebook.db", "gradebook.db-journal",
        ".grading.lock", ".grading_again", "forgiven.json", "grades.csv",
        "optimization-course.zip", "release/ewa/ewa.ipynb",
        "submitted/ana/ewa/ewa.ipynb", "autograded/ana/ewa/ewa.ipynb", "report/index.html",
        "feedback/ana/ewa/ewa.html", ".before_update/README.md",
        "notebooks/ewa/.ipynb_checkpoints/ewa-checkpoint.ipynb",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("private")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    listed = ["git", "status", "--porcelain", "--untracked-files=all"]
    seen = subprocess.run(listed, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert sorted(line[3:] for line in seen.splitlines()) == sorted(
        folder + name
        for folder in ("", f"{MADE_FROM}/")
        for name in ("README.md", ".gitignore", "nbgrader_config.py", "notebooks/ewa/ewa.ipynb")
    )


def test_its_readme_says_what_to_do_next_with_commands_that_there_are(tmp_path: Path) -> None:
    make_course(tmp_path / "optics", ["ewa"], tmp_path / "work")
    readme = (tmp_path / "optics" / "README.md").read_text("utf-8")
    assert readme.startswith("# optics: a course folder\n")
    [start, commands] = re.findall(r"^```sh\n(.*?)\n```", readme, re.M | re.S)
    assert start == f"source {sys.prefix}/bin/activate"
    assert commands.splitlines() == ["course bundle ewa", "course grade", "course report"]
    known = set(re.findall(r"`course ([\w-]+)", readme))
    assert len(known) >= 5
    for command in known:
        shown = CliRunner().invoke(app, [command, "--help"])
        assert shown.exit_code == 0, command
    assert f"`{tmp_path / 'work'}/ana/ewa/ewa.ipynb`" in readme
    assert "## The solutions are public" in readme
    assert "{" not in readme


@pytest.mark.processes
def test_a_relative_folder_of_submissions_is_written_down_whole(tmp_path: Path) -> None:
    hand_in(tmp_path / "it's here", "ana", b"{}")
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        made = init_course(Path("mine"), ["ewa"], Path("it's here"))
    finally:
        os.chdir(before)
    assert made.course.submitted == tmp_path / "it's here"
    assert Course(tmp_path / "mine").submitted == tmp_path / "it's here"
    assert made.released == ["ewa"]
