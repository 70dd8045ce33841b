"""The looks of formgrader, feedback and report: wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from course_folder import Folder, make_course, set_source
from formgrader_server import HEADERS, serving
from in_browser import keep_if_asked, new_page
from looks import contrast_faults, layout_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.needs("landlock"),
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]

SWAPPED = "def ewa_weights(beta, T):\n    return beta * (1 - beta) ** np.arange(T)"
LOUD = "print('x' * 500)\nraise ValueError('a long one: ' + 'y' * 500)"
SCHEMES = ("light", "dark")
WIDTHS = (1280, 950, 420)
"""Of a window; of JupyterLab's main area in that window; of a telephone."""
SCROLLS = {("report", 420)}
"""Where a figure may be moved sideways to see all of it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(make_course(tmp_path_factory.mktemp("pages") / "course", ["ewa"]))
    folder.hand_in("ben", "ewa", folder.solved("ewa"))
    mistaken = set_source(folder.solved("ewa"), "ewa_weights", SWAPPED)
    folder.hand_in("ana", "ewa", set_source(mistaken, "averaging_window", LOUD))
    for words in (["grade", "ewa"], ["feedback", "ewa"], ["report", "ewa"]):
        done = folder.course_command(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Name -> address."""
    with folder.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook("ewa", "ewa", "ana").id
    with serving(folder.root, tmp_path_factory.mktemp("server")) as address:
        yield {
            "formgrader": f"{address}/formgrader/submissions/{submission}/",
            "feedback": (folder.root / "feedback/ana/ewa/ewa.html").as_uri(),
            "report": (folder.root / "report/index.html").as_uri(),
        }


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["formgrader", "feedback", "report"])
def test_nothing_is_cut_and_nothing_overlaps(
    name: str, scheme: str, pages: dict[str, str], browser: Browser
) -> None:
    with new_page(browser, name, color_scheme=scheme, extra_http_headers=HEADERS) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(pages[name], wait_until="networkidle")
            keep_if_asked(page, f"pages/{name}-{width}-{scheme}", full_page=True)
            if (name, width) not in SCROLLS:
                assert layout_faults(page.locator("body")) == [], width
            for verdict in page.locator(".course-verdict").all():
                assert contrast_faults(verdict) == [], width
