"""Texts for people from templates, and the same as a page that a double click opens."""

from __future__ import annotations

from typing import Any

import mistune
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def fill(template: str, **values: Any) -> str:
    """The template of this name with its values; a value that is missing is an error."""
    environment = Environment(
        loader=PackageLoader("autograder"),
        autoescape=template.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(**values)


def page(title: str, markdown: str) -> str:
    """Markdown as one self-contained HTML page: no script, nothing loaded."""
    to_html = mistune.create_markdown(plugins=["table"])
    return fill("bundle/page.html.j2", title=title, body=Markup(to_html(markdown)))
