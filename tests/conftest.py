"""What all tests share: features that a machine may lack, and in CI none may be skipped."""

from __future__ import annotations

import gc
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import in_process
import long_first
import no_waiting
import pytest
import topic_keywords
from hypothesis import settings

from autograder.translation.fresh import bring_up_to_date

if TYPE_CHECKING:
    from autograder.sandbox.client import Server

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Need:
    """Something that a machine may lack: how to find it, how to get it, whether it is programs."""

    is_here: Callable[[], bool]
    how_to_get: str
    starts_processes: bool = True


def _is_confinement_here() -> bool:
    from autograder.errors import SandboxUnavailable
    from autograder.sandbox.confine import require_confinement

    try:
        require_confinement()
    except SandboxUnavailable:
        return False
    return True


def _is_git_checkout() -> bool:
    asked = ["git", "-C", str(ROOT), "rev-parse", "--git-dir"]
    return bool(shutil.which("git")) and subprocess.run(asked, capture_output=True).returncode == 0


def _answers_pip() -> bool:
    asked = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps"]
    patience = ["--retries", "0", "--timeout", "15"]
    return subprocess.run([*asked, *patience, "hatchling"], capture_output=True).returncode == 0


def _is_postgresql_here() -> bool:
    server = shutil.which("initdb") or [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return bool(server and importlib.util.find_spec("psycopg"))


def _is_chinese_font_here() -> bool:
    from course_lib.plots.fonts import chinese_font

    return chinese_font() is not None


NEEDS = {
    "chinese_font": Need(
        _is_chinese_font_here,
        "It needs a font with Chinese letters. As root: apt-get install fonts-noto-cjk",
        starts_processes=False,
    ),
    "chromium": Need(
        lambda: any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
        "It needs the browser Chromium. As root: apt-get install chromium",
    ),
    "dask": Need(
        lambda: importlib.util.find_spec("distributed") is not None,
        "It needs Dask: make test EXTRAS=test,dask",
    ),
    "git": Need(
        _is_git_checkout,
        "It needs Git, and the project as git clone gives it.",
    ),
    "landlock": Need(
        _is_confinement_here,
        "It needs Linux 5.13 or newer with Landlock on, and libseccomp. As root: "
        "apt-get install libseccomp2; for the kernel, use a virtual machine or another host.",
    ),
    "packages": Need(
        _answers_pip, "It needs a package index that pip can reach: run it where the network is."
    ),
    "postgresql": Need(
        _is_postgresql_here,
        "It needs a PostgreSQL server and its Python driver. As root: apt-get install postgresql; "
        "then: make test EXTRAS=test,postgres",
    ),
    "torch": Need(
        lambda: importlib.util.find_spec("torch") is not None,
        "It needs PyTorch: make test EXTRAS=test,torch",
        starts_processes=False,
    ),
}


@cache
def missing(name: str) -> str | None:
    """How to get what is called `name`; None if it is here."""
    need = NEEDS[name]
    return None if need.is_here() else need.how_to_get


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A fork server of the sandbox, for tests that drive it without a course."""
    from autograder.sandbox.client import Server

    server = Server()
    yield server
    server.close()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"needs(*names): any of {', '.join(NEEDS)}; skips without")
    settings.register_profile("course", deadline=None)
    settings.load_profile("course")
    config.pluginmanager.register(in_process)
    bring_up_to_date()
    config.pluginmanager.register(topic_keywords)
    config.pluginmanager.register(long_first)
    no_waiting.wait_for_no_disk()
    # Environments that tests install are used once: pip need not compile what nobody imports.
    os.environ["PIP_NO_COMPILE"] = "0"  # the option is a negative one, so 0 sets it
    _let_libraries_start_no_threads()
    _leave_the_home_folder_alone(config)
    gc.set_threshold(50_000, 20, 50)  # a third of the time would go into looking for garbage


WORKER_BYTES = 1_500_000_000
"""What a worker may take with its browser, servers and students' code."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Twice as many workers as processors, for tests that wait for servers and browsers.

    `make quick` and its like leave these out. Where there is little memory, there are fewer.
    """
    asked_for = "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ or config.option.markexpr
    if asked_for or not hasattr(os, "sched_getaffinity"):
        return None
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min(2 * len(os.sched_getaffinity(0)), memory // WORKER_BYTES))


def pytest_collection_finish() -> None:
    """What has been collected stays, so no later search for garbage looks through it."""
    gc.collect()
    gc.freeze()


def _let_libraries_start_no_threads() -> None:
    """What a lesson multiplies is small: a second thread waits for the first, and computes so.

    Grading does the same. Whoever sets one of these variables keeps it.
    """
    for library in ("OPENBLAS", "OMP", "MKL", "VECLIB"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def _leave_the_home_folder_alone(config: pytest.Config) -> None:
    """What a person set up for Jupyter and IPython must change no test, nor a test that."""
    settings_folder = tempfile.TemporaryDirectory(prefix="course-tests-")
    config.add_cleanup(settings_folder.cleanup)
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        os.environ[name] = str(Path(settings_folder.name) / name.lower())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for name in _needed(item):
            if name not in NEEDS:
                raise pytest.UsageError(
                    f"{item.nodeid} needs {name!r}, which tests/conftest.py does not know."
                )
            if NEEDS[name].starts_processes:
                item.add_marker("processes")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name in _needed(item):
        how_to_get = missing(name)
        if how_to_get:
            pytest.skip(how_to_get)


def _needed(item: pytest.Item) -> list[str]:
    return [name for mark in item.iter_markers("needs") for name in mark.args]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        _refuse_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        _refuse_in_ci(report)
    return report


def _refuse_in_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    """With CI=true everything is meant to be there, so a skip means that something broke."""
    if os.environ.get("CI") != "true":
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    report.outcome = "failed"
    report.longrepr = f"Skipped, and with CI=true nothing may be left out: {reason}"
