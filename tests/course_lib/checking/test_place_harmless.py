"""The search for a place does nothing that the student's function did not do, and always ends."""

from __future__ import annotations

import sys
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cells import EWA, cell, example_calls

from course_lib.checking.checker import run_check
from course_lib.checking.place.guards import GROW, Steps, Stopped, bounded_product, guarded_names
from course_lib.checking.place.search import Findings, Search

CALLS = example_calls("ewa")
"""How often `check` calls `ewa`."""


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[Findings]:
    """What each search found and took."""
    found: list[Findings] = []
    run = Search.run

    def noted(self: Search) -> Findings:
        found.append(run(self))
        return found[-1]

    monkeypatch.setattr(Search, "run", noted)
    return found


@pytest.fixture
def numpy_as_it_was() -> Iterator[None]:
    exp, settings, state = np.exp, np.geterr(), np.random.get_state()
    yield
    np.exp = exp
    np.seterr(**settings)
    np.random.set_state(state)


def test_such_a_function_is_searched_if_it_only_computes(searches: list[Findings]) -> None:
    verdict = run_check("ewa", cell(EWA.format(line="print(theta)")))
    assert verdict.place is not None
    assert verdict.place.line == 6
    assert searches[0].tried > 50


@pytest.mark.parametrize(
    "line",
    [
        "open(FILE, 'a').write('x')",
        "np.savetxt(FILE, theta)",
        "theta.tofile(FILE)",
        "np.load(FILE)",
        "input('How many? ')",
        "sys.exit()",
        "exit()",
        "raise SystemExit",
        "raise KeyboardInterrupt",
        "threading.Thread(target=print).start()",
        "__import__('os').getpid()",
        "import os; os.getcwd()",
        "from os import system",
        "eval('1 + 1')",
        "theta.__class__.__base__.__subclasses__()",
        "getattr(np, 'savetxt')(FILE, theta)",
        "'{0.__class__}'.format(theta)",
        "np.exp = np.sin",
        "np.seterr(all='raise')",
        "np.set_printoptions(precision=2)",
        "np.random.seed(1)",
        "global total; total = 1",
        "np.lib.stride_tricks",
        "np.f2py",
        "np.testing.assert_equal(1, 1)",
        "helper(theta)",
        "Thing()",
        "try: pass\n    except: pass",
        "try: pass\n    finally: print()",
        "get_ipython().system('true')",
    ],
)
@pytest.mark.usefixtures("numpy_as_it_was")
def test_what_does_more_than_compute_is_not_tried(
    line: str, searches: list[Findings], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "")
    file = tmp_path / "file.txt"
    file.write_text("1")
    outside = {"FILE": str(file), "np": np, "sys": sys, "threading": threading}
    namespace = cell("class Thing:\n    pass", outside)
    exec("def helper(theta):\n    return theta", namespace)  # no source that can be read
    try:
        run_check("ewa", cell(EWA.format(line=line), namespace))
    except KeyboardInterrupt:
        assert "KeyboardInterrupt" in line
    assert searches == []


def test_a_file_is_written_by_the_examples_alone(tmp_path: Path) -> None:
    file = tmp_path / "calls.txt"
    run_check("ewa", cell(EWA.format(line="open(FILE, 'a').write('x')"), {"FILE": file, "np": np}))
    assert file.read_text() == "x" * CALLS


@pytest.mark.usefixtures("numpy_as_it_was")
def test_data_of_the_notebook_is_left_alone(searches: list[Findings]) -> None:
    namespace: dict[str, Any] = {"np": np, "log": [], "table": np.zeros(3), "found": {}}
    line = "log.append(1); table[0] += 1; found['n'] = len(log)"
    run_check("ewa", cell(EWA.format(line=line), namespace))
    assert searches
    assert len(namespace["log"]) == namespace["table"][0] == CALLS


@pytest.mark.usefixtures("numpy_as_it_was")
def test_random_numbers_are_drawn_by_the_examples_alone(searches: list[Findings]) -> None:
    np.random.seed(1)
    run_check("ewa", cell(EWA.format(line="np.random.rand(2)")))
    drawn = np.random.rand()
    np.random.seed(1)
    np.random.rand(2 * CALLS)
    assert searches
    assert drawn == np.random.rand()


@pytest.mark.parametrize(
    "line",
    [
        "k = 0\n    while k < len(theta): k += 1",
        "k = 10\n    while k > 0: k = k - 1",
        "k = [0]\n    for x in k:\n        if len(k) < 5: k.append(x)",
        "f = lambda n: 1 if n <= 0 else f(n - 1)\n    f(5)",
        "def g(n):\n        while n < 5: n += 1; yield n\n    list(g(0))",
        "sum(range(10 ** 4)); sorted(range(100)); max(range(10 ** 3))",
        "try: 1 / 0\n    except ZeroDivisionError: pass",
    ],
)
def test_edits_that_never_end_are_stopped(line: str, searches: list[Findings]) -> None:
    run_check("ewa", cell(EWA.format(line=line)))
    [findings] = searches
    assert findings.tried > 20


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "n = 4; np.zeros(10 ** n); np.zeros((n, n)); [0] * 10 ** n; 'a' * n",
        "n = 9; 2 ** n ** 2; 1 << n * n; n * n * n",
        "n = 3; np.arange(0, 1, 10.0 ** -n); np.linspace(0, 1, 10 ** n); np.eye(n)",
        "a = np.arange(1000.0); np.outer(a, a[:9]); a[:, None] * a[:9]; np.tile(a, 9)",
        "a = [1]\n    for _ in range(9): a = a + a",
        "a = np.ones(2)\n    for _ in range(9): a = np.concatenate([a, a])",
        "a = 3\n    for _ in range(9): a = a * a",
    ],
)
def test_edits_that_need_much_memory_are_stopped(line: str, searches: list[Findings]) -> None:
    namespace = cell(EWA.format(line=line))
    tracemalloc.start()
    try:
        run_check("ewa", namespace)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    [findings] = searches
    assert findings.tried > 20
    assert peak < 100_000_000


@pytest.mark.parametrize("method", ["random", "standard_normal", "standard_exponential"])
def test_what_would_crash_the_interpreter_is_not_called(method: str) -> None:
    """NumPy reads an `out` that is no array as if it were one."""
    call = guarded_names(Steps())[GROW]
    method_of_generator = getattr(np.random.default_rng(0), method)
    with pytest.raises(Stopped):
        call(method_of_generator, 2, None, 1)
    with pytest.raises(Stopped):
        call(method_of_generator, 2, out=1)
    assert call(method_of_generator, 2).shape == (2,)


LARGE = 10**5


@pytest.mark.parametrize(
    ("function", "few", "many"),
    [
        (np.array_split, [np.ones(4), 2], [np.ones(4), 10 * LARGE]),
        (np.split, [np.ones(4), 2], [np.ones(4), 10 * LARGE]),
        (np.bincount, [np.array([1, 1])], [np.array([1, 10 * LARGE])]),
        (np.histogram, [np.ones(4), 3], [np.ones(4), 10 * LARGE]),
        (np.ndindex, [2, 3], [10 * LARGE]),
        (np.random.default_rng(0).spawn, [2], [10 * LARGE]),
        (np.add, [np.ones((2, 1)), np.ones(2)], [np.ones((1, LARGE)), np.ones((LARGE, 1))]),
        (np.where, [[True], [1.0], np.ones(2)], [[True], np.ones((LARGE, 1)), np.ones(LARGE)]),
        (np.matmul, [np.ones((2, 1)), np.ones((1, 2))], [np.ones((LARGE, 1)), np.ones((1, LARGE))]),
    ],
)
def test_a_function_is_not_called_if_its_result_would_be_large(
    function: Any, few: list[Any], many: list[Any]
) -> None:
    call = guarded_names(Steps())[GROW]
    call(function, *few)
    with pytest.raises(Stopped):
        call(function, *many)


def test_a_product_is_not_made_if_it_is_too_long() -> None:
    assert len([*bounded_product("ab", "cd", repeat=2)]) == 16
    for values, repeat in (([range(1000)] * 3, 1), (["ab"], 9)):
        with pytest.raises(Stopped):
            bounded_product(*values, repeat=repeat)


def test_a_recursion_without_end_is_an_error_like_any_other(searches: list[Findings]) -> None:
    endless = "def ewa(theta, beta):\n    return ewa(theta, beta) * beta\n"
    run_check("ewa", cell(endless))
    [findings] = searches
    assert findings.fixes == []


@pytest.mark.parametrize("how", ["del np", "np.sqrt = None", "np = 3"])
def test_numpy_may_be_gone_or_changed(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np, "sqrt", np.sqrt)
    namespace = cell(EWA.format(line="np.sqrt(4.0)"))
    exec(how, namespace)
    assert not run_check("ewa", namespace).passed


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, RecursionError, ValueError])
def test_nothing_that_goes_wrong_in_the_search_reaches_the_student(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Search) -> Findings:
        raise error

    monkeypatch.setattr(Search, "run", broken)
    verdict = run_check("ewa", cell(EWA.format(line="pass")))
    assert not verdict.passed
    assert verdict.place is None


def test_a_search_is_the_same_each_time(searches: list[Findings]) -> None:
    for _ in range(2):
        run_check("ewa", cell(EWA.format(line="pass").replace("p = 0.0", "p = theta[1]")))
    one, other = searches
    assert (one.tried, one.work, one.complete) == (other.tried, other.work, other.complete)


def test_somebody_who_waits_is_told_once() -> None:
    said: list[int] = []
    hopeless = EWA.format(line="pass").replace("return v", "return v * 3 + np.sin(v)")
    run_check("ewa", cell(hopeless), when_long=lambda: said.append(1))
    assert said == [1]
