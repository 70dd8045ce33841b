"""Rubrics of the reflections, which people mark: `reflections.toml` in a topic's folder.

The file has a table for each reflection, named by its cell's grade ID. The question and a model
answer are in the instructor's notebook.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader_tests import topics as packages
from grader_tests.errors import DefinitionError

FILE = "reflections.toml"


@dataclass(frozen=True)
class RubricCriterion:
    """What an answer should contain, its points, and a comment for an answer that lacks it."""

    look_for: str
    points: float
    missing: str


@dataclass(frozen=True)
class ReflectionRubric:
    """How one reflection is marked; `comments` can be used again."""

    criteria: tuple[RubricCriterion, ...] = ()
    comments: tuple[str, ...] = ()

    def worth(self, points: float) -> tuple[float, ...]:
        """Return the points of each criterion if the reflection has so many in all.

        >>> ReflectionRubric((RubricCriterion("a", 1, ""), RubricCriterion("b", 2, ""))).worth(6)
        (2.0, 4.0)
        """
        total = sum(criterion.points for criterion in self.criteria)
        return tuple(round(points * one.points / total, 2) for one in self.criteria)


def read_rubrics(topic: str) -> dict[str, ReflectionRubric]:
    """Return the rubrics of a topic's reflections by grade ID; none if there is no file."""
    file = Path(packages.__path__[0]) / topic / FILE
    if not file.exists():
        return {}
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        return {name: _rubric(table) for name, table in content.items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise DefinitionError(f"{topic}/{FILE}: {error}") from None


def _rubric(table: dict[str, Any]) -> ReflectionRubric:
    criteria = tuple(
        RubricCriterion(str(one["look_for"]), float(one["points"]), str(one["missing"]))
        for one in table["criteria"]
    )
    if not criteria or any(one.points <= 0 for one in criteria):
        raise ValueError("each reflection needs criteria with points above 0")
    return ReflectionRubric(criteria, tuple(map(str, table.get("comments", ()))))
