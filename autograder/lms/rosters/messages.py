"""Sentences about rosters, each whole so that it can be translated."""

from course_lib.language import holds_messages

NO_ROSTER = "The roster {path} cannot be read: {why}."
ROSTER_TOO_BIG = "it has more than {limit} bytes"
NO_TABLE = "it is not a text file; if it comes from a spreadsheet, save it as CSV"
READ_IN_CODE_PAGE = (
    "{path} is not in UTF-8, so it had to be guessed how it reads: its line {line} was taken for "
    "“{text}” ({page}), and not for “{other}” ({other_page}). If that is wrong, save the table as "
    "“CSV UTF-8” and give that instead."
)
IN_EITHER_CODE_PAGE = (
    "it is not in UTF-8, and its line {line} may be “{text}” ({page}) or “{other}” ({other_page}); "
    "open it in the program that wrote it, and save it as “CSV UTF-8”"
)
IN_NO_CODE_PAGE = (
    "it is not in UTF-8, and what its line {line} says cannot be told for certain; open it in the "
    "program that wrote it, and save it as “CSV UTF-8”"
)
PARTLY_UTF8 = (
    "its line {line} is not in UTF-8, as others are, so a program wrote it in another way; correct "
    "the names in it, and save the table as “CSV UTF-8”"
)
NOTHING_IN_IT = "it is empty"
NO_STUDENTS_IN_IT = "The roster {path} has no students in it."
NOT_A_ROSTER = (
    "{path} is neither a gradebook export of Canvas (with the columns Student, ID and Section) nor "
    "one of Moodle (with First name and Last name, or Full name, and ID number, Username or Email "
    "address, or a grading worksheet with Identifier), nor a table with ID and Name, or with ID "
    "and Group. Its first line is: {header}"
)
ROW_TOO_LONG = (
    "it has a row with more cells than there are titles, so what is in which column is unclear: "
    "{row}. A name with a comma needs quotation marks around it"
)
SEVERAL_LINES = (
    "it has a name or an ID of several lines, so rows would be lost. A quotation mark is not "
    "closed, or stands alone: {cell}"
)
ROUNDED_ID = (
    "it has the ID {id}, to which a spreadsheet has rounded another one, so that it may be "
    "several people's. Export the table again, and give it without opening it in a spreadsheet"
)
HALF_A_NAME = (
    "only one half of the names was recognized, in the column {column}, and the other may be in "
    "one of these: {others}. Call the two columns First name and Last name"
)
ROWS_WITHOUT_ID = (
    "In {path}, these rows have no ID, so they were left out: {students}. Give each student an ID."
)
NO_STUDENTS = (
    "In {path}, these people are not students, according to their roles, so they were left out: "
    "{students}."
)
ROWS_OF_NOBODY = "In {path}, these rows are not about a student, so they were left out: {students}."
GARBLED = (
    "In {path}, a program has lost letters of these names, or written others for them: {students}. "
    "Export the table again, and if it goes through a spreadsheet, save it as “CSV UTF-8”."
)
OTHER_LMS = "{path} was exported from {found}, but the format asked for is {wanted}."

holds_messages(__name__)
