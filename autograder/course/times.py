"""Read times that instructors write, strictly: a misread one would be a wrong mark."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d?\d):(\d\d)(?::(\d\d(?:\.\d+)?))? ?(.*)")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


def zone_named(name: str) -> ZoneInfo | None:
    """Return the zone of a name such as Europe/Berlin; None for one that is not a zone's."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def utc_time(text: str, here: str = "UTC") -> datetime | None:
    """Return a time in UTC, without a zone; None for what is not clearly one.

    A zone is `UTC`, an offset, or a name such as `Europe/Berlin`, which knows its summer time;
    without one, it is UTC. An abbreviation such as CEST, which nbgrader writes, is that of the zone
    `here`, or has one meaning on that day. Those that have several, such as PST, are refused, and
    so are other orders of day and month, and days without an hour.

    >>> str(utc_time("2027-03-03 17:00 Europe/Berlin")), str(utc_time("2027-07-03T17:00+01:00"))
    ('2027-03-03 16:00:00', '2027-07-03 16:00:00')
    >>> str(utc_time("2027-07-03 17:00 CEST"))
    '2027-07-03 15:00:00'
    >>> str(utc_time("2027-03-03 17:00 CST", here="Asia/Shanghai"))
    '2027-03-03 09:00:00'
    >>> [utc_time(text) for text in ("3.4.2027 17:00", "2027-03-03", "2027-03-03 17:00 PST")]
    [None, None, None]
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    day, hour, minute, second, zone = match.groups()
    try:
        time = datetime.fromisoformat(f"{day} {int(hour):02}:{minute}:{second or '00'}")
        return time.replace(tzinfo=_zone(zone, time, here)).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, LookupError, OSError, OverflowError):
        return None


def _zone(name: str, time: datetime, here: str) -> tzinfo:
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        sign, hours, minutes = offset.groups()
        away = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-away if sign == "-" else away)
    if name in ("", "Z", "UTC", "GMT"):
        return UTC
    try:
        return ZoneInfo(name)
    except LookupError:
        if time.replace(tzinfo=ZoneInfo(here)).tzname() == name:
            return ZoneInfo(here)
        there = (time.replace(tzinfo=zone) for zone in _zones())
        [meaning] = {one.utcoffset() for one in there if one.tzname() == name}
        return timezone(meaning or timedelta())


@cache
def _zones() -> tuple[ZoneInfo, ...]:
    return tuple(map(ZoneInfo, available_timezones()))
