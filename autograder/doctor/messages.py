"""Sentences of `course doctor`, each whole so that it can be translated."""

from course_lib.language import holds_messages

VERSIONS = "This is version {version}, on Python {python}."
SANDBOX = "The sandbox works: students' code can be confined on this machine."
HIDDEN = "Students' code cannot read the course folder or the hidden tests."
CONFIGURED = "The course folder {root} can be read, with its configuration."
PRIVATE = "Nobody else has access to the course folder."
OPEN_FOLDER = (
    "Everybody on this machine can read {root}, which contains solutions and marks. "
    "Close it: chmod o-rwx {root}"
)
SECRET = "The course's secret is there, and only you or your group can read it."
NO_SECRET_YET = "There is no secret yet; the first `course release` makes it."
OPEN_SECRET = (
    "Everybody on this machine can read {path}, from which all hidden numbers follow. "
    "Close it: chmod o-rwx {path}"
)
GRADEBOOK = "The gradebook {url} can be written."
NO_GRADEBOOK = "There is no gradebook yet; `course release` makes it."
RELEASED = "{assignment} is released as its notebook is now, and all of its cells can be graded."
NOT_RELEASED = "{assignment} is not released yet."
NO_NOTEBOOK = "The notebook of {assignment} cannot be read: {why}. Restore it from your backup."
PLACED = "All that is in {folder} is a submission."
NOTHING_HANDED_IN = "Nothing is handed in yet."
WELL = "All is well."
ILL = {
    "one": "{count} of {total} checks found something; the line marked ✗ says what to do.",
    "many": "{count} of {total} checks found something; the lines marked ✗ say what to do.",
}

holds_messages(__name__)
