"""A test that needs what a machine lacks is skipped with instructions; in CI it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

TESTS = Path(__file__).resolve().parents[1]
CONFTEST = TESTS.joinpath("conftest.py").read_text(encoding="utf-8")
LACKING = """
NEEDS["unicorn"] = Need(lambda: False, "It needs a unicorn: look behind the rainbow.")
NEEDS["air"] = Need(lambda: True, "It needs air.")
"""


@pytest.fixture
def machine(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with this project's conftest.py, on a machine that has air and no unicorn."""
    monkeypatch.delenv("CI", raising=False)
    pytester.makeini(f"[pytest]\npythonpath = {TESTS / 'support'}")
    pytester.makeconftest(CONFTEST + LACKING)
    return pytester


def run(machine: pytest.Pytester, tests: str) -> pytest.RunResult:
    machine.makepyfile("import pytest\n" + tests)
    return machine.runpytest_subprocess("-ra", "-p", "no:cacheprovider")


NEEDY = """
@pytest.mark.needs("unicorn")
def test_rides(): assert False, "it ran"

@pytest.mark.needs("air")
def test_breathes(): pass
"""


def test_a_test_is_skipped_with_the_way_to_get_what_it_needs(machine: pytest.Pytester) -> None:
    result = run(machine, NEEDY)
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*It needs a unicorn: look behind the rainbow."])


def test_in_ci_a_lacking_need_is_a_failure_that_says_how_to_get_it(
    machine: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    result = run(machine, NEEDY)
    # The skip is raised while the test is set up, which pytest counts as an error.
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*nothing may be left out*It needs a unicorn*"])
    assert result.ret == pytest.ExitCode.TESTS_FAILED


WAYS_TO_SKIP = {
    "test_call": "def test_it(): pytest.skip('today')",
    "test_mark": "@pytest.mark.skip(reason='today')\ndef test_it(): pass",
    "test_condition": "@pytest.mark.skipif(True, reason='today')\ndef test_it(): pass",
    "test_module": "pytest.skip('today', allow_module_level=True)",
    "test_import": "pytest.importorskip('no_such_module_here', reason='today')",
}


def test_in_ci_every_way_to_skip_fails(
    machine: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.makepyfile(**{name: f"import pytest\n{text}" for name, text in WAYS_TO_SKIP.items()})
    everywhere = ("-ra", "--continue-on-collection-errors")
    machine.runpytest_subprocess(*everywhere).assert_outcomes(skipped=len(WAYS_TO_SKIP))
    monkeypatch.setenv("CI", "true")
    result = machine.runpytest_subprocess(*everywhere)
    result.assert_outcomes(failed=1, errors=len(WAYS_TO_SKIP) - 1)
    summary = [line for line in result.outlines if line.startswith(("ERROR ", "FAILED "))]
    assert all(line.endswith("nothing may be left out: today") for line in summary)
    assert len(summary) == len(WAYS_TO_SKIP)


def test_in_ci_an_expected_failure_stays_one(
    machine: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    tests = "@pytest.mark.xfail(reason='known')\ndef test_it(): assert False"
    run(machine, tests).assert_outcomes(xfailed=1)


def test_a_need_that_nobody_knows_is_refused(machine: pytest.Pytester) -> None:
    result = run(machine, "@pytest.mark.needs('uniconr')\ndef test_it(): pass")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*needs 'uniconr', which tests/conftest.py does not know.*"])
