"""Parse the names that Blackboard, Brightspace, Sakai and ILIAS give to submitted files.

In each, what the system wrote comes first, and what the student chose is at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from autograder.lms.names import MAX_NAME, Upload

BLACKBOARD, BRIGHTSPACE, SAKAI, ILIAS = "blackboard", "brightspace", "sakai", "ilias"
FLAT = frozenset({"canvas", BLACKBOARD})
"""Systems whose names have no folder: all of one could be a name that a student chose."""

_BLACKBOARD = re.compile(
    r"[^_]*_(?P<keys>[^/]+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)?",
    re.DOTALL,
)
"""`Week 4_s123_attempt_2026-03-09-10-30-00_adam.ipynb`."""
_BRIGHTSPACE = re.compile(
    r"(?P<number>\d+-\d+) - (?P<name>.+?) - (?P<time>[^-/]*\d{4}[^-/]*)(?: - (?P<file>.+))?",
    re.DOTALL,
)
"""`12345-67890 - Jane Doe - Mar 9, 2026 1030 AM/adam.ipynb`."""
_SAKAI = re.compile(r"(?P<name>[^/]+)\((?P<key>[^()/]+)\)")
_SAKAIS_FOLDER = "submission attachment(s)"
"""`Week 4/Doe, Jane(s123)/Submission attachment(s)/adam.ipynb`."""
_ILIAS = re.compile(r"(?P<names>[^_/]+(?:_[^_/]+)+)_(?P<number>\d+)", re.ASCII)
"""`Doe_Jane_s123_4567/adam.ipynb`: last name, first name, login, and a number of ILIAS's own."""
_ILIAS_FILE = re.compile(r"(?P<time>\d{14})_(?P<file>.+)", re.ASCII | re.DOTALL)
"""`20260309103000_adam.ipynb`, as newer ones write, with the time of handing in."""
_TIMES = ("%b %d, %Y %I%M %p", "%d %B, %Y %I%M %p", "%B %d, %Y %I%M %p", "%b %d, %Y %H%M")


def uploads_of_others(path: Sequence[str]) -> Iterator[Upload]:
    """Yield what a path in a ZIP says in each system that could have written it.

    >>> [upload.keys for upload in uploads_of_others(["Ewa", "Doe, Jo(jo1)",
    ...     "Submission attachment(s)", "ewa.ipynb"])]
    [('jo1',)]
    """
    if not path or max(map(len, path)) > MAX_NAME:
        return
    for reader in READERS.values():
        upload = reader(path)
        if upload is not None:
            yield upload


def _blackboard(path: Sequence[str]) -> Upload | None:
    found = _BLACKBOARD.fullmatch(path[-1])
    if not found:
        return None
    with suppress(ValueError):
        time = datetime.strptime(found["time"], "%Y-%m-%d-%H-%M-%S")
        words = found["keys"].split("_")
        # the title of an assignment may have the sign, and so may a user name
        keys = tuple("_".join(words[n:]) for n in range(len(words)))
        return Upload(BLACKBOARD, keys[-1], keys[0], found["file"] or "", keys=keys, time=time)
    return None


def behind_title(uploads: Iterable[Upload]) -> int:
    """Return how many ends of Blackboard's names can be the user's, the longest first.

    The title is the same in all names, so it ends where these begin to differ, or before.
    """
    names = [*{upload.keys[0]: upload.keys[0].split("_") for upload in uploads}.values()]
    most = min(map(len, names), default=1)
    return next((n for n in range(1, most) if len({name[n - 1] for name in names}) > 1), most)


def user_of(upload: Upload, titled: int | None) -> Upload:
    """Return one of Blackboard's files with only those ends of its name that can be the user's."""
    keys = upload.keys[:titled]
    return replace(upload, name=keys[-1], keys=keys)


def _brightspace(path: Sequence[str]) -> Upload | None:
    for depth, part in enumerate(path):
        found = _BRIGHTSPACE.fullmatch(part)
        if found and bool(found["file"]) == (depth == len(path) - 1):
            # it is not said whether the numbers are a person's
            number = f"{found['number']} {found['name']}"
            file = found["file"] or path[-1]
            return Upload(BRIGHTSPACE, found["name"], number, file, time=_time(found["time"]))
    return None


def _sakai(path: Sequence[str]) -> Upload | None:
    for part, inside in pairwise(path[:-1]):
        found = _SAKAI.fullmatch(part)
        if found and inside.casefold() == _SAKAIS_FOLDER:
            key = found["key"].strip()
            return Upload(SAKAI, found["name"].strip(), key, path[-1], keys=(key,))
    return None


def _ilias(path: Sequence[str]) -> Upload | None:
    for part in path[:-1]:
        found = _ILIAS.fullmatch(part)
        words = found["names"].split("_") if found else []
        if found and len(words) > 2:
            # a login may have the sign that stands between the parts
            keys = tuple("_".join(words[n:]) for n in range(2, len(words)))
            name, number = " ".join(words[:2]), f"{ILIAS} {found['number']}"
            timed = _ILIAS_FILE.fullmatch(path[-1])
            file = timed["file"] if timed else path[-1]
            time = _time(timed["time"], "%Y%m%d%H%M%S") if timed else None
            return Upload(ILIAS, name, number, file, keys=keys, time=time)
    return None


def _time(text: str, *forms: str) -> datetime | None:
    """Return a time as a system writes it, by default Brightspace in English; else None."""
    for form in forms or _TIMES:
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form)
    return None


READERS: Mapping[str, Callable[[Sequence[str]], Upload | None]] = {
    BLACKBOARD: _blackboard,
    BRIGHTSPACE: _brightspace,
    SAKAI: _sakai,
    ILIAS: _ilias,
}
