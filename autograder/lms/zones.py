"""Find time zones: a ZIP says what the clock showed, but not where."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from autograder.course import times
from autograder.errors import CourseError
from autograder.lms import messages


def zone_named(name: str | None) -> ZoneInfo | None:
    """Return the zone of a name such as Europe/Berlin; None, this machine's zone, for no name.

    Raises `CourseError` for a name that is not a zone's.
    """
    if not name:
        return None
    zone = times.zone_named(name)
    if zone is None:
        raise CourseError(messages.NO_ZONE.format(name=name))
    return zone
