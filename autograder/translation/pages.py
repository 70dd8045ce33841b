"""Write the pages of the repository that exist in other languages, such as `README.zh.md`."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.course.checkout import require_checkout
from autograder.translation import markdown
from autograder.translation.catalogues import languages, translations

PAGES = ("README.md", "docs/students.md")
GENERATED = "<!-- `make translations` writes this page from {page}: change that, or a catalogue -->"
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def path_of(page: str, language: str) -> Path:
    """Return where a page is in another language: `README.zh.md` beside `README.md`."""
    path = require_checkout() / page
    return path.with_suffix(f".{language}{path.suffix}")


def translated_page(page: str, language: str) -> str:
    """Return a page in another language; what has no translation is in English."""
    known = translations(language)
    text = (require_checkout() / page).read_text(encoding="utf-8")
    other = markdown.translated(text, lambda one: known.get(one, one))
    for before, after in zip(_anchors(text), _anchors(other), strict=True):
        other = other.replace(f"](#{before})", f"](#{after})")
    other = _to_translated_pages(other, language)
    heading, _, rest = other.partition("\n")
    return f"{heading}\n\n{GENERATED.format(page=Path(page).name)}\n{rest}"


def _to_translated_pages(text: str, language: str) -> str:
    """Let links lead to pages that exist in this language; headings there have other names."""
    for page in PAGES[1:]:
        if path_of(page, language).exists():
            target = path_of(page, language).relative_to(require_checkout()).as_posix()
            text = text.replace(f"]({page})", f"]({target})")
    return text


def _anchors(text: str) -> list[str]:
    """Return the addresses of a page's headings, as GitHub and the site make them."""
    headings = re.findall(r"^#+ (.+)$", _CODE.sub("", text), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings]


def write_pages() -> None:
    """Write all pages in all languages that have translated the page's first heading."""
    for language in languages():
        for page in PAGES:
            text = translated_page(page, language)
            if text.split("\n")[0] != (require_checkout() / page).read_text("utf-8").split("\n")[0]:
                path_of(page, language).write_text(text, encoding="utf-8", newline="\n")
