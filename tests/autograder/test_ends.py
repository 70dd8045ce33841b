"""Every command that is stopped or finds the disk full says what is saved and what to type."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from services import runs, wait_until

from autograder import cli
from autograder.commands import messages
from autograder.commands.alike import say_once
from autograder.commands.app import app
from autograder.commands.ends import saying
from autograder.commands.grading import _so_far
from autograder.course.checkout import CHECKOUT
from autograder.errors import CourseError, DiskFull, Interrupted
from autograder.full_disk import is_full
from autograder.grading.local_workers import LocalWorkers
from autograder.nbgrader_plugins import steps

FULL = OSError(errno.ENOSPC, "No space left on device")


def quota() -> None:
    """Fail as the database does, and then as we say it."""
    import sqlite3

    try:
        raise sqlite3.OperationalError("database or disk is full")
    except sqlite3.Error:
        raise CourseError("The gradebook cannot be written.") from None


def test_a_full_disk_is_seen_behind_other_errors() -> None:
    assert is_full(OSError(errno.EDQUOT, "Quota exceeded"))
    with pytest.raises(CourseError) as raised:
        quota()
    assert is_full(raised.value)
    assert is_full(shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'")]))
    assert not is_full(shutil.Error([("a", "b", "[Errno 13] Permission denied: 'b'")]))
    assert not is_full(OSError(errno.EACCES, "No"))
    assert not is_full(CourseError("Check whether the database or disk is full."))


COMMANDS = [
    (["report"], "autograder.report.page.write_report"),
    (["bundle"], "autograder.handout.bundle.make_bundle"),
    (["release"], "autograder.nbgrader_plugins.steps.release"),
    (["feedback"], "autograder.feedback.batch.write_pages"),
    (["export"], "autograder.gradebook.database.is_made"),
    (["grade"], "autograder.grading.batch.Batch.run"),
    (["collect", "work.zip"], "autograder.lms.archive.open_archive"),
]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [(KeyboardInterrupt(), 130, "course: Stopped. "), (FULL, 2, "course: The disk is full. ")],
    ids=["ctrl-c", "full disk"],
)
@pytest.mark.parametrize(("words", "function"), COMMANDS, ids=[words[0] for words, _ in COMMANDS])
def test_a_command_ends_with_a_sentence_and_what_to_type(
    words: list[str],
    function: str,
    error: BaseException,
    status: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: Any, **__: Any) -> NoReturn:
        raise error

    (tmp_path / "notebooks").symlink_to(CHECKOUT / "notebooks")
    for step in ("submitted", "autograded"):
        (tmp_path / step / "ana" / "ewa").mkdir(parents=True)
    monkeypatch.setattr(function, fail)
    for module in ("autograder.commands.grading", "autograder.grading.processes"):
        monkeypatch.setattr(f"{module}.get_ready", lambda **_: None)
    monkeypatch.setattr(sys, "argv", ["course", *words, "--course", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    assert ended.value.code == status
    printed = capsys.readouterr().err
    assert printed.startswith(said)
    assert "again" in printed
    assert "Traceback" not in printed


def test_what_failed_alike_for_many_is_said_once() -> None:
    form = "Not graded: {0}, ewa: No space for /course/{0}/ewa."
    failures = [(who, form.format(who)) for who in ("ana", "anabel", "ben", "li")]
    failures.append(("cem", "Not graded: cem, ewa: It is a folder."))
    names = {"anabel": "Anabel Li (anabel)", "cem": "Cem (cem)"}
    cem = "Not graded: Cem (cem), ewa: It is a folder."
    assert say_once(failures, names) == [
        "Not graded: ana, Anabel Li (anabel), ben, li, ewa: No space for /course/ana/ewa.",
        cem,
    ]
    few = "Not graded: Anabel Li (anabel), ewa: No space for /course/anabel/ewa."
    assert say_once(failures[1:3] + failures[4:], names) == [few, failures[2][1], cem]


def test_what_is_said_is_of_commands_that_exist() -> None:
    names = {c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands}
    for group in app.registered_groups:
        assert group.typer_instance
        for command in group.typer_instance.registered_commands:
            names.add(command.name or getattr(command.callback, "__name__", ""))
    assert messages.SAVED.keys() <= names


@pytest.mark.parametrize(("error", "end"), [(KeyboardInterrupt, Interrupted), (FULL, DiskFull)])
def test_the_innermost_knows_best(error: BaseException, end: type[Exception]) -> None:
    outer, inner = saying(lambda: "Nothing."), saying(lambda: "3 of 4.")
    with pytest.raises(end, match="3 of 4"), outer, inner:
        raise error


@pytest.mark.parametrize(
    ("graded", "said"),
    [
        (0, "Nothing was graded in this run."),
        (1, "1 submission was graded in this run, and its marks are saved."),
        (2, "2 submissions were graded in this run, and their marks are saved."),
    ],
)
def test_what_is_saved_of_grading_is_said_in_words_for_its_number(graded: int, said: str) -> None:
    done = SimpleNamespace(failure=None, key=("ann", "adam"))
    batch: Any = SimpleNamespace(
        results=[done] * graded, marks_before={}, marks={}, reasons={}, names={}
    )
    assert _so_far(batch).startswith(said)


@pytest.mark.parametrize(
    ("log", "raised"),
    [
        (
            "[ERROR] Canceled\n\nTraceback (most recent call last):\n\nKeyboardInterrupt\n",
            KeyboardInterrupt,
        ),
        ("    OSError: [Errno 28] No space left on device\n", OSError),
        ("    PermissionError: [Errno 13] Permission denied: 'release/ewa'\n", PermissionError),
        ("    ValueError: no\n", CourseError),
    ],
    ids=["stopped", "a full disk", "no permission", "another error"],
)
def test_what_nbgrader_takes_for_any_error_is_told_apart(
    log: str, raised: type[BaseException]
) -> None:
    with pytest.raises(raised):
        steps._require_success({"success": False, "error": log}, "ewa was not released")


def never_end(job: Any) -> NoReturn:
    while True:
        time.sleep(60)


@pytest.mark.processes
def test_workers_that_are_busy_are_killed() -> None:
    workers = LocalWorkers(1, never_end)
    workers.submit(None)  # type: ignore[arg-type]
    [process] = workers._pool._processes.values()
    workers.abandon()
    pid = int(process.pid or 0)
    wait_until(lambda: not runs(pid), "the end of a worker that never ends by itself")


def system_error(number: int) -> OSError:
    return OSError(number, os.strerror(number), "gradebook.db")


REFUSED = {
    **{errno.errorcode[one]: system_error(one) for one in (errno.EROFS, errno.ESTALE, errno.EFBIG)},
    "a copy": shutil.Error([("a", "gradebook.db", "[Errno 27] File too large: 'a' -> 'b'")]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_system_refuses_is_one_sentence(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise REFUSED[name]

    (tmp_path / "nbgrader_config.py").write_text("", encoding="utf-8")
    monkeypatch.setattr("autograder.people.registry.read_people", refuse)
    monkeypatch.setattr(sys, "argv", ["course", "people", "--course", str(tmp_path)])
    with pytest.raises(SystemExit, match="2"):
        cli.run()
    why = REFUSED[name].strerror or "File too large"
    assert f"The system refuses gradebook.db: {why}." in capsys.readouterr().err
