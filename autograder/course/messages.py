"""Sentences about a course folder and the files in it, each whole so that it can be translated."""

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
SETTINGS_UNREADABLE = (
    "{path} cannot be read: {why}. Correct it, or restore it from your backup, then run this again."
)
UNKNOWN_SETTING = "{path} sets c.{setting}, which does not exist. Correct its name, or delete it."
UNKNOWN_SETTING_LIKE = (
    "{path} sets c.{setting}, which does not exist. If you mean c.{close}, correct the name; "
    "otherwise delete the setting."
)
WRONG_SETTING = {
    "number": (
        "{path} sets c.{setting} to {value}. It must be a number from {least} to {most}. Correct "
        "it, or delete the setting to have the default."
    ),
    "whole number": (
        "{path} sets c.{setting} to {value}. It must be a whole number from {least} to {most}. "
        "Correct it, or delete the setting to have the default."
    ),
    "truth": (
        "{path} sets c.{setting} to {value}. It must be True or False, without quotation marks. "
        "Correct it, or delete the setting to have the default."
    ),
    "choice": (
        "{path} sets c.{setting} to {value}. It must be one of these: {known}. Correct it, or "
        "delete the setting to have the default."
    ),
    "text": (
        "{path} sets c.{setting} to {value}. It must be a text in quotation marks. Correct it, or "
        "delete the setting to have the default."
    ),
    "list": (
        "{path} sets c.{setting} to {value}. It must be a list of texts in square brackets, such "
        'as ["one", "two"]. Correct it, or delete the setting to have the default.'
    ),
    "files": (
        "{path} sets c.{setting} to {value}. It must be a list of names of files, without folders, "
        'such as ["data.csv"]. Correct it, or delete the setting to have the default.'
    ),
    "language": (
        "{path} sets c.{setting} to {value}. There are lessons in these languages: {known}. "
        "Name one of them, or delete the setting to have the default."
    ),
    "zone": (
        "{path} sets c.{setting} to {value}. It must be a time zone such as 'Europe/Berlin' or "
        "'UTC'. Correct it, or delete the setting to have the default."
    ),
    "other": (
        "{path} sets c.{setting} to {value}. It must be {known}. Correct it, or delete the setting "
        "to have the default."
    ),
}
"""What a setting must be -> what is said of one that is something else."""
SETTING_REFUSED = (
    "A setting in nbgrader_config.py has a value that it cannot have: {why} Correct it there, then "
    "run this again."
)
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
    "Ignored: {name}, which {count} students have in {folder}/, because there is no assignment of "
    "that name. Assignments are {known}. If you renamed a lesson's folder, rename it back."
)
MISPLACED_HERE = "Ignored: {path}. To have it graded, move it, or what is in it, to {to}."
MISPLACED_HERE_MANY = (
    "Ignored: {name}, which {count} students have in {folder}/. To have it graded, move it, or "
    "what is in it, to {to} of each."
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

# What a submitted file is, and how it was read
UNREADABLE = (
    "The submitted file could not be read as a notebook: {why}. It is graded as if it were empty."
)
TOO_MANY_CELLS = "It has more than {limit} cells; those behind them were left out."
TOOK_TOO_LONG = "reading it takes too long, or too much memory"
NOT_A_FILE = "it is a link, a folder or a device, not a regular file"
TOO_BIG = "it has {size} bytes; a notebook may have at most {limit}"
TOO_BIG_WITHOUT_OUTPUTS = (
    "it has {size} bytes, and a notebook may have at most {limit}. Clear its outputs (Edit, Clear "
    "Outputs of All Cells) and delete large pictures, save it, and hand it in again"
)
OUTPUTS_LEFT_OUT = (
    "The submitted file has {size} bytes, and a notebook may have at most {limit}. It was graded "
    "without its outputs. Clear them before you hand in the next one."
)
PICTURES_LEFT_OUT = (
    "The submitted file has {size} bytes, and a notebook may have at most {limit}. It was graded "
    "without its outputs and its large pictures. Paste smaller ones into the next one."
)
HAS_NO_CELLS = (
    "it is not in the notebook format, because it has no cells. Hand in the .ipynb file itself"
)
IS_EMPTY = "it is empty"
IS_PDF = "it is a PDF. Hand in the .ipynb file that it was made from"
IS_ARCHIVE = "it is an archive. Unpack it, and hand in the .ipynb file that is in it"
ARCHIVE_HOLDS = (
    "it is an archive with {count} notebooks in it. Hand in one notebook, the .ipynb file, by "
    "itself"
)
ARCHIVE_WITHOUT = "it is an archive without a notebook in it. Hand in the .ipynb file by itself"
IS_BROKEN_ARCHIVE = "it is an archive that cannot be unpacked. Hand in the .ipynb file by itself"
IS_ENCRYPTED = "it is an archive with a password. Hand in the .ipynb file by itself"
IS_PICTURE = "it is a picture. Hand in the .ipynb file itself"
IS_RECORDING = "it is a video or a sound recording. Hand in the .ipynb file itself"
IS_OFFICE = "it is a document of an office program. Hand in the .ipynb file itself"
IS_BOOK = "it is an e-book. Hand in the .ipynb file itself"
IS_DATA = "it has data in it that a program saved ({form}). Hand in the .ipynb file itself"
IS_PROGRAM = "it is a program, or compiled code. Hand in the .ipynb file itself"
IS_KEPT_BY = (
    "it is a file that {program} keeps for itself. Hand in the notebook that you worked on, the "
    ".ipynb file"
)
IS_OF_PROGRAM = (
    "it is a notebook in the form of {program}. Convert it into a Jupyter notebook (.ipynb), see "
    "that it works there, and hand that in"
)
IS_WEB_PAGE = "it is a web page (HTML). Hand in the .ipynb file, not the page that shows it"
IS_LOGIN_PAGE = (
    "it is a web page on which to log in, which was saved in place of the notebook. Log in, "
    "download the .ipynb file again, open it to see that it works, and hand that in"
)
IS_ERROR_PAGE = (
    "it is a web page that reports an error, which was saved in place of the notebook. Download "
    "the .ipynb file again, open it to see that it works, and hand that in"
)
IS_SERVERS_ANSWER = (
    "it is what a web server answered in place of the notebook: “{answer}”. Download the .ipynb "
    "file again, open it to see that it works, and hand that in"
)
IS_MAIL = "it is an e-mail without a notebook. Hand in the .ipynb file itself"
IS_MACS_NOTE = (
    "it is a note that macOS keeps about a file. Hand in the .ipynb file whose name has no ._ at "
    "its beginning"
)
IS_MARKDOWN = "it is a text document (Markdown). Hand in the notebook itself, the .ipynb file"
IS_WEB_LINK = "it is a link. Hand in the .ipynb file that it leads to"
IS_TEXT_WITH_LINK = "it is a text with a link in it. Hand in the .ipynb file that it leads to"
IS_SHORTCUT = (
    "it only says where a file is on one computer. Hand in the .ipynb file that it leads to"
)
IS_LATEX = "it is a LaTeX document. Hand in the notebook itself, the .ipynb file"
IS_PATCH = (
    "it lists the differences between two versions of a file, as Git does. Hand in the whole "
    ".ipynb file"
)
IS_IN_THE_CLOUD = (
    "it is what iCloud leaves in place of a file. Download the notebook from iCloud, and hand that "
    "in"
)
IS_LFS_POINTER = (
    "it is a pointer of Git LFS, not the file itself. Fetch the file with `git lfs pull`, and hand "
    "that in"
)
IS_SCRIPT = "it is a Python script. Hand in the notebook itself, the .ipynb file"
IS_CONFLICT = (
    "it contains Git's conflict marks, the first in line {line}. Resolve the conflict, open the "
    "notebook to see that it works, and hand it in again"
)
IS_SOMETHING_ELSE = (
    "it does not begin as a notebook does, with a brace. Hand in the .ipynb file itself"
)
IS_NO_TEXT = "it is not a text, as a notebook is. Hand in the .ipynb file itself"
IS_WITHOUT_BEGINNING = "its beginning is missing. Save the notebook and hand it in again"
IS_TOO_DEEP = "its contents cannot be read as JSON"
IS_CUT_OFF = "it is cut off at the end, in line {line}. Save the notebook and hand it in again"
IS_BROKEN_AFTER_COMMA = (
    "its JSON has a mistake in line {line}, after a comma. Hand in the file as JupyterLab saved "
    "it, or correct that line in a text editor"
)
IS_BROKEN_BY_COMMENT = (
    "it has a comment in line {line}, which JSON must not have. Hand in the file as JupyterLab "
    "saved it, or delete the comment in a text editor"
)
IS_BROKEN_BY_SIGN = (
    "its JSON has a mistake in line {line}: {found} stands there in place of {right}. Hand in the "
    "file as JupyterLab saved it, or correct that line in a text editor"
)
IS_BROKEN = (
    "its JSON has a mistake in line {line} ({why}). Hand in the file as JupyterLab saved it, or "
    "correct that line in a text editor"
)
READ_FROM_ARCHIVE = "The submitted file is an archive. The notebook in it, {name}, was graded."
READ_AS = "The submitted file is not in UTF-8. It was read as {encoding}."
JUNK_BEFORE = (
    "The submitted file begins with something else. The notebook in it begins in line {line}; what "
    "stands before it was not read."
)
JUNK_BEHIND = (
    "Behind the end of the notebook, in line {line}, the submitted file goes on with something "
    "else. That part was not read."
)
ZEROS_LEFT_OUT = (
    "The submitted file is damaged: there are zeros between its characters. It was read without "
    "them; see whether your answers are whole."
)
LOST_CHARACTERS = (
    "Some characters of the submitted file could not be read. They are shown as \ufffd."
)
UNUSABLE_FILE = (
    "{path} cannot be copied with the submission: {why}. Replace it with a regular file or delete "
    "it, and grade again."
)
BAD_TIMESTAMP = (
    "{path} does not contain a date and time such as 2026-11-24 18:00:00 UTC or "
    "2026-11-24 18:00:00 +0100. Correct it or delete it, and grade again. If it has the name of a "
    "zone that has several meanings, such as CST, set c.Exchange.timezone in nbgrader_config.py."
)
SEVERAL_NOTEBOOKS = (
    "The submission has several notebooks and none is called {name}: {names}. Rename the right one "
    "to {name}, and grade again."
)
RENAMED = "There is no {name}, so the one notebook of the submission was graded: {file}."
RENAMED_OF_SEVERAL = (
    "There is no {name}, so the one of the submission's notebooks that is named after the lesson "
    "was graded: {file}."
)
ANSWERS_ELSEWHERE = (
    "No answers could be read from {graded}, so another notebook of the submission was "
    "graded: {names}."
)
ANSWERS_IN_ONE = (
    "There is no {name}, and only one of the submission's notebooks has answers in it, so that one "
    "was graded: {names}."
)
ANSWERS_IN_SEVERAL = (
    "No answers could be read from {graded}, but there are some in several other notebooks of the "
    "submission: {names}. Rename the right one to {name}, and grade again."
)
ANSWERS_HERE_TOO = {
    "one": (
        "{graded} was graded. {names} has answers too, which {graded} lacks: if that is the "
        "notebook to be graded, give it the name {name} in place of the other, and hand it in "
        "again, or, as an instructor, grade again."
    ),
    "many": (
        "{graded} was graded. These notebooks have answers too, which {graded} lacks: {names}. If "
        "one of them is the notebook to be graded, give it the name {name} in place of the other, "
        "and hand it in again, or, as an instructor, grade again."
    ),
}
MISSING = "The notebook {name} was not submitted."
MISSING_BUT = (
    "The notebook {name} was not submitted, but this was: {others}. Hand in the .ipynb file itself."
)
MISSING_IN_THE_CLOUD = (
    "The notebook {name} was not submitted, only what iCloud left in its place: {file}. Download "
    "the notebook from iCloud, and hand that in."
)

holds_messages(__name__)
