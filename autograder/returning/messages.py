"""Sentences about returning feedback, each whole so that it can be translated."""

from course_lib.language import holds_messages

PACKED = {
    "moodle": (
        "Wrote {path} (pages: {count}). In Moodle, open the assignment's submissions and choose "
        "“Upload multiple feedback files in a zip”. The assignment must have the feedback type "
        "“Feedback files”."
    ),
    "canvas": (
        "Wrote {path} (notebooks: {count}). In Canvas's gradebook, open the assignment's menu "
        "and choose “Re-Upload Submissions”. Each student gets the feedback as a comment."
    ),
}
MAILED = {
    "one": (
        "Wrote {count} message to {path}. Open it in your e-mail program, and send it: it is a "
        "draft with a page attached."
    ),
    "many": (
        "Wrote {count} messages to {path}. Open them in your e-mail program, and send them: each "
        "is a draft with a page attached."
    ),
}
UNKNOWN_NAME = (
    "{assignment}: {lms} would not know whose the feedback of these is, because their work was "
    "not collected from its ZIP: {students}. Collect that ZIP again, or use --mail."
)
UNCLEAR_NAME = (
    "{assignment}: the work of these bears one name of {lms}'s, so it is unclear whose feedback "
    "is whose: {students}. One of them may have handed in a note with another's name. Collect "
    "{lms}'s ZIP again, or use --mail."
)
NO_ADDRESS = (
    "{assignment}: without an e-mail address that can be used, so without a message: {students}. "
    "Enter them with a roster that has addresses: course people ROSTER"
)
NOTHING_NEW = "{assignment}: no page has changed since feedback was returned last."
CHANGED_OF_WHAT = "--changed is for what is returned. Add --zip moodle, --zip canvas or --mail."
SUBJECT = "Feedback: {title}"
BODY = "Your feedback on {title} is attached. It is a page that you can open in any browser.\n"

# The notebook for Canvas
NOTEBOOK_TITLE = "# Feedback: {title}"
NOTEBOOK_FOR = "For {student}. This is your notebook as it was graded; do not hand it in again."
NOTEBOOK_POINTS = "**{points}.** {words}"
NOTEBOOK_PENDING = {
    "one": "{points} of the points has not been marked by hand yet.",
    "many": "{points} of the points have not been marked by hand yet.",
}
NOTEBOOK_TABLE = "| Exercise | Points | Comment |\n|---|---|---|"
NOTEBOOK_ROW = "| {title} | {score} of {out_of} | {remark} |"
NOTEBOOK_COMMENT = "**Your instructor's comment:** {comment}"
NOTEBOOK_COMMENT_EARLIER = "**Your instructor's comment on what you handed in before:** {comment}"

holds_messages(__name__)
