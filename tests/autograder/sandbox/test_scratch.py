"""What a child may have the grader do in its scratch folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.limits import Limits
from autograder.sandbox.scratch import MAX_FOLDERS, MAX_REQUESTS, Scratch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "outside").write_text("kept")
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


@pytest.fixture
def scratch(folder: Path) -> Scratch:
    return Scratch(folder, Limits(scratch_bytes=100_000))


@pytest.mark.parametrize("path", ["../new", "/new", "a/../../new", ".", "", "a//b", "x/" * 9 + "y"])
def test_nothing_is_done_elsewhere(scratch: Scratch, folder: Path, path: str) -> None:
    scratch.carry_out(["make", "a"])
    (folder / "own").write_text("1")
    for request in (["make", path], ["remove", path], ["remove folder", path]):
        assert scratch.carry_out(request)
    assert scratch.carry_out(["rename", "own", path])
    assert scratch.carry_out(["rename", path, "own"])
    assert sorted(one.name for one in folder.parent.iterdir()) == ["outside", "scratch"]
    assert sorted(one.name for one in folder.iterdir()) == ["a", "own"]


def test_no_link_is_followed_or_removed(scratch: Scratch, folder: Path) -> None:
    (folder / "link").symlink_to(folder.parent)
    for request in (
        ["make", "link/new"],
        ["remove", "link/outside"],
        ["remove", "link"],
        ["rename", "link/outside", "taken"],
        ["rename", "link", "taken"],
    ):
        assert scratch.carry_out(request)
    assert [one.name for one in folder.iterdir()] == ["link"]
    assert (folder.parent / "outside").read_text() == "kept"


@pytest.mark.parametrize(
    "request_", [None, "make", ["make"], ["make", 1], ["make"] * 4, {}, ["make", "a" * 1_001]]
)
def test_what_is_no_request_is_refused(scratch: Scratch, request_: Any) -> None:
    assert not scratch.carry_out(request_)


def test_folders_and_requests_are_counted(scratch: Scratch, folder: Path) -> None:
    for number in range(MAX_FOLDERS + 5):
        scratch.carry_out(["make", str(number)])
    assert len([*folder.iterdir()]) == MAX_FOLDERS
    scratch.carry_out(["remove folder", "0"])
    scratch.carry_out(["make", "again"])
    assert (folder / "again").is_dir()
    while scratch.carry_out(["make", "again"]):
        pass
    assert scratch._requests == MAX_REQUESTS + 1


def test_what_is_removed_or_replaced_still_counts(scratch: Scratch, folder: Path) -> None:
    with open(folder / "first", "wb") as file:
        scratch.carry_out(["remove", "first"])
        file.write(bytes(60_000))
        file.flush()
        assert not scratch.is_full()
        for name in ("old", "new"):
            (folder / name).write_bytes(bytes(30_000))
        scratch.carry_out(["rename", "old", "new"])
    assert [one.name for one in folder.iterdir()] == ["new"]
    assert scratch.is_full()
    scratch.delete()
    assert [one.name for one in folder.parent.iterdir()] == ["outside"]
