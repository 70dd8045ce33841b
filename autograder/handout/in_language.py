"""Make what is handed out in another language: released notebooks, instructions, the installer."""

from __future__ import annotations

import ast
import json
from typing import Any

import nbformat
from nbgrader.utils import compute_checksum

from autograder.nbgrader_plugins.explain_answers import answers_of
from autograder.notebook.lesson import visible_source
from autograder.notebook.rebuild import skeleton_of
from autograder.translation.notebooks import translated
from course_lib.checking.explanations import KEY as ANSWERS
from course_lib.language import SOURCE, of_metadata, translate
from course_lib.own_notebook import METADATA_KEY
from course_lib.update.notebook import note_release

UNICODE = "from __future__ import print_function, unicode_literals"
"""How a program in ASCII alone has other letters, in every Python from 2.7 on."""
READABLE = '''
def readable(text, english):
    # type: (str, str) -> str
    """Return the text, or the English one if its letters cannot be printed here."""
    try:
        for stream in (sys.stdout, sys.stderr):
            text.encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeError, LookupError):
        return english
    return text
'''
"""What a program in another language says where that cannot be printed."""


def language_of_release(data: bytes) -> str:
    """Return the language of a released notebook."""
    return of_metadata(json.loads(data)["metadata"])


def released_in(data: bytes, source: str, language: str) -> bytes:
    """Return a released notebook in another language; the instructor's is `source` (JSON).

    Only texts are exchanged: what nbgrader made of the cells stays.
    """
    if language_of_release(data) == language:
        return data
    notebook: Any = nbformat.reads(data.decode("utf-8"), as_version=4)
    english = nbformat.reads(skeleton_of(source), as_version=4)
    sources = {cell.id: visible_source(cell.source) for cell in english.cells}
    for cell in notebook.cells:
        cell.source = sources.get(cell.id, cell.source)
    own = notebook.metadata.get(METADATA_KEY, {})
    if ANSWERS in own:
        own[ANSWERS] = dict(answers_of(notebook))
    if language == SOURCE:
        del notebook.metadata[METADATA_KEY]["language"]
    else:
        notebook = translated(notebook, language)
    for cell in notebook.cells:
        if "checksum" in cell.metadata.get("nbgrader", {}):
            cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
    note_release(notebook)
    return (str(nbformat.writes(notebook)) + "\n").encode("utf-8")


def installer_in(program: str, language: str) -> str:
    """Return `install.py` with the sentences that it prints in another language.

    Every Python from 2.7 on can read it, so it stays in ASCII. Where a terminal, or a file that
    takes the output, lacks the language's letters, English remains.
    """
    if language == SOURCE:
        return program
    lines = program.split("\n")
    for node in reversed(ast.parse(program).body):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            text = node.value.value
            if isinstance(text, str) and (other := translate(text, language)) != text:
                name = ast.unparse(node.targets[0])
                both = f"{_in_ascii(other)}, {_in_ascii(text)}"
                lines[node.lineno - 1 : node.end_lineno] = [f"{name} = readable({both})"]
    program = "\n".join(lines).replace("from __future__ import print_function", UNICODE, 1)
    return program.replace("\n\nHERE = ", f"\n\n{READABLE}\n\nHERE = ", 1)


def _in_ascii(text: str) -> str:
    """Return a text as Python's source, in lines of a string each."""
    pieces = text.splitlines(keepends=True)
    return "(\n" + "".join(f"    {piece!a}\n" for piece in pieces) + ")"
