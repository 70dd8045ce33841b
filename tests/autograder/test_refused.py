"""What stands in the way of a file or a folder is named in a sentence, with what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from each_case import each_case
from lms_files import bare_course, course, with_gradebook

from autograder.course.folder import Course
from autograder.course.lock import feedback_lock
from autograder.course.secret import read_secret
from autograder.errors import CourseError, SecretMissing
from autograder.gradebook.forgiven import read_forgiven
from autograder.groups.named import read_named
from autograder.nbgrader_plugins import steps
from autograder.refused import in_the_way, sentence_about
from autograder.whole_file import write_whole


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = with_gradebook(bare_course(tmp_path_factory.mktemp("refused") / "course"))
    (root / "autograded" / "ana" / "ewa").mkdir(parents=True)
    (root / "submitted" / "ana" / "ewa").mkdir(parents=True)
    (root / "roster.csv").write_text("id,name\nana,Ana Ax\n", encoding="utf-8")
    return root


def put(path: Path, kind: str) -> None:
    """Puts something of a kind in the place of whatever is there."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "file":
        path.write_bytes(b"")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path.parent / "gone")


SAID = {
    "file": "{} is a file, but a folder is needed there.",
    "folder": "{} is a folder, but a file is needed there.",
    "link": "{0} is a link to {0.parent}/gone, which does not exist.",
}
COMMANDS = {
    "submitted": ("file link", "grade"),
    "autograded": ("file link", "feedback", "report"),
    "people.csv": ("folder link", "people", "people {root}/roster.csv", "export", "collect {root}"),
    "gradebook.db": ("folder link", "export", "release ewa", "people {root}/roster.csv"),
    "nbgrader_config.py": ("folder link", "export", "people", "grade"),
    "notebooks/ewa/ewa.ipynb": ("folder", "release ewa"),
    "release": ("file link", "release ewa"),
    ".grading.lock": ("folder", "people {root}/roster.csv"),
    ".traces.json": ("folder", "people {root}/roster.csv"),
    "forgiven.json": ("folder link", "forgive ewa"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_names_what_is_of_the_wrong_kind(
    name: str,
    template: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("autograder.commands.grading", "autograder.grading.processes"):
        monkeypatch.setattr(f"{module}.get_ready", lambda **_: None)
    kinds, *commands = COMMANDS[name]
    with each_case() as case:
        for number, (kind, words) in enumerate((k, c) for k in kinds.split() for c in commands):
            root = Path(shutil.copytree(template, tmp_path / str(number)))
            put(root / name, kind)
            with case(f"{words}, {kind}"):
                done = course(capsys, root, *words.format(root=root).split())
                assert done.code == 2
                assert SAID[kind].format(root / name) in done.err
                assert "Errno" not in done.err


def refuses(do: Callable[[], object], sentence: str) -> None:
    with pytest.raises((OSError, CourseError)) as raised:
        do()
    error = raised.value
    assert sentence in (sentence_about(error) if isinstance(error, OSError) else str(error))


def test_what_is_written_names_the_folder_that_is_a_file(template: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(template, tmp_path / "course"))
    for name in ("feedback", "report"):
        put(root / name, "file")
    refuses(lambda: feedback_lock(Course(root)).__enter__(), f"{root}/feedback is a file")
    refuses(lambda: write_whole(root / "report/index.html", ""), f"{root}/report is a file")
    put(root / "table.csv", "folder")
    refuses(lambda: write_whole(root / "table.csv", ""), f"{root}/table.csv is a folder")
    put(root / "pages", "link")
    refuses(lambda: write_whole(root / "pages/one.html", ""), f"{root}/pages is a link to")


@pytest.mark.parametrize(
    ("name", "read"),
    [(".course_secret", read_secret), ("forgiven.json", read_forgiven),
     ("named_mistakes.json", read_named)],
)  # fmt: skip
def test_what_is_read_is_named_if_it_is_a_folder_or_a_link_to_nothing(
    name: str, read: Callable[[Path], object], tmp_path: Path
) -> None:
    for kind in ("folder", "link"):
        put(tmp_path / name, kind)
        with pytest.raises(CourseError) as raised:
            read(tmp_path)
        assert str(raised.value).startswith(SAID[kind].format(tmp_path / name))


def test_a_missing_secret_is_still_called_missing(tmp_path: Path) -> None:
    with pytest.raises(SecretMissing, match="is missing"):
        read_secret(tmp_path)


def test_an_error_without_a_wrong_kind_keeps_what_the_system_says(tmp_path: Path) -> None:
    missing = FileNotFoundError(2, "No such file or directory", str(tmp_path / "a"))
    assert "No such file or directory" in sentence_about(missing)
    closed = PermissionError(13, "Permission denied", str(tmp_path / "a"))
    assert sentence_about(closed).startswith("You do not have permission to access")
    assert in_the_way(tmp_path, folder=True) is None
    assert in_the_way(tmp_path / "none" / "one", folder=True) is None


def test_what_nbgrader_says_of_a_file_for_a_folder_is_the_same_sentence(tmp_path: Path) -> None:
    put(tmp_path / "release", "file")
    log = f"    NotADirectoryError: [Errno 20] Not a directory: '{tmp_path}/release/ewa'\n"
    with pytest.raises(NotADirectoryError) as raised:
        steps._require_success({"success": False, "error": log}, "ewa was not released")
    assert sentence_about(raised.value).startswith(f"{tmp_path}/release is a file")
