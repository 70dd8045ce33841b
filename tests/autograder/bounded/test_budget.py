"""Work on students' bytes ends in time, whatever it is, and costs nobody else anything."""

from __future__ import annotations

import operator
import os
import re
from collections.abc import Iterator

import pytest

from autograder.bounded.budget import Budget, close_helpers
from autograder.bounded.helper_process import HelperEnded, HelperProcess
from autograder.html.sanitize_cells import as_written, sanitize_markdown

pytestmark = pytest.mark.processes

ENDLESS = "(a+)+b", "a" * 60
"""A regular expression that would take years: the C code of `re` does the work."""


@pytest.fixture(autouse=True)
def no_helper_is_left() -> Iterator[None]:
    yield
    close_helpers()


def add(budget: Budget, *pair: int) -> int | str:
    result: int | str = budget.run(operator.add, *pair, otherwise=lambda: "plain")
    return result


def test_the_result_is_the_functions() -> None:
    budget = Budget()
    assert add(budget, 1, 2) == 3
    assert not budget.exhausted


def test_what_takes_too_long_is_stopped_and_what_was_done_before_is_kept() -> None:
    budget = Budget(0.2)
    items = [("a", "a"), ENDLESS, ("a", "a")]
    done = budget.map(re.fullmatch, items, lambda item: f"plain {item[0]}")
    assert [bool(done[0]), *done[1:]] == [True, "plain (a+)+b", "plain a"]
    assert budget.exhausted


def test_the_next_submission_has_a_budget_of_its_own() -> None:
    first = Budget(0.1)
    first.run(re.fullmatch, *ENDLESS, otherwise=lambda: None)
    assert add(first, 1, 2) == "plain"
    assert add(Budget(), 1, 2) == 3


@pytest.mark.parametrize(
    ("function", "argument", "ends_the_process"),
    [
        (bytes, 10**10, False),
        (operator.not_, None, None),
        (os._exit, 3, True),
        (os.abort, None, True),
        (re.compile, "(", False),
    ],
    ids=["memory", "nothing wrong", "exit", "crash", "exception"],
)
def test_whatever_goes_wrong_has_a_plain_form(
    function: object, argument: object, ends_the_process: bool | None
) -> None:
    budget = Budget()
    arguments = () if function is os.abort else (argument,)
    result = budget.run(function, *arguments, otherwise=lambda: "plain")  # type: ignore[arg-type]
    assert result == (True if ends_the_process is None else "plain")
    assert budget.exhausted == bool(ends_the_process)
    assert add(Budget(), 1, 2) == 3


def test_work_that_is_done_here_counts_too() -> None:
    budget = Budget(1.0)
    with budget.counted():
        sum(range(100_000))
    assert 0 < budget.spent < 1.0
    budget.spend(1.0)
    assert add(budget, 1, 2) == "plain"


def test_one_process_serves_many_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    start = HelperProcess.start

    def noted(helper: HelperProcess) -> object:
        process = start(helper)
        started.append(process.pid)
        return process

    monkeypatch.setattr(HelperProcess, "start", noted)
    for number in range(5):
        assert add(Budget(), number, 1) == number + 1
    assert len(started) == 5
    assert len(set(started)) == 1


def test_what_a_helper_was_doing_when_interrupted_is_nobodys_answer() -> None:
    helper = HelperProcess()
    answers = helper.results(operator.add, [(1, 2), (3, 4)], 1.0)
    assert next(answers) == (True, 3)
    with pytest.raises(KeyboardInterrupt):
        answers.throw(KeyboardInterrupt)  # type: ignore[attr-defined]
    assert list(helper.results(operator.add, [(5, 6)], 1.0)) == [(True, 11)]
    helper.close()


def test_a_helper_that_is_a_fork_has_no_files_of_its_parent_and_is_replaced_when_it_ends() -> None:
    helper = HelperProcess()
    helper.fork()
    fork = helper.start().pid
    [(done, opened)] = helper.results(os.listdir, [("/proc/self/fd",)], 1.0)
    assert done
    assert set(map(int, opened)) <= set(range(6))
    with pytest.raises(HelperEnded):
        list(helper.results(re.fullmatch, [ENDLESS], 0.1))
    assert list(helper.results(operator.add, [(1, 2)], 1.0)) == [(True, 3)]
    assert helper.start().pid != fork
    helper.close()


def test_markdown_that_takes_long_is_shown_as_it_was_written() -> None:
    """40 such texts took five minutes; each is within all limits on length."""
    budget = Budget(0.2)
    text = "\\\\[" * 6_000
    shown = budget.run(sanitize_markdown, text, otherwise=lambda: as_written(text))
    assert text in shown
    assert budget.exhausted
