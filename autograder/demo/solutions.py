"""What students write for a function: a right form, known mistakes, or something that breaks."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from grader_tests.engine.exercise import Exercise, Topic
from grader_tests.engine.variants import body_of, changed, reference_code

DATA = Path(__file__).with_name("data")
_STUB = re.compile(r"^ {4}raise NotImplementedError\b.*$", re.MULTILINE)


@dataclass(frozen=True)
class Solution:
    """The text of a function, and what is known about it.

    `body` replaces the stub, `below` is more code in the function's cell, `before` is a cell above
    it. `uses` are the notebook's functions that it calls, whose mistakes it inherits.
    `plain_result` is what grading calls a function that computes nothing; empty if it does compute.
    """

    body: str
    below: str = ""
    before: str = ""
    uses: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    works: bool = True
    plain_result: str = ""

    def written_into(self, stub: str) -> str:
        """Return the source of the solution cell, whose released source is `stub`."""
        lines = _STUB.findall(stub)
        if len(lines) != 1:
            raise ValueError(f"no single place for an answer in:\n{stub}")
        return under(replaced_once(stub, lines[0], indent(self.body, "    ")), self.below)


def under(source: str, below: str) -> str:
    """Return a cell's source with more code below it, if there is any."""
    return f"{source}\n\n\n{below}" if below else source


def replaced_once(text: str, old: str, new: str) -> str:
    """Return `text` with its only `old` replaced; raise ValueError unless there is just one."""
    if text.count(old) != 1:
        raise ValueError(f"{old!r} occurs {text.count(old)} times in:\n{text}")
    return text.replace(old, new)


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return the content of one of the data files."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def has_form(exercise: Exercise, name: str) -> bool:
    """Return whether there is a right form of that name."""
    return any(form.name == name for form in exercise.forms)


def find_solution(topic: Topic, exercise: Exercise, name: str) -> Solution:
    """Return what is meant by `name`: a form, something broken, or mistakes joined by plus signs.

    Mistakes are edits of the reference, as the exercise's TOML file has them. A form works whatever
    stands below it, for a statement that never ends costs only itself.
    """
    entry = read_toml("broken").get(exercise.name, {}).get(name, {})
    form_name = entry.get("form", name)
    before, mistakes = "", tuple[str, ...]()
    if has_form(exercise, form_name):
        form = next(form for form in exercise.forms if form.name == form_name)
        body, before = form.body, form.before
    elif "body" in entry:
        body = entry["body"]
    else:
        mistakes = tuple(name.split(" + "))
        body = _with_mistakes(exercise, mistakes)
    return Solution(
        body.strip("\n"),
        str(entry.get("below", "")).strip("\n"),
        before.strip("\n"),
        tuple(_names_in(body) & {one.name for one in topic.exercises}),
        mistakes,
        "body" not in entry,
        entry.get("plain_result", ""),
    )


def _with_mistakes(exercise: Exercise, names: tuple[str, ...]) -> str:
    known = {mistake.name: mistake for mistake in exercise.mistakes}
    code = reference_code(exercise.reference)
    for name in names:
        code = changed(code, known[name].edit, known[name].body)
    return body_of(code)


def _names_in(body: str) -> set[str]:
    try:
        tree = ast.parse(dedent(body))
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
