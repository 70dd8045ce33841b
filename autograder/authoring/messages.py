"""Define the sentences of `course new-topic` and `course tidy`, which can be translated."""

from course_lib.language import holds_messages

NAME_TAKEN = (
    "{name!r} is already an exercise or question of the topic {topic!r}, and a name belongs to one "
    "alone. Choose another name."
)
NO_NOTEBOOK = "{path} is not a notebook that can be read: {error}"
NO_EXERCISE = (
    "The cell {cell} checks {name!r}, and grader_tests has no exercise or question of that name. "
    "Write it first, or correct the name; then run this again."
)
NO_NAME = (
    "The cell {cell} is to be written by students, but defines nothing: begin it with the function "
    "or the variable that its check names; then run this again."
)
NOTHING = "{path}: nothing had to be changed."
CHANGED = {
    "check": "{cell}: a check, with its points and hidden test",
    "task": "{cell}: a cell that students write",
    "reflection": "{cell}: a text that students write and you mark",
    "experiment": "{cell}: an experiment, which no mark depends on",
    "locked": "{cell}: a cell that students only read or run",
}
BAD_NAME = (
    "{topic!r} cannot name a topic: it is also a Python module's name, so take small letters, "
    "digits and underscores, such as `weight_decay`."
)
NO_CHECKOUT = (
    "{folder} is no checkout of the course. Clone it, install it with `pip install -e .`, and run "
    "this again."
)
EXISTS = "{path} exists already: choose another name, or delete it first."
TRY_TOPIC = "Now run: make quick ARGS='-k {name}'"
WHAT_TO_CHANGE = "What to change: docs/authoring.md"

holds_messages(__name__)
