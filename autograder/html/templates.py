"""Fill templates, and turn the result into a page that opens with a double click."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import mistune
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.html.sanitize import inline, points
from autograder.translation.markdown import translated
from course_lib.language import SOURCE, current, html_tag, translate


def fill(template: str, language: str = SOURCE, /, **values: Any) -> str:
    """Fill the template of this name with the values; a missing value is an error.

    A template in Markdown is translated before it is filled, paragraph by paragraph.
    """
    environment = _environment(template.endswith(".html.j2"))
    if language == SOURCE or not template.endswith(".md.j2"):
        return environment.get_template(template).render(**values)
    text = _INCLUDE.sub(
        lambda found: _source(environment, found[1]), _source(environment, template)
    )
    words = translated(text, lambda message: translate(message, language))
    return environment.from_string(words).render(**values)


_INCLUDE = re.compile(r'\{% include "([^"]+)" %\}\n?')


def _source(environment: Environment, template: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, template)[0]


@cache
def _environment(is_html: bool) -> Environment:
    """Return what fills templates of a kind, and keeps those that it has compiled."""
    environment = Environment(
        loader=PackageLoader("autograder"),
        autoescape=is_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"inline": inline, "points": points}
    environment.globals |= {"_": translate, "language_in_use": lambda: html_tag(current())}
    return environment


def page(title: str, markdown: str, language: str = SOURCE) -> str:
    """Return Markdown as one self-contained HTML page: no script, nothing loaded."""
    to_html = mistune.create_markdown(plugins=["table"])
    body, tag = Markup(to_html(markdown)), html_tag(language)
    return fill("bundle/page.html.j2", title=title, body=body, language=tag)
