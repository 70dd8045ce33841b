"""Time zones: a ZIP says what the clock showed, but not where."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from autograder.errors import CourseError
from autograder.lms import messages


def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone of a name such as Europe/Berlin; None, which is this machine's, if none is named.

    Raises `CourseError` for a name that is no zone's.
    """
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise CourseError(messages.NO_ZONE.format(name=name)) from None
