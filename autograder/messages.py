"""Sentences of the grader for students and instructors, each whole so that it can be translated."""

CELL_TIME = (
    "The cell `{cell}` was stopped after {detail} seconds of computing: probably an endless loop. "
    "The other cells were run without it."
)
CELL_DIED = (
    "The cell `{cell}` ended the whole Python process ({detail}). "
    "The other cells were run without it."
)
GRADER_KEPT_BUSY = "reading its outputs and results took the grader too long"
RESULTS_TOO_LARGE = (
    "Reading what this notebook's functions returned took the grader too long, so the rest of "
    "their results counts as wrong."
)
SHOWN_PLAIN = (
    "Preparing this notebook's texts and outputs for display took too long, so the rest of them is "
    "shown as plain text. No mark depends on that."
)
EXPERIMENT_SKIPPED = "Experiment cells are not run in grading; no mark depends on them."
NAME_SKIPPED = (
    "The name `{name}` is defined only in an experiment cell, and those are not run in grading. "
    "Define it in a cell of your own."
)
UNREADABLE = (
    "The submitted file could not be read as a notebook: {why}. It is graded as if it were empty."
)
OTHER_NOTEBOOK = (
    "The submitted notebook has none of the cells for students' code. Is it the notebook of "
    "another lesson?"
)
NOT_A_FILE = "it is a link, a folder or a device, not a regular file"
TOO_BIG = "it has {size} bytes; a notebook may have at most {limit}"
NOT_JSON = "it is not in the notebook format ({why})"
UNUSABLE_FILE = (
    "{path} cannot be copied with the submission: {why}. Replace it with a regular file or delete "
    "it, and grade again."
)
BAD_TIMESTAMP = (
    "{path} does not contain a date and time as nbgrader writes them. Correct it or delete it, and "
    "grade again."
)
MISSING = "The notebook {name} was not submitted."
SYNTAX_ERROR = (
    "The cell of `{name}` has a syntax error in line {line}, so it defines nothing. Fix that first."
)
STOPPED_CELL = "Its cell did not run to the end, so there was nothing to test."
FILE_RAISED = "The file raised an error: {error}"
FILE_WITHOUT_FUNCTION = "The file defines no function `{name}`."
FILE_NOT_EXPLAINED = "{file}: its code made `check` say something that is not a verdict."
FILE_STOPPED = {
    "TimeLimit": "`check` was stopped after its time limit: the function probably never ends.",
    "Stopped": "The function ended the whole Python process.",
}
FILE_NOT_CHECKED = "`check` could not be run: {error}."
LOST = "The function could not be tested: the notebook's other cells used up the time or memory."

# Marks
NOTHING_TO_EXPORT = (
    "There is nothing to export: nobody's work {of}is in the gradebook yet. Run `course grade` "
    "first."
)
UNKNOWN_ASSIGNMENT = "The gradebook has no assignment {name!r}. It has: {known}."
PENDING = (
    "{assignment}: {count} of {submitted} submissions still have to be marked by hand "
    "({students}). Their marks so far are exported. Mark the rest in the formgrader, then export "
    "again."
)
NOT_GRADED = (
    "{assignment}: handed in but not graded yet, so without a mark: {students}. Run "
    "`course grade {assignment}`, then export again."
)

MANY = "{first} and {count} more"
_SHOWN = 20


def listed(names: list[str]) -> str:
    """Return names for a sentence: the first twenty, and how many more there are."""
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return MANY.format(first=", ".join(names[:_SHOWN]), count=len(names) - _SHOWN)
