"""Keep, in a course folder, the course's own version of the files that the folder was made from."""

from __future__ import annotations

from pathlib import Path

FOLDER = ".made_from"
"""In the course folder. Lessons are in `notebooks/` here, wherever the course has its own."""


def base_of(root: Path, name: str) -> bytes | None:
    """Return the version that a file was made from; None if there is none."""
    try:
        return (root / FOLDER / name).read_bytes()
    except FileNotFoundError:
        return None
