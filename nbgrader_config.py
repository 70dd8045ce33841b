"""The course folder's nbgrader configuration: `nbgrader` run from here uses our sandbox."""

from autograder.nbgrader_settings import configure

c = get_config()  # noqa: F821

configure(c)

# The course's name in the gradebook, in the report and in exports:
# c.CourseDirectory.course_id = "optimization"

# The language of the lessons that are handed out, and of the report: "zh" is Chinese. Students
# of different languages can be in one course: see docs/instructors.md.
# c.OptimizationCourse.language = "zh"

# The submissions, as STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb, if they are not in submitted/ here:
# c.CourseDirectory.submitted_directory = "/srv/handed-in"

# A gradebook that is not gradebook.db in this folder, such as one on a PostgreSQL server:
# c.CourseDirectory.db_url = "postgresql+psycopg://USER@HOST:5432/NAME"

# No marks for what was handed in late, by the time stamp that nbgrader collects. The formgrader
# sets the time due, and so does `nbgrader db assignment add adam --duedate "2027-03-01 17:00 UTC"`:
# c.LateSubmissionPlugin.penalty_method = "zero"

# Grading leaves the experiment cells out. Turn this on before you mark reflections by hand:
# c.Grade.experiments = True

# Whether `check` says at once if the answer to a question is right, and why. Then a student who
# looks into the released file finds the right choices there, so give these questions few points:
# c.ExplainAnswers.enabled = True

# Limits of one submission, in seconds of CPU and in bytes:
# c.Grade.cell_seconds = 10
# c.Grade.case_seconds = 2
# c.Grade.submission_seconds = 60
# c.Grade.memory_bytes = 2_000_000_000
