"""The options of grading, as a course's configuration sets them."""

from __future__ import annotations

from traitlets import Bool, Float, Integer, List, Unicode
from traitlets.config import Configurable

from autograder.grading.job import Settings
from autograder.sandbox.limits import Limits


class Grade(Configurable):
    """The options of the plug-in of the same name, which takes longer to import."""

    cell_seconds = Float(Limits.cell_seconds, help="CPU seconds for one cell").tag(config=True)
    case_seconds = Float(Limits.case_seconds, help="CPU seconds for one case").tag(config=True)
    submission_seconds = Float(
        Limits.submission_seconds, help="CPU seconds for one submission"
    ).tag(config=True)
    memory_bytes = Integer(Limits.memory_bytes, help="memory for one submission").tag(config=True)
    experiments = Bool(False, help="whether to run experiment cells too").tag(config=True)
    other_files = List(
        Unicode(),
        help="names of files beside the notebook that are copied to autograded/ and feedback/; "
        "all others stay in submitted/",
    ).tag(config=True)
    unconfined = Bool(
        False, help="run students' code WITHOUT the sandbox; for trusted work only"
    ).tag(config=True)

    def settings(self) -> Settings:
        """Return the options as the grading function takes them."""
        limits = Limits(
            cell_seconds=self.cell_seconds,
            case_seconds=self.case_seconds,
            submission_seconds=self.submission_seconds,
            memory_bytes=self.memory_bytes,
        )
        other_files = tuple(self.other_files)
        return Settings(limits, self.experiments, not self.unconfined, other_files)
