"""The lessons' own experiments have no effects, so they cost grading next to nothing."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import numpy as np

from autograder.sandbox.effects import may_have_effects, with_effects

NOTEBOOKS = sorted((Path(__file__).parents[3] / "notebooks").glob("*/*.ipynb"))


def experiments() -> list[str]:
    cells = [cell for path in NOTEBOOKS for cell in json.loads(path.read_text("utf-8"))["cells"]]
    tagged = [cell for cell in cells if "experiment" in cell["metadata"].get("tags", ())]
    return ["".join(cell["source"]) for cell in tagged]


def test_the_lessons_experiments_have_no_effects_and_few_are_read() -> None:
    sources = experiments()
    assert len(sources) > 100
    assert sum(map(may_have_effects, sources)) < len(sources) / 20
    cells = [ast.parse(source.replace("await ", "")).body for source in sources]
    assert with_effects(cells, {"np": np}) == []


def test_an_experiment_that_sets_what_is_not_its_own_has_effects() -> None:
    source = "import json\nnp.ten = 10\nwith open('one.json', 'w') as file:\n    json.dump(1, file)"
    assert may_have_effects(source)
    assert with_effects([ast.parse(source).body], {"np": np}) == [(0, 1), (0, 2)]
