"""Compile the catalogues again when a translation has changed; otherwise this costs nothing."""

from __future__ import annotations

from autograder.course.checkout import CHECKOUT

SOURCES = "languages"


def is_stale() -> bool:
    """Return whether a catalogue is newer than what was compiled from it, or one is missing."""
    for language in (CHECKOUT / SOURCES).glob("*/"):
        compiled = [
            CHECKOUT / package / SOURCES / f"{language.name}.mo"
            for package in ("course_lib", "autograder")
        ]
        if not all(file.exists() for file in compiled):
            return True
        written = min(file.stat().st_mtime_ns for file in compiled)
        if any(file.stat().st_mtime_ns > written for file in language.glob("*.po")):
            return True
    return False


def bring_up_to_date() -> None:
    """Compile the catalogues if they are stale, where this may write; else they stay as they are.

    An installation that is not a checkout has them compiled.
    """
    if is_stale():
        from autograder.translation.catalogues import compile_all
        from course_lib.language import forget

        try:
            compile_all()
        except PermissionError:
            return
        forget()
