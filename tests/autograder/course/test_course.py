"""The main task on real notebooks: from submissions to marks, feedback and exports."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from course_folder import Folder, machine_points, make_course, set_source, source_of
from short_limits import shorten

from autograder.course.misplaced import misplaced
from grader_tests.engine.registry import topics

pytestmark = pytest.mark.needs("landlock")

TOPICS = [topic.name for topic in topics() if topic.name == "ewa"]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("template") / "course")
    shorten(Folder(root))
    return root


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(template, tmp_path / "course")))


@pytest.fixture(scope="module")
def graded(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A small class, graded once by `course grade`; tests only look at it."""
    folder = Folder(Path(shutil.copytree(template, tmp_path_factory.mktemp("graded") / "course")))
    for topic in TOPICS:
        folder.hand_in("solved", topic, folder.solved(topic))
        folder.hand_in("untouched", topic, folder.released(topic))
    set_source(ewa := folder.solved("ewa"), "ewa_weights", "def ewa_weights(beta, T:\n    return 1")
    folder.hand_in("syntax", "ewa", ewa)
    set_source(ewa := folder.solved("ewa"), "bias_correct", "while True:\n    pass")
    folder.hand_in("loop", "ewa", ewa)
    folder.hand_in("junk", "ewa", b"\x00\xff no notebook")
    (folder.root / "submitted" / "nothing" / "ewa").mkdir(parents=True)
    done = folder.course_command("grade")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "Warning" not in done.stdout + done.stderr, done.stderr
    return folder


@pytest.mark.parametrize("topic", TOPICS)
def test_the_notebooks_own_solution_gets_full_marks(graded: Folder, topic: str) -> None:
    scores = graded.scores(topic)["solved"]
    assert sum(score or 0 for score in scores.values()) == machine_points(graded.source(topic))


@pytest.mark.parametrize("topic", TOPICS)
def test_the_released_notebook_gets_nothing_and_polite_messages(graded: Folder, topic: str) -> None:
    scores = graded.scores(topic)["untouched"]
    assert not any(scores.values())
    notebook = graded.graded("untouched", topic)
    for cell in notebook["cells"]:
        if cell["id"].startswith("check-"):
            verdict = cell["metadata"]["optimization_course"]["verdict"]
            assert "not written yet" in verdict["headline"] or "not answered" in verdict["headline"]
            assert all(output["output_type"] != "error" for output in cell["outputs"])


@pytest.mark.parametrize("topic", TOPICS)
def test_points_in_the_notebook_are_those_of_the_exercise(graded: Folder, topic: str) -> None:
    items = next(t for t in topics() if t.name == topic).items
    expected = {f"check-{item.name}": item.points for item in items}
    cells = graded.source(topic)["cells"]
    found = {
        cell["id"]: cell["metadata"]["nbgrader"]["points"]
        for cell in cells
        if cell["id"].startswith("check-")
    }
    assert found == expected


def test_a_syntax_error_costs_only_its_own_exercise(graded: Folder) -> None:
    right = graded.scores("ewa")["solved"]
    scores = graded.scores("ewa")["syntax"]
    assert scores == {**right, "check-ewa_weights": 0.0}
    assert "syntax error in line 1" in json.dumps(graded.graded("syntax", "ewa"))


def test_an_endless_loop_costs_only_its_own_exercise(graded: Folder) -> None:
    right = graded.scores("ewa")["solved"]
    assert graded.scores("ewa")["loop"] == {**right, "check-bias_correct": 0.0}
    assert "probably an endless loop" in json.dumps(graded.graded("loop", "ewa"))


@pytest.mark.parametrize("student", ["junk", "nothing"])
def test_what_is_no_notebook_is_marked_as_empty(graded: Folder, student: str) -> None:
    assert not any(graded.scores("ewa")[student].values())
    incidents = graded.graded(student, "ewa")["metadata"]["optimization_course"]["incidents"]
    assert incidents[0] in (
        "The submitted file could not be read as a notebook: it is not a text, as a notebook "
        "is. Hand in the .ipynb file itself. It is graded as if it were empty.",
        "The notebook ewa.ipynb was not submitted.",
    )


def test_a_second_run_has_nothing_to_do(graded: Folder) -> None:
    files = {path: path.stat().st_mtime_ns for path in graded.root.rglob("autograded/**/*.ipynb")}
    done = graded.course_command("grade")
    assert done.returncode == 0
    assert "Graded before, and unchanged" in done.stdout
    assert files == {path: path.stat().st_mtime_ns for path in files}


def test_nbgrader_autograde_leaves_the_same_files_and_rows(graded: Folder, folder: Folder) -> None:
    shutil.copytree(graded.root / "submitted", folder.root / "submitted")
    shutil.copyfile(graded.root / ".course_secret", folder.root / ".course_secret")
    shutil.rmtree(folder.root / "submitted" / "nothing")
    for topic in TOPICS:
        done = folder.nbgrader("autograde", topic)
        assert done.returncode == 0, done.stderr
    ours = {
        name: [row for row in rows if row[0] != "nothing"] for name, rows in graded.rows().items()
    }
    assert folder.rows() == ours
    for path in sorted((folder.root / "autograded").rglob("*.ipynb")):
        other = graded.root / path.relative_to(folder.root)
        assert path.read_text() == other.read_text(), path
        assert path.stat().st_mode == other.stat().st_mode


def test_marks_do_not_depend_on_the_experiments(folder: Folder) -> None:
    for topic in TOPICS:
        folder.hand_in("solved", topic, folder.solved(topic))
    marks = []
    for words in ([], ["--experiments"]):
        done = folder.course_command("grade", "--force", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        marks.append({topic: folder.scores(topic) for topic in TOPICS})
    assert marks[0] == marks[1]
    cells = folder.graded("solved", TOPICS[0])["cells"]
    assert any("image/png" in json.dumps(cell.get("outputs")) for cell in cells)


def test_a_changed_submission_is_graded_again(folder: Folder) -> None:
    folder.hand_in("ana", "ewa", folder.released("ewa"))
    assert folder.course_command("grade", "ewa").returncode == 0
    assert not any(folder.scores("ewa")["ana"].values())
    folder.hand_in("ana", "ewa", folder.solved("ewa"))
    done = folder.course_command("grade", "ewa")
    assert done.returncode == 0
    assert all(folder.scores("ewa")["ana"][f"check-{name}"] for name in ("ewa", "bias_correct"))


def test_nbgraders_own_release_feedback_and_export_work(folder: Folder) -> None:
    done = folder.nbgrader("generate_assignment", "ewa", "--force")
    assert done.returncode == 0, done.stderr
    folder.hand_in("ana", "ewa", folder.solved("ewa"))
    for words in (("autograde", "ewa"), ("generate_feedback", "ewa"), ("export",)):
        done = folder.nbgrader(*words)
        assert done.returncode == 0, done.stderr
    page = (folder.root / "feedback" / "ana" / "ewa" / "ewa.html").read_text("utf-8")
    assert "7 of 7 points" in page
    assert "grader_tests" not in page
    table = (folder.root / "grades.csv").read_text("utf-8")
    assert "ana" in table


def test_no_solution_is_released(folder: Folder) -> None:
    for topic in TOPICS:
        text = json.dumps(folder.released(topic))
        assert "grader_tests" not in text
        assert "BEGIN SOLUTION" not in text
        for cell in folder.source(topic)["cells"]:
            source = source_of(cell)
            if "### BEGIN SOLUTION" in source:
                solution = source.split("### BEGIN SOLUTION")[1].split("### END")[0].strip()
                assert json.dumps(solution)[1:-1] not in text


def test_an_unknown_assignment_is_one_sentence(folder: Folder) -> None:
    done = folder.course_command("grade", "adma")
    assert done.returncode == 2
    assert "There is no assignment 'adma'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_course_folder_is_one_sentence(tmp_path: Path) -> None:
    done = Folder(tmp_path / "nowhere").course_command("grade")
    assert done.returncode == 2
    assert "There is no course folder" in done.stderr


def test_missing_submissions_are_one_sentence(folder: Folder) -> None:
    done = folder.course_command("grade")
    assert done.returncode == 2
    assert "There are no submissions" in done.stderr


def test_an_assignment_that_was_not_released_is_one_sentence(
    template: Path, tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "course")
    folder.root.mkdir()
    shutil.copytree(template / "notebooks", folder.root / "notebooks")
    shutil.copyfile(template / ".course_secret", folder.root / ".course_secret")
    (folder.root / "submitted").mkdir()
    done = folder.course_command("grade", "ewa")
    assert done.returncode == 2
    assert "has not been released yet. Run `course release ewa` first." in done.stderr


def test_without_a_name_all_that_was_handed_in_is_graded_and_must_be_released(
    template: Path, tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "course")
    shutil.copytree(template / "notebooks", folder.root / "notebooks")
    assert folder.course_command("release", "ewa").returncode == 0
    folder.hand_in("ana", "ewa", folder.solved("ewa"))
    done = folder.course_command("grade")
    assert done.returncode == 0, done.stderr
    assert (folder.scores("ewa")["ana"]["check-ewa"] or 0) > 0
    folder.hand_in("ana", "adam", folder.source("adam"))
    done = folder.course_command("grade")
    assert done.returncode == 2
    assert "adam has not been released yet" in done.stderr


def test_a_source_that_changed_since_its_release_is_refused(folder: Folder) -> None:
    folder.hand_in("ana", "ewa", folder.released("ewa"))
    notebook = set_source(folder.source("ewa"), "idea", "Another idea.")
    folder.course.source("ewa").write_text(json.dumps(notebook))
    done = folder.course_command("grade", "ewa")
    assert done.returncode == 2
    assert "has changed since it was released (cells idea)" in done.stderr


@pytest.mark.parametrize("by", ["course", "nbgrader"])
def test_a_lost_secret_is_refused_and_never_made_anew(folder: Folder, by: str) -> None:
    folder.hand_in("ana", "ewa", folder.solved("ewa"))
    (folder.root / ".course_secret").unlink()
    if by == "course":
        done = folder.course_command("grade", "ewa")
    else:
        done = folder.nbgrader("autograde", "ewa")
    assert done.returncode != 0
    assert "Restore it from your backup" in done.stderr
    assert not (folder.root / ".course_secret").exists()
    assert not (folder.root / "autograded" / "ana").exists()


def test_the_secret_is_only_for_its_owner(folder: Folder) -> None:
    assert (folder.root / ".course_secret").stat().st_mode & 0o777 == 0o600


def test_a_locked_gradebook_is_one_sentence_and_nothing_is_lost(folder: Folder) -> None:
    folder.hand_in("ana", "ewa", folder.solved("ewa"))
    with sqlite3.connect(folder.root / "gradebook.db") as other:
        other.execute("BEGIN EXCLUSIVE")
        for command in ("grade", "release"):
            done = folder.course_command(command, "ewa")
            assert done.returncode == 2
            assert "is locked by another program" in done.stderr
            assert "Traceback" not in done.stderr
    assert folder.course_command("grade", "ewa").returncode == 0
    assert folder.scores("ewa")["ana"]["check-ewa"] == 7


def test_a_file_that_may_not_be_read_keeps_its_marks_and_is_reported(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.grading import batch
    from autograder.grading.batch import Batch
    from autograder.grading.job import Settings

    folder.hand_in("ana", "ewa", folder.solved("ewa"))
    assert folder.course_command("grade", "ewa").returncode == 0
    before = folder.rows()

    def refuse(path: Path, skeleton: str) -> tuple[bytes, str | None]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(batch, "read_work", refuse)
    work = Batch(folder.course, Settings(), jobs=1, force=True)
    work.run(["ewa"], lambda done, total: None)
    assert "You do not have permission" in str(work.results[0].failure)
    assert folder.rows() == before


def test_feedback_goes_on_after_a_page_that_cannot_be_made(folder: Folder) -> None:
    for student in ("ana", "ben", "cleo"):
        folder.hand_in(student, "ewa", folder.released("ewa"))
    assert folder.course_command("grade", "ewa").returncode == 0
    broken = folder.root / "autograded" / "ben" / "ewa" / "ewa.ipynb"
    broken.chmod(0o644)
    broken.write_text("no notebook")
    done = folder.course_command("feedback", "ewa")
    assert done.returncode == 1
    assert "The feedback for ben on ewa was not written" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    pages = sorted(path.parts[-3] for path in (folder.root / "feedback").glob("*/ewa/ewa.html"))
    assert pages == ["ana", "cleo"]


def test_a_lost_secret_is_not_made_anew_by_a_release_once_there_are_marks(folder: Folder) -> None:
    folder.hand_in("ana", "ewa", folder.released("ewa"))
    assert folder.course_command("grade", "ewa").returncode == 0
    (folder.root / ".course_secret").unlink()
    done = folder.course_command("release", "ewa")
    assert done.returncode == 2
    assert "Restore it from your backup" in done.stderr
    assert not (folder.root / ".course_secret").exists()


def test_many_folders_of_one_name_are_ignored_in_one_sentence(tmp_path: Path) -> None:
    for student in ("ana", "ben", "cleo"):
        (tmp_path / "submitted" / student / "heavy_ball").mkdir(parents=True)
    [sentence] = Folder(tmp_path).course.misplaced()
    assert sentence.startswith("Ignored: heavy_ball, which 3 students have in submitted/, because")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("ben/Ewa/", "submitted/ben/ewa/"),
        ("ben/ewa (1)/", "submitted/ben/ewa/"),
        ("ben/Ewa-2.ipynb", "submitted/ben/ewa/Ewa-2.ipynb"),
        ("ben/ewa.zip", "submitted/ben/ewa/ewa.zip"),
        ("ben/ewa.pdf", ""),
        ("ben/homework/", ""),
        ("ewa.ipynb", ""),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_work_in_the_wrong_place_is_named_with_its_place(
    tmp_path: Path, path: str, to: str, many: bool
) -> None:
    top = tmp_path / "submitted"
    students = ("ben", "ana", "cleo") if many else ("ben",)
    for student in students:
        entry = top / path.replace("ben/", f"{student}/")
        folder = entry if path.endswith("/") else entry.parent
        folder.mkdir(parents=True, exist_ok=True)
        if folder is not entry:
            entry.touch()
    [sentence] = misplaced(top, ["ewa", "adam"])
    if to and many:
        assert f"to {to.replace('ben', 'STUDENT')} of each." in sentence
    elif to:
        assert sentence.startswith(f"Ignored: submitted/{path.rstrip('/')}. To have it graded")
        assert sentence.endswith(f" to {to}.")
    else:
        assert "To have it graded" not in sentence


@pytest.mark.parametrize("words", [["release"], ["grade"], ["report"], ["feedback"]])
def test_a_damaged_gradebook_is_one_sentence(folder: Folder, words: list[str]) -> None:
    folder.hand_in("ana", "ewa", folder.released("ewa"))
    (folder.root / "autograded" / "ana" / "ewa").mkdir(parents=True)
    (folder.root / "gradebook.db").write_text("junk")
    done = folder.course_command(*words, "ewa")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stdout + done.stderr
    assert "database" in done.stderr or "gradebook" in done.stderr
