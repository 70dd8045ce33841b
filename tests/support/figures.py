"""Run lessons and write one page with all their figures, guesses and sliders, light and dark.

`python tests/support/figures.py` writes `build/figures/index.html`, or only the lessons named:
`python tests/support/figures.py ewa momentum`. With `--language zh`, it writes those of the Chinese
lessons, `build/figures/zh/index.html`. Look at it before you commit a figure. Sliders
are shown where they begin, and with each of them at its lowest and its highest value.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell
from running import run

from autograder.translation.notebooks import translated
from course_lib.language import SOURCE, VARIABLE
from grader_tests.engine.registry import topics

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "figures"
WIDTH = 760
"""Pixels that JupyterLab gives an output in a window of usual size."""

STYLE = f"""
body {{ margin: 0; font: 14px/1.5 system-ui, sans-serif; }}
section {{ display: grid; grid-template-columns: {WIDTH + 40}px {WIDTH + 40}px; }}
h2, h3 {{ margin: 0; padding: .4em 20px; background: #888; color: #fff; }}
.light, .dark {{ padding: 10px 20px; overflow-wrap: anywhere; }}
.light {{ background: #fff; color: #212121; }}
.dark {{ background: #111; color: #e0e0e0; }}
"""


AT_SEVERAL_POSITIONS = """
def sliders(draw, labels=None, **ranges):
    from IPython.display import HTML, display
    start = {name: begin for name, (low, high, step, begin) in ranges.items()}
    places = [start]
    places += [start | {name: end} for name, one in ranges.items() for end in one[:2]]
    for place in places:
        display(HTML(f"<p>{place}</p>"), draw(**place))
"""
"""What the lessons call in place of the sliders, in a cell of its own after the imports."""


def executed(topic: str, language: str) -> Any:
    path = ROOT / "notebooks" / topic / f"{topic}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    if language != SOURCE:
        notebook = translated(notebook, language)
        os.environ[VARIABLE] = language  # this folder has the English lesson
    ids = [cell.id for cell in notebook.cells]
    notebook.cells.insert(ids.index("imports") + 1, new_code_cell(AT_SEVERAL_POSITIONS))
    return run(notebook, path.parent, seconds=300, allow_errors=False)


def shown(notebook: Any) -> Iterator[tuple[str, str]]:
    """The cells that show figures or a guess, each with its HTML."""
    for cell in notebook.cells:
        parts = [output.get("data", {}).get("text/html", "") for output in cell.get("outputs", [])]
        if any("<img" in html or "course-prediction" in html for html in parts):
            yield cell.id, "".join(parts)


def main() -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topics", nargs="*")
    parser.add_argument("--language", default=SOURCE)
    given = parser.parse_args()
    page = FOLDER / ("" if given.language == SOURCE else given.language) / "index.html"
    parts = [f"<!doctype html><meta charset='utf-8'><title>Figures</title><style>{STYLE}</style>"]
    for topic in given.topics or [topic.name for topic in topics()]:
        parts.append(f"<h2>{topic}</h2>")
        for cell, html in shown(executed(topic, given.language)):
            both = "".join(
                f"<div class='{ground}' data-jp-theme-light='{light}'>{html}</div>"
                for ground, light in (("light", "true"), ("dark", "false"))
            )
            parts.append(f"<h3>{cell}</h3><section>{both}</section>")
        print(topic)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(parts), encoding="utf-8")
    print(f"Open {page.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
