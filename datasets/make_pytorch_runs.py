"""Record what PyTorch computes in the lesson `frameworks`, for those who have not installed it.

`python datasets/make_pytorch_runs.py`, from a checkout with PyTorch, runs the lesson's own cells
with its solutions and writes `course_lib/data/pytorch_runs.csv`: a row for each run, its kind, its
name and its values with all their digits.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import course_lib

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "course_lib" / "data" / "pytorch_runs.csv"
KINDS = {"see-running": "running variance", "apart": "costs"}
"""The cells after which `theirs` has the runs of a kind."""


def recorded() -> dict[tuple[str, str], list[float]]:
    """Return all runs, by kind and name; raise RuntimeError without PyTorch."""
    folder = ROOT / "notebooks" / "frameworks"
    cells = json.loads((folder / "frameworks.ipynb").read_text("utf-8"))["cells"]
    names: dict[str, Any] = {}
    found: dict[tuple[str, str], list[float]] = {}
    before = Path.cwd()
    os.chdir(folder)
    try:
        for cell in cells:
            if cell["cell_type"] == "code" and not cell["id"].startswith("check-"):
                exec("".join(cell["source"]), names)
            if cell["id"] == "find-pytorch" and names["torch"] is None:
                raise RuntimeError("There is no PyTorch to record: make test EXTRAS=test,torch")
            for name, run in names["theirs"].items() if cell["id"] in KINDS else ():
                found[KINDS[cell["id"]], name] = [float(value) for value in run]
    finally:
        os.chdir(before)
    return found


def main() -> None:
    """Write the file."""
    assert course_lib.__file__
    FILE.touch()
    runs = recorded()
    with FILE.open("w", newline="\n", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([kind, name, *map(repr, run)] for (kind, name), run in runs.items())
    print(f"{FILE.relative_to(ROOT)}: {len(runs)} runs, {sum(map(len, runs.values()))} numbers")


if __name__ == "__main__":
    main()
