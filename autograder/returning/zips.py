"""Pack feedback into the ZIP from which an LMS gives each student their own.

Moodle reads the number in `NAME_NUMBER_assignsubmission_file_/adam.html`, Canvas those in
`name_STUDENT_FILE_adam.ipynb`: both are kept from the file that was handed in.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.lms.names import upload_of
from autograder.lms.roster import CANVAS
from autograder.returning.pages import Page


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


def pack(
    pages: Sequence[Page], lms: str, path: Path, content: Callable[[Page], bytes]
) -> tuple[int, list[Page]]:
    """Write the ZIP, whole or not at all; return how many files it has, and for which pages none.

    Of a group whose members have one file, one page is packed: the LMS gives it to all of them.
    """
    unknown: list[Page] = []
    packed: set[str] = set()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for page in pages:
                name = name_in_zip(page, lms)
                if name is None:
                    unknown.append(page)
                elif name not in packed:
                    packed.add(name)
                    archive.writestr(name, content(page))
        if packed:
            draft.chmod(0o600)
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return len(packed), unknown
