"""The words in which a child says why a statement was left out, or a name is missing."""

OWN = "own"
"""The statement fails in the student's own notebook too."""
NAME = "name"
"""It needs a name that another one, which was left out, would have defined."""
TIME, DRAWING, SHOWING = "time", "drawing", "showing"
INSTALLS, SHELL, MAGIC = "installs", "shell", "magic"
MODULE, INPUT, SYSTEM, MEMORY, FILES = "module", "input", "system", "memory", "files"
NEEDS_MODULE, VERSION, WINDOW = "needs module", "version", "window"

WANTING = frozenset((OWN, NAME, MAGIC, MODULE, SYSTEM, NEEDS_MODULE, VERSION))
"""Reasons that may come of what an experiment would have done."""

LINE_LEFT_OUT, EXPERIMENT, CELL_STOPPED = "line", "experiment", "stopped"
UNREACHED, NOWHERE = "unreached", "nowhere"
"""Why a name is missing: the notebook defines it in what was not run, or nowhere."""

DEFINITIONS = "definitions"
"""Stands for those statements of a cell that use up nothing: functions, classes and imports."""
WHATEVER_FAILS = "whatever fails"
"""Stands for all statements of a cell, even below one that seems to have ended it at home."""
