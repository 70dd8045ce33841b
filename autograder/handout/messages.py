"""Sentences about making next year's course, each whole so that it can be translated."""

from course_lib.language import holds_messages

NEXT_YEAR = (
    "Made the course folder {root} from {old}, with {names}. Its secret will be a new one, made by "
    "the first release. Next: cd {root} && course release"
)
NOT_TAKEN = (
    "Not taken over: people, work, marks, due dates, extensions, and what was forgiven. If you use "
    "nbgrader's exchange, give the new course a name of its own (c.CourseDirectory.course_id)."
)
LINE_LEFT_OUT = (
    "Left out of the settings, because it names a place of last year's: {line}. Name this year's, "
    "if there is one."
)
SAME_GRADEBOOK = (
    "CAUTION: both courses use the same gradebook. Before you release anything, change "
    "c.CourseDirectory.db_url in {config}."
)
SAME_FOLDER = (
    "CAUTION: both courses use the folder {folder}. Before you release anything, change that in "
    "{config}."
)
NO_WORK_NEXT_YEAR = "Next year's course has no work yet. Leave out --submissions."
NO_OLD_COURSE = "{root} is not a course folder, so nothing was written. Name last year's."
NOT_EMPTY = "{root} is not empty, so nothing was written. Name a new folder."
CANNOT_BECOME = "{root} cannot become a course folder: {why}."

holds_messages(__name__)
