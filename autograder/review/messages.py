"""Sentences about one student's work, for instructors, each whole so that it can be translated."""

from __future__ import annotations

from course_lib.language import holds_messages

NO_SUBMISSION = (
    "{student} has handed in nothing for {assignment}: there is no folder {folder}. "
    "Others who have: {count}."
)
NO_SUCH_ITEM = "{assignment} has no exercise or question {name!r}. It has: {known}."
WHOLE = (
    "{student}, {assignment}: {points:g} of {out_of:g} points in this run, besides those that are "
    "given by hand."
)
MOVED = (
    "The points for `{name}` are {known:g} in the gradebook, and {points:g} in this run. Grade "
    "{assignment} again, or see who changed the mark."
)
BY_HAND = "Somebody has marked `{name}` by hand. Points: {points:g}."
ALL_RIGHT = "No point was lost here."
NOT_RUN = "Not run, because a case before it had to be stopped."
TOO_FEW_STEPS = "It came back with {got} of {want} results, so the steps after them count as wrong."
CHANGED = "This call changed its argument {argument}."
CASE = "Hidden case {number} of {count}"
STEP = "Step {step} of {steps} is the first that differs."
ANSWERED = "Answered with {answer!r}; the right answer is {right!r}."
NOT_ANSWERED = "Nothing counts as an answer; the right one is {right!r}."
STOPPED = {
    "TimeLimit": "It was stopped at the time limit: probably an endless loop.",
    "Waited": "It was stopped at the time limit. It waited, as `time.sleep` does, and hardly "
    "computed.",
    "Stopped": "It ended the whole Python process.",
    "NotBegun": "There was no time left for it: the cases before it had used it up.",
    "ProtocolError": "What came back could not be read as a result.",
    "UnsupportedValue": "It returned something that is neither an ordinary number nor an array of "
    "such.",
    "NothingReturned": "It returned too little for the next step to continue from.",
}
"""What stands in the place of a result."""
EXPECTED, GOT, RAISED = "Expected   {value}", "Got        {value}", "Raised     {error}: {message}"
LONG = "{start} … ({count} characters)"
WHOLE_CALL = "These calls are long: the page that --html writes has all of them."
PRIVATE = (
    "This page shows hidden cases and their results. It is for instructors: do not send it on, and "
    "do not put it where students see it."
)
WROTE = "Wrote {path}, for instructors only."

# Interviews
ASK_VALUE_ONCE = (
    "In call {call}, what is `{variable}` right after line {line} has run for the first time?"
)
ASK_VALUE = "In call {call}, what is `{variable}` right after line {line} has run {count} times?"
ANSWER_VALUE = "`{variable}` is `{value}`."
ASK_CHANGE = (
    "Somebody changed one thing in one line of this function. Now the last call returns "
    "`{changed}` in place of `{result}`. Which line was it, and what could the change be?"
)
ANSWER_CHANGE = "This change does it: {change}. Another that does the same is as good an answer."
ASK_ARGUMENT = (
    "Which result do you expect if `{parameter}` is {value} in the last call, and everything else "
    "is as it is? Explain it from your code, without running it."
)
ANSWER_ARGUMENT = "It returns `{value}`. Now it returns `{result}`."
NOTHING_TO_ASK = (
    "There is nothing to ask {student} about {assignment}, so no page was written: none of the "
    "functions can be traced. They are not written, stop, or have large results; `course why` "
    "says which."
)
FEWER = (
    "There are fewer than three questions, because not enough of this work can be traced. "
    "Functions that are not written, that stop, or whose results are large give nothing to ask "
    "about."
)
TALK = (
    "A right answer shows that somebody understands this code; a wrong one proves nothing. "
    "Let them look at their code and take their time."
)
CASE_LINE = "{heading}:"

holds_messages(__name__)
