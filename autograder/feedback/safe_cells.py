"""Make the cells of a graded notebook harmless for a page.

The helper process does this, which starts anew after each page that takes too long. So this imports
nothing of nbgrader's, which would take longer than most pages.
"""

from __future__ import annotations

import re

from nbformat import NotebookNode

from autograder import messages as common
from autograder.feedback import messages
from autograder.feedback.filters import PageFilters
from autograder.html.sanitize import clean_text
from autograder.html.sanitize_cells import make_plain, sanitize_attachments, sanitize_outputs
from autograder.notebook.cell_outputs import METADATA_KEY

_GRADE_ID = re.compile(r"[\w.-]+")


def plain_safe_cell(cell: NotebookNode) -> NotebookNode:
    """Return one cell made harmless, of which only text and images are kept."""
    return safe_cell(make_plain(cell) if cell.cell_type == "code" else cell)


def safe_cell(cell: NotebookNode) -> NotebookNode:
    """Return one cell made harmless."""
    cell.source = clean_text(cell.source)
    own = cell.metadata.get("nbgrader")
    if own is not None and not _GRADE_ID.fullmatch(str(own.get("grade_id", ""))):
        del cell.metadata["nbgrader"]
    cell.metadata.pop("magics_language", None)
    if cell.cell_type == "code":
        sanitize_outputs(cell)
        describe_images(cell)
        if METADATA_KEY in cell.metadata:
            # The bare points are for nbgrader; the verdict and the heading say them too.
            cell.outputs = [o for o in cell.outputs if o.output_type != "execute_result"]
        if type(cell.execution_count) is not int:
            cell.execution_count = None
    else:
        sanitize_attachments(cell)
    return cell


def describe_images(cell: NotebookNode) -> None:
    """Give each image without a description a text that says so, for screen readers; in place."""
    for output in cell.outputs:
        for kind in ("image/png", "image/jpeg"):
            if kind in output.get("data", {}):
                output.metadata[kind] = {"alt": common.NO_DESCRIPTION}


def leave_out_outputs(notebook: NotebookNode, filters: PageFilters) -> None:
    """Leave out HTML for which a page has no room, in place; what the grader says comes first."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in sorted(cells, key=lambda cell: METADATA_KEY not in cell.metadata):
        for output in cell.outputs:
            html = output.get("data", {}).get("text/html")
            if html is not None and not filters.has_room(html):
                output.data = NotebookNode({"text/plain": messages.LEFT_OUT})
