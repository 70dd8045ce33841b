"""Every block of code in README.md and docs/ runs as it is, or says why it cannot."""

from __future__ import annotations

import doctest
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
import typer
from doc_blocks import Block, all_blocks, blocks_of
from doc_class import download, submit, unpack_handout, write_function
from doc_sessions import ELSEWHERE, Place, make_checkout, make_place
from services import runs, wait_until
from traitlets.config import Config, Configurable

from autograder.commands.app import app
from autograder.course.made_from import FOLDER as MADE_FROM

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = all_blocks()
SHELL = [block for block in BLOCKS if block.language == "sh"]
TO_RUN = [block for block in SHELL if not block.not_run]
PYTHON = [block for block in BLOCKS if block.language == "python" and not block.not_run]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SESSIONS = list(dict.fromkeys(block.session for block in TO_RUN))


def checkout(place: Place) -> None:
    """The reader has cloned the project, installed it, and has got work from a class."""
    make_checkout(place.start)
    submit(place.start)
    shutil.copytree(place.start / "submitted", place.home / "handed-in")
    download(place.home / "Downloads")
    write_function(place.start, "adam_step")


def authors(place: Place) -> None:
    """The reader adds the topic `weight_decay`."""
    make_checkout(place.start)
    write_function(place.start, "weight_decay_mean")


def clusters(place: Place) -> None:
    """The reader has released `adam`, and has got work."""
    make_checkout(place.start)
    submit(place.start)
    released = place.run([". .venv/bin/activate", "course release adam"])
    assert released.returncode == 0, released.stdout
    activate(place)


def in_the_term(place: Place) -> None:
    """The reader has given `adam` a due date, and graded it, in a folder made of the course."""
    clusters(place)
    shutil.copytree(place.start / "notebooks", place.start / MADE_FROM / "notebooks")
    due = 'nbgrader db assignment add adam --duedate "2027-03-01 17:00 UTC"'
    graded = place.run([due, "course grade"])
    assert graded.returncode == 0, graded.stdout


def activate(place: Place) -> None:
    """The reader has activated the checkout's environment in the terminal."""
    (place.home / "bin").rename(place.home / "not-used")
    (place.home / "bin").symlink_to(place.start / ".venv" / "bin")


def go_on(place: Place) -> None:
    """The reader has gone through the README from its top."""
    checkout(place)
    activate(place)


BEFORE: dict[str, Callable[[Place], None]] = {
    "README.md: Two commands": checkout,
    "README.md: For students": lambda place: unpack_handout(place.start),
    "README.md: For instructors": checkout,
    "README.md: For authors": go_on,
    "docs/authoring.md": authors,
    "docs/cluster.md": clusters,
    "docs/instructors.md": checkout,
    "docs/term.md": in_the_term,
    "docs/students.md": lambda place: unpack_handout(place.start),
}
"""Page, or section of the README -> what its reader has before the first command."""


@pytest.mark.longest
@pytest.mark.needs("landlock", "packages")
@pytest.mark.parametrize("session", SESSIONS)
def test_the_commands_of_a_page_run_one_after_the_other(session: str, tmp_path: Path) -> None:
    place = make_place(tmp_path)
    BEFORE[session](place)
    done = place.run(block.text for block in TO_RUN if block.session == session)
    assert done.returncode == 0, done.stdout[-6_000:]
    assert "Traceback" not in done.stdout


def test_every_block_is_run_or_says_why_not() -> None:
    for block in BLOCKS:
        assert block.language in ("sh", "python", "text") or block.not_run, block
        assert block.language != "text" or not block.not_run, f"{block}: nobody runs a text"
    assert set(SESSIONS) == BEFORE.keys(), "say in BEFORE what the page's reader has"


def test_a_command_that_is_run_elsewhere_is_run_there() -> None:
    named = {line.partition(" #")[0].strip() for b in TO_RUN for line in b.text.splitlines()}
    for command, (file, words) in ELSEWHERE.items():
        assert command in named, f"no page names {command}"
        assert words in (ROOT / file).read_text(encoding="utf-8"), file


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_the_words_of_our_own_commands_exist(block: Block) -> None:
    for words in block.commands():
        check_words(words)


def test_the_examples_of_the_commands_exist() -> None:
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        example = shlex.split(command.epilog.removeprefix("Example: "))
        assert example[:2] == ["course", name]
        check_words(example)


def check_words(words: list[str]) -> None:
    """Fails for an option, a command or a target that is not there."""
    program, *rest = words
    if Path(program).name == "course":
        group: Any = typer.main.get_command(app)
        group.commands[rest[0]].make_context(rest[0], rest[1:])
    elif program == "make":
        targets = [word for word in rest if "=" not in word]
        assert all(f"\n{target}: " in MAKEFILE for target in targets), words


@pytest.mark.processes  # importing nbgrader tries out a socket
@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_the_python_of_a_page_runs(block: Block) -> None:
    code = block.text
    if ">>>" in code:
        tests = doctest.DocTestParser().get_doctest(code, {}, str(block), None, None)
        assert doctest.DocTestRunner().run(tests).failed == 0
        return
    config = Config()
    try:
        exec(compile(code, str(block), "exec"), {"c": config})
    finally:
        plt.close("all")
    check_settings(config)


def check_settings(config: Config) -> None:
    """Fails for a setting that nothing reads."""
    classes = {kind.__name__: kind for kind in below(Configurable)}
    for name, settings in config.items():
        known: dict[str, Any] = classes[name].class_traits(config=True)
        assert settings.keys() <= known.keys(), f"c.{name} has no {settings.keys() - known.keys()}"
        for setting, value in settings.items():
            known[setting].validate(classes[name](), value)


def below(kind: type[Configurable]) -> Iterator[type[Configurable]]:
    """All classes that come from one, of nbgrader and of ours."""
    import nbgrader.apps
    import nbgrader.plugins  # noqa: F401

    import autograder.nbgrader_plugins.autograde
    import autograder.nbgrader_plugins.explain_answers  # noqa: F401

    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def test_blocks_are_found_wherever_they_stand() -> None:
    text = (
        "```sh\none\n```\n\n<!-- not run: needs Slurm -->\n```sh\ntwo\n```\n\n"
        "<!-- not run: no -->\n\nText between.\n\n```sh\nthree\n```\n\n    four\n\n"
        "- in a list\n\n  ```sh\n  five\n  ```\n"
    )
    found = [(b.text.strip(), b.language, b.not_run) for b in blocks_of("page", text)]
    assert found == [
        ("one", "sh", None),
        ("two", "sh", "needs Slurm"),
        ("three", "sh", None),
        ("four", "indented", None),
        ("five", "sh", None),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "course grade --jops 2",
        "course grad adam",
        ".venv/bin/course grade --jobs none",
        "make tests",
        "course export --format excel",
    ],
)
def test_a_word_that_does_not_exist_is_noticed(words: str) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011
        check_words(words.split())


@pytest.mark.processes
def test_a_setting_that_does_not_exist_is_noticed() -> None:
    config = Config()
    config.Grade.cell_second = 30
    with pytest.raises(AssertionError, match="cell_second"):
        check_settings(config)


@pytest.mark.processes
def test_a_command_that_fails_ends_its_page(tmp_path: Path) -> None:
    done = make_place(tmp_path).run(["echo before\n", "false # a comment\necho after\n"])
    assert done.returncode != 0
    assert "before" in done.stdout
    assert "This failed with status 1: false" in done.stdout
    assert "after" not in done.stdout


@pytest.mark.processes
def test_what_runs_until_it_is_stopped_is_waited_for_and_then_stopped(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    program = place.home / "bin" / "jupyter"
    program.write_text("#!/bin/sh\necho $$ > pid\necho it is running at 8888\nexec sleep 1000\n")
    program.chmod(0o755)
    done = place.run(["jupyter lab here.ipynb  # in the browser\necho after\n"])
    assert done.returncode == 0, done.stdout
    assert "after" in done.stdout
    pid = int((place.start / "pid").read_text())
    wait_until(lambda: not runs(pid), "the end of the server")
    program.write_text("#!/bin/sh\necho no such notebook\nexit 3\n")
    failed = place.run(["jupyter lab here.ipynb\necho after\n"])
    assert failed.returncode != 0
    assert "no such notebook" in failed.stdout
    assert "after" not in failed.stdout
