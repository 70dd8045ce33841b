"""What is known of one submission before and after it is graded, without the code that grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.course.upload_note import shared_by
from autograder.sandbox.limits import Limits
from course_lib.language import SOURCE


@dataclass(frozen=True)
class Identity:
    """For whom hidden cases are drawn, and of which assignment."""

    student: str
    assignment: str

    @classmethod
    def of(cls, folder: Path, student: str, assignment: str) -> Identity:
        """Return that of a submission: its student's or, of a group's, its first member's."""
        return cls(shared_by(folder, student)[0], assignment)

    def other_than(self, student: str) -> str | None:
        """Return for whom hidden cases are drawn if it is another member of the student's group."""
        return None if self.student == student else self.student


@dataclass(frozen=True)
class Settings:
    """How to grade; the same for a whole class."""

    limits: Limits = field(default_factory=Limits)
    experiments: bool = False
    confined: bool = True
    other_files: tuple[str, ...] = ()
    """Names of files beside the notebook that are copied with it."""


@dataclass(frozen=True)
class Job:
    """One submission to grade: what was handed in, for which skeleton, by whom."""

    identity: Identity
    submission: bytes
    problem: str | None
    skeleton: str
    secret: bytes
    settings: Settings
    graded_with: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    """Sentences about how the file was found and read."""
    language: str = SOURCE
    """The one in which a student reads if the file does not tell."""


@dataclass(frozen=True)
class Graded:
    """The graded notebook as text, the points of its cells, and what went wrong in it."""

    identity: Identity
    notebook: str
    points: float
    out_of: float
    problems: tuple[str, ...]

    def without_notebook(self) -> Graded:
        """Return the points and problems alone, which stay in memory for a whole class."""
        return replace(self, notebook="")
