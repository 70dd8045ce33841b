"""Sentences of `course update-course`, each whole so that it can be translated."""

from __future__ import annotations

from course_lib.language import holds_messages

NO_BASE = (
    "{root} does not know what it was made from, because {folder} is missing, so your changes "
    "cannot be told from those of the course. Restore it from your backup, or make a new folder "
    "with `course init` and repeat your changes there."
)
UP_TO_DATE = "{root} is up to date. Nothing was changed."
UPDATED = "Updated {file} (changes: {count})."
WOULD_UPDATE = "Would update {file} (changes: {count})."
KEPT = "{file}: {sentence}"
BOTH_CHANGED = "{cell}: you and the course changed its {part}. Yours was kept."
YOU_DELETED = "{cell}: you deleted it, and the course changed it. It stays deleted."
COURSE_DELETED = "{cell}: the course deleted it, and you changed it. Yours was kept."
BOTH_ADDED = "{cell}: you and the course added it with other contents. Yours was kept."
FILE_CHANGED = "You and the course changed it. Yours was kept."
CANNOT_ADD = (
    "{cell}: new in the course, but students have handed in, so it cannot be added in this term."
)
CANNOT_REMOVE = (
    "{cell}: gone from the course, but students have handed in, so it stays in this term."
)
LISTED = "What was kept, with the course's version of it, is in {path}."
BACKUP = "The files as they were before are in {folder}."
NEXT = "Next: course release {names}, then course grade."

HEADING = "# What the update kept"
YOURS = "Yours:"
THEIRS = "The course's:"
NOTHING = "(nothing)"

holds_messages(__name__)
