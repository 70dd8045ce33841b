"""Remove from HTML whatever runs, loads something, or affects the page around it."""

from __future__ import annotations

import re

import nh3
from markupsafe import Markup, escape
from pygments.token import STANDARD_TYPES  # type: ignore[import-untyped]

from autograder import messages
from autograder.html.images import is_harmless_image
from autograder.html.links import is_harmless_link
from course_lib.cases import verdict

MAX_TAGS, MAX_ENTITIES = 5_000, 50_000
"""Limits for one piece of HTML: a parser's time grows with their square."""

TAGS = frozenset(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub"
    " summary sup table tbody td tfoot th thead tr tt u ul var".split()
)
ATTRIBUTES = {
    "*": frozenset({"aria-label", "class", "dir", "lang", "role", "style", "title"}),
    "a": frozenset({"href"}),
    "col": frozenset({"span"}),
    "details": frozenset({"open"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
}
STYLES = frozenset(
    "background background-color border border-bottom border-collapse border-left border-radius"
    " border-right border-spacing border-top color font-family font-size font-style font-weight"
    " height list-style-type margin margin-bottom margin-left margin-right margin-top max-height"
    " max-width min-width overflow-wrap padding padding-bottom padding-left padding-right"
    " padding-top text-align text-decoration vertical-align white-space width".split()
)
CLASSES = frozenset(
    {"course-lines", "course-verdict", "dataframe", "highlight", *STANDARD_TYPES.values()}
)
"""Ours, pandas' and Pygments'; others could affect the style or the scripts of the page."""


_UNDESCRIBED = re.compile(r'<img(?![^>]* alt=")')
"""nh3 writes quotes around attributes, and `>` in them as an entity."""
_STYLE_VALUE = re.compile(r"[^(){}\\@<>]*")
_NEGATIVE = re.compile(r"(?:^|[\s:])-[.\d]")
_ROLES = frozenset({"group", "img", "list", "listitem", "note", "region", "table"})


def clean_text(text: str) -> str:
    """Return the text without what UTF-8 cannot encode (lone surrogates become question marks)."""
    return text.encode("utf-8", "replace").decode("utf-8")


def inline(text: str) -> Markup:
    """Return escaped text, with `backquoted` parts as code and *starred* words in italics."""
    return Markup(verdict.inline(clean_text(text)))


def points(number: float) -> str:
    """Format a number of points with at most two decimals and no trailing zeros."""
    return f"{round(number, 2):g}"


def clean_html(text: str | bytes, extra_class: str = "") -> str:
    """Return the HTML without anything that runs, loads, or covers other parts of the page.

    The tags, attributes, classes and style properties listed above are kept, and so are links to
    the web and within the page, and images inside the page. `extra_class` is one more class.

    >>> clean_html('<b onclick="steal()">hi</b><script>steal()</script>')
    '<b>hi</b>'
    """
    html = clean_text(text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text))
    if html.count("<") > MAX_TAGS or html.count("&") > MAX_ENTITIES:
        return f"<pre>{escape(html)}</pre>"
    classes = CLASSES | {extra_class} if extra_class else CLASSES

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "class":
            return " ".join(name for name in value.split() if name in classes) or None
        return value if _harmless(attribute, value) else None

    cleaned = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "template", "title"},
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties=STYLES,
    )
    return _UNDESCRIBED.sub(f'<img alt="{messages.NO_DESCRIPTION}"', cleaned)


def _harmless(attribute: str, value: str) -> bool:
    match attribute:
        case "href":
            return is_harmless_link(value)
        case "src":
            return is_harmless_image(value)  # in an `<img>`, browsers run no script of an SVG
        case "style":
            return bool(_STYLE_VALUE.fullmatch(value)) and not _NEGATIVE.search(value)
        case "role":
            return value in _ROLES
        case "width" | "height" | "span" | "start" | "colspan" | "rowspan":
            return re.fullmatch(r"\d{1,4}%?", value) is not None
    return True
