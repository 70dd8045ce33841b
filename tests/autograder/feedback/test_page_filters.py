"""No page takes long, whatever a student wrote: beyond its budget, text is shown as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.feedback import filters, messages
from autograder.feedback.filters import CleanHtml, PageFilters, as_text, plain_code
from autograder.feedback.safe_cells import leave_out_outputs
from autograder.html.sanitize import clean_html
from autograder.visible import visible

SLOW = {
    "attributes": "a" + ".b" * 4_000,
    "blank lines": "1" + "\n " * 4_000 + "1",
    "brackets": "\\\\[" * 4_000,
    "colours": "\x1b[1mx\x1b[0m" * 3_000,
}


def page_filters(lexer: str = "ipython3") -> PageFilters:
    page = PageFilters(lexer)
    page.budget.seconds = 0.05
    return page


def shown(html: str) -> str:
    """The text that a browser shows."""
    return BeautifulSoup(html, "html.parser").get_text()


@pytest.mark.processes
@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_text_that_takes_long_is_shown_as_it_was_written(text: str) -> None:
    for name, function in page_filters().by_name().items():
        if name not in ("markdown2html", "strip_files_prefix", "clean_html"):
            html = shown(function(text))
            assert visible(text).split()[0][:20] in html or html.startswith("xxx")


@pytest.mark.processes
def test_once_the_budget_is_used_up_the_rest_of_the_page_is_plain() -> None:
    page = page_filters()
    assert "<span" in page.highlight_code("x = 1  # short")
    page.budget.spend(1.0)
    assert page.highlight_code("x < 1") == plain_code("x < 1")
    assert page.markdown2html({}, "**x** < 1") == as_text("**x** < 1")
    assert page.clean_html("<b>x</b>" * 100) == as_text("<b>x</b>" * 100)
    assert page.ansi2html("\x1b[1m<b>") == "&lt;b&gt;"


@pytest.mark.processes
def test_a_page_has_no_more_tags_than_a_browser_can_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "MAX_TAGS", 50)
    page = page_filters()
    assert page.clean_html("<b>x</b>" * 10) == "<b>x</b>" * 10
    assert page.clean_html("<b>x</b>" * 10) == "<b>x</b>" * 10
    assert page.clean_html("<b>x</b>" * 10) == as_text("<b>x</b>" * 10)


def test_what_is_plain_has_an_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "MAX_PLAIN", 5_000)
    page = page_filters()
    page.budget.spend(1.0)
    assert page.ansi2html("x" * 4_000) == "x" * 4_000
    for full in (page.ansi2html, page.clean_html, page.highlight_code):
        assert full("y" * 4_000) == as_text(messages.LEFT_OUT)


def test_a_pages_outputs_have_an_end_and_leave_the_verdicts_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(filters, "MAX_TAGS", 100)

    def cell(html: str, count: int, **metadata: Any) -> Any:
        outputs = [new_output("display_data", {"text/html": html}) for _ in range(count)]
        return new_code_cell("", metadata=metadata, outputs=outputs)

    picture = f'<img alt="" src="data:image/png;base64,{"A" * 2_000_000}">'
    notebook = new_notebook(
        cells=[
            cell("<b>x</b>" * 10, 5),
            cell(picture, 1),
            cell("<i>x</i>", 1, optimization_course={}),
        ]
    )
    leave_out_outputs(notebook, page_filters())
    many, [image], [verdict] = ([o.data for o in cell.outputs] for cell in notebook.cells)
    assert [*many] == [{"text/html": "<b>x</b>" * 10}] * 2 + [{"text/plain": messages.LEFT_OUT}] * 3
    assert image == {"text/html": picture}
    assert verdict == {"text/html": "<i>x</i>"}


@pytest.mark.parametrize("plain", [plain_code, as_text])
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "</pre><b>", "&lt;", "'\"", "\ud800"]
)
def test_the_plain_form_is_text_and_needs_no_sanitizer(
    plain: Callable[[str], CleanHtml], text: str
) -> None:
    html = plain(text)
    assert shown(html).strip() == text.replace("\ud800", "?")
    assert shown(clean_html(html)) == shown(html)
    page = page_filters()
    assert page.clean_html(page.strip_files_prefix(html)) is html
