"""The sentences that checks and grading say; whole sentences, so that they can be translated."""

ALL_PASSED = "{name}: everything that is checked here works."
SOME_FAILED = "{name}: {failed} of {total} properties fail."
NOT_WRITTEN = "{name}: not written yet."
NOT_WRITTEN_HINT = (
    "Replace `raise NotImplementedError` in the cell above by your code, run that cell, "
    "then this one."
)
NO_FUNCTION_HINT = (
    "There is no function `{name}`. Run its cell: if that stops with an error, mend the error "
    "first. The function must still be called `{name}`."
)
WAITING = (
    "This cell is waiting for your function {name}, which is not written yet. "
    "Write it, run its cell, then run this one again."
)
WAITING_CELL = "This cell is waiting for something that is not written yet."
NOT_A_FUNCTION = (
    "`{name}` is not a function here: run the cell that defines it. If that cell shows a syntax "
    "error, mend it first."
)
ANSWERED = "{name}: answered with {answer!r}. It is marked when you hand in."
NOT_ANSWERED = "{name}: not answered yet."
NOT_ANSWERED_HINT = "Set `{name}` to one of {choices} in the cell above, and run both cells."
UNKNOWN_EXERCISE = (
    "There is no exercise called {name!r}. Its name stands in the check cell as it was handed out."
)
CHECK_FAILED = "{name} is not right yet: its check cell says what to mend."
CHECK_UNFINISHED = "{name} is not finished yet: its check cell says what to do next."

RETURNS_NOTHING = "The function returns nothing (`None`): its last line has to be a `return`."
POWER = "In Python a power is written with two stars: `x**2`. The sign `^` means something else."
STOPS_WITH_ERROR = (
    "Python stops with an error before your function returns. Read what stands after Raised: it "
    "names what Python could not do. Look for that name, index or operation in your code."
)
NO_SUCH_CHOICE = "{answer!r} is not one of the choices: set `{name}` to one of {choices}."

CALLED = "Called as  {call}"
EXPECTED = "Expected   {value}"
CAME = "Came       {value}"
RAISED = "Raised     {error}: {message}"
CHANGED = "The call changed its argument {argument}."
STEP = "(in step {step} of {steps}, from the state that your own function returned)"

POINTS = "{name}: {points:g} of {out_of:g} points."
RAISED_HIDDEN = "It raised {error} in one of the hidden cases."
STOPPED_HIDDEN = {
    "TimeLimit": "A hidden case was stopped after its time was up: probably an endless loop.",
    "Stopped": "A hidden case ended the whole Python process.",
    "UnsupportedValue": "It returned something that is neither a number nor an array.",
    "NothingReturned": "It returned too little for the next step to go on from.",
    "MemoryError": "A hidden case used more memory than there is.",
}
COUNTS_LATER = "This counts once at least one of the other properties holds."
ANSWER_RIGHT = "The answer is right."
ANSWER_WRONG = "The answer is not right."
NOTHING_TO_DRAW = "There is nothing to draw here yet."
