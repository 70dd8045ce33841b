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
LEAK = (
    "{file} must not be handed out: {found}. No zip was written. Remove what is not for students, "
    "and run `course release {assignment}` again."
)
NO_NOTEBOOK = "{file} is missing. Run `course release {assignment}` again."
NOT_WRITTEN = "{file} cannot be written: {error}. Name another file with --to."
HAS_MARK = "it contains `{mark}`"
HAS_SOLUTION = "it contains the solution of the cell {cell}"
NOT_A_STUB = "the cell {cell} is not as empty as a release leaves it"
TAKEN = "{root} already has {names}, so nothing was written. Move it away, or name another folder."
OTHER_COURSE = (
    "{root} is an nbgrader course of another kind: its nbgrader_config.py does not use "
    "{ours}. Nothing was written. Name another folder."
)
NOT_WORK = (
    "{folder} is a course folder, so nothing was written. Name the folder in it that has the "
    "submissions: {submissions}."
)
HAS_SETTINGS = (
    "{root} is already a course folder, so nothing was written. Its nbgrader_config.py says where "
    "its submissions are: c.CourseDirectory.submitted_directory."
)
NO_WORK = (
    "{folder} has no submissions to {assignments}, so nothing was written. It must contain "
    "STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb, such as ana/{first}/{first}.ipynb."
)
NO_FOLDER = "There is no folder {folder}. Nothing was written."
IS_NO_BUNDLE = "it already exists and is not a zip of this course's, which could be replaced"
NOT_BUILT = "The students' package could not be built from {project}: {why}"
TITLE = "Optimization algorithms of deep learning"
"""The title of a bundle's first page."""

holds_messages(__name__)
