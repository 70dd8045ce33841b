"""Make pages for feedback and formgrader: no student's code runs there, no test is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, GetGrades
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool
from traitlets.config import Config

from autograder.course.formgrader_pages import escape_names
from autograder.course.in_nbgrader import ending_nbgrader, require_settings_of
from autograder.course.nbgrader_settings import NBGRADER_TEMPLATES
from autograder.course.upload_note import shared_by
from autograder.feedback.filters import PageFilters
from autograder.feedback.nbgraders_words import in_words
from autograder.feedback.safe_cells import leave_out_outputs, plain_safe_cell, safe_cell
from autograder.feedback.summary import points_in_all, summarize_feedback
from autograder.gradebook.forgiven import read_forgiven
from autograder.gradebook.marks import SubmissionMark, read_cells, read_people, read_submissions
from autograder.html.sanitize import inline, points
from autograder.notebook.markers import without_region
from course_lib.language import current, html_tag, of_metadata, translate, use


class SafeFeedback(Preprocessor):
    """Prepares a graded notebook for a page: removes hidden tests and makes outputs harmless.

    Markdown is left to the filter `markdown2html`, which sanitizes what comes out of it. All of a
    page's filters have one budget, so that no page takes long, whatever it shows.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Make every cell of the notebook harmless, and drop its widgets' state."""
        language = notebook.metadata.get("language_info", {})
        filters = PageFilters(language.get("pygments_lexer", language.get("name")))
        if isinstance(resources, dict):
            escape_names(resources)
        if isinstance(self.parent, TemplateExporter):
            for name, function in filters.by_name().items():
                self.parent.register_filter(name, function)
        hidden = ClearHiddenTests(config=Config(ClearHiddenTests=self.config.ClearHiddenTests))
        items = [(cell,) for cell in notebook.cells]
        notebook.cells = filters.budget.map(safe_cell, items, lambda item: plain_safe_cell(*item))
        leave_out_outputs(notebook, filters)
        for cell in notebook.cells:
            if is_grade(cell) and not is_solution(cell):
                cell.source = without_region(
                    cell.source, hidden.begin_test_delimeter, hidden.end_test_delimeter
                )
        notebook.metadata.pop("widgets", None)
        return notebook, resources


class Grades(GetGrades):  # type: ignore[misc]
    """Adds the marks to the cells, and says which still have to be marked by hand."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Add the marks of one submission, which are read from the gradebook at once."""
        self._marks: tuple[SubmissionMark, dict[str, float]] | None = None
        rules = read_forgiven(Path(CourseDirectory(config=self.config).root))
        self._forgiven = rules.get(resources["nbgrader"]["assignment"], {})
        added: tuple[NotebookNode, Any] = super().preprocess(nb, resources)
        return added

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        if self._marks is None:
            self._marks = self._read_marks()
            resources["nbgrader"]["called"] = self._called()
        mark, out_of = self._marks
        own = cell.metadata.nbgrader
        name = own["grade_id"]
        own["score"], own["points"] = mark.cells[name].score, out_of[name]
        own["pending"], own["earlier"] = mark.cells[name].pending, mark.cells[name].earlier
        if name in self._forgiven:
            own["forgiven"] = str(self._forgiven[name].way)

    def _called(self) -> str:
        """Return the student's name and ID, or those of all members of a group."""
        course = CourseDirectory(config=self.config)
        step = course.submitted_directory
        folder = Path(course.format_path(step, self.student_id, self.assignment_id))
        people = read_people(self.gradebook, shared_by(folder, self.student_id))
        return ", ".join(person.called for person in people)

    def _read_marks(self) -> tuple[SubmissionMark, dict[str, float]]:
        student, assignment = self.student_id, self.assignment_id
        marks = read_submissions(self.gradebook, [assignment], [student])
        return marks[student, assignment], read_cells(self.gradebook, assignment)


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in memory: nbgrader makes a new exporter for every page."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with the compiled template, if there is one."""
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the compiled template in the bucket."""
        self.compiled[bucket.key] = bucket.bytecode_to_string()


_COMPILED = CompiledTemplates()


class FeedbackExporter(HTMLExporter):
    """Writes nbgrader's feedback page as one that runs no script and loads nothing.

    Its template puts a summary above the notebook, and `base/mathjax.html.j2` a
    Content-Security-Policy where nbgrader's page would load MathJax from another server.
    """

    def __init__(self, **options: Any) -> None:
        command = options.get("parent")
        if command is not None:  # nbgrader's, which has not seen to the settings
            with ending_nbgrader(command.log):
                require_settings_of(command)
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        nbgraders = FileSystemLoader(NBGRADER_TEMPLATES)
        environment.loader = ChoiceLoader([environment.loader or nbgraders, nbgraders])
        environment.bytecode_cache = _COMPILED
        environment.filters |= {"inline": inline, "points": points, "nbgraders_words": in_words}
        environment.globals |= {
            "summarize": summarize_feedback,
            "points_in_all": points_in_all,
            "_": translate,
            "language": lambda: html_tag(current()),
        }
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page, and the resources it was made with.

        This is nbconvert's method without its last step, which parses the page again to describe
        images without alternative text: here each image already has one.
        """
        with use(of_metadata(nb.metadata)):
            page: tuple[str, dict[str, Any]] = super(HTMLExporter, self).from_notebook_node(
                nb, resources, **kw
            )
        return page
