"""Sentences of the grader for students and instructors, each whole so that it can be translated."""

from __future__ import annotations

from autograder.visible import in_one_line
from course_lib.language import holds_messages

CELL_TIME = (
    "The cell `{cell}` was stopped after {detail} seconds of computing: probably an endless loop. "
    "The other cells were run without it."
)
CELL_TIME_SHORT = (
    "The cell `{cell}` was stopped after {detail} s of computing, because the cells above it had "
    "used up the time for a notebook's cells. The other cells were run without it."
)
CELL_WAITED = (
    "The cell `{cell}` was stopped after {detail} seconds, in which it waited, as `time.sleep` "
    "does, and hardly computed. The other cells were run without it."
)
CELL_DIED = (
    "The cell `{cell}` ended the whole Python process ({detail}). "
    "The other cells were run without it."
)
CELL_FULL = (
    "The cell `{cell}` used up nearly all the memory, or the open files, that there are while "
    "grading. For the other cells, only its functions, classes and imports were kept."
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
CELL_NOT_BEGUN = (
    "The cell `{cell}` was not run, because the cells above it had used up the time for a "
    "notebook's cells."
)
CELLS_NOT_BEGUN = (
    "Some cells were not run, because the cells above them had used up the time for a notebook's "
    "cells."
)

# Statements that are left out in grading: `line` is the student's own line
LEFT_OUT = {
    "installs": "`{line}` was left out: nothing is installed while grading. The packages of the "
    "course are there.",
    "shell": "`{line}` was left out: no other program runs while grading.",
    "magic": "`{line}` was left out: this command of Jupyter does not work while grading.",
    "module": "`{line}` was left out: the module `{detail}` is not there while grading. What does "
    "not use it was run.",
    "needs module": "`{line}` was left out: it needs a module that is not there while grading.",
    "version": "`{line}` was left out: the version of `{detail}` with which notebooks are graded "
    "does not have that.",
    "window": "`{line}` was left out: while grading there is no screen on which a window could "
    "open.",
    "input": "`{line}` was left out: while grading, nobody is there to type an answer.",
    "system": "`{line}` was left out: while grading there are no files but those that the notebook "
    "writes into one folder, no network, no other programs and no settings of the computer.",
    "memory": "`{line}` was left out: it needs more memory than there is while grading.",
    "files": "`{line}` was left out: too many files are open. Close each, or open it with `with`.",
    "name": "`{line}` was left out: it needs `{detail}`, which a line or a cell that was not run "
    "would have defined.",
    "time": "`{line}` was stopped, because it had computed for too long.",
    "drawing": "Not all figures of this cell are shown: the cell had computed for too long.",
    "showing": "Not all outputs of this cell are shown: while grading there are no files but those "
    "that the notebook writes into one folder, no network and no other programs, such as LaTeX.",
}
USES_LOST = {
    "line": "It uses `{name}`, which is not there while grading: the line that defines it was left "
    "out. That line's cell says why.",
    "shell": "It uses the output of a command with `!`, which is empty while grading: no other "
    "program runs then.",
    "stopped": "It uses `{name}`, which is not there: the cell that defines it was stopped.",
    "experiment": "It uses `{name}`, which only an experiment cell defines, and those are not run "
    "in grading. Define it in a cell of your own.",
    "unreached": "It uses `{name}`, which is not there while grading: no line that defines it was "
    "reached, or it was deleted again. Define it in a line of its own, above the check.",
    "version": "It uses `{name}`, which its module does not have in the version with which "
    "notebooks are graded.",
    "nowhere": "It uses `{name}`, which no line of the notebook defines that runs while grading. "
    "Define it in a cell above the check.",
}
FORMER_NAME = (
    "It uses `{name}`, which NumPy {version}, with which notebooks are graded, does not have. "
    "Write `{instead}` in its place."
)
CELL_RAISED = (
    "Its cell stops in line {line} with {error}: `{text}`. So `{name}` was not defined. Correct "
    "that line first."
)
LETTER_NOT_SET = (
    "The cell of `{name}` has a letter, but `{name}` is not set to it: `{line}`. Write "
    '`{name} = "{letter}"`.'
)
LETTER_WITHOUT_QUOTES = (
    "The letter in `{text}` has no quotation marks, so Python takes it for a name. Write "
    '`{name} = "{letter}"`.'
)
CELL_MAGIC = (
    "Its cell begins with `{magic}`, so what it defines is not kept in the notebook. Delete that "
    "line."
)
EXPERIMENT_SKIPPED = "Experiment cells are not run in grading; no mark depends on them."
EXPERIMENT_NEEDED = (
    "Experiment cells are not run in grading. Of this one, only those lines were run on which an "
    "answer may depend."
)
NAME_SKIPPED = (
    "The name `{name}` is defined only in an experiment cell, and those are not run in grading. "
    "Define it in a cell of your own."
)
NO_CELLS = (
    "The submitted notebook has no cell with anything in it that can be read, so there was nothing "
    "to grade. Was it saved?"
)
OTHER_NOTEBOOK = (
    "The submitted notebook has none of this lesson's functions, but some of another's. Is it the "
    "notebook of another lesson?"
)
NOTHING_OF_LESSON = (
    "The submitted notebook has no cell of this lesson, and defines none of its functions."
)
ONE_WAY = (
    "Name a cell and exactly one of --drop, --everyone and --undo. Without a cell, everything that "
    "is forgiven is listed."
)
NO_CELL = "{assignment} has no graded cell {cell}. It has: {known}."
NOT_FORGIVEN = "{cell} of {assignment} was neither dropped nor given to everybody."
NOT_RELEASED = "{assignment} is not in the gradebook. Run `course release {assignment}` first."
FORGIVEN = {
    "drop": "{cell} of {assignment} is dropped: its points ({points}) count for nobody.",
    "everyone": (
        "{cell} of {assignment} is given: everybody who handed in has its points ({points})."
    ),
}
FORGIVEN_UNREADABLE = "{path} cannot be read: {why}. Correct it, or restore it from your backup."
NOTHING_FORGIVEN = "Everything in {assignment} counts."
COUNTS_AGAIN = "{cell} of {assignment} counts as before."
AFTER_FORGIVING = (
    "Run `course feedback {assignment}` and `course report`, and export the marks again."
)
CELLS_REMOVED = (
    "{assignment} was not released: it has been handed in ({count}), and its notebook does not "
    "have these cells any more: {cells}. Put them back, as they are in release/ and in your "
    "backup. To take one out of the marks, run `course forgive {assignment} CELL --drop` instead."
)
CELLS_ADDED = (
    "{assignment} was not released: it has been handed in ({count}), and its notebook has new "
    "cells that are locked or graded: {cells}. The gradebook cannot add these now. Make them plain "
    "cells, without a grade and unlocked, or keep them for the next course."
)
NO_EXERCISE = (
    "The cell `{cell}` of {assignment} grades the exercise `{name}`, which this version of the "
    "grader does not have. Correct the name, delete the cell, or update the grader."
)
CUT_CODE = "\n# The rest of this cell is left out, because it is too long."
CUT_TEXT = "\n\n*The rest of this text is left out, because it is too long.*"
ANSWER_NEAR = "*Nothing was written into this cell. Near it, this was written:*"
ANSWER_ELSEWHERE = (
    "*Nothing was written into this cell. Elsewhere in the notebook, this was written:*"
)
ANSWER_AMONG = (
    "*Nothing was written into this cell. Elsewhere in the notebook, these texts were written; the "
    "answer may be among them:*"
)
ANSWER_IN_ANOTHER = (
    "*Nothing was written into this cell. Another answer has several paragraphs; the one to this "
    "question may be among them:*"
)
ANSWER_MORE = "*No more was written into this cell. Near it, this was written:*"
ANSWER_MORE_ELSEWHERE = (
    "*No more was written into this cell. Elsewhere in the notebook, this was written:*"
)
PICTURE_MISSING = "*(A picture is missing here: the submitted file does not contain it.)*"
PICTURE_LEFT_OUT = "*(A picture is left out here, because it is too large or of another kind.)*"
SYNTAX_ERROR = (
    "The cell of `{name}` has a syntax error in line {line}, so it defines nothing. Fix that first."
)
NEWER_SYNTAX = (
    "The cell of `{name}` has a syntax error in line {line} for Python {ours}, with which "
    "notebooks are graded. Your notebook was written with Python {python}: write that line as the "
    "older one reads it."
)
CONFLICT_MARKS = (
    "The cell of `{name}` has Git's conflict marks, the first in line {line}, so it defines "
    "nothing. Delete the marks and one of the two versions."
)
WRITTEN_IN_VAIN = {
    "function": "`{name}` is written, but it calls a function that is not: that one raises "
    "`NotImplementedError`. Write it first.",
    "missing": "`{name}` is written, but it is not there when its check runs. Its `def` must stand "
    "at the left edge, not inside a class or another function, and no line above the check may "
    "delete it.",
    "value": "`{name}` was a function, but another line above its check gives that name to "
    "something else. Call the other thing by another name.",
}
"""What a name stands for at its check -> why its function could not be tested."""
NOT_DEFINED = "The submitted notebook does not define `{name}`."
NOTHING_READ = (
    "Nothing was tested, because nothing was submitted that could be read as a notebook. The "
    "sentence at the top says what happened."
)
DEFINED_LATE = (
    "`{name}` is first defined after this check. It was tested as it is at the end of the notebook."
)
CELLS_MISSING = (
    "The submitted notebook has no cell for {names}. It is of another release of the lesson, or "
    "the cells were deleted; what is missing counts as not answered."
)
CELL_MISSING = (
    "The submitted notebook has no cell for `{name}`. If your lesson never had one, it is of an "
    "older release: tell your instructor."
)
RENAMED_SINCE = (
    "There is no `{name}` in your notebook, but in its place there is `{other}`. The lesson's "
    "function is called `{name}` now: rename yours."
)
DEFINED_INSTEAD = (
    "The cell for `{name}` defines `{other}` instead. Call it `{name}`, letter by letter."
)
SIMILAR_SIGN = (
    "Line {line} of the cell of `{name}` has the character {sign}, which Python does not "
    "understand, so the cell defines nothing. Type {twin} in its place."
)
INVISIBLE_SIGN = (
    "Line {line} of the cell of `{name}` has an invisible character ({code}), which Python does "
    "not understand, so the cell defines nothing. Delete it, and type a space if one is needed."
)
STRANGE_SIGN = (
    "Line {line} of the cell of `{name}` has the character {sign}, which Python does not "
    "understand there, so the cell defines nothing."
)
TEXT_CELL = (
    "What was written for `{name}` is in a cell of text, which is not run. Turn it into a cell of "
    "code: click it, press Esc, then Y."
)
ANSWER_EMPTIED = (
    "`{name}` is set to `None` again below its answer, so there is no answer. Delete that line."
)
FUNCTION_EMPTIED = (
    "An empty `{name}` stands between the one that was written and the check, and replaces it. "
    "Delete the empty one."
)
STOPPED_CELL = "Its cell did not run to the end, so there was nothing to test."
NO_FILE = "There is no file {file}."
FILE_CLOSED = "{file} cannot be read: {why}."
FILE_UNREADABLE = "{file} cannot be read."
FILE_RAISED = "The file raised an error: {error}"
FILE_WITHOUT_FUNCTION = "The file defines no function `{name}`."
FILE_WITH_SIMILAR = "The file defines no function `{name}`, but `{other}`. Call it `{name}`."
FILE_NOT_EXPLAINED = "{file}: its code made `check` say something that is not a verdict."
FILE_STOPPED = {
    "TimeLimit": "`check` was stopped after its time limit: the function probably never ends.",
    "Waited": "`check` was stopped after its time limit: the function waited, as `time.sleep` "
    "does, and hardly computed.",
    "Stopped": "The function ended the whole Python process.",
}
FILE_NOT_CHECKED = "`check` could not be run: {error}."
LOST = "The function could not be tested: the notebook's other cells used up the time or memory."

# People
SO_MANY_OF = "{count} of {of}"
NOTHING_FROM = "{assignment}: nothing handed in by {count}: {students}."
MANY = "{first} and {count} more"
_SHOWN = 20


def all_of(names: list[str]) -> str:
    """Return names for a sentence, however many: those of people whom no other sentence names."""
    return ", ".join(map(in_one_line, names))


def listed(names: list[str]) -> str:
    """Return names for a sentence: the first twenty, and how many more there are."""
    names = [in_one_line(name) for name in names]
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return MANY.format(first=", ".join(names[:_SHOWN]), count=len(names) - _SHOWN)


# What a wrong function does
MUTANT_KINDS = {
    "arguments": (
        "It does what it would do if a call had its arguments in another order, or one too few: "
        "check each call."
    ),
    "comparison": (
        "It does what it would do with another comparison: check each one, also where both sides "
        "are equal."
    ),
    "condition": (
        "It does what it would do if a condition held at other times: check when each should hold."
    ),
    "missing call": (
        "It does what it would do if a function were not applied: check what has to be applied to "
        "what."
    ),
    "missing line": (
        "It does what it would do if a step were left out: go through the description step by step."
    ),
    "missing part": (
        "It does what it would do if a part of the formula were left out: compare them part by "
        "part."
    ),
    "number": (
        "It does what it would do with another number: check each one, and where ranges start and "
        "end."
    ),
    "operator": (
        "It does what it would do with another operator: compare each `+`, `-`, `*`, `/` and `**` "
        "with the formula."
    ),
    "results": "It does what it would do if the results were returned in another order.",
    "sign": "It does what it would do with another sign: compare each sign with the formula.",
    "slice": (
        "It does what it would do if a part of an array were taken elsewhere: check where each "
        "part starts and ends."
    ),
    "text": "It does what it would do if a text were spelled differently: check each of them.",
    "two": (
        "It does what it would do with two small mistakes at once: work one example out by hand, "
        "step by step."
    ),
}
"""Kind of a change to the right function -> what a student reads whose function does the same."""
NAMED_UNREADABLE = (
    "{path} cannot be read: {why}. Correct it, or delete it and name the groups again."
)
NO_GROUP = (
    "{exercise} has no group {group!r} of unnamed wrong answers. It has: {known}. `course report` "
    "shows them."
)
NO_GROUPS = "{exercise} has no unnamed groups of wrong answers: `course report` shows those it has."
NAME_TAKEN = "{exercise} already has a mistake called {name!r}. Choose another name."
NO_TEXT = "A mistake needs a name, and a hint that its students will read."
NAMED = (
    "Named {name} in {exercise}, which {count} made. Run `course feedback {assignment}` and "
    "`course report`."
)
PAGES_WRITTEN = "Pages written to {folder}: {count}; already there, and the same: {same}."
PAGES_CHANGED = "{assignment}: pages that say something else than before: {count} ({students})."
OUTDATED = (
    "The worked examples of {exercise} have changed since {name!r} was named there, so it is not "
    "recognized any more. Grade again, and name its group again."
)
QUESTION = "Question {number}"
"""The title of a question in feedback."""
NO_POINTS = (
    "The cell `{cell}` of {assignment} is worth {points!r} points. Give it a number of points, "
    "0 or more."
)
# Files and folders that the system refuses
CLOSED = (
    "You do not have permission to access {path}. Check who owns it and its folder, and run this "
    "again."
)
REFUSED = (
    "The system refuses {path}: {why}. Check the disk, or the network drive that it is on, and run "
    "this again."
)
REFUSED_SOMETHING = (
    "The system refuses to go on: {why}. Check the disk, or the network drive that the course is "
    "on, and run this again."
)
FILE_FOR_FOLDER = (
    "{path} is a file, but a folder is needed there. Move the file or rename it, and run this "
    "again."
)
FOLDER_FOR_FILE = (
    "{path} is a folder, but a file is needed there. Move the folder or rename it, and run this "
    "again."
)
LEADS_NOWHERE = (
    "{path} is a link to {target}, which does not exist. Correct the link or delete it, and run "
    "this again."
)

# Beside a progress bar
TOOK = "took {time}"
TIME_LEFT = "time left {time}"

# Beside a student's outputs and texts
NO_DESCRIPTION = "An image without a description"
DRAWING = "A drawing from this cell"
OUTPUT_NOT_SHOWN = "This output, of type {kind}, is not shown here."
SHOWN_AS_WRITTEN = (
    "This text contains HTML or links that a page should not use. It is shown as written:"
)
AN_ERROR = "an error"
"""What a cell stopped with, if it is not known."""

holds_messages(__name__)
