"""Configure Sphinx, with which `make docs` builds the site from these pages: build/site/."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent))
import from_code

from course_lib import __version__

project = "Optimization course"
version = release = __version__
author = "the authors of the optimization course"
copyright = "The text is under CC BY 4.0, the code under the BSD 3-clause licence"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_heading_anchors = 3
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_type_aliases = from_code.ALIASES
python_maximum_signature_line_length = 80
add_module_names = False
toc_object_entries_show_parents = "hide"

html_theme = "furo"
myst_enable_extensions = ["tasklist"]
html_title = project
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_search_summary = False  # it would fetch pages, which browsers do not do for local files
html_theme_options = {"navigation_with_keys": False}

CONTENTS = {
    "Tutorials": (
        "students",
        "instructors",
        "term",
        "marking",
        "authoring",
        "translating",
        "students.zh",
    ),
    "On a server": ("cluster", "security"),
    "Reference": (
        "lessons",
        "commands",
        "course_lib",
        "exercises",
        "strength",
        "explained",
        "glossary",
        "changelog",
    ),
}
"""The contents next to each page; they are here so that GitHub shows index.md without them."""


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Fill in the parts of a page that come from the code, and add the contents to the first."""
    source[0] = from_code.filled(source[0])
    if page == "index":
        for caption, pages in CONTENTS.items():
            listed = "\n".join(pages)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{listed}\n```\n"


def setup(app: Sphinx) -> None:
    """Connect the functions that fill in parts from the code."""
    app.connect("source-read", fill)
    app.connect("autodoc-process-signature", from_code.tidied)
    app.connect("autodoc-process-docstring", from_code.as_restructured_text)
