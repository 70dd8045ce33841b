"""Where a function's helper is at fault, that is said, and not that the function is."""

from __future__ import annotations

import pytest
from cells import cell

from course_lib.checking.checker import run_check

USES = "\n\ndef averaging_window(beta):\n    return 1 / share(beta)\n"
RETURNS_IT = "\n\ndef averaging_window(beta):\n    return share(beta)\n"
HELPERS = {
    "prints": ("def share(b):\n    print(1 - b)" + USES, "hint", "`share` returns (line 1"),
    "prints what is passed on": (
        "def share(b):\n    print(1 / (1 - b))" + RETURNS_IT,
        "hint",
        "Write `return` in place of `print` in `share`.",
    ),
    "returns nothing": ("def share(b):\n    s = 1 - b" + USES, "hint", "End `share` with `return`"),
    "has such a helper itself": (
        "def deep(b):\n    s = 1 - b\n\ndef share(b):\n    return deep(b)" + USES,
        "hint",
        "End `deep` with `return`",
    ),
    "is not written": (
        "def share(b):\n    raise NotImplementedError" + USES,
        "hint",
        "it calls your function `share`, which is not",
    ),
    "raises": (
        "def share(b):\n    return 1 - b.nothing" + USES,
        "place",
        "in your function `share`, which runs when `averaging_window` is called: at line 2",
    ),
    "is wrong as a known mistake is": (
        "def share(b):\n    return 1 + b" + USES,
        "place",
        "line 2 of the cell that defines `share`",
    ),
}


@pytest.mark.parametrize(("source", "where", "sentence"), HELPERS.values(), ids=HELPERS)
def test_a_helper_at_fault_is_named(source: str, where: str, sentence: str) -> None:
    verdict = run_check("averaging_window", cell(source))
    place = verdict.place.text if verdict.place else ""
    assert sentence in (" ".join(verdict.hints) if where == "hint" else place)


def test_a_helper_that_only_fills_an_array_is_not_blamed() -> None:
    source = "def fill(x):\n    x[0] = 1\n\ndef averaging_window(beta):\n    x = [0]\n    fill(x)\n"
    verdict = run_check("averaging_window", cell(f"{source}    return x[0] / (beta + 7)\n"))
    assert "fill" not in verdict.text()
