"""Sentences about a course folder, each whole so that it can be translated."""

from __future__ import annotations

from course_lib.language import holds_messages

NO_LANGUAGE = "There is no translation into {language!r}. There are lessons in: {known}."
NOT_A_COURSE = (
    "{root} is not a course folder: it has neither nbgrader_config.py nor lessons. Go to your "
    "course folder, or name it with --course; `course init` makes a new one."
)
NO_LESSONS = (
    "{root} has no notebooks that this grader knows. Put them into {source}/TOPIC/TOPIC.ipynb."
)
DAMAGED_SOURCE = (
    "{path} is not a notebook that can be read: {why}. Restore it from your backup, or see how it "
    "was in release/, then run this again."
)
NOTHING_GRADED = "Nothing is graded yet in {root}. Run `course grade` first."
BUSY = (
    "Another command is at work on {root}, such as `course grade` or `course collect`. Nothing was "
    "changed. Run this again when it has finished."
)
BUSY_FEEDBACK = (
    "Another `course feedback` is running on {root}. Nothing was changed. Run this again when it "
    "has finished."
)
NO_FOLDER = "There is no course folder {root}. Name an existing one with --course."
SETTINGS_UNREADABLE = "{path} cannot be read: {why}"
NO_ASSIGNMENT = "There is no assignment {name!r} in {root}. It has: {known}."
NO_SUBMITTED = (
    "There are no submissions: {folder} does not exist. Put them into "
    "{step}/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb."
)
NO_SUBMISSIONS = "There are no submissions in {folder}."
MISPLACED = (
    "Ignored: {path}. Submissions belong in {folder}/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb; "
    "assignments are {known}."
)
MISPLACED_MANY = (
    "Ignored: the folders {name} of {count} students in {folder}/, because there is no assignment "
    "of that name. Assignments are {known}. If you renamed a lesson's folder, rename it back."
)
NO_CHECKOUT = (
    "This needs the course's notebooks, and the grader was installed without them. Clone the "
    "course, and install it from there with `make demo` or `pip install -e .`."
)
SECRET_MISSING = (
    "{path} is missing: it seeds the hidden cases, and with a new one, grading again would give "
    "other marks. Restore it from your backup or, if nothing has been graded yet, run "
    "`course release` to make one."
)
SECRET_UNREADABLE = "{path} cannot be read as a course secret: {why}."
SECRET_TOO_SHORT = "{path} is too short to be a course secret. Restore your backup."

holds_messages(__name__)
