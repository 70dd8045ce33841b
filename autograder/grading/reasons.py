"""Say the true reason why there was nothing to test, or why a function stopped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from nbformat import NotebookNode

from autograder import messages
from autograder.grading.answers import definitions, is_unwritten, students_cells
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.lesson import defined_names, exercise_of, is_experiment
from course_lib.cases.case import Case, Runner, Trace
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages as course_texts

MAX_NAMES = 500
"""Names that are compared with a missing one."""
_LONGEST_NAME = 80
_SIMILAR = 0.75

_ERROR_LINE = re.compile(r"\([^()]*line (\d+)\)")
_INVALID = re.compile(r"invalid (?:non-printable )?character (?:'(.)' )?\(?U\+([0-9A-F]{4,6})")
_NAME_ERROR = re.compile(r"name '(\w{1,80})' is not defined")
_TWINS = {
    **dict.fromkeys("“”„‟«»＂", '"'),
    **dict.fromkeys("‘’‚‛′`´＇", "'"),
    **dict.fromkeys("–—−‐‑", "-"),
    "×": "*",
    "·": "*",
    "÷": "/",
    "。": ".",
    "、": ",",
    "【": "[",
    "】": "]",
}
"""Characters that word processors and other keyboards write, and what Python reads in their place;
where this table has none, Unicode may."""
_DOCSTRING = re.compile(r'("""|\'\'\').*?\1', re.DOTALL)
_HEAD = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+\w+[^\0]*?:[ \t]*(?:#.*)?$", re.MULTILINE)


def why_nothing(notebook: NotebookNode, name: str) -> str | None:
    """Return why an exercise or question was not answered; None if it simply was not."""
    if notebook.metadata.get(METADATA_KEY, {}).get("unread"):
        return messages.NOTHING_READ
    found = definitions(notebook, name)
    for _, cell in reversed(found):
        reason = _syntax(cell, name)
        if reason:
            return reason
    written = [cell for _, cell in found if not is_unwritten(name, cell.source)]
    if not written and (other := _similar_name(notebook, name)):
        return messages.SIMILAR_NAME.format(name=name, other=other)
    if not written and (experiment := _in_an_experiment(notebook, name)):
        return messages.NAME_SKIPPED.format(name=experiment)
    if found and _has_more_than_stub(found[-1][1].source):
        return messages.STUB_LEFT.format(name=name)
    return None


def _syntax(cell: NotebookNode, name: str) -> str | None:
    """Return what Python could not read in a cell, as its own error says."""
    for output in cell.outputs:
        if output.get("ename") in ("SyntaxError", "IndentationError", "TabError"):
            line = _ERROR_LINE.search(output.evalue)
            where = {"name": name, "line": line[1] if line else "1"}
            sign = _INVALID.search(output.evalue)
            if sign is None:
                return messages.SYNTAX_ERROR.format(**where)
            return _about_sign(chr(int(sign[2], 16)), where)
    return None


def _about_sign(sign: str, where: dict[str, str]) -> str:
    twin = _TWINS.get(sign) or unicodedata.normalize("NFKC", sign)
    if not sign.isprintable() or sign.isspace():
        return messages.INVISIBLE_SIGN.format(code=f"U+{ord(sign):04X}", **where)
    if twin != sign and twin.isascii():
        return messages.SIMILAR_SIGN.format(sign=sign, twin=twin, **where)
    return messages.STRANGE_SIGN.format(sign=sign, **where)


def _similar_name(notebook: NotebookNode, name: str) -> str | None:
    """Return a name that the student probably meant to be this one."""
    asked = {exercise_of(cell) for cell in notebook.cells}
    names: dict[str, str] = {}
    for _, cell in students_cells(notebook):
        for other in defined_names(cell.source):
            if other not in asked and len(other) <= _LONGEST_NAME and len(names) < MAX_NAMES:
                names.setdefault(_bare(other), other)
    close = get_close_matches(_bare(name), names, n=1, cutoff=_SIMILAR)
    return names[close[0]] if close else None


def _bare(name: str) -> str:
    return name.replace("_", "").casefold()


def _in_an_experiment(notebook: NotebookNode, name: str) -> str | None:
    for cell in notebook.cells:
        if is_experiment(cell) and name in defined_names(cell.source):
            return name
    return None


def _has_more_than_stub(source: str) -> bool:
    """Return whether a function has more lines than the one that students are to replace."""
    body = _HEAD.sub("", _DOCSTRING.sub("", source))
    lines = (line.split("#")[0].strip() for line in body.split("\n"))
    code = [line for line in lines if line and not line.startswith(("import ", "from ", "@"))]
    return len(code) > 1 and "raise NotImplementedError" in code


class Listener:
    """Runs cases, and notes which names a function asked for in vain."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.missing: dict[str, None] = {}

    def __call__(self, case: Case) -> Trace:
        trace = self._runner(case)
        for outcome in trace:
            found = _NAME_ERROR.search(outcome.message) if outcome.error == "NameError" else None
            if found:
                self.missing[found[1]] = None
        return trace


def _about_missing(notebook: NotebookNode, name: str) -> str:
    skipped = _in_an_experiment(notebook, name)
    return (messages.NAME_SKIPPED if skipped else messages.NAME_UNKNOWN).format(name=name)


def with_missing_names(verdict: Verdict, notebook: NotebookNode, names: Iterable[str]) -> Verdict:
    """Return the verdict with a sentence about names that only an experiment defines, or nothing.

    Python's own sentence about them is in the student's notebook, not in the feedback.
    """
    sentences = [
        (
            messages.NAME_SKIPPED if _in_an_experiment(notebook, name) else messages.NAME_UNKNOWN
        ).format(name=name)
        for name in list(names)[:3]
    ]
    others = [hint for hint in verdict.hints if hint != course_texts.STOPS_WITH_ERROR]
    return replace(verdict, hints=(*sentences, *others)) if sentences else verdict
