"""What is defined below a check counts only where nothing was written at the check itself."""

from __future__ import annotations

import pytest
from one_function import F, grade

pytestmark = pytest.mark.needs("landlock")

LATE = "is first defined after this check"
REFUSING = (
    "def averaging_window(beta):\n    if isinstance(beta, str):\n"
    '        raise NotImplementedError("numbers only")\n    return 1 / (1 - beta)'
)
ROUNDED = "# rounded\ndef averaging_window(beta):\n    return round(1 / (1 - beta))"
OF_ANOTHER = "class Averager:\n    def averaging_window(self):\n        raise NotImplementedError"
CHOSEN = 'larger_beta = None  # "a", "b", "c" or "d"\nif True:\n    larger_beta = "b"'

WRITTEN_AT_THE_CHECK = {
    "a function that refuses some arguments": (REFUSING, ROUNDED),
    "a value of its name below": (REFUSING, "averaging_window = 10  # days"),
    "a method of that name": (f"{F}\n{OF_ANOTHER}", "def averaging_window(beta):\n    return 5"),
    "a stub beside it": (
        f"def later(x):\n    raise NotImplementedError\n{F}",
        "def averaging_window(beta):\n    return 5",
    ),
}


@pytest.mark.parametrize(
    ("source", "below"), WRITTEN_AT_THE_CHECK.values(), ids=WRITTEN_AT_THE_CHECK
)
def test_what_was_written_at_its_check_counts(source: str, below: str) -> None:
    verdict, said = grade(source, below=(below,))
    assert verdict.points == 2
    assert LATE not in said


def test_an_answer_that_was_given_at_its_check_counts() -> None:
    verdict, said = grade(CHOSEN, below=("larger_beta = 0.98",), name="larger_beta")
    assert verdict.points == 1
    assert LATE not in said


UNWRITTEN = {
    "the stub": "def averaging_window(beta):\n    raise NotImplementedError  # write it here",
    "a stub in one line": "def averaging_window(beta): raise NotImplementedError()",
    "the stub's line below a try": (
        'def averaging_window(beta):\n    """How."""\n    n = 1\n    raise NotImplementedError'
    ),
    "nothing": "",
}


@pytest.mark.parametrize("source", UNWRITTEN.values(), ids=UNWRITTEN)
def test_what_was_not_written_at_its_check_counts_from_below(source: str) -> None:
    verdict, said = grade(source, below=(F,))
    assert verdict.points == 2
    assert LATE in said


def test_a_method_below_a_function_is_no_empty_function() -> None:
    needs = "def averaging_window(beta):\n    return 1 / ewa_weights(beta, 1)[0]"
    verdict, _ = grade(f"{needs}\n{OF_ANOTHER}", above=(needs,))
    assert "An empty `averaging_window`" not in verdict.text()
    assert "it calls a function that is not" in verdict.text()
