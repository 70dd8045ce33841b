"""Clear solutions for release: a function's body becomes a stub, an answer is removed."""

from __future__ import annotations

import re

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

from autograder.translation.stubs import CODE_STUB, TEXT_STUB

_TOP_LEVEL_REGION = re.compile(r"^### BEGIN SOLUTION\n(.*?)^### END SOLUTION\n?", re.M | re.S)


class ClearAnswers(ClearSolutions):
    """nbgrader's `ClearSolutions`, except that a region at top level leaves nothing behind.

    The answer to a question is `answer = None` and then the region; an error there would help
    nobody.
    """

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.code_stub = {"python": CODE_STUB}
        self.text_stub = TEXT_STUB

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        cleared = (
            _TOP_LEVEL_REGION.sub("", cell.source) if cell.cell_type == "code" else cell.source
        )
        if cleared != cell.source:
            cell.source = cleared.rstrip("\n")
            return True
        return bool(super()._replace_solution_region(cell, language))
