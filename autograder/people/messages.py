"""Sentences about the people of a course, each whole so that it can be translated."""

from course_lib.language import holds_messages

BAD_PEOPLE = (
    "{path} is not the list of a course's people: its first line must have the title student. "
    "Correct it, or delete it and enter the people again with `course people ROSTER`."
)
PEOPLE_UNREADABLE = "{path} cannot be read: {why}."
TWICE_IN_PEOPLE = "Line {line} of {path} has {student} a second time. Delete one of the two."
IN_COURSE = {
    "one": "{count} person is in the course now.",
    "many": "{count} people are in the course now.",
}
NEW = {"one": "{count} is new.", "many": "{count} are new."}
NOBODY_NEW = "Nobody is new."
IS = "{other} is {student}"
IS_IN_OTHER_SIGNS = "{other}, spelled with other signs that look the same, is {student}"
SAME_PEOPLE = {
    "one": "{count} of these is here under another name, and keeps it: {students}.",
    "many": "{count} of these are here under another name, and keep it: {students}.",
}
BY_NAME = (
    "Taken for the same because of their names alone, so check these: {students}. If somebody is "
    "not the same, correct the column ids in {path}."
)
ONE_ID = (
    "{roster} gives one ID to several names: {names} ({student}). The name in the course is "
    "{name}. Correct the roster if these are several people, and enter it again."
)
RENAMED = "{called} is {name} now."
NAMESAKE = (
    "{name} is new, although {students}, who is in none of these rows, has the same name. If they "
    "are one person, `course remove` the one without work, and write this ID into the column ids "
    "of the other in people.csv."
)
OTHER_KIND = (
    "New, and here by another kind of ID than the others in {roster}, because theirs is missing "
    "there or taken: {students}. To have one kind for all, take these out with `course remove` "
    "while they have no work, and enter them from a roster with the others' kind of ID."
)
UNCLEAR = (
    "Not entered, because the course already has somebody of that name or ID, and nothing in "
    "{roster} tells whether it is the same person: {students}. Pass a roster that has both IDs, or "
    "write this one into the column ids of {path}."
)
UNCLEAR_FOLDER = (
    "It is unclear which {name} the course's {student} is: several people of that name were "
    "entered. Rename the folder to the right person's ID."
)
TWO_IDENTITIES = (
    "One person is here twice: {students} are the same according to {roster}. New work goes to "
    "{student}. If the other has work, move it; then `course remove` takes the other out."
)
NOT_LISTED = (
    "In the course, but not in these rosters: {students}. Whoever has left is removed with "
    "`course remove STUDENT`."
)
NOBODY = "The course has no people yet. Enter them: course people ROSTER.csv"
NOBODY_ENTERED = "Nobody was entered, and the course has no people yet."
HEADER = ("student", "name", "e-mail", "groups", "handed in")
HANDED_IN = "Handed in so far: {count} of {of}."
HANDED_IN_NOT_BY = "Handed in so far: {count} of {of}. Nothing from: {students}."

# Work under other names
OTHER_NAMES = (
    "Handed in under another name than the course's: {students}. Rename the folders in {folder}, "
    "or one person has marks under two names."
)
NOT_ENTERED = (
    "Handed in, but not among the course's people: {students}. Enter them, course people ROSTER, "
    "or rename a folder that is not called as its student is."
)

# Removing a student
NO_STUDENT = (
    "The course has no student {student!r}: neither its list of people, nor its gradebook, nor a "
    "folder with work. `course people` lists everybody."
)
REALLY = "Remove {student} and everything of theirs from this course? This cannot be undone."
REMOVED_FOLDER = "Deleted {path}/, with all that was in it."
REMOVED_FILE = "Deleted {path}."
MADE_AGAIN = "Deleted {path}, which had others in it as well. Make it again."
FOLDER_MADE_AGAIN = "Deleted {path}/, which named others as well. Make it again."
REMOVED_FROM_GRADEBOOK = "Deleted the student and all marks from the gradebook."
CLEANED = "Deleted the student's rows from {path}."
GROUP_PAGES = (
    "The pages of the group's other members named the student too. Write them again: "
    "course feedback {assignments}"
)
UPLOAD_FORGOTTEN = (
    "What the LMS called the group's file named the student, and is forgotten: before `course "
    "feedback --zip` for {assignments}, collect the LMS's newest zip, or use --mail."
)
STILL_IN = (
    "Not touched, but these may hold the student's data; delete them yourself, or what is in them "
    "of the student: {paths}."
)
OUT_OF_REACH = (
    "Out of reach: your LMS and what you uploaded there, sent e-mails, your backups, nbgrader's "
    "exchange directory, and copies of the course folder. What other students or you wrote about "
    "this one, in their work, in comments or in hints, stays."
)

holds_messages(__name__)
