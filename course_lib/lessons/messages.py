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

holds_messages(__name__)
