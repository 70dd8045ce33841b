"""How tests are shared out: how many workers there are, and that each begins with long tests."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest
from long_first import long_first

TESTS = "aBcDeFghIjkl"


@pytest.mark.parametrize("portions", [1, 2, 3, 5, 20])
def test_every_test_is_run_once(portions: int) -> None:
    assert sorted(long_first(TESTS, str.islower, portions)) == sorted(TESTS)


def test_each_portion_begins_with_its_share_of_the_long_tests_in_their_order() -> None:
    assert "".join(long_first(TESTS, str.islower, 2)) == "BDacegFIhjkl"


def test_a_portion_goes_on_from_the_longest_to_the_shortest() -> None:
    assert "".join(long_first("132231123", int, 2)) == "123112233"


def test_what_takes_longest_begins_before_what_starts_a_process(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", "2")
    pytester.makeconftest("pytest_plugins = ['long_first', 'in_process']")
    marks = {"a": None, "b": "slow", "c": "processes", "d": "longest", "e": "longest"}
    tests = [
        f"@pytest.mark.{mark}\n" * bool(mark) + f"def test_{name}(): pass"
        for name, mark in marks.items()
    ]
    pytester.makepyfile("import pytest\n" + "\n".join(tests))
    run = pytester.inline_run("--collect-only", "-p", "no:cacheprovider")
    [ended] = run.getcalls("pytest_collection_finish")
    assert [item.name[-1] for item in ended.session.items] == list("dbeca")


@pytest.mark.parametrize(("gigabytes", "workers"), [(16, 6), (6, 4), (1, 1)])
def test_there_are_twice_as_many_workers_as_processors_if_there_is_memory(
    gigabytes: int, workers: int, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_AUTO_NUM_WORKERS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    memory = {"SC_PHYS_PAGES": gigabytes * 10**6, "SC_PAGE_SIZE": 1000}
    monkeypatch.setattr(os, "sysconf", memory.get)
    everything = SimpleNamespace(option=SimpleNamespace(markexpr=""))
    asked = request.config.pluginmanager.hook.pytest_xdist_auto_num_workers
    assert asked(config=everything) == workers
