"""Grading that is killed, repeated, run twice at once, or run on a changing class."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from glob import glob
from pathlib import Path

import pytest
from course_folder import Folder, make_course, set_source
from services import wait_until

pytestmark = [pytest.mark.needs("landlock"), pytest.mark.slow]

TOPICS = ("adam", "ewa", "momentum", "softmax")
KILLS = 12


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A small class, graded in one uninterrupted run."""
    folder = Folder(make_course(tmp_path_factory.mktemp("whole") / "course", TOPICS))
    for topic in TOPICS:
        for number in range(2):
            folder.hand_in(f"student-{number}", topic, folder.solved(topic))
        folder.hand_in("untouched", topic, folder.released(topic))
    dies = set_source(folder.solved("ewa"), "ewa_weights", "import os\nos._exit(0)")
    folder.hand_in("dies", "ewa", dies)
    done = folder.course_command("grade")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def graded(whole: Folder, tmp_path: Path) -> Folder:
    """The same class, as its one run left it."""
    return Folder(Path(shutil.copytree(whole.root, tmp_path / "course")))


@pytest.fixture
def folder(graded: Folder) -> Folder:
    """The same class, not graded yet."""
    shutil.rmtree(graded.root / "autograded")
    with graded.gradebook() as gradebook:
        for topic in TOPICS:
            for submission in list(gradebook.assignment_submissions(topic)):
                gradebook.remove_submission(topic, submission.student.id)
    return graded


def start(folder: Folder) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "autograder", "grade", "--course", str(folder.root)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def files(folder: Folder) -> dict[str, bytes]:
    top = folder.root / "autograded"
    return {str(p.relative_to(top)): p.read_bytes() for p in top.rglob("*") if p.is_file()}


def assert_same(folder: Folder, whole: Folder) -> None:
    assert folder.rows() == whole.rows()
    assert files(folder) == files(whole)


def graded_in(folder: Folder) -> int:
    """How many notebooks are there; `Path.rglob` would raise if a folder is renamed meanwhile."""
    return len(glob("autograded/*/*/*.ipynb", root_dir=folder.root))


def wait_for_more(folder: Folder, grading: subprocess.Popen[bytes], number: int) -> None:
    """Waits until so many more are graded, or all of them."""
    enough = graded_in(folder) + number
    wait_until(
        lambda: graded_in(folder) >= enough or grading.poll() is not None,
        f"{number} more graded notebooks",
    )


@pytest.mark.longest
def test_killed_at_any_moment_and_run_again_it_ends_as_if_uninterrupted(
    folder: Folder, whole: Folder
) -> None:
    """A third of the moments are in its start; at the others it is reading, grading or saving."""
    chance = random.Random(20_261_123)
    killed = 0
    for number in range(KILLS):
        grading = start(folder)
        if number % 3 == 0:
            time.sleep(chance.uniform(0.1, 1.0))
        else:
            wait_for_more(folder, grading, 1)
            time.sleep(chance.uniform(0.0, 0.1))
        if grading.poll() == 0:
            break  # none is left
        os.kill(grading.pid, signal.SIGKILL)
        grading.wait()
        killed += 1
    assert killed > 0
    done = folder.course_command("grade")
    assert done.returncode == 0, done.stdout + done.stderr
    assert_same(folder, whole)


@pytest.mark.parametrize("graded_before", [0, 1, 3, 6, 10])
def test_nothing_runs_on_after_a_kill(folder: Folder, graded_before: int) -> None:
    grading = start(folder)
    if graded_before:
        wait_for_more(folder, grading, graded_before)
    else:
        wait_until(lambda: len(session_members(grading.pid)) > 1, "a server")
    os.kill(grading.pid, signal.SIGKILL)
    grading.wait()
    wait_until(lambda: not session_members(grading.pid), "the end of its servers")


def session_members(session: int) -> list[str]:
    """Command lines of the processes of a session, the servers' own sessions included."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                command = (process / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(command)
    return found


def test_two_at_once_do_no_harm(folder: Folder, whole: Folder) -> None:
    first = start(folder)
    wait_for_more(folder, first, 1)
    second = folder.course_command("grade")
    assert second.returncode in (0, 2)
    if second.returncode == 2:
        assert "Another command is at work" in second.stderr
    assert first.wait(timeout=300) == 0
    assert_same(folder, whole)


def test_work_already_done_is_not_done_again(graded: Folder) -> None:
    before = {p: p.stat().st_ino for p in (graded.root / "autograded").rglob("*.ipynb")}
    graded.hand_in("untouched", "ewa", graded.solved("ewa"))
    done = graded.course_command("grade")
    assert done.returncode == 0
    after = {p: p.stat().st_ino for p in (graded.root / "autograded").rglob("*.ipynb")}
    assert {p.parent.parent.name for p in before if before[p] != after[p]} == {"untouched"}


def test_a_regrade_gives_the_same_marks_and_files(graded: Folder, whole: Folder) -> None:
    before = {p: p.stat().st_ino for p in (graded.root / "autograded").rglob("*.ipynb")}
    done = graded.course_command("grade", "--force")
    assert done.returncode == 0, done.stdout + done.stderr
    assert_same(graded, whole)
    assert not [path for path in before if path.stat().st_ino == before[path]]


def test_a_mark_given_by_hand_survives_a_resubmission(folder: Folder) -> None:
    assert folder.course_command("grade", "ewa").returncode == 0
    with folder.gradebook() as gradebook:
        grade = gradebook.find_grade("reflection", "ewa", "ewa", "student-0")
        grade.manual_score = 2
        gradebook.db.commit()
    notebook = folder.solved("ewa")
    set_source(notebook, "ewa_weights", "raise NotImplementedError")
    folder.hand_in("student-0", "ewa", notebook)
    assert folder.course_command("grade", "ewa").returncode == 0
    with folder.gradebook() as gradebook:
        grade = gradebook.find_grade("reflection", "ewa", "ewa", "student-0")
        assert grade.manual_score == 2
        assert gradebook.find_grade("check-ewa_weights", "ewa", "ewa", "student-0").auto_score == 0
