"""Every exception that the grader raises, as a tree.

    AutograderError
    |-- CourseError                something the user can put right; it ends the command
    |   |-- SecretMissing          the course's secret is missing or damaged
    |   `-- NothingToReport        there is no gradebook or assignment to report on
    |-- Interrupted              somebody pressed Ctrl-C; the message says what is saved
    |-- DiskFull                 there is no space left; the message says what is saved
    |-- SandboxUnavailable         this machine cannot confine students' code
    |-- SubmissionError            one submission fails; the others go on
    |   |-- UnusableFile           a file beside a notebook cannot be copied with it
    |   |-- EntryRejected          an entry of an LMS's ZIP is not taken
    |   |-- SubmissionNotGraded    the workers could not grade it
    |   |-- SubmissionNotSaved     it was graded, but its marks could not be written
    |   `-- FileNotTried           a file given to an author's command is of no use
    |-- GradebookRefused           the database did not carry out a statement
    `-- SandboxError               between the grader and the processes that run students' code
        |-- ProtocolError          what arrived is not a valid message
        |   `-- ChannelClosed      the other side closed the channel
        |-- MessageTooLong         a message is longer than the other side would read
        |-- ChildStopped           a child died or had to be stopped
        `-- ServerGone             the fork server has ended

The message of each is a sentence for the user, or the end of one where the class says so. This
module imports nothing, because the sandbox imports it before it runs students' code.
"""

from __future__ import annotations


class AutograderError(Exception):
    """The root of all exceptions here; the command `course` prints its message and exits."""


class Interrupted(AutograderError):
    """Somebody pressed Ctrl-C; the message says what is saved, and how to go on."""


class DiskFull(AutograderError):
    """There is no space left; the message says what is saved, and how to go on."""


class CourseError(AutograderError):
    """The course folder, a file or an option is not as it must be; the message says what to do."""


class SecretMissing(CourseError):
    """The course's secret is missing or damaged; the message says how to restore it."""


class NothingToReport(CourseError):
    """There is no gradebook or no assignment to report on."""


class SandboxUnavailable(AutograderError):
    """The machine cannot confine students' code; the message says what to do."""


class SubmissionError(AutograderError):
    """One submission, or one file of it, fails; the others go on."""


class UnusableFile(SubmissionError):
    """A file beside a notebook cannot be copied with it; the message says what to do."""


class EntryRejected(SubmissionError):
    """An entry of a ZIP is not taken; the message is the end of a sentence that says why."""


class SubmissionNotGraded(SubmissionError):
    """The workers could not grade a submission, through no fault of its own."""


class SubmissionNotSaved(SubmissionError):
    """A submission was graded, but its marks or files could not be written."""


class FileNotTried(SubmissionError):
    """A file given to `course try` or `course explain` is missing or of no use."""


class GradebookRefused(AutograderError):
    """The database did not carry out a statement; the message says why."""


class SandboxError(AutograderError):
    """Something went wrong between the grader and the processes that run students' code."""


class ProtocolError(SandboxError):
    """The other side closed the channel, or sent something that is not a frame."""


class ChannelClosed(ProtocolError):
    """The other side closed the channel, perhaps by dying."""


class MessageTooLong(SandboxError):
    """A message is longer than the other side would read."""


class ChildStopped(SandboxError):
    """A child died or had to be stopped; `reason` says what it did.

    `TimeLimit` if it computed for too long, `Waited` if it hardly computed, or `Stopped`.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class ServerGone(SandboxError):
    """The fork server has ended, and its children with it; no student's code is to blame."""
