"""A file is written whole or not at all, and never through a link."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import NoReturn

import pytest

from autograder.whole_file import (
    PRIVATE,
    draft_of,
    make_private_folder,
    read_json,
    write_json,
    write_whole,
)


def test_an_error_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("old")

    def write_half() -> None:
        with draft_of(path) as draft:
            draft.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["marks.csv"]


def test_a_refusal_names_the_file_and_not_its_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: int) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError) as refused:
        write_whole(tmp_path / "why.html", "")
    assert refused.value.filename == str(tmp_path / "why.html")


@pytest.mark.parametrize("before", [0o600, 0o640, 0o644])
def test_a_file_keeps_its_permissions_and_is_never_more_open_meanwhile(
    tmp_path: Path, before: int
) -> None:
    path = tmp_path / "marks.csv"
    path.touch(before)
    path.chmod(before)
    with draft_of(path) as draft:
        assert draft.stat().st_mode & 0o777 & ~before == 0
    assert path.stat().st_mode & 0o777 == before


def test_a_private_file_is_private_whatever_was_there(tmp_path: Path) -> None:
    path = tmp_path / "why.html"
    path.touch(0o644)
    write_whole(path, "who", PRIVATE)
    assert path.stat().st_mode & 0o777 == PRIVATE


def test_links_are_replaced_and_not_followed(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "folder" / "adam.ipynb"
    victim.write_text("untouched")
    path.parent.mkdir()
    for link in (path, path.with_name(f".{path.name}.{os.getpid()}")):
        link.symlink_to(victim)
    write_whole(path, b"work")
    assert victim.read_text() == "untouched"
    assert [(p.name, p.is_symlink()) for p in path.parent.iterdir()] == [("adam.ipynb", False)]


@pytest.mark.parametrize("damaged", [b"", b"[1]", b"{", b"\xff"])
def test_a_damaged_note_is_as_good_as_none(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "new" / "note.json"
    write_json(path, {"ü \udcff": [1]})
    assert read_json(path) == {"ü \udcff": [1]}
    path.write_bytes(damaged)
    assert read_json(path) == {}


@pytest.mark.parametrize(
    ("around", "file", "folder"),
    [(0o700, 0o600, 0o700), (0o755, 0o600, 0o700), (0o2770, 0o660, 0o770)],
)
def test_a_team_that_shares_a_folder_shares_what_is_private_in_it(
    tmp_path: Path, around: int, file: int, folder: int
) -> None:
    tmp_path.chmod(around)
    write_whole(tmp_path / "people.csv", "who", PRIVATE)
    make_private_folder(tmp_path / "instructor")
    assert stat.S_IMODE((tmp_path / "people.csv").stat().st_mode) == file
    assert stat.S_IMODE((tmp_path / "instructor").stat().st_mode) & 0o777 == folder
