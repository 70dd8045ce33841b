"""Feedback pages are made again if anything that goes into them has changed, and only then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_class import ASSIGNMENT, FakeClass, right_work
from nbgrader.api import Gradebook

from autograder.course.folder import CONFIG, Course
from autograder.course.lock import OLD
from autograder.course.upload_note import UPLOAD, UploadNote
from autograder.errors import CourseError
from autograder.feedback import batch, fingerprint
from autograder.feedback.batch import Written, write_pages
from autograder.gradebook.database import open_gradebook

STUDENTS = ("ana", "ben", "eve")
PAGES = [(ASSIGNMENT, student) for student in STUDENTS]
RULE = '{"adam": {"reflection": {"way": "drop", "points": 3, "given": null, "by_hand": {}}}}'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("class")
    FakeClass(root).write({student: right_work() for student in STUDENTS})
    (root / CONFIG).write_text("c = get_config()\n", encoding="utf-8")
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Course:
    return Course(shutil.copytree(made, tmp_path / "course"))


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose pages are rendered: here a page is a single word."""
    students: list[str] = []

    def write(course: Course, assignment: str, student: str) -> None:
        students.append(student)
        folder = course.path("feedback", student, assignment)
        folder.mkdir(parents=True)
        (folder / f"{assignment}.html").write_text("page", encoding="utf-8")

    monkeypatch.setattr(batch, "write_feedback", write)
    return students


def write_all(course: Course) -> Written:
    return write_pages(Course(course.root), PAGES, 1, lambda *_: None)


def ben_has(change: Callable[[Gradebook], object]) -> Callable[[Course], None]:
    def make(course: Course) -> None:
        with open_gradebook(course) as gradebook:
            change(gradebook)
            gradebook.db.commit()

    return make


def _mark(gradebook: Gradebook) -> None:
    gradebook.find_grade("reflection", ASSIGNMENT, ASSIGNMENT, "ben").manual_score = 1.0


def _comment(gradebook: Gradebook) -> None:
    comment = gradebook.find_comment("reflection", ASSIGNMENT, ASSIGNMENT, "ben")
    comment.manual_comment = "Well seen."


def _penalty(gradebook: Gradebook) -> None:
    gradebook.find_submission(ASSIGNMENT, "ben").notebooks[0].late_submission_penalty = 1.0


def _notebook(course: Course) -> None:
    path = course.path("autograded", "ben", ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
    path.write_text(path.read_text("utf-8").replace("**two**", "**2**"), encoding="utf-8")


def _group(course: Course) -> None:
    for member in ("ben", "eve"):
        folder = course.path("submitted", member, ASSIGNMENT)
        folder.mkdir(parents=True)
        (folder / UPLOAD).write_bytes(UploadNote("x", ("ben", "eve")).to_bytes())


def page(course: Course) -> Path:
    return course.path("feedback", "ben", ASSIGNMENT) / f"{ASSIGNMENT}.html"


def writes(name: str, text: str) -> Callable[[Course], object]:
    return lambda course: (course.root / name).write_text(text, encoding="utf-8")


OF_BEN: dict[str, Callable[[Course], object]] = {
    "mark": ben_has(_mark),
    "comment": ben_has(_comment),
    "penalty": ben_has(_penalty),
    "name": ben_has(lambda gradebook: gradebook.update_or_create_student("ben", first_name="B")),
    "notebook": _notebook,
    "page deleted": lambda course: page(course).unlink(),
    "page written over": lambda course: page(course).write_text("other", encoding="utf-8"),
    "killed half way": lambda course: page(course).parent.rename(
        page(course).parent.with_name(f"{OLD}{ASSIGNMENT}")
    ),
}
OF_ALL: dict[str, Callable[[Course], object]] = {
    "forgiven": writes("forgiven.json", RULE),
    "named mistakes": writes("named_mistakes.json", "{}"),
    "settings": writes(CONFIG, "c = get_config()\nc.HTMLExporter.exclude_input = True\n"),
    "own code": writes("own_filters.py", "pass\n"),
    "points of a cell": ben_has(
        lambda gradebook: setattr(
            gradebook.find_grade_cell("reflection", ASSIGNMENT, ASSIGNMENT), "max_score", 4.0
        )
    ),
    "note lost": lambda course: (course.root / "feedback" / ".fingerprints.json").unlink(),
    "note damaged": writes("feedback/.fingerprints.json", "[1"),
}


def test_a_page_is_not_made_again_if_nothing_has_changed(
    course: Course, rendered: list[str]
) -> None:
    assert write_all(course) == Written(new=3)
    assert write_all(course) == Written(same=3)
    assert rendered == [*STUDENTS]


@pytest.mark.parametrize("what", [*OF_BEN])
def test_what_changes_for_one_student_makes_one_page_again(
    course: Course, rendered: list[str], what: str
) -> None:
    write_all(course)
    OF_BEN[what](course)
    write_all(course)
    assert rendered == [*STUDENTS, "ben"]


def test_a_group_that_is_known_since_makes_the_pages_of_its_members_again(
    course: Course, rendered: list[str]
) -> None:
    write_all(course)
    _group(course)
    write_all(course)
    assert rendered == [*STUDENTS, "ben", "eve"]


@pytest.mark.parametrize("what", [*OF_ALL])
def test_what_changes_for_all_makes_all_pages_again(
    course: Course, rendered: list[str], what: str
) -> None:
    write_all(course)
    OF_ALL[what](course)
    write_all(course)
    assert rendered == [*STUDENTS, *STUDENTS]


@pytest.mark.parametrize("part", ["_installed", "checkout_digest", "catalogue_files"])
def test_another_version_of_the_program_makes_all_pages_again(
    course: Course, rendered: list[str], part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(course)
    monkeypatch.setattr(fingerprint, part, lambda: ())
    write_all(course)
    assert rendered == [*STUDENTS, *STUDENTS]


def test_another_template_makes_all_pages_again(
    course: Course, rendered: list[str], tmp_path: Path
) -> None:
    own = tmp_path / "own" / "course"
    own.mkdir(parents=True)
    settings = (
        f"c = get_config()\nc.FeedbackExporter.extra_template_basedirs = [{str(own.parent)!r}]\n"
    )
    (course.root / CONFIG).write_text(settings, encoding="utf-8")
    (own / "conf.json").write_text('{"base_template": "lab"}', encoding="utf-8")
    write_all(course)
    (own / "index.html.j2").write_text("mine", encoding="utf-8")
    write_all(course)
    assert rendered == [*STUDENTS, *STUDENTS]


def test_pages_that_were_made_before_it_was_stopped_are_not_made_again(
    course: Course, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_at_eve(course: Course, assignment: str, student: str) -> None:
        if student == "eve":
            raise KeyboardInterrupt
        page = course.path("feedback", student, assignment)
        page.mkdir(parents=True)

    with monkeypatch.context() as stopped:
        stopped.setattr(batch, "write_feedback", stop_at_eve)
        with pytest.raises(KeyboardInterrupt):
            write_all(course)
    assert write_all(course) == Written(new=1, same=2)


def test_two_at_once_do_not_take_the_pages_of_one_another(
    course: Course, rendered: list[str]
) -> None:
    def again(done: int, total: int) -> None:
        with pytest.raises(CourseError, match="Another `course feedback` is running"):
            write_pages(course, PAGES, 1, lambda *_: None)

    assert write_pages(course, PAGES, 1, lambda done, _: again(done, _) if done else None)
    assert rendered == [*STUDENTS]
