"""Compute what a lesson's prose claims, from the names that its notebook has defined by then.

`tests/lessons/claims/TOPIC.toml` has one entry for each claim:

    [[claims]]
    cell = "about-epochs"                     # the Markdown cell with the claim, or the code cell
                                              # that asks for a guess: then what its answers explain
    text = "only 10 steps, SGD 10,000"        # the words, as they are in that cell
    numbers = "[updates['batch'], updates['SGD']]"   # what its numbers have to be, in their order,
                                              # as exactly as they are written; or:
    holds = "updates['SGD'] > 100"            # what has to be true
    first = "updates = ..."                   # optional: statements that run before, in a copy
    after = "by-epoch"                        # optional: the code cell after which it is computed

    [[given]]
    cell = "about-digits"
    text = ["8 by 8 pixels"]                  # numbers that are no result: a choice, a year, a name

A claim is computed in the notebook's own kernel, in the run that all tests of the lesson share,
after the last code cell before its Markdown cell, or the first one after a guess. It leaves no
trace there.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from course_lib.lessons.words import find_words

FOLDER = Path(__file__).resolve().parents[1] / "lessons" / "claims"
SUPPORT = str(Path(__file__).parent)
ID = "claims-"
NUMBER = re.compile(r"(?<![\w.,])[-\u2212]?\d+(?:,\d{3})*(?:\.\d+)?(?!\w)")


@dataclass(frozen=True)
class Claim:
    """Words of a cell, and the expression that they have to agree with."""

    cell: str
    text: str
    numbers: str = ""
    holds: str = ""
    first: str = ""
    after: str = ""

    def fault(self, found: Any) -> str:
        """What is wrong with it, given what its expression returned; nothing if it is true."""
        if isinstance(found, str):
            return f"{self.cell}: {self.text!r} could not be computed: {found}"
        if self.holds:
            return "" if found is True else f"{self.cell}: {self.text!r} does not hold"
        said = numbers_in(self.text)
        if len(said) == len(found) and all(map(_rounds_to, found, said)):
            return ""
        return f"{self.cell}: {self.text!r}, but the notebook has {found}"


@cache
def claims_of(topic: str) -> tuple[Claim, ...]:
    return tuple(Claim(**claim) for claim in _read(topic).get("claims", ()))


def given_in(topic: str) -> list[tuple[str, str]]:
    """Cells and words whose numbers are no results."""
    return [(one["cell"], text) for one in _read(topic).get("given", ()) for text in one["text"]]


def _read(topic: str) -> dict[str, Any]:
    file = FOLDER / f"{topic}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def numbers_in(text: str) -> list[str]:
    return NUMBER.findall(text)


def _rounds_to(value: float, said: str) -> bool:
    """Whether a number is written with the digits that the value rounds to."""
    plain = said.replace(",", "").replace("\u2212", "-").rstrip(".")
    decimals = len(plain.partition(".")[2])
    return abs(float(plain) - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9)


def prose(source: str) -> str:
    """The text of a Markdown cell without formulas, code, links' addresses, and letters' names."""
    for hidden in (r"```.*?```", r"`[^`]*`", r"\$\$.*?\$\$", r"\$[^$\n]*\$", r"\]\([^)]*\)"):
        source = re.sub(hidden, " ", source, flags=re.DOTALL)
    source = re.sub(r"^#+ .*$", "", source, flags=re.MULTILINE)
    return re.sub(r"^\s*\d+\. |\*\*Question \d+\.\*\*", "", source, flags=re.MULTILINE)


def unclaimed(topic: str, cells: dict[str, str]) -> list[tuple[str, str]]:
    """Numbers in prose, each with its cell, that no claim computes and no entry explains."""
    known = [(claim.cell, claim.text) for claim in claims_of(topic)] + given_in(topic)
    found = []
    for cell, source in cells.items():
        text = " ".join(prose(source).split())
        for of, words in known:
            if of == cell:
                text = text.replace(" ".join(prose(words).split()), " ")
        found += [(cell, number) for number in numbers_in(text)]
    return found


def with_claims(topic: str, notebook: Any) -> Any:
    """The notebook with cells that compute the claims, each after the code cell that they need."""
    places: dict[str, list[Claim]] = {}
    for claim in claims_of(topic):
        places.setdefault(claim.after or _code_cell_for(notebook, claim.cell), []).append(claim)
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.id in places:
            asked = [(one.first, one.numbers or one.holds) for one in places[cell.id]]
            source = (
                f"__import__('sys').path.insert(0, {SUPPORT!r})\n"
                f"__import__('claims').say(globals(), {asked!r})"
            )
            cells.append(nbformat.v4.new_code_cell(source, id=ID + cell.id))
    notebook.cells = cells
    return notebook


def _code_cell_for(notebook: Any, cell: str) -> str:
    """The code cell before a Markdown cell, or after a guess."""
    before, guessed = "", False
    for one in notebook.cells:
        is_code = one.cell_type == "code" and not one.id.startswith(ID)
        if one.id == cell and not is_code:
            return before
        if guessed and is_code:
            return str(one.id)
        guessed = guessed or one.id == cell
        before = one.id if is_code else before
    raise ValueError(f"there is no cell {cell!r}")


def explained(source: str) -> str:
    """What the answers of a guess say is true, if a cell of this source asks for one."""
    asks = re.fullmatch(r'(?:predict|guess)\("(\w+)"\)', source.strip())
    if not asks:
        return ""
    choices = find_words("predictions", asks[1])["choices"]
    right = [one["text"] for one in choices if one.get("right")]
    return " ".join([*right, *(one["explanation"] for one in choices)])


def found_in(topic: str, notebook: Any) -> Iterator[tuple[Claim, Any]]:
    """Each claim with what its expression returned, which is removed from the executed notebook."""
    answers: dict[str, list[Any]] = {}
    for cell in notebook.cells:
        if cell.id.startswith(ID):
            text = "".join(output.get("text", "") for output in cell.outputs)
            answers[cell.id.removeprefix(ID)] = json.loads(text)
    for claim in claims_of(topic):
        place = claim.after or _code_cell_for(notebook, claim.cell)
        yield claim, answers[place].pop(0)
    notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith(ID)]


def say(namespace: dict[str, Any], asked: list[tuple[str, str]]) -> None:
    """Print what the expressions return, as JSON; this runs in the notebook's kernel."""
    print(json.dumps([_value(namespace, first, expression) for first, expression in asked]))


def _value(namespace: dict[str, Any], first: str, expression: str) -> Any:
    generators = {
        name: copy.deepcopy(value)
        for name, value in namespace.items()
        if isinstance(value, np.random.Generator)
    }
    names = {**namespace, **generators}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(first, names)
            value = eval(expression, names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if isinstance(value, bool | np.bool_):
        return bool(value)
    return [float(one) for one in np.ravel(value)]
