"""Read the notebooks' own solutions, from which mutants and known mistakes are made."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader_tests.engine.exercise import Exercise, Function, Mistake, Topic
from grader_tests.engine.variants import code_of, edited, with_body
from grader_tests.errors import DefinitionError

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

IMPORTS = "imports"
"""The cell that imports everything that a solution may use."""


def notebook_path(topic: str) -> Path:
    """Return the path of a topic's notebook, with the solutions, in the checkout."""
    return NOTEBOOKS / topic / f"{topic}.ipynb"


def solutions(topic: Topic) -> dict[str, str]:
    """Return exercise -> source of its solution cell, in the notebook's order, imports first."""
    text = notebook_path(topic.name).read_text(encoding="utf-8")
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(text)["cells"]}
    names = {IMPORTS, *(exercise.name for exercise in topic.exercises)}
    return {
        name: re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", source, flags=re.MULTILINE)
        for name, source in cells.items()
        if name in names
    }


def function_from(sources: Mapping[str, str], name: str, own: str) -> Function:
    """Return the function `name` whose source is `own`, among the topic's other solutions."""
    namespace: dict[str, Any] = {}
    for each, source in sources.items():
        exec(own if each == name else source, namespace)
    function: Function = namespace[name]
    return function


def with_mistake(solution: str, exercise: Exercise, mistake: Mistake) -> str:
    """Return an exercise's solution, including its imports, with a known mistake in it.

    Raises `DefinitionError` if the mistake's edit does not fit the way this solution is written.
    """
    code = code_of(solution, exercise.name)
    above = solution.partition(f"def {exercise.name}(")[0]
    if mistake.solution_body or (mistake.body and not mistake.solution_edit):
        return above + with_body(code, mistake.solution_body or mistake.body)
    try:
        return above + edited(code, mistake.solution_edit or mistake.edit)
    except DefinitionError as error:
        raise DefinitionError(
            f"{exercise.name}.toml: [mistakes.{mistake.name}] does not fit the notebook's own "
            f"solution. Add solution_edit or solution_body. {error}"
        ) from None
