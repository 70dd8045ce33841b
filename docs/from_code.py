"""Generate parts of the pages from the code: commands, lessons, `course_lib`, exercises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

import course_lib
from autograder.commands.app import app
from course_lib.cases.properties.registry import PROPERTIES
from grader_tests.engine.reflections import ReflectionRubric, read_rubrics
from grader_tests.engine.registry import topics

CHECKOUT = Path(__file__).parents[1]
MARK = re.compile(r"<!-- from the code: (\w+) -->.*?<!-- end -->", re.DOTALL)
"""The text between the two is for readers of a page that was not filled in."""

_TYPES = ("Array", "Series", "Parameters", "Statistics", "Step", "Schedule", "Batches")
ALIASES = {name: name for name in _TYPES}
"""Type aliases that signatures show by name, instead of their definitions."""

GROUPS = {
    "Checking and working together": ("check", "mine", "sliders", "load_pytorch"),
    "Training": ("Network", "train", "walk", "mean_costs", "SigmoidOutput", "SoftmaxOutput",
                 "Normalization", "DigitsTask", "adagrad_step"),
    "Data": ("load_", "make_"),
    "Costs, scales and vectors": ("Ravine", "Saddle", "place_on_scale", "value_at_place",
                                  "to_parameters", "to_vector"),
    "Figures": ("plot_",),
    "The style of figures": ("",),
}  # fmt: skip
"""Section -> the names, or beginnings of names, in it; the last one has the remaining names."""


def filled(text: str) -> str:
    """Return a page with each part marked `from the code` replaced by what it names."""
    return MARK.sub(lambda mark: MAKERS[mark[1]](), text)


def commands() -> str:
    """Return every command with its arguments and options, as in `course COMMAND --help`."""
    group: Any = typer.main.get_command(app)
    return "\n".join(_command(name, command) for name, command in group.commands.items())


KINDS = {"path": "FOLDER OR FILE", "list[path]": "FILES", "int range": "NUMBER", "str": "TEXT"}
"""Typer's name for a kind of value -> a name for readers."""


def _command(name: str, command: Any) -> str:
    context = command.make_context(name, [], resilient_parsing=True)
    rows = [_row(each, context) for each in command.params if each.name != "help"]
    table = ["| argument or option | meaning |", "|---|---|", *rows]
    lines = [f"## `course {name}`", command.help, "\n".join(table)]
    if command.epilog:
        lines.append(command.epilog.replace("Example: ", "For example `") + "`")
    return "\n\n".join([*lines, ""])


def _row(parameter: Any, context: Any) -> str:
    shown, text = parameter.get_help_record(context)
    if parameter.param_type_name == "argument":
        shown = shown.partition(" <")[0].upper()
    elif getattr(parameter, "is_flag", False):
        shown, text = shown.partition(" / ")[0], text.partition("  [default")[0]
    else:
        option, _, kind = shown.rstrip(">").partition(" <")
        shown = f"{option} {KINDS.get(kind.lower(), kind.upper())}"
    shown, text = (words.replace("|", "\\|").replace("\n", " ") for words in (shown, text))
    return f"| `{shown}` | {re.sub(r'  .(default: .*|required).$', _remark, text)} |"


def _remark(found: re.Match[str]) -> str:
    return f" ({found[1]})"


NOT_OF_THE_TOPIC = ("You write", "1. ", "A cell that stops", "The lesson follows", "The course")


def lessons() -> str:
    """Return the introduction of each lesson, from its first cell, and the functions to write."""
    return "\n".join(_lesson(number, topic) for number, topic in enumerate(topics(), start=1))


def _lesson(number: int, topic: Any) -> str:
    path = CHECKOUT / "notebooks" / topic.name / f"{topic.name}.ipynb"
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    title, *paragraphs = "".join(first["source"]).split("\n\n")
    kept = [one for one in paragraphs if not one.startswith(NOT_OF_THE_TOPIC)]
    functions = ", ".join(f"`{exercise.name}`" for exercise in topic.exercises)
    head = f"## {number}. {title.removeprefix('# ')}"
    asked = f"*Notebook:* `{topic.name}`. *You write:* {functions}."
    return "\n\n".join([head, *kept, asked, ""])


def names() -> str:
    """Return every public name of `course_lib`, grouped by purpose, with its docstring."""
    left = list(course_lib.__all__)
    lines = []
    for title, beginnings in GROUPS.items():
        here = sorted(
            (name for name in left if name.startswith(beginnings)),
            key=lambda name: next(i for i, b in enumerate(beginnings) if name.startswith(b)),
        )
        left = [name for name in left if name not in here]
        lines += [f"## {title}", "", "```{eval-rst}", *map(_documented, here), "```", ""]
    return "\n".join(lines)


def _documented(name: str, module: str = "course_lib") -> str:
    if isinstance(getattr(import_module(module), name), type):
        return f".. autoclass:: {module}.{name}\n   :members:\n"
    return f".. autofunction:: {module}.{name}\n"


DEFINITIONS = {
    "grader_tests.engine.exercise": ("Topic", "Exercise", "Criterion", "Mistake", "Question"),
    "course_lib.cases.case": ("Case", "call", "Call", "PreviousResult"),
    "course_lib.cases.arguments": ("SeededRng", "CourseFunction"),
}
"""Module -> the parts of an exercise that are defined there."""


def definitions() -> str:
    """Return the parts of an exercise, with their docstrings."""
    lines = []
    for module, found in DEFINITIONS.items():
        lines += [f"## From `{module}`", "", "```{eval-rst}"]
        lines += [_documented(name, module) for name in found]
        lines += ["```", ""]
    return "\n".join(lines)


def properties() -> str:
    """Return a table of the properties that a case may compare."""
    rows = [
        f"| `{name}` | {_first_line(observer)} |" for name, observer in sorted(PROPERTIES.items())
    ]
    return "\n".join(["| properties | what they compare |", "|---|---|", *rows])


def _first_line(observer: Any) -> str:
    maker = getattr(import_module(observer.__module__), observer.__qualname__.partition(".")[0])
    return (observer.__doc__ or maker.__doc__ or "").partition("\n")[0].replace("|", "\\|")


def public_solutions() -> str:
    """Return the text on public solutions from the course folder's README, without its heading."""
    text = (CHECKOUT / "autograder/templates/course/public_solutions.md").read_text("utf-8")
    return text.partition("\n\n")[2].replace(
        "`docs/authoring.md` says", "[authors do](authoring.md)"
    )


def reflections() -> str:
    """Return the question, the criteria and the comments of each reflection."""
    found = [
        _reflection(topic.name, cell, rubric)
        for topic in topics()
        for cell, rubric in read_rubrics(topic.name).items()
    ]
    return "\n".join(found)


def _reflection(topic: str, cell: str, rubric: ReflectionRubric) -> str:
    path = CHECKOUT / "notebooks" / topic / f"{topic}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    position = next(i for i, one in enumerate(cells) if one["id"] == cell)
    question = "".join(cells[position - 1]["source"]).partition("\n\n")[2]
    title = "".join(cells[0]["source"]).partition("\n")[0].removeprefix("# ")
    criteria = [
        f"- **{one.look_for}** ({_points(one.points)}) If it is missing: {one.missing}"
        for one in rubric.criteria
    ]
    comments = [f"- {comment}" for comment in rubric.comments]
    usable = ["Comments for using again:", "\n".join(comments)] if comments else []
    quoted = "\n".join(f"> {line}".rstrip() for line in question.splitlines())
    return "\n\n".join([f"## {title}", quoted, "\n".join(criteria), *usable, ""])


def _points(points: float) -> str:
    return "1 point" if points == 1 else f"{points:g} points"


MAKERS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "definitions": definitions,
    "lessons": lessons,
    "names": names,
    "public_solutions": public_solutions,
    "properties": properties,
    "reflections": reflections,
}


def tidied(
    app: Any, what: str, name: str, thing: Any, options: Any, arguments: str, returned: str
) -> tuple[str | None, str | None]:
    """Return a signature with the names of our types as in the code."""
    both = [arguments, returned]
    for index, text in enumerate(both):
        if text is not None:
            text = re.sub(r"TypeAliasForwardRef\('(\w+)'\)", r"\1", text)
            text = re.sub(r"~(?:\w+\.)+", "", text).replace("<factory>", "{}")
            both[index] = text.replace("Callable[[...], ", "Callable[..., ")
    return both[0], both[1]


def as_restructured_text(
    app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]
) -> None:
    """Convert our docstrings: double their backquotes for Sphinx, and escape other characters."""
    text = "\n".join(lines)
    prose, *examples = re.split(r"(?=^\s*>>> )", text, maxsplit=1, flags=re.MULTILINE)
    parts = prose.split("`")
    parts[::2] = [re.sub(r"(\*\*|_(?!\w)|\|)", r"\\\1", part) for part in parts[::2]]
    lines[:] = "``".join(parts).splitlines() + "".join(examples).splitlines()
