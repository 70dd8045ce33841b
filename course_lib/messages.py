"""Define the sentences of scales, as whole sentences that can be translated."""

from course_lib.language import holds_messages

UNKNOWN_SCALE = "There is no scale called {scale!r}. The scales are {scales}."
ARRAY_OF_SHAPE = "an array of shape {shape}"
OF_TYPE = "a {type}"
OF_ENTRIES = "a {type} of {count} entries"
NO_SUCH_NAME = "course_lib has no {name!r}; it has {names}"

holds_messages(__name__)
