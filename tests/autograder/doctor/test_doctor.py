"""`course doctor` finds what would stop an instructor, and says what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from course_folder import ROOT, Folder, make_course

from autograder.errors import SandboxUnavailable
from autograder.handout.new_course import init_course
from course_lib import __version__

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(make_course(tmp_path_factory.mktemp("doctor") / "course", ["ewa"]))
    shutil.copytree(ROOT / "notebooks" / "adam", folder.root / "notebooks" / "adam")
    folder.root.chmod(0o700)
    folder.hand_in("ana", "ewa", folder.solved("ewa"))
    return folder


def said(folder: Folder) -> dict[str, list[str]]:
    """Mark -> sentences; from the code itself, without a process."""
    from autograder.doctor.examine import examine

    found: dict[str, list[str]] = {"✓": [], "✗": []}
    for finding in examine(folder.root):
        found["✓" if finding.well else "✗"].append(finding.sentence)
    return found


@pytest.mark.needs("landlock")
def test_a_course_that_is_well_is_said_to_be_so(made: Folder) -> None:
    done = made.course_command("doctor")
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout
    assert "All is well." in done.stdout
    assert "✓ ewa is released as its notebook is now" in done.stdout
    assert "✓ adam is not released yet." in done.stdout
    assert f"This is version {__version__}, on Python 3." in done.stdout


def test_a_problem_ends_with_status_one(made: Folder) -> None:
    secret = made.root / ".course_secret"
    secret.chmod(0o644)
    done = made.course_command("doctor")
    secret.chmod(0o600)
    assert done.returncode == 1
    assert "✗ Everybody on this machine can read" in done.stdout
    assert "the line marked ✗ says what to do" in done.stdout


def test_an_open_folder_is_named_with_the_command_that_closes_it(made: Folder) -> None:
    made.root.chmod(0o755)
    ill = said(made)["✗"]
    made.root.chmod(0o700)
    assert [one for one in ill if f"chmod o-rwx {made.root}" in one]


def test_a_lost_secret_is_named(made: Folder) -> None:
    secret = made.root / ".course_secret"
    kept = secret.rename(made.root / "kept")
    ill = said(made)["✗"]
    kept.rename(secret)
    assert [one for one in ill if ".course_secret is missing" in one]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('grade(\\"ewa\\")', 'grade(\\"ewma\\")', "grades the exercise `ewma`"),
        ('"points": 7', '"points": 8', "has changed since it was released"),
        ('"cells"', '"cells', "ewa.ipynb is not a notebook that can be read"),
    ],
)
def test_a_notebook_that_does_not_fit_is_named(
    made: Folder, old: str, new: str, words: str
) -> None:
    path = made.course.source("ewa")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    ill = said(made)["✗"]
    path.write_text(text, "utf-8")
    assert [one for one in ill if words in one], ill


def test_what_is_no_submission_is_named(made: Folder) -> None:
    stray = made.root / "submitted" / "ewa.ipynb"
    stray.write_text(json.dumps({}), "utf-8")
    ill = said(made)["✗"]
    stray.unlink()
    assert [one for one in ill if one.startswith("Ignored: submitted/ewa.ipynb")]


def test_a_new_course_is_well(tmp_path: Path) -> None:
    found = said(Folder(init_course(tmp_path / "new", ["ewa"]).course.root))
    assert "There is no secret yet; the first `course release` makes it." in found["✓"]
    assert not [one for one in found["✗"] if "secret" in one]


def test_a_machine_without_a_sandbox_is_told_so(
    made: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise SandboxUnavailable("This kernel has no Landlock.")

    monkeypatch.setattr("autograder.doctor.examine.require_confinement", missing)
    assert "This kernel has no Landlock." in said(made)["✗"]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    ill = said(Folder(tmp_path / "nowhere"))["✗"]
    assert [one for one in ill if "There is no course folder" in one]


def test_the_command_says_its_version(made: Folder) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "autograder", "--version"], capture_output=True, text=True
    )
    assert done.stdout.strip() == __version__
