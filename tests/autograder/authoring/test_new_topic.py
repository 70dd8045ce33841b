"""`course new-topic` creates a topic that passes every test of topics."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring.new_topic import make_topic
from autograder.errors import CourseError
from grader_tests.engine.registry import load_topic

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[3]
PARTS = ("autograder", "course_lib", "grader_tests", "notebooks", "tests", "docs")
FILES = ("pyproject.toml", "nbgrader_config.py", "Makefile", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, with two topics, so that their tests take no time."""
    root = tmp_path_factory.mktemp("checkout")
    kept = {"ewa", "adam"}

    def others(folder: str, names: list[str]) -> set[str]:
        topics = Path(folder) in (ROOT / "notebooks", ROOT / "grader_tests/topics")
        left_out = {n for n in names if topics and (Path(folder) / n).is_dir() and n not in kept}
        return left_out | {"__pycache__"} & set(names)

    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=others)
    for file in FILES:
        shutil.copyfile(ROOT / file, root / file)
    return root


def run(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(checkout)}
    env.pop("PYTEST_XDIST_WORKER", None)
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=checkout, env=env, capture_output=True, text=True
    )


@pytest.mark.slow
def test_a_new_topic_passes_its_own_tests(checkout: Path) -> None:
    made = run(checkout, "autograder", "new-topic", "weighted")
    assert made.returncode == 0, made.stderr
    assert "notebooks/weighted/weighted.ipynb" in made.stdout
    tests = [
        "exercises/test_registry",
        "exercises/test_mistakes_in_solutions",
        "exercises/test_luck",
        "exercises/test_weighted",
        "lessons/test_run_all",
        "lessons/test_notebook_files",
        "project/test_house",
    ]
    files = [f"tests/{name}.py" for name in tests]
    done = run(checkout, "pytest", "-q", "-k", "weighted", "-p", "no:cacheprovider", *files)
    assert done.returncode == 0, done.stdout[-5_000:]
    assert int(done.stdout.split(" passed")[0].split()[-1]) > 20
    new = ["grader_tests/topics/weighted", "tests/exercises/test_weighted.py", "notebooks/weighted"]
    for tool in ("ruff check", "ruff format --check"):
        checked = run(checkout, *tool.split(), *new)
        assert checked.returncode == 0, checked.stdout
    again = run(checkout, "autograder", "new-topic", "weighted")
    assert again.returncode == 2
    assert "exists already" in again.stderr


@pytest.mark.parametrize("name", ["Weight Decay", "1st", "class", "../x", "weight-decay", ""])
def test_a_name_that_will_not_do_is_refused(checkout: Path, name: str) -> None:
    before = sorted(path for path in checkout.rglob("*.ipynb"))
    done = run(checkout, "autograder", "new-topic", "--", name)
    assert done.returncode == 2
    assert "cannot name a topic" in done.stderr
    assert sorted(path for path in checkout.rglob("*.ipynb")) == before


@pytest.mark.parametrize(
    ("topic", "name"),
    [("adam_step", "adam_step"), ("fifty_days", "fifty_days"), ("mine", "mine_doubled")],
)
def test_no_name_of_a_new_topic_is_that_of_an_exercise_or_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, topic: str, name: str
) -> None:
    """Two things of one name would be one for `check`, for `course why`, and for `-k`."""
    (tmp_path / "grader_tests").mkdir()
    if name.startswith("mine"):
        monkeypatch.setattr("grader_tests.engine.registry.topic_of", lambda _: load_topic("ewa"))
        monkeypatch.setattr("grader_tests.engine.registry.exists", lambda one: one == name)
    with pytest.raises(CourseError, match=f"'{name}' is already an exercise or question"):
        make_topic(tmp_path, topic)
    assert [*tmp_path.rglob("*")] == [tmp_path / "grader_tests"]
