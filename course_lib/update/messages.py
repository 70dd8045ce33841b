"""Define the sentences of an update, as whole sentences that can be translated."""

from course_lib.language import holds_messages

USAGE = (
    "Name two folders, the one with the newer lessons and the one in which you work:\n"
    "python -m course_lib.update NEW-FOLDER YOUR-FOLDER"
)
NO_FOLDER = "There is no folder {folder}."
SAME_FOLDER = (
    "{folder} is the folder of the newer lessons itself. Name the folder in which you have worked."
)
NO_LESSONS = "There are no lessons in {folder}: name the folder that you got from the newer zip."
NOT_BEGUN_HERE = (
    "There are no lessons in {folder}: name the folder in which you have worked, the one that "
    "contains the folders of your lessons."
)
OPEN = (
    "This notebook is open in JupyterLab: {notebooks}. Save it, choose Close and Shut Down "
    "Notebook in the menu File, and run this again. Nothing has been changed."
)
SEVERAL_OPEN = (
    "These notebooks are open in JupyterLab: {notebooks}. Save them, choose Close and Shut Down "
    "Notebook in the menu File for each, and run this again. Nothing has been changed."
)
CANNOT_WRITE = (
    "{file} could not be written: {error}. Make room or close the program that uses it, and run "
    "this again: it goes on where it stopped. Your notebooks as they were are in {backup}."
)
CANNOT_BACK_UP = (
    "Your notebooks could not be copied to {backup}: {error}. Make room, and run this again. "
    "Nothing has been changed."
)
NOTHING = "Your lessons are up to date: nothing had to be changed."
DONE = (
    "Your lessons are up to date. What has changed: {page}\nYour notebooks as they were: {backup}"
)
REVERT = (
    "If JupyterLab still shows one of them, close its tab and open it again. Should it ask, choose "
    "Revert, not Overwrite."
)

TITLE = "What has changed in your lessons"
INTRO = "Your answers, your experiments and your own cells are where they were."
BACKUP = "Your notebooks as they were before this update are in the folder `{backup}`."
RUN_AGAIN = (
    "Open each notebook and choose Restart Kernel and Run All Cells in the menu Kernel, so that "
    "the new checks run."
)
LOOK = "Please look at this"
ALSO = "Also changed"

UNREADABLE = "{file} could not be read as a notebook, so it has not been changed."
LESSON_UP_TO_DATE = "Nothing has changed."
LESSON_NEW = "This lesson is new: {file}."
LESSON_NOT_BEGUN = "You had not begun this lesson, so it is simply the new version now."
LESSON_OLDER = (
    "This is the version of the lesson that you had before an earlier update. If you have a newer "
    "zip, update from that one: your answers stay."
)
LESSON_RENAMED = "Your notebook of this lesson is {file}, so that one was updated."
FILE_NEW = "The file {file} is new."
FILE_CHANGED = "The file {file} has changed."

TASK_CHANGED = (
    "The task of {cell} has changed since you began it. Your answer is kept as it was: read the "
    "task again, and run its check."
)
TASK_NOW = "The empty cell as it is handed out now:"
ANSWER_KEPT = (
    "{cell} is no longer part of the lesson. What you wrote there is now a cell of your own, where "
    "it was."
)
EXPERIMENT_TWICE = (
    "You had changed this experiment, and it has changed in the lesson, too: {cell}. Yours is now "
    "a cell of your own, above the new one."
)
EXPERIMENT_OTHER = (
    "This experiment is not as in your notebook: {cell}. Your version is now a cell of your own, "
    "above the new one; delete it if you had not changed it."
)
ADDITION_KEPT = (
    "You had written into a cell of the lesson that has changed: {cell}. What you added is now a "
    "cell of your own, next to it."
)
TASK_NEW = "{cell} is new: there is something to write."
TASK_REFRESHED = "The task of {cell} has changed; you had not begun it."
CELL_BACK = "{cell} was missing in your notebook, and is back."
CELL_NEW = "New: {cell}"
CELL_CHANGED = "Changed: {cell}"
CELL_REMOVED = "No longer part of the lesson: {cell}"

FUNCTION = "`{name}`"
CHECK = "the check of `{name}`"
TEXT = "“{words}”"
EXPERIMENT = "the experiment “{words}”"
EMPTY = "an empty cell"

holds_messages(__name__)
