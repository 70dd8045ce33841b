"""The checks of a page's looks notice each problem that they are for, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from in_browser import chromium
from looks import contrast_faults, layout_faults

pytestmark = pytest.mark.needs("chromium")

LONG = "w" * 400


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    with chromium() as browser:
        yield browser.new_page(viewport={"width": 600, "height": 400})


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        (f"<p>{LONG}</p>", "sticks out"),
        (f"<p style='overflow: hidden'>{LONG}</p>", "cut"),
        (f"<pre style='overflow: auto'>{LONG}</pre>", "has to be scrolled"),
        ("<div style='height: 20px; overflow: hidden'>two<br>lines</div>", "cut below"),
        ("<p>one</p><p style='margin-top: -35px'>other</p>", "overlap"),
        (
            "<p style='width: 9em'>So <math><mtext>a long one</mtext><mspace width='9em'/></math>",
            "formula sticks out",
        ),
        ("<img alt='a figure' width='40' height='40' src='data:image/png;base64,AA'>", "not there"),
        ("<svg width='10' height='10'></svg><p>Nothing is wrong here.</p>", None),
        (f"<pre style='overflow: auto' tabindex='0'>{LONG}</pre>", None),
        (f"<a style='position: absolute; left: -9000px'>{LONG}</a>", None),
        (f"<p style='position: absolute; clip-path: inset(50%)'>{LONG}</p><p>Seen.</p>", None),
    ],
)
def test_faults_of_layout_are_found(page: Any, html: str, fault: str | None) -> None:
    page.set_content(f"<!doctype html><body>{html}")
    found = layout_faults(page.locator("body"))
    assert [one.split(":")[0] for one in found] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("style", "readable"),
    [
        ("color: #767676", True),
        ("color: #777777", False),
        ("color: #777777; font-size: 24px", True),
        ("color: #ffffff; background: #00785a", True),
        ("color: #00785a; background: #111111", False),
        ("color: #ffffff; background: rgb(0 0 0 / 20%)", False),
    ],
)
def test_text_that_is_hard_to_read_is_found(page: Any, style: str, readable: bool) -> None:
    page.set_content(f"<!doctype html><body><p style='{style}'>words</p>")
    assert bool(contrast_faults(page.locator("body"))) != readable
