"""The files beside a notebook are read as programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.find_notebook import TIMESTAMP
from autograder.course.submission_files import files_to_keep, read_timestamp

WRITTEN = "2026-11-24 18:00:00 UTC"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_time_is_read_as_notepad_and_powershell_write_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / TIMESTAMP).write_bytes(f"{WRITTEN}\r\n".encode(encoding))
    assert str(read_timestamp(tmp_path)) == "2026-11-24 18:00:00"
    kept = files_to_keep(tmp_path, [])[TIMESTAMP]
    assert kept.decode().split("\r\n") == [WRITTEN, ""], "nbgrader reads nothing but UTF-8"
