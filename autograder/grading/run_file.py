"""Run a plain Python file, or a notebook, in the sandbox, to try one function of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder import messages
from autograder.course.submission_files import read_submission
from autograder.errors import FileNotTried
from autograder.grading.answers import capture_late
from autograder.grading.reasons import why_nothing
from autograder.grading.running import Ran, run_cells
from autograder.grading.submission import rebuild_submission
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import skeleton_of
from autograder.sandbox.cells import CellResult
from autograder.sandbox.session import Session
from course_lib.cases.verdict import Verdict
from course_lib.cell_text import defined_names
from course_lib.checking.judgement import not_tested, not_written
from course_lib.checking.similar_name import similar_name
from grader_tests.engine.registry import topic_of
from grader_tests.engine.solutions import notebook_path

NOTEBOOK = ".ipynb"


@dataclass(frozen=True)
class FileRan:
    """A file whose code has run; for a notebook, its cells and what came of each."""

    result: CellResult
    notebook: NotebookNode | None = None
    ran: Ran | None = None
    source: str = ""
    """The text of a Python file."""

    def without_function(self, name: str) -> Verdict:
        """Return the verdict if there is no function `name`, with the reason."""
        if self.notebook is not None:
            why = why_nothing(self.notebook, name, self.ran or {})
            return not_tested(name, why or messages.NOT_DEFINED.format(name=name))
        if self.result.incident:
            return not_written(name, self.result.incident)
        for output in self.result.outputs:
            if isinstance(output, dict) and output.get("output_type") == "error":
                error = f"{output.get('ename')}: {output.get('evalue')}"[:500]
                return not_written(name, messages.FILE_RAISED.format(error=error))
        other = similar_name(name, defined_names(self.source))
        if other is not None:
            return not_written(name, messages.FILE_WITH_SIMILAR.format(name=name, other=other))
        return not_written(name, messages.FILE_WITHOUT_FUNCTION.format(name=name))

    def not_finished(self, verdict: Verdict) -> Verdict:
        """Return the verdict on a function that is there, but not written, with the reason."""
        if verdict.rows or self.notebook is None:
            return verdict
        why = why_nothing(self.notebook, verdict.name, self.ran or {})
        return verdict if why is None else not_tested(verdict.name, why)


def run_file(session: Session, name: str, file: Path) -> FileRan:
    """Run the file, and capture the function `name`; a notebook is run as in grading.

    Raises `FileNotTried` if it is missing or cannot be read.
    """
    data = _read(file)
    if file.suffix.lower() == NOTEBOOK:
        return _run_notebook(session, name, file, data)
    source = data.decode("utf-8", "replace")
    result = session.run(file.name, source)
    session.capture(name)
    return FileRan(result, source=source)


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise FileNotTried(messages.NO_FILE.format(file=file))
    try:
        data, problem, _ = read_submission(file)
    except OSError as error:
        raise FileNotTried(messages.FILE_CLOSED.format(file=file, why=error.strerror)) from None
    if problem:
        raise FileNotTried(messages.FILE_UNREADABLE.format(file=file))
    return data


def _run_notebook(session: Session, name: str, file: Path, data: bytes) -> FileRan:
    source = notebook_path(topic_of(name).name).read_text("utf-8")
    notebook = rebuild_submission(data, None, skeleton_of(source), {})
    known: Any = notebook.metadata[METADATA_KEY]
    if known["unread"]:
        raise FileNotTried(f"{file}: {known['incidents'][0]}")
    ran = run_cells(notebook, session, experiments=False)
    capture_late(notebook, session)
    return FileRan(CellResult([]), notebook, ran)
