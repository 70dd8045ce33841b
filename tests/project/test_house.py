"""The house rules that no linter checks: size, import direction, no machine's own names."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from each_case import each_case

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("course_lib", "grader_tests", "autograder")
"""Each may import those before it, and itself."""

MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def test_a_module_says_what_it_does_in_at_most_400_lines() -> None:
    with each_case() as case:
        for module in MODULES:
            with case(named(module)):
                lines = module.read_text(encoding="utf-8").splitlines()
                assert len(lines) <= 400, "look for the second thing that it does"
                assert ast.get_docstring(parsed(module)), "its first line says what it is for"


def test_a_function_has_at_most_50_lines_besides_its_docstring() -> None:
    with each_case() as case:
        for module in MODULES:
            with case(named(module)):
                kinds = ast.FunctionDef | ast.AsyncFunctionDef
                functions = [node for node in ast.walk(parsed(module)) if isinstance(node, kinds)]
                assert not [one.name for one in functions if lines_of_code(one) > 50]


def lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function; its docstring, the contract with its callers, does not count."""
    first = function.body[0]
    lines = (function.end_lineno or 0) - function.lineno + 1
    return lines - ((first.end_lineno or 0) - first.lineno + 1) * bool(ast.get_docstring(function))


def test_imports_run_one_way_only() -> None:
    with each_case() as case:
        for module in MODULES:
            own = module.relative_to(ROOT).parts[0]
            later = PACKAGES[PACKAGES.index(own) + 1 :]
            with case(named(module)):
                names = imported(parsed(module))
                assert not [name for name in names if name.split(".")[0] in later]


def imported(tree: ast.AST, members: bool = False) -> Iterator[str]:
    """The names of all modules that the code imports, wherever it does so.

    `members` adds what is imported from a package itself, as in `from autograder import messages`.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                assert node.level == 0, "imports name the whole path"
                yield node.module or ""
                if members and "." not in (node.module or ""):
                    yield from (f"{node.module}.{alias.name}" for alias in node.names)
            case ast.Call(
                func=ast.Name(id=function) | ast.Attribute(attr=function),
                args=[ast.Constant(value=str(name)), *_],
            ) if function in ("__import__", "import_module", "find_spec"):
                yield name


@pytest.mark.parametrize(
    "code",
    [
        "import grader_tests.topics.adam",
        "from grader_tests import adam",
        "def f():\n    import grader_tests",
        "if TYPE_CHECKING:\n    from grader_tests.engine.exercise import Topic",
        "importlib.import_module('grader_tests.topics.adam')",
        "__import__('grader_tests')",
    ],
)
def test_every_way_to_import_is_seen(code: str) -> None:
    assert [name.split(".")[0] for name in imported(ast.parse(code))][-1] == "grader_tests"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_rooms_of_a_package_import_each_other_without_a_circle(package: str) -> None:
    """A room is a folder of the package, or a module beside its folders.

    The registry of `grader_tests` looks through the folder of topics, which use the engine: that
    imports none of them.
    """
    rooms: dict[str, set[str]] = {}
    for module in MODULES:
        own = module.relative_to(ROOT).with_suffix("").parts
        if own[0] == package and own[1] != "__init__":
            names = {*imported(parsed(module), members=True)} - {"grader_tests.topics"}
            others = {room_of(name) for name in names}
            rooms.setdefault(own[1], set()).update(
                room for of, room in others if of == package and room != own[1]
            )
    assert len(rooms) > 2
    list(TopologicalSorter(rooms).static_order())  # raises CycleError, which names the circle


def room_of(module: str) -> tuple[str, str]:
    """The package of a module, and its room there."""
    package, _, inside = module.partition(".")
    return package, inside.partition(".")[0]


OF_ONE_MACHINE = re.compile(
    "|".join(
        (
            r"py" r"pi\.(org|python)",
            r"python" r"hosted\.org",
            r"npm" r"js\.(org|com)",
            r"deb\.deb" r"ian\.org",
            r"(extra-)?index-" r"url\s*[=:]",
            r"find-" r"links\s*[=:]",
            r"/wo" r"rk/(main|shared)\b",
            r"/opt/w" r"heels",
            r"\.py" r"env/versions",
            r"/(home|Users)/(?!jovyan|student|instructor|USER)\w+/",
        )
    )
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=True
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in files if path.is_file()]


@pytest.mark.needs("git")
def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{named(path)}: {match[0]}" for match in OF_ONE_MACHINE.finditer(text)]
    assert not found


@pytest.mark.needs("git")
def test_no_generated_file_is_tracked() -> None:
    endings = (".pyc", ".whl", ".db", ".egg-info")
    folders = {".venv", "build", "release", "submitted", "autograded", "feedback", "report"}
    tracked = [path.relative_to(ROOT) for path in tracked_files()]
    assert not [path for path in tracked if path.suffix in endings or path.parts[0] in folders]


@pytest.mark.needs("git")
def test_no_tracked_file_is_larger_than_a_megabyte() -> None:
    """What a measurement leaves behind is, and no file that the project needs."""
    assert not [named(path) for path in tracked_files() if path.stat().st_size > 1_000_000]


IN_THE_PROJECT = re.compile(
    r"(?<![\w./-])(?:autograder|benchmarks|binder|course_lib|datasets|docs|grader_tests|languages"
    r"|notebooks|tests|\.ci|\.github)/[\w./-]*\w"
)
ADDED_BY_THE_READER = "weight_decay"
"""The topic of the page for authors."""


@pytest.mark.needs("git")
def test_every_file_that_a_page_names_is_there() -> None:
    pages = [ROOT / "Makefile", *(path for path in tracked_files() if path.suffix == ".md")]
    named_in = {
        (named(page), found[0])
        for page in pages
        for found in IN_THE_PROJECT.finditer(page.read_text(encoding="utf-8"))
        if not re.search("[A-Z]{4}", found[0])  # stands for any name
    }
    assert len(named_in) > 80
    places = (ROOT, ROOT / "tests")
    missing = {
        (page, name)
        for page, name in named_in
        if ADDED_BY_THE_READER not in name and not any((top / name).exists() for top in places)
    }
    assert not missing


def test_both_distributions_carry_the_same_licence() -> None:
    licence = (ROOT / "LICENSE").read_bytes()
    assert (ROOT / "course_lib" / "LICENSE").read_bytes() == licence


def test_hooks_and_lint_strip_notebooks_alike() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    options = re.search(r"^STRIP = .* -m nbstripout (.*)$", makefile, re.MULTILINE)
    assert options
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert f"entry: .venv/bin/nbstripout {options[1]}\n" in hooks
    assert "entry: make lint\n" in hooks


def test_no_two_notebooks_share_six_lines_of_code() -> None:
    """What repeats belongs into `course_lib`; imports and checks are alike by their nature."""
    found: dict[tuple[str, ...], set[str]] = {}
    for path in sorted((ROOT / "notebooks").glob("*/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] != "code" or cell["id"].startswith(("check-", "imports")):
                continue
            lines = [line.strip() for line in "".join(cell["source"]).splitlines() if line.strip()]
            for start in range(len(lines) - 5):
                found.setdefault(tuple(lines[start : start + 6]), set()).add(path.stem)
    assert not {lines[0]: names for lines, names in found.items() if len(names) > 1}
