"""The options of grading, as a course's configuration sets them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from traitlets import Bool, Integer, List, TraitError, Unicode, validate
from traitlets.config import Configurable

from autograder.course.settings import Number
from autograder.grading.job import Settings
from autograder.sandbox.limits import Limits

_LEAST_SECONDS, _LEAST_IN_ALL, _MOST_SECONDS = 0.1, 1.0, 86_400.0
"""With less, right answers would have no time; a day is longer than anybody waits."""
_LEAST_BYTES, _MOST_BYTES = 500_000_000, 2**40
"""With less, the libraries of the lessons would not fit in; no machine has more."""


def _seconds(usual: float, least: float, what: str) -> Number:
    return Number(usual, min=least, max=_MOST_SECONDS, help=what).tag(config=True)


class Grade(Configurable):
    """The options of the plug-in of the same name, which takes longer to import."""

    cell_seconds = _seconds(Limits.cell_seconds, _LEAST_SECONDS, "CPU seconds for one cell")
    case_seconds = _seconds(Limits.case_seconds, _LEAST_SECONDS, "CPU seconds for one case")
    submission_seconds = _seconds(
        Limits.submission_seconds, _LEAST_IN_ALL, "CPU seconds for one submission"
    )
    memory_bytes = Integer(
        Limits.memory_bytes,
        min=_LEAST_BYTES,
        max=_MOST_BYTES,
        help="memory for one submission",
    ).tag(config=True)
    experiments = Bool(False, help="whether to run experiment cells too").tag(config=True)
    other_files = List(
        Unicode(),
        help="names of files beside the notebook that are copied to autograded/ and feedback/; "
        "all others stay in submitted/",
    ).tag(config=True, must="files")
    unconfined = Bool(
        False, help="run students' code WITHOUT the sandbox; for trusted work only"
    ).tag(config=True)

    @validate("other_files")
    def _without_folders(self, proposal: Any) -> Any:
        if any(not name or name != Path(name).name for name in proposal["value"]):
            raise TraitError
        return proposal["value"]

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
