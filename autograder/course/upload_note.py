"""Note beside a submission what the LMS called its file, and which group handed it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.submission_files import read_regular

UPLOAD = "upload.txt"
_MAX_BYTES = 100_000


@dataclass(frozen=True)
class UploadNote:
    """What `course collect` knew of a file: its path in the ZIP, and the members of its group.

    The path is empty if it named somebody who has been removed from the course since.
    """

    name: str
    members: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the note as it is written: the path, then a member in each line."""
        lines = [" ".join(self.name.splitlines()), *self.members]
        return "\n".join(lines).encode("utf-8", "ignore")


def read_note(folder: Path) -> UploadNote | None:
    """Return the note in the folder of a submission; None if there is none that can be read."""
    try:
        text = read_regular(folder / UPLOAD, _MAX_BYTES).decode("utf-8")
    except (OSError, ValueError):
        return None
    name, *members = text.split("\n")
    members = [*filter(None, members)]
    if not text.strip() or not all(map(_is_folder_name, members)):
        return None
    return UploadNote(name, tuple(members))


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
