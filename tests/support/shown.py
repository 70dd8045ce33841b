"""Run a lesson in the pseudo-language, and list every text that it shows a student.

    .venv/bin/python tests/support/shown.py adam      # the texts with words that nobody translated

What is shown is printed, drawn, displayed, or on a slider. Code and names stay as they are.
"""

from __future__ import annotations

import contextlib
import html
import io
import json
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.translation import catalogues, notebooks, pseudo, sources
from course_lib import language

ROOT = Path(__file__).resolve().parents[2]
ENDED = "It ended with status "
"""What comes after a report that `--serve` was asked for."""

NAMES = set(
    "Adam AdamW RMSProp SGD PyTorch TensorFlow Keras JAX PaddlePaddle NumPy Jupyter Hessian "
    # arguments and numbers of the lessons, by the names that their code has for them
    "alpha beta betas var gamma epsilon eps lambda lam theta lr dampening reshape "
    "True False None float32".split()
)
"""Words that are the same in every language."""
_WORD = re.compile(r"(?<![\w.$\\])[A-Za-z][a-z]{2,}(?:[-'][a-z]+)*(?![\w(])")
_FORMULA = re.compile(r"\$[^$]*\$|`[^`]*`|'[^']*'")
_CODE = re.compile(r"<(code|pre|style|script)\b.*?</\1>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b(?:alt|title|aria-label)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Shown:
    """A text, and the cell whose output it is in."""

    cell: str
    text: str

    @property
    def escaped(self) -> list[str]:
        """The words in it that nobody translated."""
        outside = pseudo.unmarked(self.text.replace("\n", " "), bool)
        words = _WORD.findall(_FORMULA.sub(" ", " ".join(outside)))
        checked = self.cell.removeprefix("check-")
        return [word for word in words if word not in NAMES and word != checked]


@cache
def words() -> dict[str, str]:
    """The pseudo-language: message -> translation."""
    return pseudo.pseudo(sources.catalogues())


@cache
def compiled() -> bytes:
    """The same, as gettext reads it."""
    return catalogues.compiled(words())


@contextlib.contextmanager
def pseudo_language() -> Iterator[None]:
    """Say everything in the pseudo-language within this block."""
    before, variable = language._folders[:], os.environ.get(language.VARIABLE)
    with TemporaryDirectory() as folder, language.use(pseudo.LANGUAGE):
        (Path(folder) / f"{pseudo.LANGUAGE}.mo").write_bytes(compiled())
        language._folders[:] = [Path(folder), *before]
        language.forget()
        os.environ[language.VARIABLE] = pseudo.LANGUAGE
        try:
            yield
        finally:
            language._folders[:] = before
            language.forget()
            os.environ.pop(language.VARIABLE)
            if variable is not None:
                os.environ[language.VARIABLE] = variable


def shown(topic: str) -> list[Shown]:
    """Run a lesson, and return every text that it shows."""
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib.text import Text

    from course_lib.plots import animation, described

    found: list[Shown] = []
    cell = ""

    def see(*texts: str) -> None:
        found.extend(Shown(cell, text) for text in texts if text.strip())

    def see_figure(figure: Any) -> None:
        see(*(text.get_text() for text in figure.findobj(Text)))

    described.fit = animation.fit = see_figure  # type: ignore[attr-defined]
    shell = InteractiveShell.instance()
    shell.displayhook.quiet = lambda: True  # type: ignore[method-assign]
    shell.display_pub.publish = lambda data, *_, **__: see(*texts_of(data))  # type: ignore
    file = ROOT / "notebooks" / topic / f"{topic}.ipynb"
    notebook = json.loads(file.read_text("utf-8"))
    os.chdir(file.parent)
    for one in notebook["cells"]:
        one["source"] = "".join(one["source"])
    for one in notebooks.in_words(notebook, pseudo.LANGUAGE, lambda t: words().get(t, t))["cells"]:
        if one["cell_type"] == "code":
            cell, printed = one["id"], io.StringIO()
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                done = shell.run_cell(one["source"])
            if done.error_in_exec or done.error_before_exec:
                raise RuntimeError(f"{topic}, {cell}: {done.error_in_exec!r}")
            data, _ = shell.display_formatter.format(done.result)  # type: ignore
            see(*printed.getvalue().split("\n"), *texts_of(data), *labels_of(done.result))
    return found


def texts_of(data: Any) -> Iterator[str]:
    """The texts of an output: those of its HTML, with alternative texts, or else plain ones."""
    page = data.get("text/html")
    if page is None:
        yield from () if "application/vnd.jupyter.widget-view+json" in data else data.values()
        return
    page = _CODE.sub(" ", page)
    yield from map(html.unescape, _ATTRIBUTE.findall(page))
    yield html.unescape(_TAG.sub(" ", page))


def labels_of(widget: Any) -> Iterator[str]:
    """What sliders say."""
    for one in getattr(widget, "children", ()):
        yield from labels_of(one)
        for name in ("description", "tooltip", "value", "placeholder"):
            text = getattr(one, name, None)
            if isinstance(text, str):
                yield html.unescape(_TAG.sub(" ", text))


def report(topics: Iterable[str]) -> bool:
    """Print how many texts the lessons show, and those with words that escaped, if any."""
    escaped = 0
    for topic in topics:
        texts = shown(topic)
        wrong = [one for one in texts if one.escaped]
        print(f"{topic}: {len(texts)} texts, {len(wrong)} with words that escaped")
        for one in wrong:
            print(f"  {one.cell}: {one.escaped} in {one.text[:120]!r}")
        escaped += len(wrong)
    return escaped > 0


def serve() -> None:
    """Report on each topic that is asked for on a line, in a process of its own, and how it ended.

    What all lessons need is imported and compiled before.
    """
    import course_lib

    for name in course_lib.__all__:
        getattr(course_lib, name)
    import_module("IPython.core.interactiveshell")
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            status = 2
            try:
                status = report([line.strip()])
            except Exception:
                traceback.print_exc(file=sys.stdout)
            sys.stdout.flush()
            os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        print(f"{ENDED}{status}", flush=True)


if __name__ == "__main__":
    with pseudo_language():
        if sys.argv[1:] == ["--serve"]:
            serve()
        else:
            raise SystemExit(report(sys.argv[1:]))
