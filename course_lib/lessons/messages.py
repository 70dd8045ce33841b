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
NO_LESSONS = (
    "There is no lesson in this folder. Open start_here.ipynb in the folder that you unpacked, "
    "beside the folders of the lessons."
)

holds_messages(__name__)
