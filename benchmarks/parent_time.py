"""Look for input on which the grader's own functions take more time than it is long.

`python -m benchmarks.parent_time` feeds each function repetitions of many short texts, in four
sizes, and prints its worst: the text, the CPU seconds, and the power of the size by which they
grow. A function that runs in the helper process may grow as it likes, because its budget ends it;
those that run in the grader's own process must be linear. It exits with 1 if one is not.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograder.feedback.filters import ansi2html, as_text, highlight, plain_code
from autograder.feedback.markdown import render_markdown
from autograder.html.links import is_harmless_link
from autograder.html.mathml import to_mathml
from autograder.html.sanitize import clean_html, inline
from autograder.html.sanitize_cells import plain_cell, sanitize_markdown
from autograder.lms.names import assignment_of, folder_name, plain, upload_of
from autograder.notebook.cell_outputs import clean_outputs
from autograder.notebook.markers import without_region
from autograder.report.suspicions import unusual_names
from autograder.sandbox.replies import read_trace
from autograder.visible import in_one_line, visible, visible_output

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
    *('"""', "'''", "a_1_", "a\n\n"),
)

HERE: dict[str, Callable[[str], Any]] = {
    "visible": visible,
    "visible, code": lambda text: visible(text, code=True),
    "visible_output": visible_output,
    "in_one_line": in_one_line,
    "inline": inline,
    "plain_code": plain_code,
    "as_text": as_text,
    "plain_cell, text": lambda text: plain_cell(new_markdown_cell(text)),
    "plain_cell, output": lambda text: plain_cell(_with_output("text/html", text)),
    "clean_outputs": lambda text: clean_outputs([_raw(text)]),
    "without_region": lambda text: without_region(text, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),
    "unusual_names": unusual_names,
    "is_harmless_link": is_harmless_link,
    "upload_of": lambda text: upload_of([text[:500]]),
    "assignment_of": lambda text: assignment_of(f"{text[:500]}.ipynb", ["ewa"]),
    "plain": lambda text: plain(text[:500]),
    "folder_name": folder_name,
    "read_trace": lambda text: read_trace({"trace": [{"value": [text[:9]] * len(text)}]}, 1),
}
IN_THE_HELPER: dict[str, Callable[[str], Any]] = {
    "sanitize_markdown": sanitize_markdown,
    "render_markdown": render_markdown,
    "clean_html": clean_html,
    "to_mathml": to_mathml,
    "highlight": lambda text: highlight(text, "ipython3"),
    "ansi2html": ansi2html,
}


def _with_output(kind: str, text: str) -> Any:
    return new_code_cell("", outputs=[new_output("display_data", {kind: text})])


def _raw(text: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/html": text, "text/plain": text}}


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


def main() -> int:
    """Print a line for each function; return 1 if one that must be linear is not."""
    print("function              where        worst text                seconds   power")
    bad = 0
    for where, functions in (("here", HERE), ("helper", IN_THE_HELPER)):
        for name, function in functions.items():
            unit, took, power = worst(function)
            bad += where == "here" and power > LINEAR
            print(f"{name:21} {where:12} {unit!r:25} {took:7.3f} {power:7.2f}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
