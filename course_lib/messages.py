"""Define sentences of several modules, as whole sentences that can be translated."""

from course_lib.language import holds_messages

UNKNOWN_SCALE = "There is no scale called {scale!r}. The scales are {scales}."
ARRAY_OF_SHAPE = "an array of shape {shape}"
OF_TYPE = "a {type}"
OF_ENTRIES = {"one": "a {type} of {count} entry", "many": "a {type} of {count} entries"}
NO_SUCH_NAME = "course_lib has no {name!r}; it has {names}"

# In place of what a cell printed
REST_LEFT_OUT = "\n... the rest of the output was left out ...\n"
NO_MESSAGE = "(its message could not be shown)"

holds_messages(__name__)
