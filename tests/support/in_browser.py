"""Use headless Chromium like a person: pages, screenshots, JupyterLab."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from formgrader_server import TOKEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, ViewportSize

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ASKED = "SCREENSHOTS" in os.environ
PICTURES = Path(os.environ.get("SCREENSHOTS", Path(__file__).parents[2] / "build" / "screenshots"))
PATIENCE = 60_000
"""Milliseconds until something that should be seen is missed; much, for a busy machine."""

DESKTOP: ViewportSize = {"width": 1280, "height": 900}

Settings = dict[str, dict[str, Any]]
QUIET: Settings = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
"""JupyterLab without its question whether to fetch news, which a person answers once."""
ADAPTIVE: Settings = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
}
"""With each cell on the page, in view or not, and as light or as dark as the browser asks for."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, until the end of the block."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextmanager
def new_page(browser: Browser, name: str, **options: Any) -> Iterator[Page]:
    """A page of its own; if something is not as it should be, a picture of it is kept."""
    page = _page_of_its_own(browser, **options)
    try:
        with _kept_if_wrong(page, name):
            yield page
    finally:
        page.context.close()


def _page_of_its_own(browser: Browser, **options: Any) -> Page:
    context = browser.new_context(viewport=DESKTOP, **options)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


@contextmanager
def _kept_if_wrong(page: Page, name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        error.add_note(f"What stood on the screen: {keep(page, f'failed-{name}')}")
        raise


def keep(seen: Page | Locator, name: str, **options: Any) -> Path:
    """Keeps what is seen of a page, or a part of one, as `build/screenshots/NAME.png`."""
    path = PICTURES / f"{name}.png"
    seen.screenshot(path=path, **options)
    return path


def keep_if_asked(seen: Page | Locator, name: str, **options: Any) -> None:
    """Keeps one of the hundreds of pictures that no test compares, if `SCREENSHOTS` is set.

    Painting them takes longer than all that is found out about the pages.
    """
    if ASKED:
        keep(seen, name, **options)


def show(part: Locator) -> None:
    """Scrolls until the part stands at the top, as far as that goes, below what is fixed there."""
    part.evaluate("""element => {
        element.style.scrollMarginTop = "70px";
        element.scrollIntoView({block: "start", behavior: "instant"});
    }""")


def switch_theme(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Makes JupyterLab light or dark, if it is `ADAPTIVE`."""
    from playwright.sync_api import expect

    page.emulate_media(color_scheme=scheme)
    is_light = "true" if scheme == "light" else "false"
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", is_light)


def see(picture: Locator) -> bytes:
    """The pixels of a picture, once it is there and complete.

    A widget that draws again puts another element in the picture's place, even while it is looked
    at; then the new one is looked at, until the page's time is over.
    """
    from playwright.sync_api import Error, expect

    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        expect(picture).to_be_visible()
        try:
            picture.scroll_into_view_if_needed()
            loaded = picture.evaluate(
                "async image => { await image.decode(); return image.naturalWidth }"
            )
            assert loaded > 100
            return picture.screenshot()
        except Error:
            if time.monotonic() > deadline:
                raise


class Notebook:
    """A notebook that is open in JupyterLab, as somebody uses it with mouse and keyboard."""

    def __init__(self, page: Page, address: str, path: str) -> None:
        page.goto(f"{address}/lab/tree/{path}?reset&token={TOKEN}")
        self._see(page)

    @classmethod
    def from_menu(cls, page: Page, path: str) -> Notebook:
        """One more notebook, in a JupyterLab that is there already."""
        page.get_by_role("menuitem", name="File", exact=True).click()
        page.get_by_role("menuitem", name="Open from Path").click()
        asked = page.get_by_role("dialog").get_by_role("textbox")
        asked.fill(path)
        asked.press("Enter")
        page.locator(".jp-NotebookPanel").wait_for()
        notebook = cls.__new__(cls)
        notebook._see(page)
        return notebook

    def _see(self, page: Page) -> None:
        self.page = page
        self.cells = page.get_by_role("feed", name="Cells")
        self.kernel = page.locator("#jp-main-statusbar")
        self.wait_for_kernel()

    def wait_for_kernel(self) -> None:
        """Until nothing runs any more, as the status bar says."""
        from playwright.sync_api import expect

        expect(self.kernel).to_contain_text("| Idle")

    def code(self, text: str | re.Pattern[str]) -> Locator:
        """The code cell in whose editor this text stands."""
        editor = self.page.locator(".jp-InputArea", has_text=text)
        return self.cells.locator(".jp-CodeCell").filter(has=editor)

    def write(self, cell: Locator, source: str) -> None:
        """Puts the cursor into the editor, and replaces all that stands there."""
        cell.get_by_role("textbox").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def run(self, cell: Locator) -> Locator:
        """Runs the cell with Shift + Enter, and waits until it is done; the cell again."""
        from playwright.sync_api import expect

        before = self._runs(cell)
        cell.get_by_role("textbox").click()
        self.page.keyboard.press("Shift+Enter")
        prompt = cell.locator(".jp-InputPrompt")
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"))
        expect(prompt).not_to_have_text(before)
        return cell

    def _runs(self, cell: Locator) -> str:
        return cell.locator(".jp-InputPrompt").inner_text()

    def run_all(self) -> None:
        """Runs all cells from the menu, and waits until the last of them is done."""
        from playwright.sync_api import expect

        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        prompts = self.cells.locator(".jp-CodeCell .jp-InputPrompt")
        left = prompts.filter(has_not_text=re.compile(r"\[\d+\]:"))
        expect(left).to_have_count(0, timeout=10 * PATIENCE)
        self.wait_for_kernel()

    def shut_down(self) -> None:
        """Closes the notebook with its kernel; JupyterLab stays."""
        self.page.get_by_role("menuitem", name="File", exact=True).click()
        self.page.get_by_role("menuitem", name="Close and Shut Down Notebook").click()
        self.page.get_by_role("dialog").get_by_role("button").last.click()
        self.page.locator(".jp-NotebookPanel").wait_for(state="detached")

    def write_answer(self, prompt: str, text: str) -> None:
        """Writes into the text cell that shows the prompt."""
        cell = self.cells.locator(".jp-MarkdownCell", has_text=prompt)
        cell.locator(".jp-MarkdownOutput").dblclick()
        editor = self.cells.locator(".jp-MarkdownCell").get_by_role("textbox")
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Shift+Enter")
        self.cells.get_by_role("paragraph").filter(has_text=text).wait_for()

    def validate(self, name: str) -> str:
        """Presses Validate, keeps a picture of the answer, and reads and closes it."""
        self.page.get_by_role("button", name="Validate").click()
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        keep(self.page, name)
        said = dialog.inner_text()
        dialog.get_by_role("button", name="OK").click()
        return said


class Lab:
    """One page with JupyterLab, for notebooks that are opened in it one after the other.

    To load it takes a browser as much time as a lesson.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._page: Page | None = None

    @contextmanager
    def opened(self, path: str, name: str) -> Iterator[Notebook]:
        """A notebook in a light window of the usual size, until the end of the block.

        After something that is not as it should be, the next one is opened in a new page.
        """
        is_there = self._page is not None
        page = self._page = self._page or _page_of_its_own(self._browser)
        try:
            with _kept_if_wrong(page, name):
                if is_there:
                    page.set_viewport_size(DESKTOP)
                    switch_theme(page, "light")
                    notebook = Notebook.from_menu(page, path)
                else:
                    notebook = Notebook(page, self._address, path)
                yield notebook
                notebook.shut_down()
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        """Closes the page."""
        if self._page is not None:
            self._page.context.close()
            self._page = None
