"""Define the sentences of checks and grading, as whole sentences that can be translated."""

ALL_PASSED = "{name}: everything that is checked here works."
SOME_FAILED = "{name}: {failed} of {total} properties fail."
NOT_WRITTEN = "{name}: not written yet."
NOT_TESTED = "{name}: it could not be tested."
STUB_LEFT = (
    "The line `raise NotImplementedError` is still in your function `{name}`, so it stops there. "
    "Delete that line."
)
NOT_WRITTEN_HINT = (
    "Replace `raise NotImplementedError` in the cell above with your code, run that cell, "
    "then this one."
)
NO_FUNCTION_HINT = (
    "There is no function `{name}`. Run its cell: if it raises an error, fix that first. "
    "The function must still be called `{name}`."
)
WAITING = (
    "This cell is waiting for your function {name}, which is not written yet. "
    "Write it, run its cell, then run this one again."
)
WAITING_CELL = "This cell is waiting for something that is not written yet."
NOT_A_FUNCTION = (
    "`{name}` is not a function here: run the cell that defines it. If that cell shows a syntax "
    "error, fix it first."
)
ANSWERED = "{name}: answered with {answer!r}. It will be marked after you hand it in."
NOT_ANSWERED = "{name}: not answered yet."
NOT_ANSWERED_HINT = "Set `{name}` to one of {choices} in the cell above, and run both cells."
UNKNOWN_EXERCISE = (
    "There is no exercise called {name!r}. The check cell that you were given has the right name. "
    "If this lesson came in a newer zip, run the install.py of that zip first."
)
LOOKING = "{name}: looking for the place in your code …"
CHECK_FAILED = "{name} is not right yet: its check cell says what to fix."
CHECK_UNFINISHED = "{name} is not finished yet: its check cell says what to do next."

RETURNS_NOTHING = "The function returns nothing (`None`). End it with a `return` statement."
POWER = "In Python, a power is written with two stars: `x**2`. The sign `^` means something else."
STOPS_WITH_ERROR = (
    "Your function raises an error before it returns. Read the text after Raised: it says what "
    "Python could not do. Look for that name, index or operation in your code."
)
NO_SUCH_CHOICE = "{answer!r} is not one of the choices: set `{name}` to one of {choices}."

CALLED = "Called as  {call}"
EXPECTED = "Expected   {value}"
GOT = "Got        {value}"
OF_KIND = "{value} ({kind})"
WHERE = "{value}, where {where} is {number}"
WHERE_IT_IS = "{value}, where it is {number}"
RAISED = "Raised     {error}: {message}"
CHANGED = "The call changed its argument {argument}."
STEP = "(in step {step} of {steps}, from the state that your own function returned)"

POINTS = "{name}: {points:g} of {out_of:g} points."
RAISED_HIDDEN = "It raised {error} in one of the hidden cases."
STOPPED_HIDDEN = {
    "TimeLimit": "A hidden case exceeded its time limit: probably an infinite loop.",
    "Stopped": "A hidden case ended the whole Python process.",
    "NotBegun": "There was no time left for a hidden case: those before it had used it up.",
    "UnsupportedValue": "It returned something that is neither a number nor an array.",
    "NothingReturned": "It returned too little for the next step to continue from.",
    "MemoryError": "A hidden case used more memory than is available.",
}
COUNTS_LATER = "This counts as soon as one of the other properties holds."
NOTHING_TO_DRAW = "There is nothing to draw here yet."
