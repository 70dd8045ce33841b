"""Marks for another release than the last do not go out without a word."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from lms_files import bare_course

from autograder.course.folder import Course
from autograder.grading.graded_with import KEY, lesson_digest
from autograder.grading.outdated import graded_before_release
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import skeleton_of


@pytest.mark.parametrize(
    ("graded_at", "changed", "said"), [(1, True, True), (1, False, False), (3, True, False)]
)
def test_work_that_was_graded_before_a_changed_release_is_named(
    tmp_path: Path, graded_at: int, changed: bool, said: bool
) -> None:
    course = Course(bare_course(tmp_path / "course"))
    lesson = "another" if changed else lesson_digest(skeleton_of(course.read_source("ewa")))
    metadata = {METADATA_KEY: {KEY: {"lesson": lesson}}}
    for path, time in (("release/ewa", 2), ("autograded/ana/ewa", graded_at)):
        notebook = course.root / path / "ewa.ipynb"
        notebook.parent.mkdir(parents=True)
        notebook.write_text(json.dumps({"metadata": metadata, "cells": []}))
        os.utime(notebook, (time, time))
    sentences = [*graded_before_release(course, ["ewa", "adam"])]
    assert ["course grade ewa" in sentence for sentence in sentences] == [True] * said
