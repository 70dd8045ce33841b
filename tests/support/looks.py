"""Find what looks wrong on a page: cut off, overlapping, unreadable or missing content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

SCRIPT = (Path(__file__).parent / "looks.js").read_text("utf-8")


def layout_faults(part: Locator) -> list[str]:
    """What is cut, sticks out, has to be scrolled sideways, overlaps or is missing in this part.

    What scrolls and can be reached with the keyboard is left alone.
    """
    return list(part.evaluate(f"root => {{ {SCRIPT} return layoutFaults(root) }}"))


def contrast_faults(part: Locator) -> list[str]:
    """Texts in this part that have less contrast than WCAG's level AA asks for."""
    return list(part.evaluate(f"root => {{ {SCRIPT} return contrastFaults(root) }}"))
