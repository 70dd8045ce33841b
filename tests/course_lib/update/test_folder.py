"""A student's folder is updated as a whole: a backup, a page of what changed, nothing by halves."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from releases import ANSWER, FIRST, SECOND, STUB, THIRD, Notebook, sources, write

from course_lib.update import __main__ as command
from course_lib.update import folder, running
from course_lib.update.folder import Updated, UpdateFailed, update_folder
from course_lib.update.messages import LESSON_OLDER
from course_lib.update.notebook import read, text_of
from course_lib.update.notebook import write as write_file

NOW = datetime(2026, 11, 26, 9, 30)


def put(root: Path, name: str, notebook: Notebook) -> Path:
    path = root / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(notebook), "utf-8")
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The folder of the newer zip: one lesson that is there already, and one that is not."""
    put(tmp_path / "new", "mean", SECOND)
    put(tmp_path / "new", "later", FIRST)
    (tmp_path / "new" / "mean" / "data.csv").write_text("1,2", "utf-8")
    return tmp_path / "new"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    put(tmp_path / "own", "mean", write(FIRST, mean=ANSWER, draw="plot(mean, 'red')"))
    return tmp_path / "own"


def everything(root: Path) -> dict[str, bytes]:
    files = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_lessons_are_merged_added_backed_up_and_listed(new: Path, own: Path) -> None:
    before = everything(own)
    done = update_folder(new, own, NOW)
    assert ANSWER in sources(read(own / "mean" / "mean.ipynb"))
    assert read(own / "later" / "later.ipynb") == read(new / "later" / "later.ipynb")
    assert (own / "mean" / "data.csv").exists()
    assert done.backup == own / "before-update-2026-11-26-0930"
    saved = everything(done.backup)
    page = saved.pop("what-changed.html").decode()
    assert saved == before
    assert (own / "what-changed.html").read_text("utf-8") == page
    for words in ("This lesson is new", "Please look at this", "<code>median</code> is new"):
        assert words in page
    assert "<script" not in page


def test_a_second_update_changes_no_file(new: Path, own: Path) -> None:
    update_folder(new, own, NOW)
    before = everything(own)
    assert update_folder(new, own, NOW).page is None
    assert everything(own) == before


def test_an_older_zip_after_a_newer_one_is_noticed_and_costs_no_answer(
    new: Path, own: Path, tmp_path: Path
) -> None:
    assert LESSON_OLDER not in said_of(update_folder(new, own, NOW))
    put(tmp_path / "older", "mean", FIRST)
    older = update_folder(tmp_path / "older", own, NOW)
    assert LESSON_OLDER in said_of(older)
    assert LESSON_OLDER.split(":")[0] in (own / "what-changed.html").read_text("utf-8")
    update_folder(new, own, NOW)
    assert ANSWER in sources(read(own / "mean" / "mean.ipynb"))


def said_of(update: Updated) -> list[str]:
    return [change.sentence for lesson in update.lessons for change in lesson.changes]


def test_an_update_that_stops_half_way_loses_nothing_and_goes_on(
    new: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(own, "later", write(FIRST, mean=ANSWER))
    put(new, "later", THIRD)
    before = everything(own)

    def full(path: Path, data: bytes) -> None:
        if path.name == "mean.ipynb":
            raise OSError(28, "No space left on device")
        write_file(path, data)

    monkeypatch.setattr(folder, "write", full)
    with pytest.raises(UpdateFailed, match="goes on where it stopped"):
        update_folder(new, own, NOW)
    backup = own / "before-update-2026-11-26-0930"
    saved = everything(backup)
    assert {name: data for name, data in saved.items() if name in before} == before
    assert (own / "mean" / "mean.ipynb").read_bytes() == before["mean/mean.ipynb"]
    monkeypatch.setattr(folder, "write", write_file)
    assert update_folder(new, own, NOW).backup == own / "before-update-2026-11-26-0930-2"
    assert update_folder(new, own, NOW).backup is None
    assert not [name for name in everything(own) if name.endswith(".new")]


def test_a_disk_too_full_for_the_backup_changes_nothing(
    new: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(own)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copy2", full)
    with pytest.raises(UpdateFailed, match="Nothing has been changed"):
        update_folder(new, own, NOW)
    assert everything(own) == before


def test_the_page_that_lists_the_lessons_is_replaced_unless_it_only_was_run(
    new: Path, own: Path
) -> None:
    (new / "start.ipynb").write_text(text_of(SECOND), "utf-8")
    update_folder(new, own, NOW)
    page = read(own / "start.ipynb")
    page["cells"][1]["execution_count"] = 1
    (own / "start.ipynb").write_text(text_of(page), "utf-8")
    assert update_folder(new, own, NOW).page is None
    (new / "start.ipynb").write_text(text_of(THIRD), "utf-8")
    update_folder(new, own, NOW)
    assert sources(read(own / "start.ipynb")) == sources(THIRD)


def test_a_notebook_under_another_name_is_the_one_that_is_updated(new: Path, own: Path) -> None:
    renamed = (own / "mean" / "mean.ipynb").rename(own / "mean" / "mean-done.ipynb")
    done = update_folder(new, own, NOW)
    assert ANSWER in sources(read(renamed))
    assert not (own / "mean" / "mean.ipynb").exists()
    [lesson] = [one for one in done.lessons if renamed in one.files]
    assert "mean/mean-done.ipynb" in lesson.changes[0].sentence


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": 3}', '{"cells": [], "nbformat": 3}'])
def test_what_is_no_notebook_is_left_alone_and_named(new: Path, own: Path, content: str) -> None:
    broken = own / "mean" / "mean.ipynb"
    broken.write_text(content, "utf-8")
    done = update_folder(new, own, NOW)
    assert broken.read_text("utf-8") == content
    [sentence] = [c.sentence for one in done.lessons for c in one.changes if c.look]
    assert sentence.startswith("mean/mean.ipynb could not be read")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "new"), "is the folder of the newer lessons itself"),
        (("own/mean", "own"), "There are no lessons in"),
        (("new", "new/mean"), "There are no lessons in"),
        (("nowhere", "own"), "There is no folder"),
    ],
)
def test_a_wrong_folder_is_one_sentence(
    new: Path, own: Path, words: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(own)
    assert command.main([str(new.parent / word) for word in words]) == 1
    assert said in capsys.readouterr().err
    assert everything(own) == before


def test_the_command_says_what_to_look_at(
    new: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(new), str(own)]) == 0
    said = capsys.readouterr().out
    assert "  ! You had changed this experiment" in said
    assert "  - `median` is new" in said
    assert f"What has changed: {own / 'what-changed.html'}" in said
    assert command.main([str(new), str(own)]) == 0
    assert "nothing had to be changed" in capsys.readouterr().out
    assert command.main([]) == 2


class Sessions(BaseHTTPRequestHandler):
    """A JupyterLab in which the notebook of the lesson `mean` is open."""

    def do_GET(self) -> None:
        self.send_response(200 if "token=secret" in self.path else 403)
        self.end_headers()
        self.wfile.write(json.dumps([{"path": "own/mean/mean.ipynb"}, {"path": None}]).encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", 0), Sessions)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    gone = {"url": "http://127.0.0.1:9/", "token": "", "root_dir": str(tmp_path)}
    found = [gone, {"url": address, "token": "secret", "root_dir": str(tmp_path)}]
    monkeypatch.setattr(running, "_servers", lambda: found)
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("jupyter")
@pytest.mark.processes
def test_a_notebook_that_is_open_is_not_changed_behind_the_students_back(
    new: Path, own: Path
) -> None:
    before = everything(own)
    with pytest.raises(UpdateFailed, match=r"open in JupyterLab: mean/mean.ipynb. Save it"):
        update_folder(new, own, NOW)
    assert everything(own) == before
    (new / "mean" / "mean.ipynb").write_text(text_of(FIRST), "utf-8")
    assert update_folder(new, own, NOW).page  # what is open does not change
    assert STUB not in sources(read(own / "mean" / "mean.ipynb"))


def test_a_file_of_windows_is_read_as_it_is(new: Path, own: Path) -> None:
    path = own / "mean" / "mean.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\\n", b"\\r\\n"))
    merged = update_folder(new, own, NOW)
    assert merged.page
    assert ANSWER in sources(read(path))
    assert os.linesep == "\r\n" or b"\r\n" not in path.read_bytes()
