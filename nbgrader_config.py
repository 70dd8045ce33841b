"""The course folder's nbgrader configuration: `nbgrader` run from here uses our sandbox."""

from autograder.nbgrader_settings import configure

c = get_config()  # noqa: F821

configure(c)

# Grading leaves the experiment cells out. Turn this on before you mark reflections by hand:
# c.Grade.experiments = True
# Limits of one submission, in seconds of CPU and in bytes:
# c.Grade.cell_seconds = 10
# c.Grade.case_seconds = 2
# c.Grade.submission_seconds = 60
# c.Grade.memory_bytes = 2_000_000_000
