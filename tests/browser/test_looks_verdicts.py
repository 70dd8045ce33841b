"""The looks of `check`'s verdicts in JupyterLab: wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from formgrader_server import serving
from in_browser import ADAPTIVE, ASKED, QUIET, Notebook, chromium, keep, new_page, switch_theme
from looks import contrast_faults, layout_faults
from nbformat.v4 import new_code_cell, new_notebook

from grader_tests.engine.registry import topics

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.longest]

TOPICS = [topic.name for topic in topics()]
SHOWS = """\
from course_lib.checking.checker import run_check
from course_lib.checking.display import Display
from grader_tests.engine.registry import topics

[topic] = [topic for topic in topics() if topic.name == {topic!r}]
for exercise in topic.exercises:
    mistakes = exercise.mistakes
    for mistake in (mistakes[0], mistakes[len(mistakes) // 2], mistakes[-1]):
        Display().show(run_check(exercise.name, {{exercise.name: mistake.function}}))
"""
KERNEL = {"name": "python3", "display_name": "Python 3"}
NARROW = 700
"""Pixels of the window; the file browser takes 250 of them."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("mistakes")
    cells = [new_code_cell(SHOWS.format(topic=topic)) for topic in TOPICS]
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), folder / "mistakes.ipynb"
    )
    settings = {**QUIET, **ADAPTIVE}
    with serving(folder, tmp_path_factory.mktemp("server"), "jupyterlab", settings) as address:
        yield address


def test_every_failing_check_can_be_read(lab: str) -> None:
    with chromium() as browser, new_page(browser, "mistakes") as page:
        notebook = Notebook(page, lab, "mistakes.ipynb")
        notebook.run_all()
        steps = page.locator(".course-verdict details")
        steps.evaluate_all("all => all.forEach(details => { details.open = true; })")
        for width in (1280, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                switch_theme(page, scheme)
                for topic, output in zip(
                    TOPICS, notebook.cells.locator(".jp-OutputArea").all(), strict=True
                ):
                    assert output.get_by_role("group").count() >= 6, topic
                    assert layout_faults(output) == [], (topic, width, scheme)
                    assert contrast_faults(output) == [], (topic, width, scheme)
                    if ASKED:
                        output.scroll_into_view_if_needed()
                        keep(page, f"checks/{topic}-{width}-{scheme}")
