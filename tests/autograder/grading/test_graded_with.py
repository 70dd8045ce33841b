"""Each graded submission knows what it was graded with, and forced grading can be interrupted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.gradebook.marks import CellMark, SubmissionMark
from autograder.grading import messages
from autograder.grading.again import NOTE, Again
from autograder.grading.graded_with import (
    changed_parts,
    parts_of_class,
    parts_of_submission,
    reasons,
)
from autograder.grading.job import Settings
from autograder.grading.moved import moves, sentences
from autograder.sandbox.limits import Limits

SECRET = bytes(32)


def parts(
    settings: Settings = Settings(),  # noqa: B008
    secret: bytes = SECRET,
    skeleton: str = "lesson",
    data: bytes = b"work",
    time: str = "",
    other: str | None = None,
) -> dict[str, str]:
    return parts_of_class("ewa", skeleton, settings, secret) | parts_of_submission(
        data, None, (), time, other
    )


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("limits", {"settings": Settings(Limits(cell_seconds=99))}),
        ("files", {"settings": Settings(other_files=("data.csv",))}),
        ("sandbox", {"settings": Settings(confined=False)}),
        ("experiments", {"settings": Settings(experiments=True)}),
        ("secret", {"secret": bytes(31) + b"\1"}),
        ("lesson", {"skeleton": "another"}),
        ("file", {"data": b"more work"}),
        ("time", {"time": "2027-03-01 17:00"}),
        ("group", {"other": "101"}),
    ],
)
def test_each_part_is_noticed_and_said(part: str, change: dict[str, Any]) -> None:
    changed = changed_parts(parts(), parts(**change))
    assert changed == (part,)
    assert reasons("ewa", changed) == [messages.CHANGED[part]]


def test_the_exercise_whose_tests_changed_is_named() -> None:
    before = parts()
    now = {**before, "tests of bias_correct": "other", "tests of ewa": "other"}
    assert reasons("momentum", changed_parts(before, now)) == [
        "The tests of these exercises have changed: `ewa`, `bias_correct`."
    ]
    assert changed_parts(None, before) == tuple(before)


def test_a_new_and_a_dropped_part_count_as_changes() -> None:
    before = parts()
    less = {name: value for name, value in before.items() if name != "tests of bias_correct"}
    assert changed_parts(before, less) == changed_parts(less, before) == ("tests of bias_correct",)


def test_work_graded_with_its_experiments_need_not_be_graded_without() -> None:
    with_them = parts(replace(Settings(), experiments=True))
    assert changed_parts(with_them, parts()) == ()
    assert changed_parts(parts(), with_them) == ("experiments",)


def everybody(assignment: str) -> list[tuple[str, str]]:
    return [(student, assignment) for student in ("ana", "ben", "cleo")]


def waiting(root: Path) -> list[tuple[str, str]]:
    again = Again(root)
    return [one for name in ("ewa", "adam") for one in everybody(name) if again.is_waiting(one)]


def test_a_forced_grading_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    again = Again(tmp_path)
    again.ask_for(everybody("ewa"))
    again.done(("ana", "ewa"))
    with (tmp_path / NOTE).open("a") as file:
        file.write('\n["done", "be')  # a power failure
    assert waiting(tmp_path) == [("ben", "ewa"), ("cleo", "ewa")]
    again = Again(tmp_path)
    again.ask_for(everybody("ewa"))  # --force once more: only the rest
    assert waiting(tmp_path) == [("ben", "ewa"), ("cleo", "ewa")]
    for one in waiting(tmp_path):
        again.done(one)
    again.finish(["ewa"], [])
    assert not (tmp_path / NOTE).exists()


def test_another_assignment_does_not_end_a_forced_grading(tmp_path: Path) -> None:
    Again(tmp_path).ask_for(everybody("ewa"))
    other = Again(tmp_path)
    other.ask_for(everybody("adam"))
    for one in everybody("adam"):
        other.done(one)
    other.finish(["adam"], [])
    assert waiting(tmp_path) == everybody("ewa")


def test_what_failed_is_tried_again_and_does_not_count_as_stopped(tmp_path: Path) -> None:
    again = Again(tmp_path)
    again.ask_for(everybody("ewa"))
    again.done(("ana", "ewa"))
    again.finish(["ewa"], [("ben", "ewa")])
    assert waiting(tmp_path) == [("ben", "ewa")]
    Again(tmp_path).ask_for(everybody("ewa"))
    assert waiting(tmp_path) == everybody("ewa")


def test_moves_are_said_together_where_cells_and_reasons_are_the_same() -> None:
    def mark(points: float) -> SubmissionMark:
        return SubmissionMark(cells={"check-ewa": CellMark(points), "other": CellMark(1.0)})

    before = {(name, "ewa"): mark(3) for name in ("ana", "ben", "cleo", "dora")}
    after = {key: mark(p) for key, p in zip(before, (5, 5, 2, 3), strict=True)}
    after["eve", "ewa"] = mark(7)  # graded for the first time
    why = {key: ["The grader itself has changed."] for key in after}
    assert sentences(moves(before, after), why) == [
        "Marks that moved in ewa: 2 up, 1 down. The grader itself has changed.",
        "  check-ewa +2: ana 4 → 6, ben 4 → 6",
        "  check-ewa -1: cleo 4 → 3",
    ]


def test_a_mark_that_moved_by_its_penalty_alone_is_said() -> None:
    cells = {"check-ewa": CellMark(3.0)}
    before = {("ana", "ewa"): SubmissionMark(cells=cells)}
    after = {("ana", "ewa"): SubmissionMark(cells=cells, penalty=1.0)}
    assert sentences(moves(before, after), {})[1] == "  late penalty: ana 3 → 2"
    names = {"ana": "Ana Ax (ana)"}
    assert sentences(moves(before, after), {}, names)[1] == "  late penalty: Ana Ax (ana) 3 → 2"
