"""Define the sentences that all lessons share, as whole sentences that can be translated."""

from course_lib.language import holds_messages

UNKNOWN = {
    "pictures": (
        "No lesson has a picture called {name!r}. If this lesson came in a newer zip, run the "
        "install.py of that zip first."
    ),
    "predictions": (
        "No lesson has a prediction called {name!r}. If this lesson came in a newer zip, run the "
        "install.py of that zip first."
    ),
}

GUESS = "Your guess?"
RIGHT = "Yes."
WRONG = "Not this time."
ANSWERS = "What happens:"

COLUMNS = ("", "Lesson", "Done", "Uses your functions from")
DONE = "{done} of {total}"
LEGEND = "● right as far as its check tells, or answered   ◐ begun   ○ not yet"
GO_ON = "Go on with {lesson}: {part}."
ALL_DONE = "Every part of every lesson here is done."
UNREADABLE = (
    "{path} is not in this list, because it cannot be read as a notebook: it is damaged, or was "
    "saved by another program. Keep it under another name, because your answers may still be in "
    "it. Then put a copy of yours in its place, or {name} from the zip, and run this again."
)
WITHOUT_PARTS = (
    "{path} is not in this list, because another program has removed from its cells what this page "
    "goes by. Your work in it is graded all the same."
)
OTHERWISE_NAMED = (
    "{path} is missing, but beside its place there is: {names}. Rename the one with your answers "
    "to {name}, and run this again."
)
NO_LESSONS = (
    "There is no lesson in this folder. Open start_here.ipynb in the folder that you unpacked, "
    "beside the folders of the lessons."
)

holds_messages(__name__)
