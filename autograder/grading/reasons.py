"""Say the true reason why there was nothing to test, or why a function stopped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nbformat import NotebookNode

from autograder import messages
from autograder.grading.answers import (
    definitions,
    in_experiments,
    is_unwritten,
    places,
    students_cells,
)
from autograder.grading.running import Ran, left_out, line_of
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.lesson import exercise_of
from autograder.sandbox.session import CellResult
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages as course_texts
from course_lib.checking.similar_name import similar_name
from grader_tests.engine.exercise import Question
from grader_tests.engine.registry import find

_LONGEST_NAME = 80

_INVALID = re.compile(r"invalid (?:non-printable )?character (?:'(.)' )?\(?U\+([0-9A-F]{4,6})")
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
_FUNCTION = re.compile(r"^def[ \t]+(\w+)", re.MULTILINE)
_DEF = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+\w+", re.MULTILINE)
_END_OF_HEAD = re.compile(r":[ \t]*(?:#.*)?$", re.MULTILINE)


def why_nothing(notebook: NotebookNode, name: str, ran: Ran) -> str | None:
    """Return why an exercise or question was not answered; None if it simply was not."""
    if notebook.metadata.get(METADATA_KEY, {}).get("unread"):
        return messages.NOTHING_READ
    found = definitions(notebook, name)
    there = dict(reversed(found)) or dict(_solution_cell(notebook, name))
    for position, cell in there.items():
        reason = _of_its_cell(cell, name, ran.get(position))
        if reason:
            return reason
    written = [cell for _, cell in found if not is_unwritten(name, cell.source)]
    if not written and (other := _similar_name(notebook, name)):
        return course_texts.SIMILAR_NAME.format(name=name, other=other)
    known = notebook.metadata.get(METADATA_KEY, {})
    if not written and name in known.get("instead", {}):
        return messages.RENAMED_SINCE.format(name=name, other=known["instead"][name])
    if not written and name in known.get("missing", ()):
        return messages.CELL_MISSING.format(name=name)
    if not found and (other := _defined_instead(notebook, name)):
        return messages.DEFINED_INSTEAD.format(name=name, other=other)
    if not written and (experiment := _in_an_experiment(notebook, name)):
        return messages.NAME_SKIPPED.format(name=experiment)
    if found and _has_more_than_stub(found[-1][1].source):
        return course_texts.STUB_LEFT.format(name=name)
    return None


def _solution_cell(notebook: NotebookNode, name: str) -> Iterator[tuple[int, NotebookNode]]:
    """Yield the cell that is there for an answer, even if it defines something else."""
    for position, cell in students_cells(notebook):
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
            yield position, cell


def _of_its_cell(cell: NotebookNode, name: str, result: CellResult | None) -> str | None:
    """Return what happened in a cell, so that a name was not defined in it."""
    if result is None:
        return None
    if result.incident:
        return messages.STOPPED_CELL
    if result.syntax_error:
        return _syntax(cell, name, result.syntax_error)
    for note in result.notes:
        text = line_of(cell.source, note.line)
        if note.fails_at_home and "raise NotImplementedError" not in text:
            error = note.detail or messages.AN_ERROR
            return messages.CELL_RAISED.format(line=note.line, error=error, text=text, name=name)
        if sentence := left_out(cell.source, note):
            return sentence
    first = cell.source.split(maxsplit=1)[:1]
    if first and first[0].startswith("%%"):
        return messages.CELL_MAGIC.format(magic=first[0][:40].replace("`", "'"))
    return None


def _syntax(cell: NotebookNode, name: str, line: int) -> str:
    """Return what Python could not read in a cell, as its own error says."""
    where = {"name": name, "line": str(line)}
    for output in cell.outputs:
        if output.get("ename") in ("SyntaxError", "IndentationError", "TabError"):
            sign = _INVALID.search(output.evalue)
            if sign is not None:
                return _about_sign(chr(int(sign[2], 16)), where)
    return messages.SYNTAX_ERROR.format(**where)


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
    functions = {f for _, cell in students_cells(notebook) for f in _FUNCTION.findall(cell.source)}
    return similar_name(
        name,
        (
            other
            for other in places(notebook)
            if other not in asked or (other in functions and _is_question(other))
        ),
    )


def _is_question(name: str) -> bool:
    """Return whether a name is that of a question, which no function answers."""
    return isinstance(find(name), Question)


def _defined_instead(notebook: NotebookNode, name: str) -> str | None:
    """Return the one function that the cell for another one defines."""
    asked = {exercise_of(cell) for cell in notebook.cells}
    for _, cell in _solution_cell(notebook, name):
        names = [n for n in _FUNCTION.findall(cell.source) if n not in asked]
        return names[0] if len(names) == 1 and len(names[0]) <= _LONGEST_NAME else None
    return None


def _in_an_experiment(notebook: NotebookNode, name: str) -> str | None:
    return name if name in in_experiments(notebook) else None


def _has_more_than_stub(source: str) -> bool:
    """Return whether a function has more lines than the one that students are to replace."""
    body = _without_heads(_DOCSTRING.sub("", source))
    lines = (line.split("#")[0].strip() for line in body.split("\n"))
    code = [line for line in lines if line and not line.startswith(("import ", "from ", "@"))]
    return len(code) > 1 and any(line.startswith("raise NotImplementedError") for line in code)


def _without_heads(source: str) -> str:
    """Return a source without the heads of its functions, which may take several lines.

    One pattern for both ends of a head would look for each head's end through the whole source.
    """
    kept, place = [], 0
    while (head := _DEF.search(source, place)) and (end := _END_OF_HEAD.search(source, head.end())):
        kept.append(source[place : head.start()])
        place = end.end()
    return "".join([*kept, source[place:]])


def with_lost_names(verdict: Verdict, lost: Iterable[tuple[str, str]]) -> Verdict:
    """Return the verdict with a sentence about names that the function uses and nothing defines.

    The child was asked for them before it knew a hidden case. Python's own sentence about them is
    in the student's notebook, not in the feedback.
    """
    known = [(name, why) for name, why in lost if why in messages.USES_LOST]
    if verdict.passed or not known:
        return verdict
    sentences = [messages.USES_LOST[why].format(name=name) for name, why in known[:3]]
    raises = course_texts.STOPS_WITH_ERROR, course_texts.STOPS_WITH_ERROR_HIDDEN
    others = [hint for hint in verdict.hints if hint not in raises]
    return replace(verdict, hints=(*sentences, *others))
