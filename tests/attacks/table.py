"""Generate the table of attacks in docs/security.md: `python tests/attacks/table.py`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from attack import FULL, NOTHING, Attack
from classes import ATTACKS
from faults import FAULTS
from on_the_grader import ON_THE_GRADER, Family

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- begin: made by tests/attacks/table.py -->", "<!-- end -->"
WHOLE = sum(points or 0 for points in FULL.values())
STOCK = {
    "marks": "stock nbgrader: full marks for the cheat",
    "finds": "stock nbgrader: it finds what it wants",
    "inputs": "stock nbgrader: the tests' inputs leak",
    "loses": "stock nbgrader: honest work loses marks",
    "harms": "stock nbgrader: the rest of the class is not graded",
    "files": "stock nbgrader: the files are published in `autograded/`",
}


def without_defence(attack: Attack) -> str:
    """What the tests show an attack to gain where the defence is missing."""
    gains = [STOCK[attack.stock]] if attack.stock else []
    gains += [f"without the sandbox: {', '.join(attack.open)}"] if attack.open else []
    gains += [attack.elsewhere] if attack.elsewhere else []
    return "; ".join(gains) or "nothing"


def row(attack: Attack) -> str:
    """One line; most attacks cheat for one of the functions, and have solved the others."""
    points = sum(attack.earns[cell] or 0 for cell in NOTHING)
    return f"| {attack.what} | {points:g} | {without_defence(attack)} |"


def row_of_family(family: Family) -> str:
    """One line, with the places of its tests."""
    places = dict.fromkeys(test.split("::")[0] for test in family.tests)
    return f"| {family.what} | {family.without} | {', '.join(f'`{p}`' for p in places)} |"


def table() -> str:
    """All three tables: attacks on one's marks, attacks on the grader, and faults."""
    head = f"| {{}} | marks of {WHOLE:g} | {{}} |\n|---|---|---|"
    return "\n".join(
        [
            head.format("An attack that", "what it gains without the defence"),
            *map(row, ATTACKS),
            "",
            "| An attack on the grader that | what it gains without the defence | tests |",
            "|---|---|---|",
            *map(row_of_family, ON_THE_GRADER),
            "",
            head.format("A fault", "what it costs without the defence"),
            *map(row, FAULTS),
        ]
    )


def renewed(document: str) -> str:
    """The document with the table as it is now."""
    before, rest = document.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text("utf-8")), encoding="utf-8")
