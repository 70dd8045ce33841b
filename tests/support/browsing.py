"""Pages in a browser: light or dark, wide or as narrow as a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DESKTOP, PHONE = (1280, 900), (390, 844)


@contextmanager
def opened(
    browser: Any, page: Path, size: tuple[int, int] = DESKTOP, scheme: str = "light"
) -> Iterator[Any]:
    """A file in a window of that size, in a light or dark theme."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme
    )
    tab = context.new_page()
    tab.goto(page.as_uri(), wait_until="load")
    yield tab
    context.close()


def page_width(tab: Any) -> int:
    """How wide the page is: wider than the window, it scrolls sideways."""
    return int(tab.evaluate("document.documentElement.scrollWidth"))
