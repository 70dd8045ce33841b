"""Hostile submissions in a real browser: feedback, report and formgrader run none of their code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from course_folder import Folder, make_course, set_source
from formgrader_server import HEADERS, serving
from nbformat.v4 import new_code_cell, new_markdown_cell

pytestmark = [
    pytest.mark.needs("landlock"),
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]

OWN = "document.title = 'owned'; window.owned = 1; alert('owned')"
HOSTILE = [
    f"<script>{OWN}</script>",
    f'<img src="x" onerror="{OWN}">',
    f'<svg onload="{OWN}"><circle r="9"/></svg>',
    f'<iframe srcdoc="<script>parent.window.owned = 1; {OWN}</script>"></iframe>',
    f'<details open ontoggle="{OWN}">x</details>',
    f'<a id="click-me" href="javascript:{OWN}">a link to click</a>',
    '<meta http-equiv="refresh" content="0; url=https://example.invalid/">',
    '<link rel="stylesheet" href="https://example.invalid/x.css">',
    '<div style="background: url(https://example.invalid/x.png)">x</div>',
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(make_course(tmp_path_factory.mktemp("browser") / "course", ["ewa"]))
    notebook = folder.solved("ewa")
    for number, html in enumerate(HOSTILE):
        notebook["cells"].insert(4, new_markdown_cell(html, id=f"markdown-{number}"))
        shows = f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({html!r}))"
        notebook["cells"].insert(4, new_code_cell(shows, id=f"html-{number}"))
    runs = f"from IPython.display import Javascript\nJavascript({OWN!r})"
    notebook["cells"].insert(4, new_code_cell(runs, id="javascript"))
    set_source(notebook, "reflection", "\n\n".join(HOSTILE))
    bad_error = f"def ewa_weights(beta, T):\n    raise type({HOSTILE[0]!r}, (Exception,), {{}})()"
    set_source(notebook, "ewa_weights", bad_error)
    folder.hand_in("mallory", "ewa", notebook)
    for words in (["grade", "ewa"], ["feedback", "ewa"], ["report", "ewa"]):
        done = folder.course_command(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


class Watched:
    """A page that notes what would mean that something of the student's ran."""

    def __init__(self, browser: Any, host: str = "") -> None:
        self.alarms: list[str] = []
        context = browser.new_context(extra_http_headers=HEADERS)
        self.page = context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self._request(request.url, host))

    def _dialog(self, dialog: Any) -> None:
        self.alarms.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str, host: str) -> None:
        if not url.startswith(("file:", "data:", "blob:", "about:")) and not (
            host and url.startswith(host)
        ):
            self.alarms.append(f"request {url}")

    def visit(self, url: str) -> None:
        self.page.goto(url, wait_until="load")
        self.page.wait_for_timeout(1_000)
        for frame in self.page.frames:
            if frame.evaluate("window.owned === 1"):
                self.alarms.append(f"script in {frame.url}")
        link = self.page.locator("#click-me")
        if link.count():
            link.first.click(timeout=2_000, no_wait_after=True, force=True)
            self.page.wait_for_timeout(300)


def test_the_browser_would_notice(browser: Any, tmp_path: Path) -> None:
    for number, html in enumerate(HOSTILE):
        page = tmp_path / f"{number}.html"
        page.write_text(f"<!doctype html><title>bare</title><body>{html}</body>")
        watched = Watched(browser)
        watched.visit(page.as_uri())
        assert watched.alarms, html


@pytest.mark.parametrize("page", ["feedback/mallory/ewa/ewa.html", "report/index.html"])
def test_a_page_runs_nothing_of_the_students(folder: Folder, browser: Any, page: str) -> None:
    watched = Watched(browser)
    watched.visit((folder.root / page).as_uri())
    assert "mallory" in watched.page.content() or "ewa" in watched.page.title()
    assert watched.alarms == []


def test_the_formgrader_runs_nothing_of_the_students(
    folder: Folder, browser: Any, server: str
) -> None:
    with folder.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook("ewa", "ewa", "mallory").id
    watched = Watched(browser, server)
    watched.visit(f"{server}/formgrader/submissions/{submission}/")
    assert "Exponentially weighted averages" in watched.page.content()
    assert [alarm for alarm in watched.alarms if "example.invalid" in alarm] == []
    assert [alarm for alarm in watched.alarms if not alarm.startswith("request")] == []


@pytest.fixture(scope="module")
def server(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(folder.root, tmp_path_factory.mktemp("server")) as address:
        yield address
