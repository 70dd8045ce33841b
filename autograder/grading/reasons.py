"""Say the true reason why there was nothing to test, or why a function stopped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from nbformat import NotebookNode

from autograder import messages
from autograder.grading.answers import (
    definitions,
    in_experiments,
    is_unwritten,
    place_of_check,
    places,
    students_cells,
    values_of,
)
from autograder.grading.running import Ran, left_out, line_of
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.lesson import exercise_of, is_locked
from autograder.notebook.reading import PYTHON
from autograder.sandbox.cells import CellResult
from autograder.sandbox.former_names import INSTEAD
from autograder.sandbox.reasons import MAGIC, VERSION
from course_lib.cases.plain_results import ALWAYS_NONE
from course_lib.cases.verdict import Verdict
from course_lib.cell_text import defined_names
from course_lib.checking import messages as course_texts
from course_lib.checking.helpers import Helper
from course_lib.checking.similar_name import misspelt, similar_name
from grader_tests.engine.exercise import Question
from grader_tests.engine.registry import find

KEEPING = ("%%time", "%%capture", "%%prun")
"""Magics that keep what their cell defines."""
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
_LETTER = re.compile(r"[\"'“”‘’]([A-Za-z])[\"'“”‘’]|(?:^|#)[ \t]*([A-Za-z])[ \t]*$")
"""A letter in quotation marks, or alone on a line or in a comment."""
LONGEST_CELL = 10_000
_RETURN = re.compile(r"(?:^|[:;])[ \t]*return\b|\byield\b", re.MULTILINE)
_PRINT = re.compile(r"^[ \t]+print\([ \t]*[^ \t)]", re.MULTILINE)
_END_OF_HEAD = re.compile(r":[ \t]*(?:#.*)?$", re.MULTILINE)


def why_nothing(notebook: NotebookNode, name: str, ran: Ran) -> str | None:
    """Return why an exercise or question was not answered; None if it simply was not."""
    known = notebook.metadata.get(METADATA_KEY, {})
    if known.get("unread"):
        return messages.NOTHING_READ
    if name in known.get("as_text", ()):
        return messages.TEXT_CELL.format(name=name)
    found = definitions(notebook, name)
    if emptied := _emptied_again(notebook, name, found):
        return emptied
    there = dict(reversed(found)) or dict(_solution_cell(notebook, name))
    for position, cell in there.items():
        reason = _of_its_cell(cell, name, ran.get(position), known.get("python"))
        if reason:
            return reason
    written = [cell for _, cell in found if not is_unwritten(name, cell.source)]
    if not written and _is_in_a_text(notebook, name):
        return messages.TEXT_CELL.format(name=name)
    if not written and (other := _similar_name(notebook, name)):
        return misspelt(name, other)
    if not written and name in known.get("instead", {}):
        return messages.RENAMED_SINCE.format(name=name, other=known["instead"][name])
    if not written and name in known.get("missing", ()):
        return messages.CELL_MISSING.format(name=name)
    if not found and (other := _defined_instead(notebook, name)):
        return messages.DEFINED_INSTEAD.format(name=name, other=other)
    if not written and (experiment := _in_an_experiment(notebook, name)):
        return messages.NAME_SKIPPED.format(name=experiment)
    last = found[-1][1].source if found else ""
    if is_unwritten(name, last) and _has_more_than_stub(last):
        return course_texts.STUB_LEFT.format(name=name)
    return _letter_not_set(name, [cell.source for cell in there.values()])


def _letter_not_set(name: str, sources: Iterable[str]) -> str | None:
    """Return what to do with the one letter that stands in the cell of a question in vain."""
    question = find(name)
    if not isinstance(question, Question):
        return None
    lines = [line for source in sources for line in source[:LONGEST_CELL].split("\n")]
    found: dict[str, str] = {}
    for line in lines:
        letters = {(one or other).lower() for one, other in _LETTER.findall(line)}
        letters &= {*question.choices}
        found |= {letter: line for letter in letters if len(letters) == 1}
    if len(found) != 1:
        return None
    [(letter, line)] = found.items()
    return messages.LETTER_NOT_SET.format(name=name, letter=letter, line=line_of(line, 1))


def why_written_in_vain(notebook: NotebookNode, name: str, kind: str) -> str | None:
    """Return why a function could not be tested that was written; None if it was not.

    `kind` says what its name stands for at its check.
    """
    check = place_of_check(notebook, name)
    above = [cell.source for position, cell in definitions(notebook, name) if position < check]
    if not above or is_unwritten(name, above[-1]) or not _is_function(name, above[-1]):
        return None
    return messages.WRITTEN_IN_VAIN[kind].format(name=name)


def _solution_cell(notebook: NotebookNode, name: str) -> Iterator[tuple[int, NotebookNode]]:
    """Yield the cell that is there for an answer, even if it defines something else."""
    for position, cell in students_cells(notebook):
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
            yield position, cell


def _of_its_cell(
    cell: NotebookNode, name: str, result: CellResult | None, python: str | None
) -> str | None:
    """Return what happened in a cell, so that a name was not defined in it."""
    if result is None:
        return None
    if result.incident:
        return messages.STOPPED_CELL
    if magic := _not_keeping(cell.source):
        unknown = [left_out(cell.source, note) for note in result.notes if note.reason == MAGIC]
        return unknown[0] if unknown else messages.CELL_MAGIC.format(magic=magic)
    if result.syntax_error:
        return _syntax(cell, name, result.syntax_error, python)
    for note in result.notes:
        text = line_of(cell.source, note.line)
        if note.fails_at_home and "raise NotImplementedError" not in text:
            if letter := _bare_letter(name, text):
                words = {"name": name, "letter": letter}
                return messages.LETTER_WITHOUT_QUOTES.format(text=text, **words)
            error = note.detail or messages.AN_ERROR
            return messages.CELL_RAISED.format(line=note.line, error=error, text=text, name=name)
        if sentence := left_out(cell.source, note):
            return sentence
    return None


def _bare_letter(name: str, line: str) -> str | None:
    """Return the letter that a line gives a name to, without quotation marks.

    >>> _bare_letter("why", "why = B  # I think")
    'b'
    """
    found = re.match(rf"{re.escape(name)}[ \t]*=[ \t]*([A-Za-z])[ \t]*(?:#|$)", line)
    return found[1].lower() if found else None


def _not_keeping(source: str) -> str | None:
    """Return the first word of a cell that is a magic whose cells define nothing."""
    [first, *_] = source.split(maxsplit=1) or [""]
    if not first.startswith("%%") or first in KEEPING:
        return None
    return first[:40].replace("`", "'")


def _emptied_again(
    notebook: NotebookNode, name: str, found: list[tuple[int, NotebookNode]]
) -> str | None:
    """Return what to do if an empty definition stands below the one that a student wrote."""
    check = place_of_check(notebook, name)
    above = [cell.source for position, cell in found if position < check]
    if _is_question(name):
        values = [value for source in above for value in values_of(name, source)]
        again = values[-1:] == ["None"] and {*values} != {"None"}
        return messages.ANSWER_EMPTIED.format(name=name) if again else None
    empty = [is_unwritten(name, source) for source in above]
    again = empty[-1:] == [True] and not all(empty)
    return messages.FUNCTION_EMPTIED.format(name=name) if again else None


def _is_in_a_text(notebook: NotebookNode, name: str) -> bool:
    """Return whether a cell of text, which nobody runs, has what seems to be the answer."""
    return any(
        cell.cell_type != "code" and not is_locked(cell) and name in defined_names(cell.source)
        for cell in notebook.cells
    )


def _syntax(cell: NotebookNode, name: str, line: int, python: str | None) -> str:
    """Return what Python could not read in a cell, as its own error says.

    `python` is the version that the notebook was written with, if that is a newer one.
    """
    if "\0" in cell.source:
        line = cell.source.count("\n", 0, cell.source.index("\0")) + 1
        return _about_sign("\0", {"name": name, "line": str(line)})
    where = {"name": name, "line": str(line)}
    if line_of(cell.source, line).startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return messages.CONFLICT_MARKS.format(**where)
    for output in cell.outputs:
        if output.get("ename") in ("SyntaxError", "IndentationError", "TabError"):
            sign = _INVALID.search(output.evalue)
            if sign is not None:
                return _about_sign(chr(int(sign[2], 16)), where)
    if python:
        return messages.NEWER_SYNTAX.format(python=python, ours=PYTHON, **where)
    return messages.SYNTAX_ERROR.format(**where)


def _about_sign(sign: str, where: dict[str, str]) -> str:
    twin = _TWINS.get(sign) or unicodedata.normalize("NFKC", sign)
    if unicodedata.decomposition(sign).startswith("<super>"):
        twin = f"**{twin}"  # an exponent
    if not sign.isprintable() or sign.isspace():
        return messages.INVISIBLE_SIGN.format(code=f"U+{ord(sign):04X}", **where)
    if twin != sign and twin.isascii():
        return messages.SIMILAR_SIGN.format(sign=sign, twin=twin, **where)
    return messages.STRANGE_SIGN.format(sign=sign, **where)


def _is_function(name: str, source: str) -> bool:
    return bool(re.search(rf"^[ \t]*(?:async[ \t]+)?def[ \t]+{re.escape(name)}\b", source, re.M))


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


def with_helper(verdict: Verdict, helper: Helper | None) -> Verdict:
    """Return the verdict with a sentence about a function that returns nothing to this one.

    The child found it before it knew a hidden case.
    """
    if verdict.passed or verdict.form or helper is None:
        return verdict
    if verdict.mistakes not in ((), (ALWAYS_NONE,)):
        return verdict
    return replace(verdict, hints=(helper.blamed_for(verdict.name),))


def with_reason_of_none(verdict: Verdict, notebook: NotebookNode) -> Verdict:
    """Return the verdict with the reason why a function returns nothing, if its text shows it."""
    found = definitions(notebook, verdict.name)
    if verdict.mistakes != (ALWAYS_NONE,) or not found:
        return verdict
    source = found[-1][1].source
    if len(_DEF.findall(source)) != 1 or _RETURN.search(source):
        return verdict
    prints = _PRINT.search(source)
    return replace(
        verdict, hints=(course_texts.PRINTS_RESULT if prints else course_texts.NO_RETURN,)
    )


def with_lost_names(verdict: Verdict, lost: Iterable[tuple[str, str]]) -> Verdict:
    """Return the verdict with a sentence about names that the function uses and nothing defines.

    The child was asked for them before it knew a hidden case. Python's own sentence about them is
    in the student's notebook, not in the feedback.
    """
    raises = course_texts.STOPS_WITH_ERROR, course_texts.STOPS_WITH_ERROR_HIDDEN
    known = [(name, why) for name, why in lost if why in messages.USES_LOST]
    if {*raises}.isdisjoint(verdict.hints):  # then another part of the function is wrong
        known = [(name, why) for name, why in known if why != VERSION]
    if verdict.passed or not known:
        return verdict
    sentences = [_about_lost(name, why) for name, why in known[:3]]
    others = [hint for hint in verdict.hints if hint not in raises]
    return replace(verdict, hints=(*sentences, *others))


def _about_lost(name: str, why: str) -> str:
    module, _, attribute = name.rpartition(".")
    if why == VERSION and module in ("np", "numpy") and attribute in INSTEAD:
        words = {"name": name, "version": np.__version__, "instead": INSTEAD[attribute]}
        return messages.FORMER_NAME.format(**words)
    return messages.USES_LOST[why].format(name=name)
