"""Sentences with which a command ends that was stopped, or found the disk full."""

from __future__ import annotations

from course_lib.language import holds_messages

MADE = {
    "one": "Made the course folder {root}, with {name}. Its README.md says what to do next.",
    "many": (
        "Made the course folder {root}, with {count} notebooks. Its README.md says what to do next."
    ),
}
ADDED = {
    "one": "Added {name} to the course in {root}.",
    "many": "Added {count} notebooks to the course in {root}.",
}
RELEASED = "Released {names}: hand out what is in {folder}."
NEXT_GRADE = "Released, because it was handed in: {names}. Next: cd {root} && course grade"
NEXT_BUNDLE = "Next: cd {root} && course bundle {first}"
BUNDLED_AGAIN = (
    "Wrote {to} in place of the older one: {names}, the package, and instructions. Give it to your "
    "students as it is."
)
BUNDLED = "Wrote {to}: {names}, the package, and instructions. Give it to your students as it is."
WROTE = "Wrote {path}."
RELEASING, GRADING, WRITING_FEEDBACK = "Releasing", "Grading", "Writing feedback"

STOPPED = "Stopped. {rest}"
DAMAGED = "The gradebook is damaged: {why}. Restore it from your backup; nothing else was changed."
NO_NOTEBOOK = "A source notebook is damaged: {why}. Restore it, then run this again."
DISK_FULL = "The disk is full. {rest} Free some space first."
SAVED = {
    "grade": "What was graded is saved. To grade the rest, run `course grade` again.",
    "feedback": "Every page that was written is whole. To write the rest, run `course feedback`.",
    "report": "The report is as it was before. To write it, run `course report` again.",
    "export": "No table was written. To write it, run `course export` again.",
    "collect": "What was collected is whole. To collect the rest, give the same zip again.",
    "release": (
        "One notebook may be missing in release/. To release it, and the rest, run "
        "`course release` again."
    ),
    "bundle": "No zip was written. To write it, run `course bundle` again.",
    "init": (
        "The course folder is not complete. Delete what is new in it, and run `course init` again."
    ),
    "extend": "Whether the extension is saved, extensions.csv shows.",
    "update-course": "Every file is whole. To update the rest, run `course update-course` again.",
    "forgive": "To see what is forgiven, run `course forgive ASSIGNMENT`; then run it again.",
    "people": "Whoever is in people.csv is entered. To enter the rest, run `course people` again.",
    "remove": (
        "Some of the student's data may still be there. To remove the rest, run `course remove` "
        "again."
    ),
    "demo": "To begin again, run `course demo` again.",
}
"""Command -> what of its work is saved when it ends early, and what to type."""
SAVED_OF_OTHERS = "Nothing was saved. To do it, run the same command again."
NOTHING_GRADED_YET = (
    "Nothing was graded in this run. To grade, run the same command again: with --force, too, it "
    "goes on where it was stopped."
)
GRADED_SO_FAR = {
    "one": (
        "{count} submission was graded in this run, and its marks are saved. To grade the rest, "
        "run the same command again: with --force, too, it goes on where it was stopped."
    ),
    "many": (
        "{count} submissions were graded in this run, and their marks are saved. To grade the "
        "rest, run the same command again: with --force, too, it goes on where it was stopped."
    ),
}
PAGES_SO_FAR = (
    "Pages that are written, and whole: {saved} of {total}. To write the rest, run "
    "`course feedback` again."
)
USAGE = "Usage: "
HELP_OPTION = "Show this message and exit."
AROUND = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands",
    "ERRORS_PANEL_TITLE": "Error",
    "DEFAULT_STRING": "[default: {}]",
    "REQUIRED_LONG_STRING": "[required]",
    "RICH_HELP": "Try [blue]'{command_path} {help_option}'[/] for help.",
    "ABORTED_TEXT": "Aborted.",
}
"""What Typer writes around the texts of a command, by Typer's names."""
WRONG_ARGUMENTS = (
    "Missing command.",
    "No such command {name}.",
    "No such command {name}. Did you mean {known}?",
    "No such option: {name}",
    "No such option: {name} (Possible options: {known})",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Invalid value for {name}: {why}",
    "{value} is not in the range {range}.",
    "{value} is not a valid int.",
    "{value} is not a valid int range.",
    "{value} is not one of {known}.",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Got unexpected extra argument ({words})",
    "Got unexpected extra argument(s) ({words})",
)
"""What Typer says of a command's arguments."""
EXAMPLE = "Example: {command}"
"""Behind the help of a command."""

holds_messages(__name__)
