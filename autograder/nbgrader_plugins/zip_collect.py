"""nbgrader plug-ins, so that `nbgrader zip_collect` takes ZIPs from Canvas and Moodle safely.

In `nbgrader_config.py`, and then `nbgrader zip_collect adam`:

    c.ZipCollectApp.extractor_plugin = "autograder.zip_collect.LmsExtractor"
    c.ZipCollectApp.collector_plugin = "autograder.zip_collect.LmsCollector"
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Bool, TraitError, Unicode, validate

from autograder.course import times
from autograder.course.folder import source_file
from autograder.course.in_nbgrader import SettingsFirst
from autograder.lms.archive import open_archive
from autograder.lms.choose import find_notebooks
from autograder.lms.names import Upload
from autograder.lms.replace import age, choose
from autograder.lms.rosters.read import read_roster
from autograder.lms.take import LessonFile, take_notebooks
from autograder.lms.zones import zone_named
from autograder.notebook.titles import in_words
from grader_tests.engine.registry import topics


class LmsExtractor(SettingsFirst, ExtractorPlugin):
    """Unpacks each student's newest notebook, and nothing else, to `STUDENT/ASSIGNMENT.ipynb`."""

    roster = Unicode("", help="a roster from Moodle, which gives names their IDs").tag(config=True)
    timezone = Unicode("", help="the zone of the ZIP's times; default: this machine's").tag(
        config=True, must="zone"
    )
    times = Bool(
        None, allow_none=True, help="whether the files' times are those of handing in"
    ).tag(config=True)

    @validate("timezone")
    def _known(self, proposal: Any) -> str:
        if proposal["value"] and times.zone_named(proposal["value"]) is None:
            raise TraitError
        return str(proposal["value"])

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack the ZIPs in `archive_path`; of all notebooks in them, a student's newest wins."""
        assignment = self.parent.coursedir.assignment_id
        names = [assignment, *(topic.name for topic in topics())]
        known = {name: in_words(name) for name in names}
        roster = read_roster(Path(self.roster)) if self.roster else None
        people = [roster.name(row) for row in range(len(roster.rows))] if roster else []
        for sentence in roster.notices if roster else ():
            self.log.warning("%s", sentence)
        zone = zone_named(self.timezone)
        lesson = LessonFile(source_file(self.parent.coursedir, assignment, assignment))
        taken: dict[Path, tuple[Upload, datetime | None]] = {}
        for path in sorted(Path(archive_path).rglob("*.zip")):
            with open_archive(path, zone, people) as archive:
                found = find_notebooks(archive, path, known, assignment, roster, self.times)
                for student, candidate, data in take_notebooks(found, archive, lesson):
                    to = Path(extracted_path) / student / f"{assignment}.ipynb"
                    new = candidate.upload, found.time(candidate)
                    if to in taken:
                        newer = age(*taken[to], *new)
                        if not choose(to.read_bytes(), data, newer, lesson).replaces:
                            continue
                    to.parent.mkdir(parents=True, exist_ok=True)
                    to.write_bytes(data)
                    taken[to] = new
                for sentence in (*found.ignored, *found.renamed, *found.notices):
                    self.log.warning("%s", sentence)
        self.parent.lms_times = {str(to): time for to, (_, time) in taken.items() if time}


class LmsCollector(FileNameCollectorPlugin):
    """Tells whose each notebook is that `LmsExtractor` unpacked, and when it was handed in."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """Return the student, the notebook and the time of one unpacked file."""
        path = Path(submitted_file)
        if path.suffix not in self.valid_ext:
            return None
        found: dict[str, Any] = {"student_id": path.parent.name, "file_id": path.stem}
        time = getattr(self.parent, "lms_times", {}).get(submitted_file)
        if time is not None:
            found["timestamp"] = f"{time:%Y-%m-%d %H:%M:%S} UTC"
        return found
