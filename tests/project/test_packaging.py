"""The students' wheel contains exactly what they need; installed versions are pinned."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name
from reference_sources import body, functions, solutions

import autograder
import course_lib
import grader_tests
from course_lib import __version__
from grader_tests.engine.registry import topics

ROOT = Path(__file__).resolve().parents[2]
ROOT_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
STUDENTS_PROJECT = tomllib.loads((ROOT / "course_lib/pyproject.toml").read_text("utf-8"))["project"]

USE = """
import importlib.util
import sys
from pathlib import Path

import numpy as np

import course_lib
from course_lib.checking.checker import run_check

checkout, environment = map(Path, sys.argv[1:])
assert Path(course_lib.__file__).is_relative_to(environment), course_lib.__file__
assert not any(Path(folder).is_relative_to(checkout) for folder in sys.path), sys.path
assert importlib.util.find_spec("grader_tests") is None
assert importlib.util.find_spec("autograder") is None


def right(v, beta):
    return v / (1 - beta ** np.arange(1, len(v) + 1))


def wrong(v, beta):
    return v / (1 - beta * np.arange(1, len(v) + 1))


assert run_check("bias_correct", {"bias_correct": right}).passed
verdict = run_check("bias_correct", {"bias_correct": wrong})
assert not verdict.passed
assert verdict.mistakes, verdict.text()
course_lib.check("bias_correct", {"bias_correct": right})
for name in course_lib.__all__:
    getattr(course_lib, name)
assert course_lib.load_temperatures().shape == (366,)
assert course_lib.load_digits()[0].shape == (64, 1797)
"""


def run(*command: str | Path, cwd: Path) -> str:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=outside, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(project: Path, into: Path) -> zipfile.ZipFile:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
    run(*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", into, project, cwd=into)
    return zipfile.ZipFile(next(into.glob("*.whl")))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The students' wheel."""
    return build(ROOT / "course_lib", tmp_path_factory.mktemp("wheel"))


def modules(wheel: zipfile.ZipFile) -> dict[str, ast.Module]:
    names = [name for name in wheel.namelist() if name.endswith(".py")]
    return {name: ast.parse(wheel.read(name)) for name in names}


@pytest.mark.slow
@pytest.mark.needs("packages")
def test_the_students_wheel_works_in_an_empty_environment(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    environment = tmp_path / "empty"
    run(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    python = environment / "bin" / "python"
    pip = (python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--constraint", ROOT / "constraints.txt", str(wheel.filename), cwd=tmp_path)
    (tmp_path / "use.py").write_text(USE, encoding="utf-8")
    shown = run(python, "-I", "-W", "error", "use.py", ROOT, environment, cwd=tmp_path)
    assert "bias_correct: everything that is checked here works." in shown


@pytest.mark.processes
def test_the_students_wheel_holds_course_lib_whole_and_nothing_else(
    wheel: zipfile.ZipFile,
) -> None:
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    left_out = {"pyproject.toml", "LICENSE", "NOTICE", ".gitattributes"}
    files = [path for path in (ROOT / "course_lib").rglob("*") if path.is_file()]
    ours = [path for path in files if path.name not in left_out and path.suffix != ".pyc"]
    assert inside == {path.relative_to(ROOT).as_posix() for path in ours}
    assert {"course_lib/py.typed", "course_lib/checking/examples/ewa.json"} <= inside
    assert all(wheel.read(name) == (ROOT / name).read_bytes() for name in inside)


@pytest.mark.processes
def test_the_students_wheel_says_under_which_licences_it_is(wheel: zipfile.ZipFile) -> None:
    [licence] = [name for name in wheel.namelist() if name.endswith("licenses/LICENSE")]
    assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes()
    [notice] = [name for name in wheel.namelist() if name.endswith("licenses/NOTICE")]
    credited = wheel.read(notice).decode().splitlines()
    names = wheel.namelist()
    data = [name for name in names if re.match(r"course_lib/data/.*(?<!\.py)$", name)]
    assert data
    assert all(name.removeprefix("course_lib/data/") in credited for name in data)


@pytest.mark.processes
def test_the_students_wheel_holds_no_reference_code(wheel: zipfile.ZipFile) -> None:
    names = {exercise.name for topic in topics() for exercise in topic.exercises}
    names.remove("predict")  # that of course_lib asks for a guess
    references = solutions()
    for module, tree in modules(wheel).items():
        for function in functions(tree):
            assert function.name not in names, f"{module} defines {function.name}"
            assert body(function) not in references, f"{module}: {function.name} is a solution"


@pytest.mark.processes
def test_the_students_wheel_holds_no_answer(wheel: zipfile.ZipFile) -> None:
    for topic in topics():
        data: dict[str, Any] = json.loads(
            wheel.read(f"course_lib/checking/examples/{topic.name}.json")
        )
        for question in data["questions"].values():
            assert question.keys() == {"title", "choices"}


@pytest.mark.processes
def test_the_version_is_the_same_everywhere(wheel: zipfile.ZipFile) -> None:
    assert Path(str(wheel.filename)).name.split("-")[1] == __version__
    cited = re.search(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    logged = re.search(r"^## \[(.*)\] - ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert cited
    assert logged
    assert cited[1] == logged[1] == __version__


@pytest.mark.processes
def test_the_instructors_wheel_holds_the_three_packages_and_the_command(tmp_path: Path) -> None:
    inside = build(ROOT, tmp_path)
    assert Path(str(inside.filename)).name.split("-")[1] == __version__
    packages = {name.split("/")[0] for name in inside.namelist() if ".dist-info/" not in name}
    assert packages == {"course_lib", "grader_tests", "autograder"}
    [commands] = [name for name in inside.namelist() if name.endswith("entry_points.txt")]
    assert "course = autograder.cli:main" in inside.read(commands).decode()
    licences = {name.rsplit("/")[-1] for name in inside.namelist() if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-PROSE", "NOTICE"}


def test_both_distributions_ask_for_the_same() -> None:
    assert set(STUDENTS_PROJECT["dependencies"]) <= set(ROOT_PROJECT["dependencies"])
    assert STUDENTS_PROJECT["requires-python"] == ROOT_PROJECT["requires-python"]


def pinned() -> list[Requirement]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def test_constraints_are_exact_versions_and_no_more() -> None:
    for requirement in pinned():
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert not requirement.url
        assert not requirement.extras


def needed_here(name: str, extras: frozenset[str], found: set[NormalizedName]) -> None:
    """Adds everything that `name` with `extras` asks for on this machine to `found`."""
    for line in distribution(name).requires or []:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in extras | {""}):
            continue
        wanted = canonicalize_name(requirement.name)
        if wanted not in found or requirement.extras:
            found.add(wanted)
            needed_here(wanted, frozenset(requirement.extras), found)


def test_everything_that_is_installed_is_installed_as_pinned() -> None:
    needed: set[NormalizedName] = set()
    needed_here("optimization-course-grader", frozenset({"test"}), needed)
    pins = {canonicalize_name(pin.name): pin for pin in pinned() if here(pin)}
    assert len(needed) > 100
    assert needed - pins.keys() == set(), "make constraints"
    differing = [
        f"{pins[name]}, but {distribution(name).version} is installed"
        for name in sorted(needed)
        if not pins[name].specifier.contains(distribution(name).version, prereleases=True)
    ]
    assert not differing, "make test installs what is pinned"


def here(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate()


def test_the_packages_under_test_are_those_of_this_checkout() -> None:
    for package in (course_lib, grader_tests, autograder):
        assert Path(str(package.__file__)).is_relative_to(ROOT), "remake .venv: make distclean test"
