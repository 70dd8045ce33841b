"""`make docs` builds the site without a warning, self-contained and complete."""

from __future__ import annotations

import html
import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

import pytest
import typer
from in_browser import chromium

import course_lib
from autograder.commands.app import app
from course_lib.cases.properties.registry import PROPERTIES
from grader_tests.engine.registry import topics

if TYPE_CHECKING:
    from playwright.sync_api import Page

Scheme = Literal["light", "dark"]

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]
BUILD = ("-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going",
         "--fresh-env", "--write-all")  # fmt: skip
FETCHED = {("a", "href"): False, ("link", "href"): True}
"""Attributes that hold an address -> whether a browser fetches it by itself; all others do."""


def build(source: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Builds as `make docs` does."""
    command = [sys.executable, *BUILD, "-d", str(folder / "doctrees"), str(source)]
    return subprocess.run(
        [*command, str(folder / "site")], capture_output=True, text=True, env={**os.environ}
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    done = build(ROOT / "docs", folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder / "site"


class Links(HTMLParser):
    """The addresses in a page, its anchors, and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.addresses: list[tuple[str, str, str]] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "id" and value:
                self.anchors.add(value)
            elif name in ("href", "src", "srcset", "action", "data", "poster") and value:
                self.addresses.append((tag, name, value))


def pages(site: Path) -> Iterator[tuple[Path, Links]]:
    for path in sorted(site.glob("*.html")):
        yield path, Links(path)


def text_of(site: Path, name: str) -> str:
    page = (site / f"{name}.html").read_text(encoding="utf-8")
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_make_docs_builds_in_the_same_way() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"$(PY) {' '.join(BUILD)} -d build/doctrees docs build/site\n" in makefile


def test_every_page_of_docs_is_in_the_site_and_in_its_contents(site: Path) -> None:
    written = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert written <= {path.stem for path in site.glob("*.html")}
    index = {value for _, _, value in Links(site / "index.html").addresses}
    assert written - {"index"} <= {value.removesuffix(".html") for value in index}


def test_what_is_for_readers_elsewhere_is_not_in_the_site(site: Path) -> None:
    for path in site.glob("*.html"):
        text = text_of(site, path.stem)
        assert "Without it, " not in text, path
        assert "Only the site that" not in text, path


def test_no_link_leads_nowhere(site: Path) -> None:
    known = {path.name: links.anchors for path, links in pages(site)}
    for path, links in pages(site):
        for _, _, value in links.addresses:
            address = urlsplit(value)
            if address.scheme == "data":
                continue
            if address.scheme or address.netloc:
                assert re.fullmatch(r"https://[\w.-]+\.[a-z]+(/\S*)?", value), f"{path}: {value}"
                continue
            target = path.parent / unquote(address.path) if address.path else path
            assert target.is_file(), f"{path.name}: {value}"
            if address.fragment and target.name in known:
                assert unquote(address.fragment) in known[target.name] | {""}, value


def test_a_page_fetches_nothing_from_elsewhere(site: Path) -> None:
    for path, links in pages(site):
        for tag, name, value in links.addresses:
            if FETCHED.get((tag, name), True):
                assert not urlsplit(value).netloc, f"{path.name}: <{tag} {name}={value}>"
    for path in [*site.rglob("*.css"), *site.glob("*.html")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", text), path


def test_every_public_name_stands_in_the_reference(site: Path) -> None:
    anchors = Links(site / "course_lib.html").anchors
    assert {f"course_lib.{name}" for name in course_lib.__all__} <= anchors
    text = text_of(site, "course_lib")
    assert "TypeAlias" not in text
    for name in course_lib.__all__:
        assert inspect.getdoc(getattr(course_lib, name)), f"{name} says nothing of itself"


def test_every_command_and_option_stands_in_the_reference(site: Path) -> None:
    text = text_of(site, "commands")
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        assert f"course {name}" in text
        own = text.partition(f"course {name}¶")[2].partition("¶")[0]
        for parameter in command.params:
            if parameter.name != "help":
                shown = [one for one in parameter.opts if one.startswith("--")]
                called = (parameter.metavar or parameter.name).upper()
                assert (shown or [called])[0] in own, (name, parameter.name)


def test_every_lesson_says_what_it_teaches(site: Path) -> None:
    text = text_of(site, "lessons")
    for number, topic in enumerate(topics(), start=1):
        own = text.partition(f"\n{number}. ")[2].partition("¶\n")[2].partition("¶")[0]
        assert all(exercise.name in own for exercise in topic.exercises), topic.name
        assert len(own) > 300, "its first cell says more"
        assert "Shift + Enter" not in own
        assert "lecture notes" not in own


def test_every_view_says_what_it_sees(site: Path) -> None:
    text = (site / "exercises.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr class[^>]*>\s*<td>(.*?)</td>\s*<td>(.*?)</td>", text, re.DOTALL)
    seen = {re.sub(r"<[^>]+>", "", name): what for name, what in rows}
    assert seen.keys() >= PROPERTIES.keys()
    assert all("<p>" in seen[name] for name in PROPERTIES)


@pytest.mark.parametrize(
    "broken",
    [
        "[nowhere](missing.md)",
        "[no such heading](students.md#no-such-heading)",
        "![no picture](pictures/missing.png)",
        "```{no-such-directive}\n```",
    ],
)
def test_what_is_broken_stops_the_build(tmp_path: Path, broken: str) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for path in (ROOT / "docs").iterdir():
        if path.suffix in (".py", ".css"):
            shutil.copy2(path, docs)
    config = (docs / "conf.py").read_text(encoding="utf-8")
    (docs / "conf.py").write_text(config.replace('if page == "index":', "if False:"))
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    (docs / "index.md").write_text(f"# Index\n\n[students](students.md)\n\n{broken}\n")
    (docs / "students.md").write_text("---\norphan: true\n---\n\n# Students\n\n## One\n")
    done = build(docs, tmp_path)
    assert done.returncode != 0
    assert "WARNING" in done.stderr or "ERROR" in done.stderr


def heard_from(page: Page) -> tuple[list[str], list[str]]:
    """What a page fetches from now on, and the errors in its scripts."""
    fetched: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    return fetched, errors


@pytest.mark.slow
@pytest.mark.needs("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_work_from_files_on_a_desktop_and_on_a_phone(site: Path, scheme: Scheme) -> None:
    with chromium() as browser:
        page = browser.new_context(color_scheme=scheme).new_page()
        fetched, errors = heard_from(page)
        for path in sorted(site.glob("*.html")):
            page.goto(path.as_uri())
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 844})
                across = page.evaluate("document.documentElement.scrollWidth")
                assert across <= width, f"{path.name} is {across} wide"
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        brightness = sum(map(int, re.findall(r"\d+", colour)[:3]))
        assert (brightness > 380) == (scheme == "light"), colour
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto((site / "search.html").as_uri() + "?q=momentum")
            page.wait_for_selector("#search-results ul.search li a")
        assert not [url for url in fetched if not url.startswith(("file:", "data:"))]
        assert not errors
