"""The zip for students has all that they need, nothing of the grader's, and works anywhere."""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from course_folder import Folder, source_of
from nbgrader.preprocessors import ClearHiddenTests
from reference_sources import body, functions, solutions
from student_handout import LESSONS, blocks, installed_handout, load_installer, make_zip, shell

from autograder.handout import bundle
from autograder.handout.bundle import FOLDER, INSTALL
from autograder.handout.in_language import installer_in
from autograder.handout.leaks import leaks
from autograder.handout.student_package import build_wheel
from autograder.notebook.rebuild import skeleton_of
from grader_tests.engine.registry import topics

ROOT = Path(__file__).resolve().parents[3]
TOPICS = [topic.name for topic in topics()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_zip(tmp_path_factory.mktemp("bundle") / "course")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Folder:
    """A copy of the course, in which both lessons are released."""
    return Folder(Path(shutil.copytree(made.parent, tmp_path / "course")))


def files(archive: Path) -> dict[str, bytes]:
    """What the zip holds, its one folder's name left out."""
    with zipfile.ZipFile(archive) as opened:
        assert all(name.startswith(f"{FOLDER}/") for name in opened.namelist())
        return {name.removeprefix(f"{FOLDER}/"): opened.read(name) for name in opened.namelist()}


def wheel_in(archive: Path) -> zipfile.ZipFile:
    [wheel] = [data for name, data in files(archive).items() if name.endswith(".whl")]
    return zipfile.ZipFile(io.BytesIO(wheel))


@pytest.mark.processes
def test_it_holds_what_students_need_and_no_more(made: Path) -> None:
    found = files(made)
    assert found.keys() == {
        "README.md",
        "README.html",
        "adam/adam.ipynb",
        "constraints.txt",
        "ewa/ewa.ipynb",
        "install.py",
        "requirements.txt",
        "start_here.ipynb",
        build_wheel()[0],
    }
    assert found["constraints.txt"] == (ROOT / "constraints.txt").read_bytes()
    for lesson in LESSONS:
        released = made.parent / "release" / lesson / f"{lesson}.ipynb"
        assert found[f"{lesson}/{lesson}.ipynb"] == released.read_bytes()
    assert "course_lib/checking/examples/ewa.json" in wheel_in(made).namelist()


@pytest.mark.processes
def test_its_start_page_is_a_notebook_that_links_every_lesson(made: Path) -> None:
    notebook = nbformat.reads(files(made)["start_here.ipynb"].decode(), as_version=4)
    nbformat.validate(notebook)
    listed = notebook.cells[-1].source
    assert re.findall(r"\]\(([^)]*)\)", listed) == [f"{name}/{name}.ipynb" for name in LESSONS]
    assert "show_progress()" in notebook.cells[1].source


@pytest.mark.processes
def test_the_same_course_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    assert make_zip(tmp_path / "another course").read_bytes() == made.read_bytes()
    assert len({entry.date_time for entry in zipfile.ZipFile(made).infolist()}) == 1


@pytest.mark.processes
def test_the_wheel_is_built_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    before = build_wheel()
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert build_wheel() == before


@pytest.mark.processes
def test_pip_installs_a_changed_wheel_over_the_one_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sources = Path(shutil.copytree(ROOT / "course_lib", tmp_path / "course_lib"))
    monkeypatch.setattr("autograder.handout.student_package.require_checkout", lambda: tmp_path)
    venv.create(tmp_path / ".venv", with_pip=False)
    said = []
    for words in ("", "", "# Mended in week two.\n"):
        with (sources / "scales.py").open("a", encoding="utf-8") as file:
            file.write(words)
        name, data = build_wheel()
        (tmp_path / name).write_bytes(data)
        said.append(pip_install_without_others(tmp_path, name))
    assert ["Successfully installed" in one for one in said] == [True, False, True]
    [module] = (tmp_path / ".venv").rglob("course_lib/scales.py")
    assert "week two" in module.read_text("utf-8")


def pip_install_without_others(folder: Path, wheel: str) -> str:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--python", str(folder / ".venv"), "install", "--no-deps", "--no-index", wheel],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


WINDOWS_RESERVES = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\..*)?", re.IGNORECASE)


def windows_refuses(name: str) -> bool:
    parts = name.split("/")
    return len(name) > 120 or any(
        re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', part) or WINDOWS_RESERVES.fullmatch(part)
        for part in parts
    )


@pytest.mark.parametrize("name", ["a:b", "aux.txt", "a/b.", "a/b ", "a\\b", "com1", "x" * 121])
def test_a_path_that_windows_refuses_is_seen(name: str) -> None:
    assert windows_refuses(name)


@pytest.mark.processes
def test_windows_accepts_every_path(made: Path) -> None:
    names = [*zipfile.ZipFile(made).namelist(), *wheel_in(made).namelist()]
    assert not [name for name in names if windows_refuses(name)]
    assert len({name.casefold() for name in names}) == len(names)


def everything(archive: Path) -> Iterator[tuple[str, str]]:
    """Each file in the zip and in the wheel in it, as text."""
    wheel = wheel_in(archive)
    for name, data in files(archive).items():
        yield name, data.decode("utf-8", "replace")
    for name in wheel.namelist():
        yield f"wheel/{name}", wheel.read(name).decode("utf-8", "replace")


@pytest.mark.processes
def test_no_secret_mark_or_reference_is_in_it(made: Path) -> None:
    secret = (made.parent / ".course_secret").read_text().strip()
    assert len(secret) == 64
    marks = [secret, "### BEGIN SOLUTION", "### BEGIN HIDDEN", ".course_secret", "gradebook"]
    reference = solutions()
    for name, text in everything(made):
        assert not [mark for mark in marks if mark in text], name
        if not name.startswith("wheel/"):
            assert "grader_tests" not in text, name
        code = text if name.endswith(".py") else ""
        if name.endswith(".ipynb"):
            code = "\n".join(
                source_of(cell)
                for cell in json.loads(text)["cells"]
                if cell["cell_type"] == "code" and "%" not in source_of(cell)
            )
        assert not [f.name for f in functions(ast.parse(code)) if body(f) in reference], name


def released(topic: str) -> tuple[bytes, str]:
    """A topic's notebook as students get it, and its source."""
    source = (ROOT / "notebooks" / topic / f"{topic}.ipynb").read_text("utf-8")
    notebook = nbformat.reads(skeleton_of(source), as_version=4)
    notebook, _ = ClearHiddenTests().preprocess(notebook, {})
    return nbformat.writes(notebook).encode(), source


@pytest.mark.parametrize("topic", TOPICS)
def test_a_released_notebook_is_clean_and_its_source_is_not(topic: str) -> None:
    clean, source = released(topic)
    name = f"{topic}.ipynb"
    assert leaks(name, clean, source) == []
    solved = [
        cell["metadata"]["nbgrader"]["grade_id"]
        for cell in json.loads(source)["cells"]
        if "### BEGIN SOLUTION" in source_of(cell)
    ]
    found = " ".join(leaks(name, source.encode(), source))
    for mark in ("### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS", "grader_tests"):
        assert f"`{mark}`" in found
    assert solved
    assert not [cell for cell in solved if f"the cell {cell} is not as empty" not in found]


def test_a_solution_is_found_in_any_file_however_it_is_indented() -> None:
    _, source = released("adam")
    cells = {cell["id"]: source_of(cell) for cell in json.loads(source)["cells"]}
    solution = cells["adam_step"].split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
    file = "\n".join(f"        {line}\n" for line in solution.splitlines())
    assert leaks("helper.py", file.encode(), source) == [
        "it contains the solution of the cell adam_step"
    ]
    assert leaks("data.csv", b"1,2\n3,4\n", source) == []


def copy_the_source(folder: Folder) -> None:
    shutil.copyfile(folder.course.source("ewa"), folder.root / "release" / "ewa" / "ewa.ipynb")


def fill_in_an_answer(folder: Folder) -> None:
    path = folder.root / "release" / "ewa" / "ewa.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    [cell] = [cell for cell in notebook["cells"] if cell["id"] == "larger_beta"]
    cell["source"] = 'larger_beta = "a"'
    path.write_text(json.dumps(notebook), "utf-8")


def put_tests_beside(folder: Folder) -> None:
    path = folder.root / "release" / "ewa" / "more.py"
    path.write_text("from grader_tests import grade\n", "utf-8")


def lose_the_notebook(folder: Folder) -> None:
    (folder.root / "release" / "ewa" / "ewa.ipynb").unlink()


def change_the_source(folder: Folder) -> None:
    path = folder.course.source("ewa")
    path.write_text(path.read_text("utf-8").replace("the weather", "the wind"), "utf-8")


@pytest.mark.processes
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (copy_the_source, "it contains `### BEGIN SOLUTION`"),
        (fill_in_an_answer, "the cell larger_beta is not as empty as a release leaves it"),
        (put_tests_beside, "more.py must not be handed out: it contains `grader_tests`"),
        (lose_the_notebook, "ewa.ipynb is missing"),
        (change_the_source, "has changed since it was released"),
    ],
)
def test_what_may_not_go_out_is_refused_in_words_and_no_zip_is_written(
    folder: Folder, spoil: object, said: str
) -> None:
    assert callable(spoil)
    spoil(folder)
    done = folder.course_command("bundle", "adam", "ewa", "--to", str(folder.root / "new.zip"))
    assert done.returncode == 2
    assert said in done.stderr
    assert "`course release ewa`" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder.root / "new.zip").exists()


@pytest.mark.processes
def test_what_is_released_is_not_released_again(folder: Folder) -> None:
    note = folder.root / "release" / "adam" / "dates.txt"
    note.write_text("Hand in by Friday.", "utf-8")
    (folder.root / "release" / "adam" / ".DS_Store").write_text("junk")
    done = folder.course_command("bundle", "adam", "adam", "--to", str(folder.root / "new.zip"))
    assert done.returncode == 0, done.stderr
    assert note.exists()
    found = files(folder.root / "new.zip")
    assert found["adam/dates.txt"] == b"Hand in by Friday."
    assert not [name for name in found if name.startswith("ewa/") or ".DS_Store" in name]
    assert b"This folder contains one lesson:" in found["README.md"]


@pytest.mark.processes
def test_without_a_name_it_is_all_lessons_in_their_order(folder: Folder, tmp_path: Path) -> None:
    for words in ([], ["--to", str(tmp_path)]):
        done = folder.course_command("bundle", *words)
        assert done.returncode == 0, done.stderr
        assert "optimization-course.zip: ewa, adam, the package, and instructions." in done.stdout
    for place in (folder.root, tmp_path):
        readme = files(place / "optimization-course.zip")["README.md"].decode()
        assert readme.index("ewa.ipynb") < readme.index("adam.ipynb")


@pytest.mark.processes
def test_a_place_that_cannot_be_written_is_one_sentence(folder: Folder, made: Path) -> None:
    done = folder.course_command("bundle", "ewa", "--to", str(made / "inside.zip"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.processes
def test_a_file_that_is_no_zip_is_not_written_over(folder: Folder) -> None:
    before = (folder.root / "gradebook.db").read_bytes()
    done = folder.course_command("bundle", "ewa", "--to", str(folder.root / "gradebook.db"))
    assert done.returncode == 2
    assert "is not a zip of this course's, which could be replaced" in done.stderr
    assert (folder.root / "gradebook.db").read_bytes() == before


def test_another_zip_is_not_written_over_but_an_older_one_of_the_course_is(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.jpg", b"a picture")
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        bundle._write_zip({"install.py": b""}, path)
    assert path.read_bytes() == before
    path.unlink()
    for content in (b"old", b"new"):
        bundle._write_zip({"install.py": content}, path)
    with zipfile.ZipFile(path) as archive:
        assert archive.read("optimization-course/install.py") == b"new"


@pytest.mark.processes
def test_the_readme_gives_two_commands_for_each_kind_of_machine(made: Path) -> None:
    readme = files(made)["README.md"].decode()
    assert blocks(readme)[:2] == [
        ["python3 install.py", ".venv/bin/jupyter lab"],
        ["py install.py", r".venv\Scripts\jupyter lab"],
    ]
    assert "- [Exponentially weighted averages](ewa/ewa.ipynb)" in readme
    assert "{" not in readme


@pytest.mark.processes
def test_the_page_says_the_same_and_loads_nothing(made: Path) -> None:
    found = files(made)
    page, readme = found["README.html"].decode(), found["README.md"].decode()
    for commands in blocks(readme):
        assert "\n".join(commands) in page
    assert page.count("<h2>") == len(re.findall("^## ", readme, re.M))
    assert "<table>" in page
    assert not re.search(r"<script|<img|<link|src=|url\(|@import|\*\*|```", page)


NOT_IN_PYTHON_2 = (
    ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Starred, ast.AsyncFunctionDef, ast.Match,
    ast.Nonlocal, ast.YieldFrom, ast.MatMult, ast.TryStar,
)  # fmt: skip
IN_PYTHON_2 = {"__future__", "io", "json", "os", "re", "shutil", "subprocess", "sys"}


def test_the_installer_can_be_read_by_every_python_from_2_7_on() -> None:
    text = INSTALL.read_bytes().decode("ascii")
    tree = ast.parse(text, feature_version=(3, 4))
    for node in ast.walk(tree):
        assert not isinstance(node, NOT_IN_PYTHON_2), ast.dump(node)
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not node.args.kwonlyargs + node.args.posonlyargs
            assert not any(one.annotation for one in node.args.args)
        if isinstance(node, ast.Raise):
            assert node.cause is None
    assert not re.search(r"\d_\d", text)
    at_the_top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    first = at_the_top[0]
    assert isinstance(first, ast.ImportFrom)
    assert [name.name for name in first.names] == ["print_function"]
    modules = {
        name.name if isinstance(node, ast.Import) else node.module
        for node in at_the_top
        for name in node.names
    }
    assert modules <= IN_PYTHON_2


def old_pythons() -> dict[str, str]:
    """Version -> program, of the old Pythons that this machine has, pyenv's among them."""
    found = {}
    for version in ("2.7", "3.6", "3.8"):
        program = shutil.which(f"python{version}")
        if program and Path(program).parent.name == "shims":
            versions = Path(program).parents[1] / "versions"
            program = next(map(str, versions.glob(f"{version}.*/bin/python")), None)
        if program:
            found[version] = program
    return found


@pytest.mark.processes
def test_every_old_python_that_is_here_says_one_sentence(tmp_path: Path) -> None:
    shutil.copy(INSTALL, tmp_path)
    for version, program in old_pythons().items():
        done = subprocess.run([program, "install.py"], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 1
        assert done.stderr.startswith(f"This is Python {version}, and the course")
        assert "Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("version", [(2, 7), (3, 9), (3, 10), (3, 14)])
def test_a_python_that_will_not_do_is_refused_in_words(
    version: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    installer = load_installer(tmp_path)
    monkeypatch.setattr(sys, "version_info", version)
    assert installer.main() == 1
    said = capsys.readouterr().err
    assert (
        f"This is Python {version[0]}.{version[1]}, and the course needs 3.11, 3.12 or 3.13."
        in said
    )
    assert "python3.13 install.py" in said
    assert not (tmp_path / ".venv").exists()


def test_a_python_without_venv_is_refused_with_the_way_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installer = load_installer(tmp_path)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert installer.main() == 1
    assert "sudo apt install python3-venv" in capsys.readouterr().err


def test_the_installer_alone_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 12))
    assert load_installer(tmp_path).main() == 1
    said = capsys.readouterr()
    assert "there is no requirements.txt.\nUnpack the whole zip" in said.err
    assert said.out == ""


@pytest.mark.parametrize("encoding", ["ascii", None, "utf-8"])
def test_a_chinese_installer_speaks_english_where_chinese_cannot_be_printed(
    encoding: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installer_in(INSTALL.read_text("utf-8"), "zh")
    assert program.isascii()
    names = {"__name__": "install", "__file__": "install.py"}
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", SimpleNamespace(encoding=encoding))
        exec(compile(program, "install.py", "exec"), names)
    assert names["WRONG_PYTHON"].startswith("This is Python") is (encoding != "utf-8")


@pytest.mark.processes
def test_what_pip_complains_of_is_shown_and_not_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installer = load_installer(tmp_path)
    for name in installer.NEEDED:
        (tmp_path / name).touch()
    pip = tmp_path / "pip"
    pip.write_text(
        "#!/bin/sh\necho Collecting one\necho Processing two\n"
        "echo '  Downloading a.whl (16.6 MB)'\necho '  Downloading b.whl (500 kB)'\n"
        'echo "$PIP_USER$PIP_TARGET no network"\nexit 1\n'
    )
    pip.chmod(0o755)
    monkeypatch.setattr(installer, "PYTHON", pip)
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setattr(installer, "make_environment", lambda: None)
    assert installer.main() == 1
    said = capsys.readouterr()
    assert "Packages found: 2, MB downloaded: 17" in said.out
    assert "from the Python Package Index" in said.out
    assert "Ready" not in said.out
    assert "\n0 no network\n\nIf the network was the problem, run this again." in said.err


@pytest.mark.processes
@pytest.mark.slow
def test_an_environment_is_kept_where_it_was_made_and_made_anew_elsewhere(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    installer = load_installer(here)
    assert installer.make_environment() is None
    (here / ".venv" / "kept").touch()
    assert installer.make_environment() is None
    assert (here / ".venv" / "kept").exists()
    moved = Path(shutil.move(here, tmp_path / "there"))
    installer = load_installer(moved)
    assert installer.make_environment() is None
    assert not (moved / ".venv" / "kept").exists()
    assert str(moved) in (moved / ".venv" / "bin" / "pip").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.needs("packages")
def test_it_works_in_a_clean_environment_from_the_readme_alone(
    folder: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    handout = installed_handout(tmp_path_factory)
    here = handout.folder
    _, start = blocks((here / "README.md").read_text("utf-8"))[0]
    assert handout.said.endswith(f"in this folder:\n\n    {start}\n\n")

    assert shell(f"{start} --version", here).stdout.startswith("4.")
    extensions = shell(".venv/bin/jupyter labextension list", here).stderr
    assert "@jupyter/nbgrader:formgrader" in extensions.split("Disabled extensions:")[1]
    assert "@jupyter/nbgrader:validate" not in extensions.split("Disabled extensions:")[1]
    for package in ("grader_tests", "autograder"):
        found = shell(f'.venv/bin/python -c "import {package}"', here)
        assert "ModuleNotFoundError" in found.stderr

    validate = ".venv/bin/nbgrader validate ewa/ewa.ipynb"
    said = shell(validate, here)
    assert "VALIDATION FAILED ON 10 CELL(S)!" in said.stdout
    assert "ewa is not finished yet: its check cell says what to do next." in said.stdout
    assert "Traceback" not in said.stdout + said.stderr
    (here / "ewa" / "ewa.ipynb").write_text(json.dumps(folder.solved("ewa")), "utf-8")
    said = shell(validate, here)
    assert "Success! Your notebook passes all the tests." in said.stdout, said.stdout
