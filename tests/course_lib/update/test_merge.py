"""A newer release goes into a student's notebook, and all of the student's work stays."""

from __future__ import annotations

import copy
import json
import random

import nbformat
import pytest
from nbgrader.preprocessors import ClearHiddenTests
from random_edits import EDITS, skeleton
from releases import (
    ANSWER,
    FIRST,
    SECOND,
    STUB,
    THIRD,
    Notebook,
    changed,
    own,
    position,
    release,
    sources,
    task,
    text,
    write,
)

from course_lib.own_notebook import METADATA_KEY
from course_lib.update.merge import Merged, merge


def sentences(merged: Merged, look: bool = True) -> list[str]:
    return [change.sentence for change in merged.changes if change.look == look]


def settled(student: Notebook, released: Notebook) -> Merged:
    """The merged notebook, after a look that merging again changes nothing."""
    before = copy.deepcopy(student)
    merged = merge(student, released)
    assert student == before
    again = merge(merged.notebook, released)
    assert again.notebook == merged.notebook
    assert again.changes == ()
    nbformat.validate(nbformat.from_dict(merged.notebook))
    return merged


def test_three_releases_go_into_a_notebook_and_its_work_stays_where_it_stood() -> None:
    student = write(FIRST, mean=ANSWER, why="Because.", choice='choice = "b"')
    student["cells"][3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    student["cells"].insert(5, own("mean([1, 2])"))
    second = settled(student, SECOND)
    assert sources(second.notebook) == [
        "# Averages, and what they forget", "import numpy as np\nimport math",
        "## The mean\n\nWrite it.", ANSWER, 'check("mean")', "mean([1, 2])", "## The median",
        STUB.replace("mean", "median"), 'check("median")', "plot(mean, median)", "Why?", "Because.",
        'choice = "b"', 'check("choice")',
    ]  # fmt: skip
    assert second.notebook["cells"][3]["outputs"]
    assert sentences(second) == []
    assert "`median` is new: there is something to write." in sentences(second, look=False)
    student = write(second.notebook, median="def median(x):\n    return x[len(x) // 2]")
    third = settled(student, THIRD)
    assert sources(third.notebook) == [
        "# Averages, and what they forget", "import numpy as np\nimport math",
        "## The median, first", "def median(x):\n    return x[len(x) // 2]", 'check("median")',
        "## The mean\n\nWrite it.", ANSWER, 'check("mean")', "mean([1, 2])", "plot(mean, median)",
        "Why not?", "Because.", 'choice = "b"',
    ]  # fmt: skip
    task_changed, kept = [change for change in third.changes if change.look]
    assert "The task of `mean` has changed since you began it" in task_changed.sentence
    assert task_changed.code.startswith("def mean(x, weights):")
    assert "`choice` is no longer part of the lesson" in kept.sentence
    assert "nbgrader" not in third.notebook["cells"][-1]["metadata"]
    straight = merge(write(FIRST, mean=ANSWER, why="Because."), THIRD).notebook
    assert straight["metadata"] == third.notebook["metadata"]


def test_a_lesson_not_begun_becomes_the_new_release() -> None:
    for newer in (SECOND, THIRD):
        merged = settled(copy.deepcopy(FIRST), newer)
        assert merged.notebook == newer
        assert not merged.begun
        assert sentences(merged) == []


def test_the_same_release_changes_nothing() -> None:
    student = write(FIRST, mean=ANSWER, draw="plot(mean, colour)", title="# Averages\n\nMine.")
    student["cells"].insert(2, own("# Note to myself", "markdown"))
    assert merge(student, FIRST).notebook == student


def test_an_experiment_changed_by_both_is_there_twice_the_students_first() -> None:
    student = write(FIRST, draw="plot(mean, color='red')")
    merged = settled(student, SECOND)
    i = position(merged.notebook, "draw")
    assert sources(merged.notebook)[i - 1 : i + 1] == [
        "plot(mean, color='red')", "plot(mean, median)",
    ]  # fmt: skip
    assert merged.notebook["cells"][i - 1]["metadata"] == {
        "tags": ["experiment", "raises-exception"]
    }
    assert "You had changed this experiment" in sentences(merged)[0]
    unchanged = changed(FIRST, title="# Means")
    assert "plot(mean, color='red')" in sources(settled(student, unchanged).notebook)
    assert len(settled(student, unchanged).notebook["cells"]) == len(FIRST["cells"])


def test_what_was_added_to_the_lessons_own_cells_stays_beside_them() -> None:
    student = write(
        FIRST,
        title="# Averages\n\nExam: chapter 3!",
        imports="import numpy as np\nimport scipy",
        check_mean='check("mean")\nprint(mean([1]))',
    )
    assert sources(settled(student, changed(FIRST, why="?")).notebook)[:2] == sources(student)[:2]
    newer = changed(
        FIRST, title="# Means", imports="import numpy\n", check_mean='check("mean", more=True)'
    )
    merged = settled(student, newer)
    found = sources(merged.notebook)
    assert found[0] == "# Means"
    assert "Exam: chapter 3!" in found[1]
    assert "import scipy" in found[3]
    i = position(merged.notebook, "check-mean")
    assert any("print(mean([1]))" in one for one in found[i - 1 : i + 2])
    assert len(sentences(merged)) == 3


def test_cells_that_the_student_moved_stay_behind_the_cell_before_them() -> None:
    student = write(FIRST, mean=ANSWER)
    student["cells"].append(student["cells"].pop(5))
    merged = settled(student, changed(SECOND, draw="plot(mean)"))
    assert merged.notebook["cells"][-1]["id"] == "draw"
    assert merged.notebook["cells"][-2]["id"] == "check-choice"


def test_what_the_student_deleted_comes_back_unless_it_was_an_experiment() -> None:
    student = write(FIRST, mean=ANSWER)
    student["cells"] = [one for one in student["cells"] if one["id"] not in ("draw", "check-mean")]
    merged = settled(student, SECOND)
    ids = [one["id"] for one in merged.notebook["cells"]]
    assert "draw" not in ids
    assert ids.index("check-mean") == ids.index("mean") + 1
    assert "the check of `mean` was missing in your notebook, and is back." in sentences(
        merged, look=False
    )


def test_no_empty_task_is_put_below_an_answer_that_is_in_another_cell() -> None:
    student = copy.deepcopy(FIRST)
    i = position(student, "mean")
    student["cells"][i + 1]["source"] = f'{ANSWER}\n\ncheck("mean")'
    del student["cells"][i]
    merged = settled(student, SECOND)
    assert STUB not in sources(merged.notebook)
    assert any(ANSWER in one for one in sources(merged.notebook))


@pytest.mark.parametrize("lost", ["ids", "nbgrader", "all"])
def test_a_notebook_that_lost_its_names_is_recognized_by_what_is_in_it(lost: str) -> None:
    student = write(FIRST, mean=ANSWER, why="Because.", choice='choice = "a"')
    for one in student["cells"]:
        if lost != "nbgrader":
            one.pop("id")
        if lost != "ids":
            one["metadata"] = {}
    if lost == "all":
        student["metadata"] = {}
    student["nbformat_minor"] = 4
    merged = settled(student, SECOND)
    found = sources(merged.notebook)
    for kept in (ANSWER, "Because.", 'choice = "a"'):
        assert found.count(kept) == 1
    assert found.count('check("mean")') == 1
    assert STUB not in found
    assert "# Averages, and what they forget" in found
    graded = {
        one["metadata"].get("nbgrader", {}).get("grade_id") for one in merged.notebook["cells"]
    }
    assert {"mean", "check-mean", "median", "choice"} <= graded


def test_without_knowledge_of_the_old_release_another_head_of_a_function_is_noticed() -> None:
    student = write(FIRST, mean=ANSWER)
    del student["metadata"][METADATA_KEY]
    assert not [one for one in sentences(merge(student, SECOND)) if "task" in one]
    assert [one for one in sentences(merge(student, THIRD)) if "The task of `mean`" in one]


def test_a_begun_task_keeps_its_lines_and_one_that_was_not_begun_is_replaced() -> None:
    newer = changed(FIRST, mean=STUB.replace("The mean", "The arithmetic mean"))
    begun = write(FIRST, mean=STUB.replace("    raise", "    total = sum(x)\n    raise"))
    merged = settled(begun, newer)
    assert sources(merged.notebook)[3] == sources(begun)[3]
    assert [one for one in sentences(merged) if "The task of `mean`" in one]
    assert sources(settled(write(FIRST, why="Mine"), newer).notebook)[3] == sources(newer)[3]


def test_the_metadata_of_a_kept_answer_are_the_releases() -> None:
    newer = copy.deepcopy(FIRST)
    newer["cells"][7]["metadata"]["nbgrader"]["points"] = 5
    student = write(FIRST, why="Because.")
    student["cells"][7]["metadata"]["collapsed"] = True
    merged = settled(student, newer)
    assert merged.notebook["cells"][7]["source"] == "Because."
    assert merged.notebook["cells"][7]["metadata"]["nbgrader"]["points"] == 5
    assert merged.notebook["cells"][7]["metadata"]["collapsed"] is True


def test_an_answer_is_not_put_into_a_cell_of_another_kind() -> None:
    newer = copy.deepcopy(FIRST)
    newer["cells"][position(newer, "why")] = task("why", "why = None")
    newer = release(*newer["cells"])
    merged = settled(write(FIRST, why="Because."), newer)
    i = position(merged.notebook, "why")
    assert sources(merged.notebook)[i - 1 : i + 1] == ["Because.", "why = None"]
    assert merged.notebook["cells"][i]["cell_type"] == "code"
    assert len(sentences(merged)) == 1


def test_a_text_that_became_code_by_accident_is_a_text_again() -> None:
    student = write(FIRST, why="Because.")
    student["cells"][7] |= {"cell_type": "code", "outputs": [], "execution_count": 3}
    merged = settled(student, SECOND)
    found = merged.notebook["cells"][position(merged.notebook, "why")]
    assert (found["cell_type"], found["source"]) == ("markdown", "Because.")


def test_another_language_is_no_other_task() -> None:
    newer = changed(
        FIRST, mean=STUB.replace("The mean", "平均值"), ask_mean="## 平均值", title="# 平均"
    )
    newer["metadata"][METADATA_KEY]["language"] = "zh"
    merged = settled(write(FIRST, mean=ANSWER), newer)
    assert sentences(merged) == []
    assert sources(merged.notebook)[2:4] == ["## 平均值", ANSWER]
    assert merged.notebook["metadata"][METADATA_KEY]["language"] == "zh"
    for one in (newer, merged.notebook):
        one["metadata"][METADATA_KEY]["language"] = "en"
    fixed = changed(newer, mean=STUB.replace("(x)", "(x, weights)"))
    assert len(sentences(settled(merged.notebook, fixed))) == 1


def newer_release(rng: random.Random, notebook: Notebook) -> Notebook:
    """A release with a few cells changed, removed, added or moved."""
    cells = copy.deepcopy(notebook["cells"])
    for _ in range(rng.randint(1, 6)):
        i = rng.randrange(len(cells))
        way = rng.randrange(4)
        if way == 0 and not cells[i]["source"].startswith("def "):
            cells[i]["source"] += f"\n# {rng.random()}"
        elif way == 1 and not cells[i]["metadata"].get("nbgrader", {}).get("solution"):
            del cells[i]
        elif way == 2:
            cells.insert(i, text(f"new-{rng.getrandbits(32):08x}", f"New {rng.random()}"))
        elif way == 3:
            cells.insert(rng.randint(0, len(cells)), cells.pop(i))
    return release(*cells)


def released(topic: str) -> Notebook:
    clean, _ = ClearHiddenTests().preprocess(nbformat.reads(skeleton(topic), 4), {})
    return release(*json.loads(json.dumps(clean))["cells"])


@pytest.mark.parametrize("seed", range(40))
def test_after_random_edits_every_line_of_the_students_is_still_there(seed: int) -> None:
    rng = random.Random(seed)
    first = released(rng.choice(["ewa", "adam"]))
    given = {line for one in first["cells"] for line in one["source"].split("\n")}
    student = copy.deepcopy(first)
    for i, one in enumerate(student["cells"]):
        if one["source"].startswith("def "):
            one["source"] = one["source"].partition("    raise")[0] + f"    return {i}"
    for _ in range(rng.randint(1, 8)):
        rng.choice(EDITS)(rng, student["cells"])
    for one in student["cells"]:
        if one["cell_type"] == "code":
            one.setdefault("execution_count", None)
    merged = settled(student, newer_release(rng, first))
    before = {line for one in student["cells"] for line in one["source"].split("\n")}
    after = {line for one in merged.notebook["cells"] for line in one["source"].split("\n")}
    assert {line.rstrip() for line in before - given} <= {line.rstrip() for line in after}
