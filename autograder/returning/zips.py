"""Pack feedback into the ZIP from which an LMS gives each student their own.

Moodle reads the number in `NAME_NUMBER_assignsubmission_file_/adam.html`, Canvas those in
`name_STUDENT_FILE_adam.ipynb`: both are kept from the file that was handed in.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.lms.names import upload_of
from autograder.lms.rosters.roster import CANVAS
from autograder.returning.pages import Page
from autograder.whole_file import PRIVATE, draft_of


def name_in_zip(page: Page, lms: str) -> str | None:
    """Return the name by which an LMS knows whose a page is; None if it came not from there."""
    parts = tuple(filter(None, page.note.name.split("/"))) if page.note else ()
    upload = upload_of(parts)
    if upload is None or upload.lms != lms:
        return None
    if lms == CANVAS:
        # Canvas shows the feedback under the name of the file that was handed in
        before = parts[-1].removesuffix(upload.file)
        return f"{before}{page.assignment}.ipynb"
    place = next(part for part in parts if f"_{upload.number}_assignsubmission_" in part)
    if place == parts[-1] and len(parts[-1]) > len(upload.file) > 0 and place.endswith(upload.file):
        return f"{place.removesuffix(upload.file)}{page.assignment}.html"
    return f"{place}/{page.assignment}.html"


@dataclass(frozen=True)
class Packed:
    """What came of packing: how many files there are, and for which pages none."""

    count: int
    unknown: list[Page]
    """The LMS would not know whose these are."""
    unclear: list[Page]
    """Several have the same name there, and are no group."""


def pack(pages: Sequence[Page], lms: str, path: Path, content: Callable[[Page], bytes]) -> Packed:
    """Write the ZIP, whole or not at all.

    Of a group whose members have one file, one page is packed: the LMS gives it to all of them.
    Else a name belongs to one student: what is handed in through nbgrader may hold a note that
    claims another's.
    """
    named: dict[str | None, list[Page]] = {}
    for page in pages:
        named.setdefault(name_in_zip(page, lms), []).append(page)
    unknown = named.pop(None, [])
    unclear = [page for several in named.values() if not _is_one(several) for page in several]
    clear = {str(name): several[0] for name, several in named.items() if _is_one(several)}
    if clear:
        with (
            draft_of(path, PRIVATE) as draft,
            zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, page in clear.items():
                archive.writestr(name, content(page))
    return Packed(len(clear), unknown, unclear)


def _is_one(pages: Sequence[Page]) -> bool:
    """Return whether it is one student's, or that of a group as all members' notes say."""
    note = pages[0].note
    members = note.members if note else ()
    return len(pages) == 1 or all(page.note == note and page.student in members for page in pages)
