"""Sentences for collecting and exporting, each whole so that it can be translated."""

from course_lib.language import holds_messages

# Collecting
NO_ZIP = "There is no file {path}. Name the ZIP that you downloaded from your LMS."
A_FOLDER = (
    "{path} is a folder, not a ZIP. Browsers may unpack what they download: name the ZIP itself, "
    "or pack the folder as a ZIP again, and name that."
)
NOT_A_ZIP = "{path} is not a readable ZIP ({why}). Download it from the LMS again."
A_ROSTER = (
    "{path} is a roster, not a ZIP. Enter its people with `course people {path}`; what students "
    "handed in is in the ZIP that your LMS makes of all submissions."
)
A_NOTEBOOK = (
    "{path} is a notebook, not a ZIP of submissions. To grade it, put it into the folder of its "
    "student and assignment yourself, as submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb."
)
ANOTHER_ARCHIVE = (
    "{path} is an archive of another kind, not a ZIP. Unpack it, pack the files in it as a ZIP, "
    "and name that."
)
A_WEB_PAGE = (
    "{path} is a web page, not a ZIP, such as the one on which the LMS asks for a password. Log in "
    "to the LMS, and download the submissions again."
)
A_DOCUMENT = (
    "{path} is a document of an office program, not a ZIP of submissions. If it is a roster, save "
    "it as CSV, and enter its people with `course people`."
)
ZIP_TOO_BIG = "{path} was not read: it has {size} bytes, and at most {limit} are allowed."
TOO_MANY_FILES = "{path} was not read: it lists {count} files, and at most {limit} are allowed."
NO_ASSIGNMENT = (
    "It is unclear which assignment {path} is for: no notebook in it is named after one "
    "({known}). Pass --assignment NAME."
)
SEVERAL_ASSIGNMENTS = (
    "It is unclear which assignment {path} is for: it contains notebooks named {found}. "
    "Pass --assignment NAME; the others are then left out."
)
NOTHING_COLLECTED = (
    "Nothing was collected from {path}: no file in it has a name that Canvas, Moodle, Blackboard, "
    "Brightspace, ILIAS or Sakai gives to a student's notebook. Use the LMS's own download of all "
    "submissions, unchanged. If it is from another system, such as Google Classroom, put each "
    "notebook into a folder with its student's ID or name, enter your students with "
    "`course people ROSTER`, and collect a ZIP of these folders with --assignment."
)
NO_FILES = "Nothing was collected from {path}: there is no file in it. Download it again."
ONLY_ARCHIVES = (
    "Nothing was collected from {path}: there are only other archives in it ({files}). If one of "
    "them is the LMS's own download of all submissions, unpack {path}, and name that one."
)
NOTHING_USABLE = (
    "Nothing was collected from {path}: no file in it can be used. Why, with a file for each "
    "reason: {reasons}. Use the LMS's own download of all submissions, unchanged."
)
A_REASON = "{file}, because {why}"
ALL_ENCRYPTED = (
    "Nothing was collected from {path}: files in it are encrypted, and no other is a student's "
    "notebook. Download it from the LMS again, or unpack it with its password, and pack the files "
    "again without one."
)
NO_NOTEBOOKS = (
    "Nothing was collected from {path}: what students handed in are no notebooks (.ipynb), nor "
    "archives that may have one in them. There are files of: {students}."
)
BY_FOLDERS = (
    "No LMS that is known made this ZIP. Its folders are named after people of the course, so what "
    "is in them was taken for theirs: see whether that is right."
)
PEOPLE_FIRST = (
    "{path} seems to come from ILIAS, whose folders have a name, a login and a number in a row. "
    "Which part is whose ID, only the list of the course's people tells: enter them with "
    "`course people ROSTER`, or pass --roster, and collect again."
)
PEOPLE_FIRST_BLACKBOARD = (
    "{path} seems to come from Blackboard, with an underscore in the title of the assignment or in "
    "the user name. Which of the two, only the list of the course's people tells: enter them with "
    "`course people ROSTER`, or pass --roster, and collect again."
)
NAMES_GUESSED = (
    "The names of files in this ZIP are not in UTF-8. They were read as {encoding}: see whether "
    "the students' names are right."
)
NO_ZONE = "There is no time zone {name!r}. Name one such as Europe/Berlin or UTC."
IGNORED = "Ignored: {file}, because {why}."
AND_MORE = {
    "one": "And {count} more message of this kind.",
    "many": "And {count} more messages of this kind.",
}
COLLECTED = (
    "Collected {assignment} to {place}: {new} new, {replaced} replaced, {unchanged} unchanged."
)
NO_NOTEBOOK = "it is not a notebook (.ipynb)"
MADE_BY_A_SYSTEM = "its place or name is that of files that systems make, and not people"
BESIDE_NOTEBOOKS = "Other files of students whose notebook is in the ZIP, left out: {count}."
WITHOUT_NOTEBOOK = "Without a notebook from this ZIP: {students}."
NOT_OF_AN_LMS = "its name does not say whose it is, as the names that an LMS gives do"
NOT_ENTERED = (
    "nobody in the course is called {name}: enter the person with `course people`, or rename the "
    "folder"
)
OF_ANOTHER_LMS = (
    "most notebooks in this ZIP have another kind of name, so what this one says may be what its "
    "student chose"
)
OTHER_ASSIGNMENT = "it is a notebook of {other}, not of {assignment}"
OUTSIDE = "its path leads out of the ZIP"
A_LINK = "it is a link or a device, not a file"
ENCRYPTED = "it is encrypted"
PACKED_OTHERWISE = "it is compressed in a way that no LMS uses"
UNREADABLE = "it cannot be unpacked ({why})"
TOO_BIG = "it unpacks to more than {limit} bytes, the maximum for a notebook"
ALL_TOO_BIG = "the notebooks before it already unpacked to {limit} bytes, the maximum for a ZIP"
OLDER = "{student} handed in a newer one"
SEVERAL_AT_ONCE = "{student} handed in several, and {file} was taken"
EMPTY = "it is empty, and there is another one"
NO_ANSWERS = "it has no answers in it, and another one has"
OTHER_NAME = "{student} also handed in one that is named {assignment}.ipynb"
NO_NAME = "its owner's name cannot be used as the name of a folder"
SAME_NAME = (
    "several students are called {name}, whatever the order of its words: pass a roster that tells "
    "them apart with --roster (Moodle: the assignment's grading worksheet has the column "
    "Identifier; Canvas: the gradebook that it exports)"
)
OTHER_LOGIN = (
    "the login in its name is not the one that the course knows of {student}, who has the same "
    "name: enter the person with `course people`, or put the file into its folder yourself"
)
SEVERAL_NUMBERS = (
    "{name} comes with several numbers in this ZIP, as several people of one name do, and the "
    "course has one: enter the other with `course people`, or put the right file into its folder "
    "yourself"
)
OTHER_PARTICIPANT = (
    "participant {number} is {other} in the roster, and {name} here: pass the grading worksheet of "
    "this assignment with --roster, newly downloaded"
)
SAME_NUMBER = (
    "the number {number}, by which the LMS identifies one person, comes with several names in this "
    "ZIP: download it from the LMS again, and look at these files yourself"
)
TWO_AS_ONE = (
    "several people in this ZIP would be {student}: look whose these files are, and put each into "
    "its folder yourself"
)
NOT_IN_ROSTER = (
    "{name} is in no row of the roster, or in several: pass a roster that has this name with "
    "--roster, or enter the person with `course people`"
)
HANDED_IN_BLIND = (
    "it was handed in for blind marking: pass the grading worksheet of this assignment, which "
    "tells whose participant {number} is, with --roster"
)
NO_PERSON_IN_ROSTER = (
    "{name} is in no row of the roster, or in several: if it is a group, pass a roster with the "
    "column Group, and collect with --groups; if not, enter the person with `course people`"
)
NUMBER_TAKEN = (
    "{number} is the number of {name} in Canvas, and nothing tells whether that is {student}, "
    "whose ID in the course is the same: enter your students with the gradebook that Canvas "
    "exports, `course people ROSTER`, and collect again"
)
TEST_STUDENT = (
    "it is from Canvas's own Test Student, as whom instructors look at the course in Student View"
)
STRANGERS = (
    "Known by their numbers in Canvas only, because nobody was entered with such a number or name: "
    "{students}. Enter them with the gradebook that Canvas exports: course people ROSTER"
)
OF_A_GROUP = (
    "{name} is a group: collect with --groups, so that the notebook counts for each of its members"
)
GROUPS_ALIKE = (
    "{name} may be any of these groups, whose names an LMS writes alike: {groups}. Rename one"
)
IN_SEVERAL_GROUPS = "{student} is in several groups, and its name does not say which: {groups}"
NO_GROUPS = (
    "Nobody is in a group yet. Pass a roster with a column Group as well: --roster groups.csv"
)
GROUPS = "Collected for all members of these groups: {groups}."
NONE_TAKEN = "Nothing was collected from {path}: all that it has was left out, as said above."
GROUP_NEWEST = (
    "Several members of {group} handed in a notebook. The newest counts for all: that of {name}."
)
GROUP_UNKNOWN = (
    "Several members of {group} handed in a notebook, and this ZIP does not say which is the "
    "newest. That of {name} counts for all."
)
GROUP_OTHER = (
    "Several members of {group} handed in a notebook. The newest is empty or cannot be read, so "
    "that of {name} counts for all."
)
ANSWERS_TOO = (
    "{student} handed in several notebooks with answers, and {file} was taken. {other} has answers "
    "that it lacks: if that is the one to be graded, put it in place of the other, as "
    "{assignment}.ipynb in the folder of {student}."
)
RENAMED = "Taken as {assignment}.ipynb: {file}."
FOLDER_IS_A_LINK = "{path} is a link or a file, so nothing was written there. Make it a folder."
NOT_STORED = "Nothing was written to {path}: {why}. Fix that, then collect again."
REPLACED = "Resubmitted, and replaced by the newer notebook: {students}."
REPLACED_UNCLEAR = (
    "Replaced by another version, and nothing tells which of the two is newer: {students}. If the "
    "earlier one was graded, its answers are in {graded}/STUDENT/{assignment} until you grade "
    "again: copy that first if it is the one that counts."
)
REPLACED_BY_OLDER = (
    "Replaced by an older notebook, because the newer one, collected before, has no answers in "
    "it: {students}."
)
KEPT_WITH_ANSWERS = (
    "{students} handed in {file}, which did not replace the notebook with answers that was "
    "collected before. Ask for the right file or, to count this one, delete "
    "{place}/STUDENT/{assignment} and collect again. It was not taken because {why}."
)
KEPT_NEWER = "Kept, because what was collected before is newer than in this ZIP: {students}."
KEPT_WITH_OTHERS = (
    "Kept, because they handed this in with another group before they joined this one: {students}. "
    "To count the new group's for one of them, delete {place}/STUDENT/{assignment}, and collect "
    "again."
)
LATE = (
    "Marked LATE by Canvas: {students}. When they handed in is not noted; for a penalty, "
    "write it, such as 2026-11-24 18:00:00 UTC, to {place}/STUDENT/{assignment}/timestamp.txt, or "
    "let Canvas deduct its own."
)
LATE_TIMED = (
    "Marked LATE by Canvas: {students}. A penalty follows from the time that is noted in "
    "{place}/STUDENT/{assignment}/timestamp.txt."
)
NO_LONGER_TIMED = (
    "The submission times that were taken from a ZIP have been removed: {students}. Grade again to "
    "remove the late penalties that followed from them."
)
TIMES_OF_CANVAS = (
    "In a ZIP from Canvas, the files' times are those of the download, so no submission times were "
    "recorded. If these are the real ones, collect with --times."
)
MOMENT_OF_DOWNLOAD = (
    "The notebooks in this ZIP all have nearly the same time, as if it were that of the download, "
    "so no submission times were recorded. If they are the real ones, collect with --times."
)

# Exporting
CANNOT_WRITE = "The marks could not be written to {path}: {why}. Name another file with --to."
OVER_THE_ROSTER = (
    "The marks were not written over the roster {path}: its other columns would be lost. Name "
    "another file with --to."
)
BY_NAME = "Found in the roster by name only, so check these: {students}."
UNDER_ANOTHER_NAME = (
    "Found in the roster by an ID, but under another name, so check these: {students}."
)
NO_ROW = (
    "In the gradebook but in no row of the roster, or in several, so left out: {students}. Check "
    "their IDs against the roster."
)
SAME_ROW = (
    "Several students have the same row of the roster, {row}, so its cells were left as they were: "
    "{students}."
)
NO_COLUMN = (
    "The roster has no column for {assignment}. Its columns for marks are: {columns}. Name the one "
    'to fill: --column {assignment}="COLUMN".'
)
NO_COLUMN_AT_ALL = (
    "The roster has no column for {assignment}, nor for any other marks. If the assignment is in "
    "the LMS, export the gradebook there again, with all its columns; otherwise make it there "
    "first."
)
NO_SUCH_COLUMN_AT_ALL = (
    "The roster has no column {column!r}, nor one for any other marks. If the assignment is in the "
    "LMS, export the gradebook there again, with all its columns; otherwise make it there first."
)
SEVERAL_COLUMNS = (
    "The roster has several columns for {assignment}: {columns}. Name the one to fill: "
    '--column {assignment}="COLUMN".'
)
SAME_TITLE = (
    "The roster has several columns called {column!r}, so nothing tells which is meant. Rename all "
    "but one in the LMS, and export its gradebook again."
)
ONE_COLUMN_FOR_TWO = (
    "The column {column!r} cannot have the marks for {other} and those for {assignment}. Name "
    "another one for one of them with --column."
)
BAD_COLUMN = "--column takes ASSIGNMENT=COLUMN, such as adam='Week 4 (1234)', not {given!r}."
NO_SUCH_COLUMN = "The roster has no column {column!r}. Its columns for marks are: {columns}."
OTHER_MAXIMUM = (
    "{assignment} is worth {ours} points here and {theirs} in the roster. The marks are exported "
    "as they are, not scaled."
)
EXCUSED = "{assignment}: excused in the roster, and left unchanged: {students}."
MARKED_THERE = (
    "{assignment}: marked in the roster already, and left as that is until marked here by hand: "
    "{students}."
)
LOCKED_THERE = (
    "{assignment}: by the worksheet, Moodle does not let these marks be changed, so an upload "
    "leaves them as they are: {students}. Unlock them in Moodle's gradebook, then download the "
    "worksheet again, or enter these marks there yourself."
)
NO_ROSTER_IN_CSV = (
    "The format csv is for people and takes no roster. Leave out --roster and --column, or pass "
    "--format canvas or --format moodle."
)
NO_ROSTER_GIVEN = (
    "Without a roster, students are identified by the names of their folders, in the column "
    "{column!r}. If {lms} knows them by others, export its gradebook and pass it with --roster."
)
WORKSHEET_OF_ONE = (
    "A grading worksheet is for one assignment, and there are marks for several: {assignments}. "
    "Name the one: course export ASSIGNMENT --format moodle --roster WORKSHEET"
)
COLUMN_BY_TITLE = "The marks for {assignment} are in the column {column!r}, by its title."
UPLOAD_WORKSHEET = (
    "Upload the file in the assignment itself, with “Upload grading worksheet”, and not in the "
    "gradebook. Moodle finds the students by its own column Identifier; all that it asks is "
    "whether to replace marks that were changed in Moodle after this worksheet was downloaded."
)
IDENTIFY_BY = 'In Moodle\'s import, identify users by "{column}", which every row has.'
NO_COMMON_COLUMN = (
    "No column of the roster is filled in all rows, so Moodle could give a mark to the wrong "
    "student. Rows without {column}, left out: {students}."
)
IS_A_FOLDER = "it is a folder"
OTHER_FORMAT = "it would be a table in CSV, which does not open under a name ending in {ending}"
IS_NO_TABLE = "it already exists and is not a table to replace"
NO_MARK_FITS = (
    "There is nothing to import yet: none of the marks in {path} is from this course, because no "
    "row of the roster could be given one, as said above. Correct that, then export again."
)
NO_MARKS_YET = (
    "There is nothing to import yet: none of the marks in {path} is from this course. Grade what "
    "was handed in (`course grade`) and mark the reflections (`course mark ASSIGNMENT`), then "
    "export again."
)

holds_messages(__name__)
