"""Look for input on which the grader's own functions take more time than it is long.

`python -m benchmarks.parent_time [WORD]` feeds each function (or those whose names contain a word)
repetitions of many short texts, in four sizes, and prints its worst: the text, the CPU seconds, and
the power of the size by which they grow. A function that runs in the helper process may grow as it
likes, because its budget ends it; those that run in the grader's own process must be linear. It
exits with 1 if one is not. `benchmarks.not_tried` lists the modules that need no trial; a test
keeps both lists complete.
"""

from __future__ import annotations

import base64
import json
import math
import sys
import tarfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.by_hand.answers import Answer, Mark
from autograder.by_hand.similar import by_likeness, nearly_the_same
from autograder.course.find_notebook import _words
from autograder.course.oversize import without_outputs, without_pictures
from autograder.course.upload_note import UploadNote
from autograder.course_update.merge import listing
from autograder.course_update.merge import merge as merge_lessons
from autograder.feedback.filters import ansi2html, as_text, highlight, plain_code
from autograder.feedback.markdown import render_markdown
from autograder.feedback.safe_cells import plain_safe_cell, safe_cell
from autograder.gradebook.marks import Person
from autograder.grading.answers import is_unwritten, places
from autograder.grading.at_checks import _does_something
from autograder.grading.reasons import why_nothing
from autograder.grading.running import sentences
from autograder.groups.groups import specimen
from autograder.html.images import may_be_drawn, weight
from autograder.html.links import is_harmless_link
from autograder.html.mathml import to_mathml
from autograder.html.sanitize import clean_html, inline
from autograder.html.sanitize_cells import plain_cell, sanitize_cell, sanitize_markdown
from autograder.lms.names import assignment_of, folder_name, letters, plain, upload_of
from autograder.lms.other_systems import uploads_of_others
from autograder.lms.rosters.row_kinds import _says_what_a_row_is
from autograder.lms.systems import meant_by
from autograder.lms.tables import harmless
from autograder.messages import listed
from autograder.notebook.cell_outputs import clean_outputs, size_of_images
from autograder.notebook.code_pages import likeliest
from autograder.notebook.decode import decode
from autograder.notebook.elsewhere import _paragraphs, without_stub
from autograder.notebook.file_kinds import kind_of
from autograder.notebook.markers import without_region
from autograder.notebook.pictures import Pictures
from autograder.notebook.prose import is_prose, only_words, without_headings
from autograder.notebook.reading import read
from autograder.notebook.rebuild import _names_in
from autograder.notebook.recognize import _parts
from autograder.notebook.tarred import as_zip
from autograder.notebook.text_kinds import is_python, kind_of_text, kind_of_versions
from autograder.notebook.web_kinds import kind_of_json, kind_of_web
from autograder.notebook.wrappings import unwrapped
from autograder.notebook.write import notebook_text
from autograder.people.enter import _clean
from autograder.report.attention import put_together
from autograder.report.data import Work, _costs
from autograder.report.suspicions import unusual_names
from autograder.returning.mails import _address
from autograder.returning.notebooks import _plain
from autograder.returning.pages import Page
from autograder.returning.zips import name_in_zip
from autograder.review.interview import rounded
from autograder.review.own_code import own_code
from autograder.review.traced import read_traced
from autograder.review.why import shortened
from autograder.sandbox.cells import CellResult
from autograder.sandbox.replies import Note, read_notes, read_survey, read_trace
from autograder.sandbox.scratch import parts_of
from autograder.sandbox.written_files import file_and_options, places_of
from autograder.visible import in_one_line, visible, visible_output
from benchmarks.card import print_card
from course_lib.cases.case import Outcome, call
from course_lib.cases.compare import outcomes_agree
from course_lib.cases.values import decode as decode_value
from course_lib.cell_text import added_code, added_text, checked_names, defined_names
from course_lib.checking.choices import plain_choice
from course_lib.checking.describe import outcomes, show
from course_lib.update.merge import merge

SIZES = (2_500, 5_000, 10_000, 20_000)
"""The longest is the longest Markdown that is rendered at all."""
ENOUGH = 3.0
"""Seconds after which a text is not made longer."""
LINEAR = 1.5
"""The largest power that counts as linear: short times are measured badly."""
NOTICEABLE = 0.02
"""Seconds below which growth is noise."""

UNITS = (
    *"a1 \n\t()[]{}<>&`*_~#|!$\\\"'=.:-+@",
    *("a.b", ".b", "\n ", "\\\\[", "\\[", "[](", "![](", "<b>", "</b>", "<!--", "<a href="),
    *("*a_", "**", "$x$", "$$", "\\frac{", "x^{", "\\begin{a}", "\x1b[1m", "\x1b[1mx", "&#8238;"),
    *("\u200d", "\u0430", "\u0430b", "e\u0301", "\U0001f468\u200d", "| a ", "|-", "> ", "- "),
    *("# BEGIN HIDDEN TESTS\n", "np.allclose ", "np.testing.a", "os.", "f'{", "lambda:", "_1"),
    *("_77_assignsubmission_file_", " (1)", "copy of ", "a-", "http://", "image/png;base64,A"),
    *("style='a:b;", "x=1;", "[a]: b\n", "<p ", "a=1 ", "~~~\n", "```\n", "\\\n", "#\n", "1. "),
    *('"""', "'''", "a_1_", "a\n\n", "def a\\\n", "def a\n", "<!---->", "check('a')\n", "; "),
)


def _with_output(kind: str, text: str) -> Any:
    return new_code_cell("", outputs=[new_output("display_data", {kind: text})])


def _raw(text: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/html": text, "text/plain": text}}


def _notebook(*sources: str) -> Any:
    """Return a notebook whose first cell is for an answer, and its second grades it."""
    cells = [new_code_cell(source, id=f"c{number}") for number, source in enumerate(sources)]
    cells[0].metadata.nbgrader = {"grade_id": "ewa", "solution": True}
    return new_notebook(cells=[*cells, new_markdown_cell(sources[0], id="text")])


def _picture(header: bytes, text: str) -> str:
    return base64.b64encode(header + text.encode()).decode()


def _stub(text: str) -> str:
    return f"def ewa(x):\n    raise NotImplementedError\n{text}"


def _answers(text: str) -> list[Answer]:
    mark = Mark(None, None, True, None)
    texts = (text, text + " x", "another " + text)
    return [Answer(str(i), "", one, {}, mark) for i, one in enumerate(texts)]


def _marked_alike(text: str) -> None:
    nearly_the_same(by_likeness(_answers(text)))


def _note(text: str) -> str | None:
    return name_in_zip(Page("s", "ewa", Path("a"), UploadNote(text[:1_000])), "moodle")


def _tar(content: bytes, kind: bytes) -> bytes:
    """Return an entry of a tar with any content."""
    entry = tarfile.TarInfo("a")
    entry.size, entry.type = len(content), kind
    return entry.tobuf() + content + bytes(-len(content) % tarfile.BLOCKSIZE)


def _items(text: str) -> list[str]:
    return [text[:9]] * len(text)


def _sent(text: str) -> CellResult:
    return CellResult([], None, tuple(Note(1 + i, "magic", "x") for i in range(20)))


HERE: dict[str, Callable[[str], Any]] = {
    "autograder.visible:visible": visible,
    "autograder.visible:visible, code": lambda text: visible(text, code=True),
    "autograder.visible:visible_output": visible_output,
    "autograder.visible:in_one_line": in_one_line,
    "autograder.messages:listed": lambda text: listed(_items(text)),
    "autograder.html.sanitize:inline": inline,
    "autograder.html.links:is_harmless_link": is_harmless_link,
    "autograder.html.images:weight": lambda text: weight(_picture(b"GIF89a" + bytes(7), text)),
    "autograder.html.images:weight, JPEG": lambda text: weight(_picture(b"\xff\xd8", text)),
    "autograder.html.sanitize_cells:sanitize_cell": lambda text: sanitize_cell(
        _with_output("image/png", text)
    ),
    "autograder.notebook.write:notebook_text": lambda text: notebook_text(_notebook(text)),
    "autograder.html.sanitize_cells:plain_cell": lambda text: plain_cell(new_markdown_cell(text)),
    "autograder.html.sanitize_cells:plain_cell, output": lambda text: plain_cell(
        _with_output("text/html", text)
    ),
    "autograder.feedback.filters:plain_code": plain_code,
    "autograder.feedback.filters:as_text": as_text,
    "autograder.feedback.safe_cells:plain_safe_cell": lambda text: plain_safe_cell(
        _with_output("text/html", text)
    ),
    "autograder.notebook.cell_outputs:clean_outputs": lambda text: clean_outputs([_raw(text)]),
    "autograder.notebook.cell_outputs:size_of_images": size_of_images,
    "autograder.notebook.tarred:as_zip": lambda text: as_zip(
        _tar(text.encode(), b"x") + _tar(b"", b"0"), 9, bool
    ),
    "autograder.notebook.tarred:as_zip, properties": lambda text: as_zip(
        _tar(b"9 %-6b\n" % text.encode()[:6] * len(text), b"x") + _tar(b"", b"0"), 9, bool
    ),
    "autograder.notebook.tarred:as_zip, headers": lambda text: as_zip(
        _tar(text.encode()[:512], b"x") * len(text), 9, bool
    ),
    "autograder.notebook.markers:without_region": lambda text: without_region(
        text, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
    ),
    "autograder.notebook.rebuild:_names_in": _names_in,
    "autograder.grading.answers:is_unwritten": lambda text: is_unwritten("ewa", text),
    "autograder.grading.answers:places": lambda text: places(_notebook(text)),
    "autograder.grading.at_checks:_does_something": lambda text: _does_something(
        _notebook("", text).cells[1]
    ),
    "autograder.grading.reasons:why_nothing": lambda text: why_nothing(
        _notebook(_stub(text)), "ewa", {}
    ),
    "autograder.grading.running:sentences": lambda text: sentences(text, _sent(text)),
    "autograder.groups.groups:specimen": lambda text: specimen(text, "ewa"),
    "autograder.groups.groups:specimen, inside": lambda text: specimen(
        f"def ewa(x):\n    return {text}", "ewa"
    ),
    "autograder.by_hand.similar:by_likeness": _marked_alike,
    "autograder.report.suspicions:unusual_names": unusual_names,
    "autograder.report.attention:put_together": lambda text: put_together(
        [(Work("s", ""), (text, text + "1"))]
    ),
    "autograder.report.data:_costs": lambda text: _costs([1e308] * len(text)),
    "autograder.review.why:shortened": shortened,
    "autograder.review.traced:read_traced": lambda text: read_traced(
        {"events": [[0, text, 1, {text: text}]] * len(text), "result": text}, 1, 1
    ),
    "autograder.returning.notebooks:_plain": _plain,
    "autograder.returning.zips:name_in_zip": _note,
    "autograder.returning.mails:_address": lambda text: _address(
        Person("s", text[:128], text[:128], f"{text[:100]}@b.c")
    ),
    "autograder.people.enter:_clean": _clean,
    "autograder.course.upload_note:to_bytes": lambda text: UploadNote(text, (text,)).to_bytes(),
    "autograder.course.find_notebook:_words": lambda text: _words(text[:255]),
    "autograder.course.oversize:without_pictures": lambda text: without_pictures(
        json.dumps(text * 40).encode()
    ),
    "autograder.course.oversize:without_outputs": lambda text: without_outputs(
        b'{"outputs": [' + text.encode()
    ),
    "autograder.course_update.merge:merge": lambda text: merge_lessons(
        _notebook(text), _notebook(text + "1"), _notebook(text + "2", text)
    ),
    "autograder.course_update.merge:listing": lambda text: listing({text: []}),
    "autograder.lms.names:upload_of": lambda text: upload_of([text[:500]]),
    "autograder.lms.names:assignment_of": lambda text: assignment_of(
        f"{text[:500]}.ipynb", ["ewa"]
    ),
    "autograder.lms.names:plain": lambda text: plain(text[:500]),
    "autograder.lms.names:folder_name": folder_name,
    "autograder.lms.names:letters": letters,
    "autograder.lms.tables:harmless": lambda text: harmless(text[:500]),
    "autograder.sandbox.scratch:parts_of": parts_of,
    "autograder.sandbox.written_files:places_of": places_of,
    "autograder.sandbox.written_files:file_and_options": file_and_options,
    "course_lib.checking.choices:plain_choice": lambda text: plain_choice(text, "abc"),
    "autograder.lms.other_systems:uploads_of_others": lambda text: [*uploads_of_others([text])],
    "autograder.lms.rosters.row_kinds:_says_what_a_row_is": _says_what_a_row_is,
    "autograder.lms.systems:meant_by": lambda text: meant_by(text, ["ewa"]),
    "autograder.sandbox.replies:read_trace": lambda text: read_trace(
        {"trace": [{"value": _items(text), "changed": _items(text)}]}, 1
    ),
    "autograder.sandbox.replies:read_notes": lambda text: read_notes(
        {"notes": [[1, text, text]] * len(text)}, 1
    ),
    "autograder.sandbox.replies:read_survey": lambda text: read_survey(
        {"survey": {"kinds": {text: "value"}, "values": {text: text}, "late": _items(text)}}
    ),
    "course_lib.cases.values:decode": lambda text: decode_value({"tuple": _items(text)}),
    "course_lib.cases.compare:outcomes_agree": lambda text: outcomes_agree(
        Outcome(np.ones(3)), Outcome(_items(text)), call(1.0), None, {}
    ),
    "autograder.review.interview:rounded": rounded,
    "course_lib.checking.describe:show": lambda text: show([text, _items(text)]),
    "course_lib.checking.describe:outcomes": lambda text: outcomes(
        Outcome(_items("a" * len(text))), Outcome(_items(text))
    ),
    "course_lib.cell_text:defined_names": lambda text: list(defined_names(text)),
    "course_lib.cell_text:checked_names": checked_names,
    "course_lib.cell_text:added_code": lambda text: added_code(text, "a\nb", graded=True),
    "course_lib.cell_text:added_text": lambda text: added_text(text, "a\nb"),
    "course_lib.update.merge:merge": lambda text: merge(_notebook(text), _notebook(text + "1")),
}
IN_THE_HELPER: dict[str, Callable[[str], Any]] = {
    "autograder.html.sanitize_cells:sanitize_markdown": sanitize_markdown,
    "autograder.html.sanitize:clean_html": clean_html,
    "autograder.html.images:may_be_drawn": lambda text: may_be_drawn(f"<svg>{text}</svg>"),
    "autograder.html.mathml:to_mathml": to_mathml,
    "autograder.feedback.markdown:render_markdown": render_markdown,
    "autograder.feedback.filters:highlight": lambda text: highlight(text, "ipython3"),
    "autograder.feedback.filters:ansi2html": ansi2html,
    "autograder.feedback.safe_cells:safe_cell": lambda text: safe_cell(
        _with_output("text/html", text)
    ),
    "autograder.notebook.reading:read": lambda text: read(
        json.dumps(_notebook(text, text)).encode()
    ),
    "autograder.notebook.file_kinds:kind_of": lambda text: kind_of(text.encode(), text, None),
    "autograder.notebook.text_kinds:kind_of_text": kind_of_text,
    "autograder.notebook.text_kinds:kind_of_versions": kind_of_versions,
    "autograder.notebook.text_kinds:is_python": is_python,
    "autograder.notebook.web_kinds:kind_of_web": kind_of_web,
    "autograder.notebook.web_kinds:kind_of_json": kind_of_json,
    "autograder.notebook.code_pages:likeliest": lambda text: likeliest(text.encode("utf-16-le")),
    "autograder.notebook.decode:decode": lambda text: decode(text.encode("utf-16-le")[1:]),
    "autograder.notebook.pictures:of": lambda text: Pictures().of(text, {}),
    "autograder.notebook.prose:is_prose": is_prose,
    "autograder.notebook.prose:only_words": only_words,
    "autograder.notebook.prose:without_headings": without_headings,
    "autograder.notebook.elsewhere:without_stub": lambda text: without_stub(text, "a"),
    "autograder.notebook.elsewhere:_paragraphs": _paragraphs,
    "autograder.notebook.wrappings:unwrapped": lambda text: [*unwrapped(text.encode(), text)],
    "autograder.notebook.recognize:_parts": lambda text: _parts(f"check('a')\n{text}"),
    "autograder.review.own_code:own_code": lambda text: own_code(_stub(text), "ewa"),
}


def seconds(function: Callable[[str], Any], text: str) -> float:
    """Return the CPU seconds of one call; an exception takes time too."""
    began = time.thread_time()
    with suppress(Exception):  # the grader's callers handle it
        function(text)
    return time.thread_time() - began


def growth(function: Callable[[str], Any], unit: str) -> tuple[float, float]:
    """Return the seconds for the longest text, and the power of the size by which they grow."""
    found: list[float] = []
    for size in SIZES:
        found.append(seconds(function, unit * (size // len(unit))))
        if found[-1] > ENOUGH:
            break
    first, last = max(found[0], 1e-4), found[-1]
    power = math.log2(last / first) / max(1, len(found) - 1)
    return last, power if last > NOTICEABLE else 0.0


def worst(function: Callable[[str], Any]) -> tuple[str, float, float]:
    """Return the text on which a function takes longest, its seconds, and the power."""
    found = {unit: growth(function, unit) for unit in UNITS}
    unit = max(found, key=lambda unit: (found[unit][1] > LINEAR, found[unit][0]))
    return unit, *found[unit]


def main(word: str = "") -> int:
    """Print a line for each function; return 1 if one that must be linear is not."""
    print_card()
    print(f"{'function':58} where  {'worst text':25} seconds   power")
    bad = 0
    for where, functions in (("here", HERE), ("helper", IN_THE_HELPER)):
        for name in (name for name in functions if word in name):
            unit, took, power = worst(functions[name])
            bad += where == "here" and power > LINEAR
            print(f"{name:58} {where:6} {unit!r:25} {took:7.3f} {power:7.2f}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
