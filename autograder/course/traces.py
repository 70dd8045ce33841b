"""Remember which files outside the course's own folders hold its students' data.

When a student is removed, exports that we wrote are cleaned, and what was read is named.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from autograder.course.folder import Course
from autograder.whole_file import read_json, write_json

RETURNED = ".returned.json"
"""In the folder of feedback: digests of the pages that were returned last."""
FINGERPRINTS = ".fingerprints.json"
"""In the folder of feedback: digests of what each page was made from, and of the page."""
MAILS = "mails"
"""In the course folder: drafts of e-mails with feedback."""
_NOTE = ".traces.json"


class Trace(StrEnum):
    """What a file is to the course."""

    export = "export"
    zip = "zip"
    roster = "roster"


def note_trace(course: Course, kind: Trace, path: Path) -> None:
    """Remember a file, by its whole path."""
    known = _read(course)
    paths = known.setdefault(str(kind), [])
    name = str(path.resolve())
    if name in paths:
        return
    paths.append(name)
    write_json(course.root / _NOTE, known)


def traces(course: Course, kind: Trace) -> list[Path]:
    """Return the remembered files that are still there."""
    paths = [Path(name) for name in _read(course).get(str(kind), ()) if isinstance(name, str)]
    return [path for path in paths if path.is_file()]


def _read(course: Course) -> dict[str, list[str]]:
    known = read_json(course.root / _NOTE)
    return {kind: paths for kind, paths in known.items() if isinstance(paths, list)}
