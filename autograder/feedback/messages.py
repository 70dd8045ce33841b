"""Define the sentences of feedback pages, as whole sentences that can be translated."""

from course_lib.language import holds_messages

WORDS = (
    (1.0, "Everything here is right. Well done!"),
    (0.75, "Almost everything works. Only a little is left to fix."),
    (0.4, "A good part of this already works. Take the rest one thing at a time."),
    (
        0.0,
        "You have made a start, and it counts. Continue from the top: later parts build on earlier "
        "ones.",
    ),
)
"""The remark for somebody with at least that share of the points."""
POINTS = "{earned} of {out_of} points"
POINTS_SO_FAR = "{earned} of {out_of} points so far"
POINTS_LATE = "{earned} of {out_of} points, less {penalty} for lateness: {score}"
POINTS_LATE_SO_FAR = "{earned} of {out_of} points so far, less {penalty} for lateness: {score}"
NO_POINTS = (
    "No points yet, and that can change quickly. Start with the first exercise: its check tells "
    "you what is missing."
)
UNREAD = (
    "Nothing of yours could be marked. Read below what happened, and then hand in your notebook, "
    "the .ipynb file."
)
FOREIGN = (
    "Nothing of yours could be marked, because the notebook that came has nothing of this lesson. "
    "Hand in the right one."
)
ALL_PENDING = "Your instructor marks this by hand. Look again when that is done."
RIGHT = "All of it is right."
NOT_RIGHT = "Not right yet."
QUESTION_RIGHT = "Your answer is right."
NOT_ANSWERED = "Not answered yet."
NO_ANSWER = "What was written is no answer that counts."
NOT_READ = "Nothing of yours could be read."
NOT_WRITTEN = "There is nothing to mark yet."
SOME_HOLD = {
    "one": "{count} of {of} properties holds.",
    "many": "{count} of {of} properties hold.",
}
PENDING = "Your instructor has not marked this yet."
EARLIER = (
    "These points, and any comment, are for what you handed in before. They count until your "
    "instructor has marked what you have handed in since."
)
MARKED = "Marked by your instructor."
CHANGED_BY_HAND = "Your instructor has changed these points."
NOT_IN_NOTEBOOK = "Your notebook has no cell for it."
LEFT_OUT = "This is left out, because the page would become too long."
FORGIVEN = {
    "drop": "This was dropped: it counts for nobody.",
    "everyone": "Everybody gets these points.",
}
"""What became of a cell after everybody had handed in -> the sentence before the remark."""
WORKER_ENDED = (
    "A process that wrote feedback was killed from outside; perhaps the machine is short of "
    "memory. Run `course feedback` again, if necessary with --jobs 1."
)
NBGRADERS = {
    "answer": "Student's answer",
    "cell": "Grade cell:",
    "score": "Score: {score} / {out_of}",
    "pending": "Not marked yet: – / {out_of}",
    "earlier": "Score of what you handed in before: {score} / {out_of}",
    "top": "(Top)",
    "comments": "Comments:",
    "earlier comments": "Comments on what you handed in before:",
    "untouched": "No response.",
}
"""What nbgrader's own page says around the cells."""

holds_messages(__name__)
