"""A student brings the folder of an older zip up to date from a newer one, with one command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from course_folder import Folder, source_of
from doc_sessions import make_environment
from student_handout import load_installer, make_zip

from autograder.handout.bundle import FOLDER, INSTALL, make_bundle
from autograder.nbgrader_plugins.steps import release
from course_lib.update.notebook import digest, release_of


def unpack(archive: Path, to: Path) -> Path:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(to)
    return to / FOLDER


def install(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "install.py", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)


def prepared(folder: Path) -> None:
    """An environment with the course's packages, so that installing fetches none."""
    make_environment(folder / ".venv", of_the_checkout=False)
    made_in = f"{folder.resolve()} with Python {sys.version}"
    (folder / ".venv" / "made-in.txt").write_text(made_in, encoding="utf-8")


def edit(path: Path, cell: str, old: str, new: str) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    [found] = [one for one in notebook["cells"] if one["id"] == cell]
    assert old in source_of(found)
    found["source"] = source_of(found).replace(old, new)
    path.write_text(json.dumps(notebook), "utf-8")


def notes_what_its_cells_are(notebook: dict[str, Any]) -> None:
    noted = release_of(notebook)
    assert len(noted) == len(notebook["cells"])
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id") or f"cell {cell['id']}"
        assert noted[name] == digest(source_of(cell))


@pytest.mark.slow
@pytest.mark.needs("packages")
def test_one_command_in_the_new_folder_updates_the_old_one(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "course")
    folder = Folder(tmp_path / "course")
    notes_what_its_cells_are(folder.released("ewa"))
    mine = unpack(archive, tmp_path / "my folder")
    prepared(mine)
    stub = "raise NotImplementedError  # write your code here, in place of this line"
    edit(mine / "ewa" / "ewa.ipynb", "averaging_window", stub, "return 1 / (1 - beta)")
    edit(folder.course.source("ewa"), "idea", "day of the year", "day of the long year")
    edit(folder.course.source("ewa"), "averaging_window", "About how many", "Roughly how many")
    release(folder.course, "ewa")
    make_bundle(folder.course, ["ewa", "adam"], archive)
    new = unpack(archive, tmp_path / "downloads")
    done = install(new, "--update", str(mine))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "! The task of `averaging_window` has changed since you began it." in done.stdout
    text = (mine / "ewa" / "ewa.ipynb").read_text("utf-8")
    assert "day of the long year" in text
    assert "return 1 / (1 - beta)" in text
    assert not (new / ".venv").exists()
    assert (mine / "what-changed.html").exists()
    assert "nothing had to be changed" in install(new, "--update", str(mine)).stdout
    program = [
        str(mine / ".venv/bin/python"),
        "-c",
        "import course_lib; print(course_lib.__version__)",
    ]
    version = subprocess.run(program, cwd=mine, capture_output=True, text=True).stdout.strip()
    assert [path.name.split("-")[1] for path in mine.glob("*.whl")] == [version]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--update", "nowhere"], "has no lessons in it in which you could have worked"),
        (["--update", "."], "has no lessons in it in which you could have worked"),
        (["--update"], "Name the folder in which you have worked so far"),
        (["--upgrade"], "To bring an older folder up"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_command(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "zip").mkdir()
    monkeypatch.chdir(tmp_path / "zip")
    assert load_installer(tmp_path / "zip").main(tuple(words)) == 1
    answer = capsys.readouterr().err
    assert said in answer
    assert "install.py --update" in answer
    assert {*os.listdir()} - {"__pycache__"} == {"install.py"}


def older(folder: Path) -> Path:
    (folder / ".venv").mkdir(parents=True)
    (folder / ".venv" / "made-in.txt").touch()
    return folder


@pytest.mark.parametrize("place", ["old", "old/optimization-course", "../old"])
def test_an_older_folder_nearby_is_offered(
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    here = tmp_path / "downloads" / "new"
    here.mkdir(parents=True)
    old = older((here.parent / place).resolve())
    installer = load_installer(here)
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(installer, "make_environment", lambda: "stopped here")
    monkeypatch.setattr(installer, "update", called.append)
    monkeypatch.setattr("sys.stdin", None)
    assert installer.main() == 1
    assert f'install.py --update "{old}"' in capsys.readouterr().out
    monkeypatch.setattr(installer.sys, "stdin", type("Terminal", (), {"isatty": lambda _: True})())
    for answer, expected in (("n", []), ("y", [()])):
        monkeypatch.setattr("builtins.input", lambda _, answer=answer: answer)
        installer.main()
        assert called == expected
    older(here.parent / "another")
    installer.main()
    assert called == [()]


def test_what_is_installed_is_brought_and_older_wheels_go(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    for folder, version in ((new, "2"), (old, "1")):
        (folder / "ewa").mkdir(parents=True)
        (folder / "ewa" / "ewa.ipynb").write_text(version)
        (folder / f"optimization_course-{version}-py3-none-any.whl").write_text(version)
        (folder / "requirements.txt").write_text(version)
    (old / "other.whl").touch()
    load_installer(new).bring_files(str(old))
    assert sorted(path.name for path in old.iterdir()) == [
        "ewa", "install.py", "optimization_course-2-py3-none-any.whl", "other.whl",
        "requirements.txt",
    ]  # fmt: skip
    assert (old / "requirements.txt").read_text() == "2"
    assert (old / "ewa" / "ewa.ipynb").read_text() == "1"
    assert (old / "install.py").read_bytes() == INSTALL.read_bytes()
