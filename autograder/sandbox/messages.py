"""Sentences about the sandbox, each whole so that it can be translated."""

from __future__ import annotations

from course_lib.language import holds_messages

UNCONFINED_ADVICE = (
    "Grade on Linux 5.13 or newer (a virtual machine or a container host will do) or, if you "
    "trust every submission, pass --unconfined."
)
NO_FORK = (
    "Grading needs a system on which a process can fork; this is {platform}. Grade on Linux, for "
    "example in the Windows Subsystem for Linux (WSL 2), whose kernel supports the sandbox too."
)
CANARY_ESCAPED = (
    "The sandbox does not hold on this machine, although the kernel says that it does: a process "
    "in it could {what}. Nothing was graded. {advice}"
)
NEEDS_LINUX = "Confinement needs Linux; this is {platform}."
NO_LANDLOCK = (
    "This kernel has no Landlock, or it is turned off (kernel parameter lsm=landlock,...)."
)
NO_LIBSECCOMP = (
    "The library libseccomp is missing. On Debian and Ubuntu: apt install libseccomp2; on Fedora: "
    "dnf install libseccomp."
)
READABLE_SECRET = (
    "{secret} must stay hidden from students, but it is in {folder}, which their code can read. "
    "Install the grader in editable mode from a checkout (pip install -e .), and keep the course "
    "folder outside Python's own folders."
)
NOT_STARTED = "The sandbox server did not start:\n{output}"
HAS_THREADS = "The sandbox server has threads, so it cannot be confined."
NOT_TRIED = "The sandbox could not be tried: {why}"
NOT_CONFINED = "The child could not be confined: {why}"
ESCAPES = {
    "read a file": "read a file",
    "list a folder": "list a folder",
    "create a file": "create a file",
    "write to a file": "write to a file",
    "empty a file": "empty a file",
    "delete a file": "delete a file",
    "change a file's mode": "change a file's mode",
    "start a process": "start a process",
    "open a connection": "open a connection",
    "open a connection on this machine": "open a connection on this machine",
    "signal another process": "signal another process",
    "change a file": "change a file",
}
"""What a process could do that the sandbox should refuse -> the same, for the sentence above."""

# How a process that ran a student's code has ended; these stand in parentheses
BY_SIGNAL = "signal {number}"
BY_ITSELF = "exit status {number}"
CLOSED_CHANNEL = "it wrote to, or closed, the channel to the grader, and was stopped"
NO_REPLY = "it answered with what is no reply"
TOO_MANY_THREADS = "it started too many threads"
FULL_SCRATCH = "it filled its scratch folder"

holds_messages(__name__)
