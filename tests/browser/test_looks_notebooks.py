"""The looks of every lesson, solved and run in JupyterLab, in the light and the dark theme."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from course_folder import ROOT, source_of, without_markers
from formgrader_server import serving
from in_browser import ADAPTIVE, ASKED, QUIET, Lab, keep, switch_theme
from looks import contrast_faults, layout_faults

from grader_tests.engine.registry import load_topic, topics

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

TOPICS = [topic.name for topic in topics()]
SETTINGS = {**QUIET, **ADAPTIVE}
HEIGHT = 2090
"""Of the window, so that few pictures show the whole lesson."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Lab]:
    """JupyterLab with all lessons, which is loaded once: that takes longer than a lesson."""
    folder = tmp_path_factory.mktemp("solved") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder)
    for path in folder.glob("*/*.ipynb"):
        solve(path)
    with serving(folder, tmp_path_factory.mktemp("server"), "jupyterlab", SETTINGS) as address:
        lab = Lab(browser, address)
        yield lab
        lab.close()


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_is_cut_and_nothing_overlaps(topic: str, lab: Lab) -> None:
    with lab.opened(f"{topic}/{topic}.ipynb", topic) as notebook:
        notebook.run_all()
        page = notebook.page
        page.set_viewport_size({"width": 1280, "height": HEIGHT})
        for scheme in ("light", "dark"):
            switch_theme(page, scheme)
            if ASKED:
                keep_all_of_it(page, f"{topic}-{scheme}")
            assert layout_faults(page.locator(".jp-NotebookPanel-notebook")) == []
            verdicts = page.locator(".course-verdict").all()
            assert len(verdicts) >= len(load_topic(topic).items)
            assert [fault for one in verdicts for fault in contrast_faults(one)] == []


def solve(path: Path) -> None:
    """Leaves the solutions in place, and takes the hidden tests out."""
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        visible = re.sub(
            r"### BEGIN HIDDEN.*?### END HIDDEN TESTS", "", source_of(cell), flags=re.S
        )
        cell["source"] = without_markers(visible)
    path.write_text(json.dumps(notebook), "utf-8")


def keep_all_of_it(page: Page, name: str) -> None:
    """The whole lesson in pictures that follow each other, which no test compares."""
    scrolled = page.locator(".jp-WindowedPanel-outer")
    box = scrolled.bounding_box()
    assert box is not None
    whole = scrolled.evaluate("element => element.scrollHeight")
    for number, top in enumerate(range(0, whole, int(box["height"]))):
        scrolled.evaluate("(element, top) => element.scrollTo(0, top)", top)
        keep(page, f"lessons/{name}-{number}", clip=box)
