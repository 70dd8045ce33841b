"""Sentences about marks and late work, each whole so that it can be translated."""

from course_lib.language import holds_messages

# Marks
NOTHING_TO_EXPORT = (
    "There is nothing to export: nobody's work is in the gradebook yet. Run `course grade` first."
)
NOTHING_TO_EXPORT_OF = (
    "There is nothing to export: nobody's work on {assignments} is in the gradebook yet. Run "
    "`course grade` first."
)
UNKNOWN_ASSIGNMENT = "The gradebook has no assignment {name!r}. It has: {known}."
PENDING = {
    "one": (
        "{assignment}: {count} of {submitted} submissions still has to be marked by hand "
        "({students}). Its mark so far is exported. Mark the rest with `course mark {assignment}` "
        "or in the formgrader, then export again."
    ),
    "many": (
        "{assignment}: {count} of {submitted} submissions still have to be marked by hand "
        "({students}). Their marks so far are exported. Mark the rest with "
        "`course mark {assignment}` or in the formgrader, then export again."
    ),
}
PENDING_BLANK = {
    "one": (
        "{assignment}: {count} of {submitted} submissions still has to be marked by hand, and is "
        "left blank ({students}). Mark it, then export again; --unfinished exports its points so "
        "far."
    ),
    "many": (
        "{assignment}: {count} of {submitted} submissions still have to be marked by hand, and are "
        "left blank ({students}). Mark them, then export again; --unfinished exports their points "
        "so far."
    ),
}
NOT_GRADED = (
    "{assignment}: handed in but not graded yet, so without a mark: {students}. Run "
    "`course grade {assignment}`, then export again."
)

# Late work
BAD_TIME = (
    "{time!r} is not a time such as `2027-03-03 17:00 UTC`, `2027-03-03 18:00 +0100` or "
    "`2027-03-03 18:00 Europe/Berlin`."
)
BAD_EXTENSION = (
    "Line {line} of {path} must have a student, an assignment and a time such as "
    "`2027-03-03 17:00 UTC`, under the titles student, assignment and until. Correct or delete it."
)
NO_DUE_DATE = (
    "{assignment} has no due date, so nothing is late. To set one: "
    "nbgrader db assignment add {assignment} --duedate '2027-03-01 17:00 UTC'"
)
BEFORE_DUE = "That is before {assignment} is due, which is at {due} UTC. Give a later time."
EXTENDED = "{student} may hand in {assignment} until {until} UTC."
NO_ADDRESS = (
    "The setting c.CourseDirectory.db_url is not a database address such as "
    "sqlite:////srv/course/gradebook.db or postgresql+psycopg://USER@HOST:5432/NAME; "
    "write the characters @, : and / in a password as %40, %3A and %2F."
)
BAD_NAMES = "The gradebook cannot store the names of this submission: {why}."
NO_COURSE_ID = (
    "On PostgreSQL the course needs a name: set c.CourseDirectory.course_id in {config} (nbgrader "
    "needs it)."
)
NO_PACKAGE = (
    "The gradebook {url} needs the Python package {package}, which is not installed here. For "
    "PostgreSQL: pip install -e '.[postgres]' in the grader's checkout."
)
LOCKED = (
    "The gradebook {url} is locked by another program, such as a running formgrader or a second "
    "grading. Nothing was changed. Wait or close that program, then run this again."
)
UNWRITABLE_SERVER = (
    "The gradebook {url} cannot be written: {why}. Nothing was changed. Check that the server is "
    "running and can be reached from here, that user and password are correct, and that this user "
    "may create tables and write to them."
)
DAMAGED = (
    "The gradebook {url} is damaged: {why}. Restore it from your backup; nothing else was changed."
)
MISSING = (
    "The gradebook {path} is missing, although notebooks have been released: restore {name} from "
    "your backup, which has the marks that were given by hand. If you have none, run "
    "`course release`, and then grade again; marks that were given by hand are lost."
)
EMPTY = (
    "The gradebook {path} is empty, although notebooks have been released: restore {name} from "
    "your backup, which has the marks that were given by hand. If you have none, run "
    "`course release`, and then grade again; marks that were given by hand are lost."
)
UNWRITABLE_FILE = (
    "The gradebook {url} cannot be written: {why}. Nothing was changed. Check who owns the file "
    "and its folder, and whether the disk is full."
)

holds_messages(__name__)
