"""The table that `course grade` ends with counts the whole class, and says who is not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.folder import Course
from autograder.gradebook.marks import CellMark, SubmissionMark
from autograder.grading.batch import Batch
from autograder.grading.job import Settings
from autograder.grading.summary import nothing_from, summary_rows


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    mark = SubmissionMark(cells={"check": CellMark(2.0)})
    return Batch(
        Course(tmp_path),
        Settings(),
        1,
        marks={("s1", "adam"): mark},
        problems={("s1", "adam"): ["Odd."]},
        out_of={"adam": 3.0},
        names={"s1": "Ana Ax (s1)", "s2": "Bo By (s2)"},
    )


def test_names_stand_beside_ids(batch: Batch) -> None:
    [row] = summary_rows(batch)
    assert row[:4] == ("adam", "1 of 2", "2", "3")
    assert row[-1] == "Ana Ax (s1)"
    assert nothing_from(batch) == ["adam: nothing handed in by 1: Bo By (s2)."]


def test_everybody_who_handed_in_nothing_is_named_in_a_large_class_too(batch: Batch) -> None:
    batch.names = {f"s{n}": f"Ana Ax (s{n})" for n in range(1, 201)}
    [sentence] = nothing_from(batch)
    assert sentence.startswith("adam: nothing handed in by 199: Ana Ax (s2), ")
    assert all(name in sentence for student, name in batch.names.items() if student != "s1")


def test_whose_work_could_not_be_graded_is_counted_and_has_handed_in(batch: Batch) -> None:
    batch.problems["s2", "adam"] = batch.problems["s3", "adam"] = ["It cannot be read."]
    [row] = summary_rows(batch)
    assert row[1] == "1 of 3"
    assert nothing_from(batch) == []


def test_whoever_is_not_in_the_gradebook_is_shown_by_id(batch: Batch) -> None:
    batch.names.clear()
    [row] = summary_rows(batch)
    assert row[1] == "1 of 1"
    assert row[-1] == "s1"
    assert nothing_from(batch) == []
