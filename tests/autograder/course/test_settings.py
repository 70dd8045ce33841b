"""A setting that does not exist, or cannot have its value, is one sentence, whoever reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lms_files import bare_course, course, with_gradebook
from nbgrader.apps import ExportApp, ZipCollectApp
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.nbgrader_plugins.export import MoodleExportPlugin
from autograder.nbgrader_plugins.zip_collect import LmsExtractor


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bare_course(tmp_path_factory.mktemp("settings") / "course")


def complaint(root: Path, *lines: str) -> str:
    """What is said of a course with these lines in its configuration; empty if it is opened."""
    config = root / "nbgrader_config.py"
    config.write_text("\n".join(["c = get_config()", *lines, ""]), "utf-8")
    try:
        Course(root)
    except CourseError as error:
        return str(error).removeprefix(f"{config} ")
    return ""


SECONDS = {"cell_seconds": "0.1", "case_seconds": "0.1", "submission_seconds": "1"}
NO_SECONDS = ["-1", "0", "1e-9", "10**30", "float('inf')", "float('nan')", "'30'", "None", "True"]


@pytest.mark.parametrize("value", NO_SECONDS)
@pytest.mark.parametrize("name", SECONDS)
def test_a_limit_is_a_number_with_which_right_answers_pass(
    name: str, value: str, template: Path
) -> None:
    said = complaint(template, f"c.Grade.{name} = {value}")
    assert said.startswith(f"sets c.Grade.{name} to {eval(value)!r}. It must be a number from ")
    assert f"from {SECONDS[name]} to 86400. " in said


@pytest.mark.parametrize("value", ["0", "-2_000_000_000", "64_000", "'2 GB'", "2**80", "None"])
def test_the_memory_is_enough_for_the_libraries(value: str, template: Path) -> None:
    said = complaint(template, f"c.Grade.memory_bytes = {value}")
    assert "It must be a whole number from 500000000 to 1099511627776." in said


WRONG = [
    ("Grade.experiments", "'no'", "True or False"),
    ("Grade.other_files", "'data.csv'", "a list of names of files"),
    ("Grade.other_files", "['../solutions.py']", "without folders"),
    ("ExplainAnswers.enabled", "'yes'", "True or False"),
    ("Explain.enabled", "'yes'", "True or False"),
    ("SafeFeedback.enabled", "None", "True or False"),
    ("OptimizationCourse.language", "5", "in these languages: 'en'"),
    ("CourseDirectory.course_id", "7", "a text in quotation marks"),
    ("CourseDirectory.db_url", "None", "a text in quotation marks"),
    ("CourseDirectory.submitted_directory", "['a']", "a text in quotation marks"),
    ("LateSubmissionPlugin.penalty_method", "'foo'", "one of these: 'none', 'zero'"),
    ("Exchange.timezone", "'Mars'", "a time zone such as"),
    ("LmsExtractor.timezone", "'Mars'", "a time zone such as"),
    ("CanvasExportPlugin.id_column", "'Name'", "'SIS User ID'"),
    ("MoodleExportPlugin.unfinished", "'yes'", "True or False"),
    ("MoodleExportPlugin.columns", "'adam=4'", "a list of texts"),
]


@pytest.mark.parametrize(("name", "value", "must"), WRONG)
def test_a_value_that_cannot_be_is_named_with_what_can(
    name: str, value: str, must: str, template: Path
) -> None:
    said = complaint(template, f"c.{name} = {value}")
    assert f"sets c.{name} to {eval(value)!r}" in said
    assert must in said


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Grade.cell_secnds", "c.Grade.cell_seconds"),
        ("Grade.memorybytes", "c.Grade.memory_bytes"),
        ("CourseDirectory.coruse_id", "c.CourseDirectory.course_id"),
        ("OptimizationCourse.langauge", "c.OptimizationCourse.language"),
        ("Garde.cell_seconds", "c.Grade.cell_seconds"),
        ("OptimisationCourse.language", "c.OptimizationCourse.language"),
    ],
)
def test_a_setting_that_does_not_exist_is_named_with_the_one_that_was_meant(
    written: str, meant: str, template: Path, recwarn: pytest.WarningsRecorder
) -> None:
    said = complaint(template, f"c.{written} = 'x'")
    assert said.startswith(f"sets c.{written}, which does not exist. ")
    assert said.endswith(f"If you mean {meant}, correct the name; otherwise delete the setting.")
    assert not recwarn


def test_the_name_of_a_class_has_capitals(template: Path) -> None:
    said = complaint(template, "c.grade.cell_seconds = 30")
    assert said.startswith("sets c.grade, which does not exist. If you mean c.Grade, correct")


def test_what_is_right_and_what_is_others_is_left_alone(template: Path) -> None:
    right = [f"c.Grade.{name} = {least}" for name, least in SECONDS.items()]
    right += ["c.Grade.memory_bytes = 700_000_000", "c.Grade.other_files.append('data.csv')"]
    right += ["c.ExchangeList.x = 1", "c.ExportPlugin.to = 'a.csv'", "c.NbGrader.logfile = 'x'"]
    right += ["c.Exchange.root = '/srv/exchange'", "c.Exchange.timezone = 'Asia/Shanghai'"]
    assert complaint(template, *right) == ""


@pytest.mark.parametrize(
    "words",
    [pytest.param("grade", marks=pytest.mark.processes), "export", "people", "report", "release"],
)
def test_every_command_says_so_in_one_sentence(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = with_gradebook(bare_course(tmp_path))
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.Grade.cell_seconds = -1\n")
    done = course(capsys, root, *words.split())
    assert done.code == 2
    assert done.err.startswith("course: ")
    assert done.err.count("\n") == 1
    assert "sets c.Grade.cell_seconds to -1." in done.err


def test_a_setting_that_only_nbgrader_knows_is_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = with_gradebook(bare_course(tmp_path))
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.GenerateAssignment.create_assignment = 'perhaps'\n")
    done = course(capsys, root, "release", "ewa")
    assert done.code == 2
    assert "create_assignment" in done.err


@pytest.mark.parametrize("converter", [GenerateAssignment, Autograde, GenerateFeedback])
def test_nbgrader_ends_with_the_same_sentence(
    converter: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = bare_course(tmp_path)
    for step in ("submitted", "autograded"):
        folder = root / step / "ana" / "ewa"
        folder.mkdir(parents=True)
        (folder / "ewa.ipynb").write_bytes((root / "notebooks/ewa/ewa.ipynb").read_bytes())
    config = Course(root).config
    config.Grade.cell_seconds = -1
    config.CourseDirectory.assignment_id = "ewa"
    step = converter(coursedir=CourseDirectory(config=config), config=config)
    with pytest.raises(NbGraderException, match=r"sets c\.Grade\.cell_seconds to -1\."):
        step.start()


@pytest.mark.parametrize(
    ("app", "plugin"), [(ExportApp, MoodleExportPlugin), (ZipCollectApp, LmsExtractor)]
)
def test_nbgraders_export_and_collection_end_with_the_same_sentence(
    app: Any, plugin: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = Course(bare_course(tmp_path)).config
    config.MoodleExportPlugin.unfinished = "yes"
    command = app(config=config)
    command.coursedir = CourseDirectory(config=config)
    with pytest.raises(SystemExit, match="1"):
        plugin(parent=command)
    said = capsys.readouterr().err
    assert "sets c.MoodleExportPlugin.unfinished to 'yes'. It must be True or False" in said
