"""The hidden cases notice every mutant of a model solution that is not equivalent."""

from __future__ import annotations

import pytest

from grader_tests.engine.registry import topic_of, topics
from grader_tests.strength.mutants import mutants
from grader_tests.strength.score import REPORT, measure, page, row, within

NOTHING_TO_CHANGE = {"to_rows"}
"""A solution that is one attribute, `X.T`, has no small changes."""

EXERCISES = [exercise.name for topic in topics() for exercise in topic.exercises]


def changes(line: str) -> set[str]:
    source = f"def f(a, b):\n    {line}"
    return {one.change.split(" -> ", 1)[1] for one in mutants(source, "f")}


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("return a - b", {"return a + b", "return a", "return b"}),
        ("return a < b", {"return a <= b", "return a > b"}),
        ("return a and b", {"return a or b"}),
        ("return -a", {"return a"}),
        ("return a + 1", {"return a + 2", "return a + 0", "return a"}),
        ("return a.sum(axis=1)", {"return a.sum(axis=2)", "return a.sum()", "return a"}),
        ("return np.sqrt(a)", {"return a"}),
        ("return f(a, b)", {"return f(b, a)"}),
        ("return (a, b)", {"return (b, a)"}),
        ("return a[1:]", {"return a[:]", "return a[2:]"}),
        ("a += b", {"a -= b", "pass"}),
        ("return 2 if a else b", {"return 2", "return b"}),
    ],
)
def test_small_changes_are_made(line: str, some: set[str]) -> None:
    assert some <= changes(line)


def test_no_mutant_is_the_original_or_comes_twice() -> None:
    source = "def f(a):\n    b = a * 1\n    return b + b"
    sources = [one.source for one in mutants(source, "f")]
    assert len(set(sources)) == len(sources)
    assert source not in sources


def test_other_functions_and_docstrings_stay() -> None:
    source = 'def g(a):\n    return a + 1\n\ndef f(a):\n    """Says 1 + 1."""\n    return a - 1'
    for mutant in mutants(source, "f"):
        assert "return a + 1" in mutant.source
        assert "Says 1 + 1." in mutant.source


def test_what_never_ends_is_stopped() -> None:
    assert within(0.2, lambda: [None for _ in iter(int, 1)]) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", EXERCISES)
def test_every_mutant_is_noticed_or_known_to_be_equivalent(name: str) -> None:
    found = measure(name, with_names=False)
    assert found.mutants >= (0 if name in NOTHING_TO_CHANGE else 3)
    assert not found.survived, (
        "The hidden cases do not notice these: add a case that does, or, if they compute the same, "
        "add them to grader_tests/strength/equivalent_mutants.toml with the reason."
    )
    assert not found.not_equivalent, "Take them out of equivalent_mutants.toml."
    remedy = f"Run `make strength ARGS={topic_of(name).name}`, and commit docs/strength.md."
    assert counts(row(found)) in map(counts, PAGE), remedy


def test_measuring_one_topic_leaves_the_other_rows_of_the_page() -> None:
    before, found = REPORT.read_text(encoding="utf-8"), measure("averaging_window")
    made = page([found], before)
    others = [line for line in before.splitlines() if line.startswith(("| ", "- `"))]
    others = [line for line in others if "`averaging_window`" not in line]
    assert [line for line in made.splitlines() if line in others] == others
    assert row(found) in made
    found.survived.append("a -> b")
    survived = page([found], made)
    assert "## Survivors\n\n- `averaging_window`: `a -> b`" in survived
    assert page([measure("averaging_window")], survived) == made


PAGE = [line for line in REPORT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]


def counts(line: str) -> list[str]:
    """A row without what is named and seen: whether two mistakes look alike is up to rounding."""
    cells = line.strip("| ").split(" | ")
    return cells[:4] + cells[6:]
