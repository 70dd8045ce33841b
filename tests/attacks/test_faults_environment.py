"""Permissions, full disks, odd files: grading says what is wrong, and other marks are kept."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attack import FOUND, FULL
from classes import outputs
from course_folder import Folder, make_course, set_source
from on_the_system import ON_THE_SYSTEM, PROCESSES, READS, WRITES

from autograder.course.folder import Course
from autograder.nbgrader_plugins.autograde import Grade

pytestmark = [pytest.mark.needs("landlock"), pytest.mark.slow]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(make_course(tmp_path_factory.mktemp("template") / "course", ["ewa"]))
    for name in ("ana", "zoe"):
        folder.hand_in(name, "ewa", folder.solved("ewa"))
    return folder


@pytest.fixture
def folder(template: Folder, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(template.root, tmp_path / "course")))


@pytest.fixture(scope="module")
def ordinary() -> dict[str, Any]:
    """How to start a program as an ordinary user: root may read and write whatever the mode is."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    user: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    tried = subprocess.run(
        [sys.executable, "-c", "import autograder.cli"], cwd="/", capture_output=True, **user
    )
    if tried.returncode:
        pytest.skip("The user nobody may not read this Python: run the tests as an ordinary user.")
    return user


@pytest.fixture
def theirs(template: Folder, ordinary: dict[str, Any]) -> Iterator[Folder]:
    """A course folder that belongs to the ordinary user."""
    with tempfile.TemporaryDirectory() as top:
        root = Path(shutil.copytree(template.root, Path(top) / "course"))
        if ordinary:
            for path in (Path(top), root, *root.rglob("*")):
                os.chown(path, ordinary["user"], ordinary["group"])
        yield Folder(root)
        for path in (root, *root.rglob("*")):
            path.chmod(0o700)


def as_ordinary(folder: Folder, ordinary: dict[str, Any], *words: str) -> Any:
    env = {**os.environ, "HOME": str(folder.root), "TMPDIR": tempfile.gettempdir()}
    return folder.course_command(*words, cwd="/", env=env, **ordinary)


def give(folder: Folder, ordinary: dict[str, Any]) -> None:
    if ordinary:
        for path in (folder.root / "submitted").rglob("*"):
            os.chown(path, ordinary["user"], ordinary["group"])


def test_an_ordinary_users_grading_is_walled_and_only_the_walls_hold(
    theirs: Folder, ordinary: dict[str, Any]
) -> None:
    """Everything here belongs to the very user that runs the student's code."""
    attacks = [attack for attack in ON_THE_SYSTEM if attack.open]
    for attack in attacks:
        attack.hand_in(theirs)
    victim = theirs.root / "submitted" / "zz-honest" / "ewa" / "victim.txt"
    victim.parent.mkdir(parents=True)
    shutil.copy(theirs.root / "submitted" / "ana" / "ewa" / "ewa.ipynb", victim.parent)
    victim.write_text("my notes")
    shutil.copyfile(theirs.root / "gradebook.db", theirs.root / "copy-of-gradebook.db")
    give(theirs, ordinary)
    if ordinary:
        os.chown(theirs.root / "copy-of-gradebook.db", ordinary["user"], ordinary["group"])
    before = victim.stat()
    done = as_ordinary(theirs, ordinary, "grade")
    assert done.returncode == 0, done.stdout + done.stderr
    scores = theirs.scores("ewa")
    assert scores["ana"] == scores["zoe"] == scores["zz-honest"] == FULL
    for attack in attacks:
        assert scores[attack.name] == attack.earns
        assert FOUND not in outputs(theirs, attack.name)
    assert victim.read_text() == "my notes"
    assert (victim.stat().st_mode, victim.stat().st_mtime) == (before.st_mode, before.st_mtime)
    done = as_ordinary(theirs, ordinary, "grade", "--force", "--unconfined")
    assert done.returncode == 0, done.stdout + done.stderr
    text = "".join(outputs(theirs, attack.name) for attack in attacks)
    can_be_protected_by_the_system = {
        "the grader's environment",
        "the grader's descriptors",
        "memory of the grader",
        "trace",
    }
    for what in {*READS, *PROCESSES, *WRITES} - can_be_protected_by_the_system:
        assert f"{FOUND} {what} " in text, what


@pytest.mark.parametrize("what", ["gradebook.db", "."])
def test_a_read_only_gradebook_is_one_sentence(
    theirs: Folder, ordinary: dict[str, Any], what: str
) -> None:
    (theirs.root / ".grading.lock").touch()
    if ordinary:
        os.chown(theirs.root / ".grading.lock", ordinary["user"], ordinary["group"])
    (theirs.root / what).chmod(0o555 if what == "." else 0o444)
    done = as_ordinary(theirs, ordinary, "grade")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr, done.stderr
    assert "cannot be written" in done.stderr or "Permission denied" in done.stdout
    (theirs.root / what).chmod(0o700)
    done = as_ordinary(theirs, ordinary, "grade")
    assert done.returncode == 0, done.stdout + done.stderr
    assert theirs.scores("ewa")["zoe"] == FULL


def test_what_cannot_be_read_is_said_and_graded_when_it_can(
    theirs: Folder, ordinary: dict[str, Any]
) -> None:
    closed = theirs.root / "submitted" / "ana"
    closed.chmod(0)
    done = as_ordinary(theirs, ordinary, "grade")
    assert "Traceback" not in done.stderr, done.stderr
    assert "ana" in done.stdout
    assert theirs.scores("ewa")["zoe"] == FULL
    closed.chmod(0o700)
    done = as_ordinary(theirs, ordinary, "grade")
    assert done.returncode == 0
    assert theirs.scores("ewa")["ana"] == FULL


def test_a_full_disk_loses_only_what_did_not_fit(folder: Folder) -> None:
    prints = (
        "import sys\nfor n in range(9): print('x' * 190_000, file=(sys.stdout, sys.stderr)[n % 2])"
    )
    big = set_source(folder.solved("ewa"), "ewa_weights", prints)
    folder.hand_in("big", "ewa", big)
    most = (folder.root / "gradebook.db").stat().st_size + 500_000
    done = folder.course_command(
        "grade", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Not graded: big, ewa: The system refuses to go on: File too large." in done.stdout
    assert "Traceback" not in done.stderr
    assert {name: s == FULL for name, s in folder.scores("ewa").items()} == {"ana": 1, "zoe": 1}
    assert sorted(path.name for path in (folder.root / "autograded").iterdir()) == [
        "ana",
        "big",
        "zoe",
    ]
    assert not [*(folder.root / "autograded" / "big").iterdir()]
    assert folder.course_command("grade").returncode == 0
    assert folder.scores("ewa")["big"]["check-ewa"] == 7


STAMPS: dict[str, Any] = {
    "junk": lambda path: path.write_bytes(b"\xff\xfe when?"),
    "words": lambda path: path.write_text("never"),
    "pipe": os.mkfifo,
    "folder": lambda path: path.mkdir(),
    "link": lambda path: path.symlink_to("/dev/zero"),
    "huge": lambda path: path.write_text("2024-02-30 " * 100_000),
}


@pytest.mark.parametrize("by", ["course", "nbgrader"])
def test_a_bad_time_stamp_costs_only_its_own_submission(folder: Folder, by: str) -> None:
    for name, make in STAMPS.items():
        path = folder.hand_in(f"stamp-{name}", "ewa", folder.solved("ewa"))
        make(path.with_name("timestamp.txt"))
    good = folder.root / "submitted" / "zoe" / "ewa" / "timestamp.txt"
    good.write_text("2024-02-29 12:00:00 UTC")
    run = folder.course_command if by == "course" else folder.nbgrader
    done = run("grade") if by == "course" else run("autograde", "ewa")
    assert done.returncode == 1, done.stdout + done.stderr
    scores = folder.scores("ewa")
    assert scores["ana"] == scores["zoe"] == FULL
    graded = {path.parts[-3] for path in (folder.root / "autograded").glob("*/ewa/ewa.ipynb")}
    assert graded == {"ana", "zoe"}
    said = "".join((done.stdout + done.stderr).split())
    for name in STAMPS:
        assert f"stamp-{name}/ewa/timestamp.txt" in said
    copied = folder.root / "autograded" / "zoe" / "ewa" / "timestamp.txt"
    assert copied.read_text() == good.read_text()
    with folder.gradebook() as gradebook:
        assert gradebook.find_submission("ewa", "zoe").timestamp.year == 2024


@pytest.mark.parametrize("by", ["course", "nbgrader"])
def test_files_that_the_course_lists_go_along_and_only_if_regular(folder: Folder, by: str) -> None:
    config = folder.root / "nbgrader_config.py"
    config.write_text(config.read_text() + '\nc.Grade.other_files = ["essay.txt"]\n')
    ana, zoe = (folder.root / "submitted" / name / "ewa" for name in ("ana", "zoe"))
    (ana / "essay.txt").write_text("My essay.")
    (ana / "other.txt").write_text("not listed")
    (zoe / "essay.txt").symlink_to(folder.root / ".course_secret")
    run = folder.course_command if by == "course" else folder.nbgrader
    done = run("grade") if by == "course" else run("autograde", "ewa")
    assert done.returncode == 1
    graded = folder.root / "autograded"
    assert {p.name for p in (graded / "ana" / "ewa").iterdir()} == {"ewa.ipynb", "essay.txt"}
    assert (graded / "ana" / "ewa" / "essay.txt").read_text() == "My essay."
    assert not (graded / "zoe" / "ewa" / "ewa.ipynb").exists()
    (zoe / "essay.txt").unlink()
    assert (run("grade") if by == "course" else run("autograde", "ewa")).returncode == 0
    assert folder.scores("ewa")["zoe"] == FULL


def test_limits_are_set_in_nbgraders_configuration(folder: Folder) -> None:
    config = folder.root / "nbgrader_config.py"
    limits = {"cell_seconds": 3, "case_seconds": 0.5, "submission_seconds": 7}
    limits |= {"memory_bytes": 700_000_000}
    lines = [f"c.Grade.{name} = {value}" for name, value in limits.items()]
    config.write_text(config.read_text() + "\n".join(["", *lines, ""]))
    settings = Grade(config=Course(folder.root).config).settings()
    assert {name: getattr(settings.limits, name) for name in limits} == limits
    greedy = "x = bytes(800_000_000)\ndef ewa_weights(beta, T):\n    while True: pass"
    slow = set_source(folder.solved("ewa"), "ewa_weights", greedy)
    folder.hand_in("ana", "ewa", slow)
    assert folder.course_command("grade").returncode == 0
    assert "it needs more memory than there is while grading" in outputs(folder, "ana")
    assert folder.scores("ewa")["ana"] == {**FULL, "check-ewa_weights": 0.0}
