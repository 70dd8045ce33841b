"""Fill templates, and turn the result into a page that opens with a double click."""

from __future__ import annotations

from typing import Any

import mistune
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.html.sanitize import inline, points


def fill(template: str, **values: Any) -> str:
    """Fill the template of this name with the values; a missing value is an error."""
    environment = Environment(
        loader=PackageLoader("autograder"),
        autoescape=template.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"inline": inline, "points": points}
    return environment.get_template(template).render(**values)


def page(title: str, markdown: str) -> str:
    """Return Markdown as one self-contained HTML page: no script, nothing loaded."""
    to_html = mistune.create_markdown(plugins=["table"])
    return fill("bundle/page.html.j2", title=title, body=Markup(to_html(markdown)))
