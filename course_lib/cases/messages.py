"""Define the words of a verdict's steps, which the student opens one after the other."""

from course_lib.language import holds_messages

WHERE = "Where should I look?"
WHAT = "What is the mistake?"
MORE = 'To see where to look and what the mistake may be: check("{name}", more=True)'
PASSED = "passed"
FAILED = "failed"
ANSWERED = "answered"
POINTS = "  ({points:g} of {out_of:g})"

holds_messages(__name__)
