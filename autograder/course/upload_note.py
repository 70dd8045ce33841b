"""Note beside a submission what the LMS called its file, its time, and its group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.submission_files import read_regular

UPLOAD = "upload.txt"
_MAX_BYTES = 100_000
_TIME = "/"
"""What begins the line of the time: no member's folder has it in its name."""


@dataclass(frozen=True)
class UploadNote:
    """What `course collect` knew of a file: its path in the ZIP, and the members of its group.

    The path is empty if it named somebody who has been removed from the course since.
    """

    name: str
    members: tuple[str, ...] = ()
    time: str = field(default="", compare=False)
    """What was written to `timestamp.txt` from the ZIP; empty if nothing was."""

    def to_bytes(self) -> bytes:
        """Return the note as it is written: the path, the time, then a member in each line."""
        time = [_TIME + self.time] if self.time else []
        lines = [" ".join(self.name.splitlines()), *time, *self.members]
        return "\n".join(lines).encode("utf-8", "ignore")


def read_note(folder: Path) -> UploadNote | None:
    """Return the note in the folder of a submission; None if there is none that can be read."""
    try:
        text = read_regular(folder / UPLOAD, _MAX_BYTES).decode("utf-8")
    except (OSError, ValueError):
        return None
    name, *lines = text.split("\n")
    time = lines.pop(0)[len(_TIME) :] if lines and lines[0].startswith(_TIME) else ""
    members = [*filter(None, lines)]
    if not text.strip() or not all(map(_is_folder_name, members)):
        return None
    return UploadNote(name, tuple(members), time)


def _is_folder_name(member: str) -> bool:
    """Return whether it can be a student's folder, and leads nowhere else."""
    return "/" not in member and "\0" not in member and not member.startswith(".")


def shared_by(folder: Path, student: str) -> Sequence[str]:
    """Return whose submission it is: the student's, or that of all members of a group.

    The notes of all members must say so: what a student hands in elsewhere may hold a note as well.
    """
    note = read_note(folder)
    if note is None or student not in note.members:
        return (student,)
    of_all = (read_note(folder.parents[1] / member / folder.name) for member in note.members)
    return note.members if all(other == note for other in of_all) else (student,)
