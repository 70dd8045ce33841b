"""`course init --from`: next year's course has the lessons and settings, and nobody's data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lms_files import bare_course

from autograder import cli
from autograder.course.folder import Course
from autograder.course.made_from import FOLDER as MADE_FROM
from autograder.course.made_from import base_of
from autograder.whole_file import write_whole

PEOPLE = "ana"
HELD = (
    ".course_secret", "gradebook.db", "people.csv", "extensions.csv", "forgiven.json", "marks.csv",
    ".traces.json", "submitted/ana/adam/adam.ipynb", "autograded/ana/adam/adam.ipynb",
    "feedback/ana/adam/adam.html", "report/index.html", "instructor/why-ana-adam.html",
    "mails/adam/ana.eml", "feedback-adam-moodle.zip", "notebooks/adam/.ipynb_checkpoints/ana.ipynb",
)  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    root = bare_course(tmp_path / "old")
    for name in HELD:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PEOPLE)
    own = root / "notebooks" / "adam" / "adam.ipynb"
    own.write_text(own.read_text("utf-8").replace("Adam", "My own Adam"), "utf-8")
    (root / "notebooks" / "my_lesson").mkdir()
    (root / "notebooks" / "my_lesson" / "data.csv").write_text("1,2\n")
    (root / "named_mistakes.json").write_text("{}")
    write_whole(root / MADE_FROM / "notebooks/adam/adam.ipynb", b"as the course had it")
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + "c.Grade.cell_seconds = 30\n", "utf-8")
    return root


Init = Callable[..., tuple[int, str]]


@pytest.fixture
def init(tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]) -> Init:
    def run(*words: str) -> tuple[int, str]:
        with pytest.MonkeyPatch.context() as patch:
            new = str(tmp_path / "new")
            patch.setattr(sys, "argv", ["course", "init", new, "--from", str(old), *words])
            try:
                cli.run()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_lessons_names_and_settings_go_on_and_nobodys_data(
    tmp_path: Path, old: Path, init: Init
) -> None:
    code, said = init()
    assert code == 0, said
    new = tmp_path / "new"
    files = {path.relative_to(new).as_posix(): path for path in new.rglob("*") if path.is_file()}
    assert not {*HELD} & {*files}
    assert not [name for name, path in files.items() if path.read_bytes() == PEOPLE.encode()]
    assert "My own Adam" in files["notebooks/adam/adam.ipynb"].read_text("utf-8")
    assert {"notebooks/my_lesson/data.csv", "named_mistakes.json", "README.md"} <= {*files}
    assert Course(new).config.Grade.cell_seconds == 30
    assert "Not taken over: people" in said
    base = base_of(new, "notebooks/adam/adam.ipynb"), base_of(new, "README.md")
    assert base == (b"as the course had it", files["README.md"].read_bytes())


def test_some_lessons_are_enough(tmp_path: Path, init: Init) -> None:
    assert init("ewa")[0] == 0
    assert [path.name for path in (tmp_path / "new" / "notebooks").iterdir()] == ["ewa"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('c.CourseDirectory.db_url = (\n    "sqlite:////srv/gradebook.db"\n)', False),
        ('c.CourseDirectory.submitted_directory = "/srv/handed-in"', False),
        ('c.CourseDirectory.submitted_directory = "../handed-in"', False),
        ('import os\nc.CourseDirectory.feedback_directory = os.environ.get("PAGES", "/x")', False),
        ('c.CourseDirectory.submitted_directory = "handed-in"', True),
        ('c.CourseDirectory.course_id = "statistics"', True),
    ],
)
def test_two_years_share_no_gradebook_and_no_folder(
    tmp_path: Path, old: Path, init: Init, line: str, kept: bool
) -> None:
    config = old / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + f"{line}\n", "utf-8")
    code, said = init()
    assert code == 0, said
    assert ("Left out of the settings" in said) != kept
    assert "CAUTION" not in said
    now = Course(tmp_path / "new").config.CourseDirectory
    before = Course(old).config.CourseDirectory
    setting = line.rpartition("c.CourseDirectory.")[2].split(" ")[0]
    assert (now.get(setting) == before[setting]) == kept


def test_a_place_that_is_hidden_in_code_is_said(tmp_path: Path, old: Path, init: Init) -> None:
    config = old / "nbgrader_config.py"
    hidden = 'if True:\n    c.CourseDirectory.db_url = "sqlite:////srv/gradebook.db"\n'
    config.write_text(config.read_text("utf-8") + hidden, "utf-8")
    assert "CAUTION: both courses use the same gradebook" in init()[1]


def test_nothing_is_written_over(tmp_path: Path, init: Init) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("x")
    code, said = init()
    assert code == 2
    assert "is not empty" in said
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mine.txt"]


def test_only_a_course_can_go_on(tmp_path: Path, old: Path, init: Init) -> None:
    (old / "nbgrader_config.py").unlink()
    code, said = init()
    assert code == 2
    assert "is not a course folder" in said
    assert not (tmp_path / "new").exists()
