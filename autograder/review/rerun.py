"""Run and grade one submission again, and keep the hidden cases that its marks rest on."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.course.folder import Course, Submitted
from autograder.course.secret import read_secret
from autograder.errors import CourseError
from autograder.grading.job import Identity, Settings
from autograder.grading.marking import grade_notebook
from autograder.grading.submission import rebuild_submission, shared_server
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.lesson import require_exercises
from autograder.notebook.rebuild import skeleton_of
from autograder.notebook.worked import read_work
from autograder.notices import in_language
from autograder.review import messages
from autograder.sandbox.confine import refuse_readable, require_confinement, secret_places
from autograder.visible import in_one_line
from course_lib.cases.evidence import Evidence
from course_lib.cases.verdict import Verdict


@dataclass
class Rerun:
    """One submission as it is graded now; nothing of it is written anywhere."""

    submitted: Submitted
    notebook: NotebookNode
    verdicts: list[Verdict] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    """Function -> its hidden cases, if it could be called."""

    @property
    def incidents(self) -> tuple[str, ...]:
        """Whole sentences about what went wrong, in the language in use."""
        return tuple(
            in_language(str(one)) for one in self.notebook.metadata[METADATA_KEY]["incidents"]
        )


def find_submission(course: Course, student: str, assignment: str) -> Submitted:
    """Return a student's submission; raise `CourseError` if there is none."""
    [assignment] = course.require([assignment])
    found = {one.student: one for one in course.submissions(assignment)}
    student = student.rstrip("/")
    if student not in found:
        step = course.directory.submitted_directory
        folder = f"{step}/{in_one_line(student)}/{assignment}"
        raise CourseError(
            messages.NO_SUBMISSION.format(
                student=in_one_line(student),
                assignment=assignment,
                folder=folder,
                count=len(found),
            )
        )
    return found[student]


def rebuilt(course: Course, submitted: Submitted) -> NotebookNode:
    """Return a submission put into the lesson, as grading does."""
    assignment = submitted.assignment
    source = course.read_source(assignment)
    require_exercises(source, assignment)
    skeleton = skeleton_of(source)
    data, problem, notices = read_work(submitted.notebook, skeleton)
    return rebuild_submission(data, problem, skeleton, {}, notices, course.language)


def run_again(course: Course, submitted: Submitted, settings: Settings) -> Rerun:
    """Grade a submission in the sandbox, with the same hidden cases as ever, and keep them."""
    secret = read_secret(course.root)
    if settings.confined:
        require_confinement()
        refuse_readable(secret_places(course.root))
    again = Rerun(submitted, rebuilt(course, submitted))

    def keep(verdict: Verdict, evidence: Evidence) -> None:
        again.evidence[verdict.name] = evidence

    again.verdicts = grade_notebook(
        again.notebook,
        Identity.of(submitted.folder, submitted.student, submitted.assignment),
        secret,
        shared_server(settings.confined),
        settings.limits,
        settings.experiments,
        keep,
    )
    return again
