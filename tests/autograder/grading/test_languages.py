"""A class in two languages has one gradebook: the same code earns the same marks."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from course_folder import ROOT, Folder, make_course, set_source, source_of

from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.handout.in_language import language_of_release, released_in
from autograder.notebook.lesson import language_of, lesson_of
from autograder.notebook.reading import read
from autograder.notebook.rebuild import skeleton_of
from autograder.report.page import write_report
from autograder.translation import catalogues, pseudo, sources
from autograder.translation.notebooks import translated
from course_lib import language
from course_lib.update.notebook import digest, release_of

pytestmark = pytest.mark.needs("landlock")

WRONG = "def bias_correct(v, beta):\n    return v"


def in_chinese(folder: Folder, notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook as a student has it who was given the Chinese one."""
    released = (folder.root / "release" / "ewa" / "ewa.ipynb").read_bytes()
    source = folder.course.source("ewa").read_text("utf-8")
    chinese: dict[str, Any] = json.loads(released_in(released, source, "zh"))
    written = {cell["id"]: cell for cell in notebook["cells"]}
    for cell in chinese["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = source_of(written[cell["id"]])
    return chinese


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Right and wrong work in both languages."""
    folder = Folder(make_course(tmp_path_factory.mktemp("class") / "course", ["ewa"]))
    right = folder.solved("ewa")
    wrong = set_source(folder.solved("ewa"), "bias_correct", WRONG)
    folder.hand_in("right-en", "ewa", right)
    folder.hand_in("right-zh", "ewa", in_chinese(folder, right))
    folder.hand_in("wrong-en", "ewa", wrong)
    folder.hand_in("wrong-zh", "ewa", in_chinese(folder, wrong))
    for command in ("grade", "feedback", "report"):
        done = folder.course_command(command)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_same_code_has_the_same_marks(folder: Folder) -> None:
    scores = folder.scores("ewa")

    assert scores["right-zh"] == scores["right-en"]
    assert scores["wrong-zh"] == scores["wrong-en"] != scores["right-en"]


def test_verdicts_and_feedback_are_in_the_notebooks_language(folder: Folder) -> None:
    def verdict(student: str) -> str:
        [cell] = [
            c for c in folder.graded(student, "ewa")["cells"] if c["id"] == "check-bias_correct"
        ]
        return str(cell["metadata"]["optimization_course"]["verdict"]["headline"])

    def page(student: str) -> str:
        return (folder.root / "feedback" / student / "ewa" / "ewa.html").read_text("utf-8")

    assert "points" in verdict("wrong-en")
    assert "满分" in verdict("wrong-zh")
    assert '<html lang="en">' in page("wrong-en")
    assert '<html lang="zh-CN">' in page("wrong-zh")
    assert "先看这里" in page("wrong-zh")


ENGLISH, CHINESE = "as it was, uncorrected", "没有修正"


@pytest.mark.parametrize(
    ("tag", "hint", "other"), [("en", ENGLISH, CHINESE), ("zh", CHINESE, ENGLISH)], ids=["en", "zh"]
)
def test_the_report_is_in_the_instructors_language(
    folder: Folder, tag: str, hint: str, other: str
) -> None:
    course = folder.course
    course.config.OptimizationCourse.language = tag

    page = write_report(course, ["ewa"]).read_text("utf-8")

    made, *_ = re.findall('<p class="hint">(.*?)</p>', page)
    assert hint in made
    assert other not in page, "what students are told in another language is told in this one"


def test_nothing_of_a_translated_lesson_is_taken_for_the_students(folder: Folder) -> None:
    own = [cell for cell in folder.graded("right-zh", "ewa")["cells"] if cell["id"] == "extra"]
    chinese, english = (folder.graded(who, "ewa")["cells"] for who in ("right-zh", "right-en"))

    assert [cell["id"] for cell in chinese] == [cell["id"] for cell in english]
    assert not own


def test_nbgraders_own_path_gives_the_same(folder: Folder) -> None:
    before = folder.rows()
    text = source_of(folder.graded("right-zh", "ewa")["cells"][0])

    done = folder.nbgrader("autograde", "ewa", "--student=right-zh", "--force")

    assert done.returncode == 0, done.stderr
    assert folder.rows() == before
    assert source_of(folder.graded("right-zh", "ewa")["cells"][0]) == text


def test_a_release_in_chinese_can_be_handed_out_in_english(folder: Folder, tmp_path: Path) -> None:
    english = folder.released("ewa")
    done = folder.course_command("release", "ewa", "--language", "zh")
    path = folder.root / "release" / "ewa" / "ewa.ipynb"
    assert done.returncode == 0, done.stderr
    assert language_of_release(path.read_bytes()) == "zh"

    source = folder.course.source("ewa").read_text("utf-8")
    back = json.loads(released_in(path.read_bytes(), source, "en"))

    for one, other in zip(english["cells"], back["cells"], strict=True):
        assert source_of(one) == source_of(other)
        assert one["metadata"] == other["metadata"]
    assert back["metadata"] == english["metadata"]


def test_a_translated_notebook_notes_its_own_cells_for_a_later_update(folder: Folder) -> None:
    chinese = in_chinese(folder, folder.released("ewa"))
    noted = release_of(chinese).values()

    assert [digest(source_of(cell)) for cell in chinese["cells"]] == [*noted]


def test_a_language_without_a_catalogue_is_refused(folder: Folder) -> None:
    known = ", ".join(("en", *language.languages()))
    with pytest.raises(CourseError, match=rf"There is no translation into 'tlh'.*{known}"):
        Course(folder.root).hand_out_in("tlh")


def test_a_notebook_that_lost_its_metadata_is_known_by_its_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skeleton = skeleton_of((ROOT / "notebooks/ewa/ewa.ipynb").read_text("utf-8"))
    (tmp_path / "xx.mo").write_bytes(catalogues.compiled(pseudo.pseudo(sources.catalogues())))
    monkeypatch.setattr(language, "_folders", [tmp_path])
    language.forget()
    lesson_of.cache_clear()
    other = translated(json.loads(skeleton), "xx")
    del other["metadata"]["optimization_course"]

    for notebook, expected in ((json.loads(skeleton), "en"), (other, "xx")):
        assert language_of(read(json.dumps(notebook).encode()), skeleton) == expected
    lesson_of.cache_clear()
    language.forget()
