"""The sentences that grading says to students and instructors, whole so that they translate."""

CELL_TIME = (
    "The cell `{cell}` was stopped after {detail} seconds of computing: probably an endless loop. "
    "The other cells were run without it."
)
CELL_DIED = (
    "The cell `{cell}` ended the whole Python process ({detail}). "
    "The other cells were run without it."
)
EXPERIMENT_SKIPPED = "Experiment cells are left out in grading; no mark depends on them."
NAME_SKIPPED = (
    "The name `{name}` is defined only in an experiment cell, and those are left out in grading. "
    "Define it in a cell of your own."
)
UNREADABLE = "The submitted file could not be read as a notebook: {why}. It is marked as empty."
OTHER_NOTEBOOK = (
    "None of the cells in which code is written is in the submitted notebook. Is it the notebook "
    "of another lesson?"
)
NOT_A_FILE = "it is a link, a folder or a device, not a regular file"
TOO_BIG = "it has {size} bytes, more than the {most} that a notebook may have"
NOT_JSON = "it is not in the notebook format ({why})"
UNACCEPTABLE = (
    "{path} cannot go along: {why}. Put a regular file in its place or delete it, and grade again."
)
BAD_TIMESTAMP = (
    "{path} holds no date and time as nbgrader writes them. Mend it or delete it, and grade again."
)
MISSING = "The notebook {name} was not submitted."
SYNTAX_ERROR = (
    "The cell of `{name}` has a syntax error in line {line}, so it defines nothing. "
    "Mend that first."
)
STOPPED_CELL = "Its cell could not be run to its end, so there was nothing to test."
FILE_RAISED = "Running the file stopped at an error: {error}"
LOST = "The function could not be tested: the notebook's other cells used up the time or memory."
