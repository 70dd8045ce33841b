"""The code in the pages of the documentation, block by block, and how to run it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if "." not in path.stem),
]
"""Those in other languages, such as students.zh.md, have the same blocks."""
NOT_RUN = re.compile(r"<!-- not run: (.+?) -->")


@dataclass(frozen=True)
class Block:
    """One block of code: where it stands, in which language, and why it is not run."""

    page: str
    line: int
    language: str
    text: str
    not_run: str | None
    section: str = ""

    @property
    def session(self) -> str:
        """The blocks that one reader types, in order: a page, but a section of the README."""
        return f"{self.page}: {self.section}" if self.page == "README.md" else self.page

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    def commands(self) -> Iterator[list[str]]:
        """The words of each command, without comments."""
        for line in self.text.replace("\\\n", " ").splitlines():
            for part in line.split(" && "):
                words = shlex.split(part, comments=True)
                if words:
                    yield words


def blocks_of(page: str, text: str) -> list[Block]:
    """The blocks of a page, in order; those that are indented have the language `indented`.

    A comment such as `<!-- not run: needs Slurm -->` speaks of the block right under it.
    """
    found = []
    before = section = ""
    heading = False
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("fence", "code_block"):
            mark = NOT_RUN.fullmatch(before.strip())
            language = token.info.strip() if token.type == "fence" else "indented"
            line = (token.map or [0])[0] + 1
            found.append(Block(page, line, language, token.content, mark and mark[1], section))
        if heading:
            section = token.content
        heading = token.type == "heading_open" and token.tag == "h2"
        if not token.type.endswith("_close"):
            before = token.content if token.type == "html_block" else ""
    return found


def all_blocks() -> list[Block]:
    """Every block of every page."""
    return [
        block
        for path in PAGES
        for block in blocks_of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
