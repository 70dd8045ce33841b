"""What an author reads if the two files of an exercise contradict each other."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from grader_tests.engine import examples
from grader_tests.engine.exercise import Exercise, Topic
from grader_tests.errors import DefinitionError

MODULE = """
from course_lib.cases.case import call
from grader_tests.engine.definition import exercise


def doubled(x):
    return x + x


def cases(rng):
    yield call(rng.normal())


EXERCISE = exercise(doubled, cases={"twice": cases}, examples={"twice": [call(3.0)]})
"""

TABLES = """
[criteria.twice]
points = 2
title = "The number is doubled."
hint = "Add it to itself."

[mistakes.squared]
edit = "x + x => x * x"
fails = "twice"
hint = "This is the square."
"""


def defined(folder: Path, tables: str = TABLES, module: str = MODULE) -> Exercise:
    """Return the exercise of two files in a folder of their own."""
    (folder / "doubled.toml").write_text(tables, encoding="utf-8")
    (folder / "doubled.py").write_text(module, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        patch.delitem(sys.modules, "doubled", raising=False)
        made: Exercise = import_module("doubled").EXERCISE
        patch.delitem(sys.modules, "doubled")
    return made


def test_files_that_agree_make_an_exercise(tmp_path: Path) -> None:
    made = defined(tmp_path)
    assert made.points == 2
    assert made.mistakes[0].function(3.0) == 9.0


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("points = 2", "points = = 2", r"this is not TOML: .*line 3"),
        ("points = 2", 'points = "2"', r"\[criteria.twice\] points should be a number above 0"),
        ("points = 2", "point = 2", r"\[criteria.twice\] has the unknown keys \['point'\]"),
        ("points = 2", "", r"\[criteria.twice\] needs a value for points"),
        ("[mistakes.", "[mistake.", r"\['mistake'\] should be one of \['criteria', 'mistakes'"),
        ('"twice"', '"twize"', r"\[mistakes.squared\] fails \['twize'\], which are not criteria"),
        ("square.", "square", r"\[mistakes.squared\] hint should end with a full stop"),
        ("doubled.", "doubled", r"\[criteria.twice\] title should end with a full stop"),
        ('hint = "This is the square."', "", r"\[mistakes.squared\] needs a value for hint"),
        ("criteria.twice", "criteria.double", r"criteria \['double'\] need cases"),
    ],
)
def test_an_authors_slip_is_named(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert TABLES.count(right) == 1
    with pytest.raises(DefinitionError, match=rf"doubled\.toml: {message}"):
        defined(tmp_path, TABLES.replace(right, wrong))


def test_an_example_of_no_criterion_is_named(tmp_path: Path) -> None:
    module = MODULE.replace('examples={"twice"', 'examples={"twize"')
    with pytest.raises(DefinitionError, match=r"examples of \['twize'\], which are not criteria"):
        defined(tmp_path, module=module)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ("x => y", r"'x' occurs 3 times, not once"),
        ("x+x => x * x", r"'x\+x' occurs 0 times, not once"),
        ("x + x", r"is not an edit"),
        ("x + x => (x", r"this is not Python"),
    ],
)
def test_an_edit_that_does_not_fit_is_not_written_as_an_example(
    tmp_path: Path, edit: str, message: str
) -> None:
    wrong = defined(tmp_path, TABLES.replace("x + x => x * x", edit))
    with pytest.raises(DefinitionError, match=rf"doubled.toml: \[mistakes.squared\]: .*{message}"):
        examples.examples_text(Topic("doubling", (wrong,), ()))


@pytest.mark.parametrize(
    ("item", "returned"),
    [("1", "x + x"), ("2", "x + x, x"), ('"y"', "{'x': x + x}"), ('["x", "y"]', "{'x': x + x}")],
)
def test_an_item_that_the_reference_does_not_return_is_named(
    tmp_path: Path, item: str, returned: str
) -> None:
    tables = TABLES.replace("points = 2", f"points = 2\nitem = {item}")
    wrong = defined(tmp_path, tables, MODULE.replace("return x + x", f"return {returned}"))
    with pytest.raises(DefinitionError, match=r"criteria.twice.* compares item .*does not"):
        examples.examples_text(Topic("doubling", (wrong,), ()))


def test_make_examples_says_it_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def contradiction() -> None:
        raise DefinitionError("a.toml: a sentence")

    monkeypatch.setattr(examples, "topics", contradiction)
    with pytest.raises(SystemExit, match=r"^a\.toml: a sentence$"):
        examples.main()
