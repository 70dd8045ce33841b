"""The looks of every lesson, solved and run, in JupyterLab's light and dark theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from formgrader_server import notary_of, serving
from in_browser import ADAPTIVE, ASKED, QUIET, Lab, keep, switch_theme
from looks import contrast_faults, layout_faults
from nbformat.sign import NotebookNotary
from solved_lessons import as_a_student_sees_it, run_with_claims

from grader_tests.engine.registry import load_topic, topics

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]

TOPICS = [topic.name for topic in topics()]
SETTINGS = {**QUIET, **ADAPTIVE}
HEIGHT = 2090
"""Of the window, so that few pictures show the whole lesson."""


@dataclass(frozen=True)
class Lessons:
    """JupyterLab on a folder of lessons, which is loaded once: that takes longer than a lesson."""

    lab: Lab
    folder: Path
    notary: NotebookNotary

    def add(self, ran: Any, name: str) -> None:
        """Puts a notebook there, signed as if this server had run it: else it would show less."""
        self.notary.sign(ran)
        nbformat.write(ran, str(self.folder / name))


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Lessons]:
    folder, scratch = tmp_path_factory.mktemp("solved"), tmp_path_factory.mktemp("server")
    with serving(folder, scratch, "jupyterlab", SETTINGS) as address:
        lessons = Lessons(Lab(browser, address), folder, notary_of(scratch))
        yield lessons
        lessons.lab.close()
        lessons.notary.store.close()


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_is_cut_and_nothing_overlaps(
    topic: str, lessons: Lessons, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ran, _ = run_with_claims(tmp_path_factory, topic)
    lessons.add(as_a_student_sees_it(ran), f"{topic}.ipynb")
    with lessons.lab.opened(f"{topic}.ipynb", topic) as notebook:
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


def keep_all_of_it(page: Page, name: str) -> None:
    """The whole lesson in pictures that follow each other, which no test compares."""
    scrolled = page.locator(".jp-WindowedPanel-outer")
    box = scrolled.bounding_box()
    assert box is not None
    whole = scrolled.evaluate("element => element.scrollHeight")
    for number, top in enumerate(range(0, whole, int(box["height"]))):
        scrolled.evaluate("(element, top) => element.scrollTo(0, top)", top)
        keep(page, f"lessons/{name}-{number}", clip=box)
