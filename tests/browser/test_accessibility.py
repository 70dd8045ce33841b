"""Pages and the tables of checks are accessible: axe-core, keyboard, phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from browsing import DESKTOP, PHONE, opened, page_width
from class_of_thirty import submissions
from course_folder import Folder, make_course, set_source
from fake_class import ASSIGNMENT, TOPIC, FakeClass, right_work
from once import once

from autograder.course.folder import Course
from autograder.report import summary
from autograder.report.page import write_report
from course_lib.cases.verdict import Row, Verdict

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("landlock"), pytest.mark.slow]

IN_LESSONS = "empty-table-header"
"""In a lesson's table the corner is empty, or a header is a formula, which axe-core calls empty."""

ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
"""Not what passes as well, of which each element would be described."""

AWKWARD = {
    "Wolfeschlegelsteinhausenbergerdorff-" * 3: right_work(),
    "李小龍": right_work(incidents=("The cell `adam_step` was stopped.",)),
    "محمد-عبد-الرحمن": right_work(),
    "<script>alert(1)<": right_work(),
    "שרה": None,
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report on a made-up class; pages on real work: good, faulty, not begun, no file."""
    made_up = once(tmp_path_factory, "a-made-up-report", _write_report)
    folder = Folder(once(tmp_path_factory, "real-pages", _write_pages) / "course")
    feedback = folder.root / "feedback"
    found = {f"{p.parts[-3]} {p.stem}": p for p in feedback.glob("*/*/*.html")}
    assert len(found) == 6
    return {
        "report": made_up / "report" / "index.html",
        "report of all": folder.root / "report" / "index.html",
        "check": _check_page(tmp_path_factory.mktemp("check") / "check.html"),
        **{name: folder.root / "instructor" / f"{name}-faulty-ewa.html" for name in PRIVATE},
        **found,
    }


def _write_report(made_up: Path) -> None:
    FakeClass(made_up).write(submissions() | AWKWARD)
    with mock.patch.object(summary, "load_topic", return_value=TOPIC):
        assert write_report(Course(made_up), [ASSIGNMENT]) == made_up / "report" / "index.html"


def _write_pages(root: Path) -> None:
    folder = Folder(make_course(root / "course", ["ewa", "adam", "rmsprop"]))
    wrong = "import numpy as np\n\n\ndef ewa_weights(beta, T):\n    return beta ** np.arange(T)"
    faulty = set_source(folder.solved("ewa"), "ewa_weights", wrong)
    prints = "def averaging_window(beta):\n    print('x' * 300)\n    raise ValueError('no ' * 99)"
    folder.hand_in("faulty", "ewa", set_source(faulty, "averaging_window", prints))
    folder.hand_in("good", "ewa", folder.solved("ewa"))
    for topic in ("adam", "rmsprop"):  # wide formulas, and a wide table
        folder.hand_in("good", topic, folder.solved(topic))
    folder.hand_in("untouched", "ewa", folder.released("ewa"))
    folder.hand_in("junk", "ewa", b"no notebook")
    for words in (
        ["grade", "--experiments"],
        ["feedback", "ewa", "adam", "rmsprop"],
        ["report"],
        ["why", "faulty", "ewa", "--html"],
        ["interview", "faulty", "ewa"],
    ):
        done = folder.course_command(*words)
        assert done.returncode == 0, done.stdout + done.stderr


PRIVATE = ["why", "interview"]
PAGES = ["report", "report of all", "good ewa", "good adam", "good rmsprop", "faulty ewa",
         "untouched ewa", "junk ewa", *PRIVATE]  # fmt: skip


def _check_page(path: Path) -> Path:
    """The table that a check shows, alone on a page."""
    rows = (Row("It is right.", True), Row("`w` moves.", False, ("Called as  f(1)\nGot   2",)))
    table = Verdict("adam_step", "adam_step: 1 of 2 properties fails.", rows, ("Look again.",))
    head = '<!doctype html><html lang="en"><head><title>check</title></head>'
    path.write_text(f"{head}<body><main><h1>check</h1>{table.html()}</main></body></html>")
    return path


def violations(tab: Any) -> list[str]:
    """What axe-core finds, by all of its rules but for headers in lessons' tables."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab, options=ONLY_VIOLATIONS).response["violations"]
    return [
        f"{one['impact']}: {one['id']}: {node['html'][:200]}"
        for one in found
        for node in one["nodes"]
        if not (
            one["id"] == IN_LESSONS and (node["html"] == "<th></th>" or "<math" in node["html"])
        )
    ]


FAULTS = {
    "image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "color-contrast": '<p style="color:#aaa;background:#fff">Can you read this?</p>',
    "link-name": '<a href="#x"></a>',
    "heading-order": "<h4>Too deep</h4>",
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_that_is_put_into_a_good_page_is_found(
    browser: Any, pages: dict[str, Path], tmp_path: Path, rule: str
) -> None:
    path = tmp_path / "page.html"
    good = pages["check"].read_text("utf-8")
    path.write_text(good.replace("</main>", f"{FAULTS[rule]}</main>"), "utf-8")
    with opened(browser, path) as tab:
        assert any(f": {rule}: " in one for one in violations(tab))


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "dark"), (PHONE, "light")])
@pytest.mark.parametrize("page", PAGES)
def test_axe_core_finds_nothing(
    browser: Any, pages: dict[str, Path], page: str, size: tuple[int, int], scheme: str
) -> None:
    with opened(browser, pages[page], size, scheme) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations(tab) == []


def test_axe_core_finds_nothing_in_the_table_of_a_check(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["check"]) as tab:
        assert violations(tab) == []


@pytest.mark.parametrize("page", PAGES)
def test_on_a_phone_no_page_scrolls_sideways(
    browser: Any, pages: dict[str, Path], page: str
) -> None:
    with opened(browser, pages[page], PHONE) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page_width(tab) == PHONE[0]


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_begins_with_a_way_past_the_top_and_shows_where_it_is(
    browser: Any, pages: dict[str, Path], page: str
) -> None:
    with opened(browser, pages[page]) as tab:
        tab.keyboard.press("Tab")
        first = tab.locator(":focus")
        assert first.inner_text().startswith("Skip to")
        assert first.bounding_box()["x"] >= 0
        target = str(first.get_attribute("href"))
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == target[1:]
        tab.keyboard.press("Tab")
        style = (
            "const s = getComputedStyle(document.activeElement); [s.outlineStyle, s.outlineWidth]"
        )
        assert tab.evaluate(style) == ["solid", "3px"]


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_can_be_used_can_be_reached(
    browser: Any, pages: dict[str, Path], page: str
) -> None:
    with opened(browser, pages[page]) as tab:
        unreachable = tab.evaluate(
            "[...document.querySelectorAll('a[href], summary')].filter("
            "one => one.checkVisibility() && one.tabIndex < 0).map(one => one.outerHTML)"
        )
        assert unreachable == []
        scrolling = tab.evaluate(
            "[...document.querySelectorAll('main *')].filter(one =>"
            " one.scrollWidth > one.clientWidth + 1 && one.tabIndex < 0"
            " && ['auto', 'scroll'].includes(getComputedStyle(one).overflowX))"
            ".map(one => one.outerHTML.slice(0, 200))"
        )
        assert scrolling == []


def test_a_students_line_in_the_table_leads_to_their_cost_curve(
    browser: Any, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["report"]) as tab:
        figures = tab.locator(".curves figure")
        assert figures.filter(visible=True).count() == 0
        row = tab.locator(".marks tbody tr", has=tab.get_by_text("student12", exact=True))
        row.locator("a[href^='#']").press("Enter")
        assert figures.filter(visible=True).count() == 1
        picture = figures.filter(visible=True).locator("svg")
        assert "student12" in str(picture.get_attribute("aria-label"))
        box, line = picture.bounding_box(), picture.locator(".own").bounding_box()
        assert 0.7 * box["width"] < line["width"] < box["width"]
        assert box["y"] < line["y"] < line["y"] + line["height"] < box["y"] + box["height"]


@pytest.mark.parametrize("page", ["report", "faulty ewa"])
def test_in_print_nothing_is_cut(browser: Any, pages: dict[str, Path], page: str) -> None:
    a4 = (round(182 / 25.4 * 96), 1000)  # the width between the margins, in pixels
    with opened(browser, pages[page], a4, "dark") as tab:
        tab.emulate_media(media="print")
        assert page_width(tab) <= a4[0]
        paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(255, 255, 255)"
        assert re.match(rb"%PDF", tab.pdf(prefer_css_page_size=True))
