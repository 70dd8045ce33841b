"""Extract all messages of the course: one catalogue for each package and each topic."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.checkout import require_checkout
from autograder.translation import code, markdown, notebooks
from autograder.translation.stubs import CODE_STUB, TEXT_STUB
from autograder.translation.wrapping import paragraphs
from grader_tests.engine.definition import SHARED, shared
from grader_tests.engine.exercise import Exercise, Question, Topic
from grader_tests.engine.reflections import read_rubrics
from grader_tests.engine.registry import topics

PACKAGES = ("course_lib", "grader_tests", "autograder")
DOCUMENTS = "documents"
"""The catalogue of the pages and the installer that students get beside the lessons."""

PAGES = (
    "docs/students.md",
    "autograder/templates/bundle/README.md.j2",
    "README.md",
    "autograder/templates/course/README.md.j2",
    "autograder/templates/course/public_solutions.md",
)
START = "autograder/templates/bundle/start_here.ipynb.j2"
INSTALLER = "autograder/templates/bundle/install.py"


@dataclass(frozen=True)
class Message:
    """A sentence or paragraph to translate.

    `place` says where it stands. What is not `handed_out` never reaches a student's machine except
    in a lesson's or a page's own text: an explanation of an answer, for example.
    """

    text: str
    place: str
    handed_out: bool = False


def catalogues() -> dict[str, dict[str, list[Message]]]:
    """Return the messages of each catalogue, by text.

    A text that several have is in the first of them alone, and is translated once.
    """
    found: dict[str, dict[str, list[Message]]] = {}
    owner: dict[str, str] = {}
    for name, messages in _all():
        mine = found.setdefault(name, {})
        for message in messages:
            if message.text.strip():
                first = owner.setdefault(message.text, name)
                (mine if first == name else found[first]).setdefault(message.text, [])
                found[first][message.text].append(message)
    return found


def _all() -> Iterator[tuple[str, Iterator[Message]]]:
    root = require_checkout()
    for package in PACKAGES:
        yield package, _of_package(root / package)
    yield DOCUMENTS, _of_documents(root)
    for topic in topics():
        yield topic.name, _of_topic(topic, root)


def _of_package(folder: Path) -> Iterator[Message]:
    for file in sorted(folder.rglob("messages.py")):
        place = file.relative_to(folder.parent).as_posix()
        yield from _constants(file, place, handed_out=folder.name == "course_lib")
    if folder.name == "grader_tests":
        for kind, tables in shared(SHARED).items():
            for key, table in tables.items():
                for word in ("title", "hint"):
                    if word in table:
                        yield Message(table[word], f"{SHARED.name}#{kind}.{key}.{word}", True)
    if folder.name == "autograder":
        yield from _of_stubs()
        for file in sorted((folder / "commands").glob("*.py")):
            yield from _of_help(file, file.relative_to(folder.parent).as_posix())
        for file in sorted((folder / "templates").rglob("*.html.j2")):
            yield from _of_template(file, file.relative_to(folder.parent).as_posix())


def _of_stubs() -> Iterator[Message]:
    """Yield what a release puts in the place of solutions."""
    stubs = [*code.messages_of(CODE_STUB), *markdown.messages_of(TEXT_STUB)]
    yield from (Message(text, "autograder/translation/stubs.py") for text in stubs)


def _constants(file: Path, place: str, handed_out: bool) -> Iterator[Message]:
    """Yield the texts that a module's constants consist of."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        first = targets[0] if targets else None
        first = first.elts[0] if isinstance(first, ast.Tuple) else first
        name = first.id if isinstance(first, ast.Name) else ""
        if name.isupper() and isinstance(node, ast.Assign):
            for number, text in enumerate(_texts(node.value)):
                yield Message(text, f"{place}#{name}{f'.{number}' if number else ''}", handed_out)


def _texts(node: ast.expr) -> Iterator[str]:
    """Yield the texts in a constant's value; keys of a dictionary are names."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _texts(value)
    elif isinstance(node, ast.Tuple):
        for item in node.elts:
            yield from _texts(item)


_OF_HELP = {"help", "prompt"}
"""Arguments of Typer whose texts `course COMMAND --help` shows, or which it asks."""


def _of_help(file: Path, place: str) -> Iterator[Message]:
    """Yield the help of commands: docstrings by paragraph, and texts of arguments."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            for number, text in enumerate(paragraphs(ast.get_docstring(node) or "")):
                yield Message(text, f"{place}#{node.name}.{number}")
        if isinstance(node, ast.Call):
            for one in node.keywords:
                if one.arg in _OF_HELP and isinstance(one.value, ast.Constant):
                    yield Message(str(one.value.value), f"{place}#{one.arg}")


def _is_command(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in ("command", "callback")
    )


def _of_template(file: Path, place: str) -> Iterator[Message]:
    """Yield the texts that a template passes to `_`."""
    from jinja2 import Environment

    environment = Environment(extensions=["jinja2.ext.i18n"])
    for line, _, texts in environment.extract_translations(  # type: ignore[attr-defined]
        file.read_text(encoding="utf-8")
    ):
        for text in [texts] if isinstance(texts, str) else texts:
            if text:
                yield Message(text, f"{place}#{line}")


def _of_documents(root: Path) -> Iterator[Message]:
    for message in _constants(root / INSTALLER, INSTALLER, handed_out=False):
        if " " in message.text:
            yield message
    yield Message("Optimization algorithms of deep learning", "autograder/handout/bundle.py")
    lines = (root / START).read_text(encoding="utf-8").split("\n")
    start = json.loads("\n".join(line for line in lines if "{%" not in line and "{{" not in line))
    for place, text in notebooks.messages_of(start):
        yield Message(text, f"{START}#{place}")
    for page in PAGES:
        found = markdown.messages_of((root / page).read_text(encoding="utf-8"))
        yield from (Message(text, f"{page}#{number}") for number, text in enumerate(found))


def _of_topic(topic: Topic, root: Path) -> Iterator[Message]:
    for item in topic.items:
        yield from _of_exercise(item) if isinstance(item, Exercise) else _of_question(item)
    yield from _of_words(root / "course_lib" / "lessons" / "words" / f"{topic.name}.toml")
    file = root / "notebooks" / topic.name / f"{topic.name}.ipynb"
    if not file.exists():
        return
    notebook = json.loads(file.read_text(encoding="utf-8"))
    figures = {cell["id"] for cell in notebook["cells"] if "experiment" in _tags(cell)}
    for place, text in notebooks.messages_of(notebook):
        shown = place.rpartition(".")[0] in figures
        yield Message(text, f"{file.name}#{place}", handed_out=shown)
    yield from _of_reflections(topic.name, notebook)
    for word in notebooks.figure_words_of(notebook):
        yield Message(word, f"{file.name}#{word}", handed_out=True)


def _of_reflections(topic: str, notebook: Any) -> Iterator[Message]:
    """Yield model answers and rubrics, which only the page for marking shows."""
    for cell in notebook["cells"]:
        if not notebooks.is_translated(cell):
            answer = markdown.model_answer("".join(cell["source"]))
            for number, text in enumerate(markdown.messages_of(answer)):
                yield Message(text, f"{topic}.ipynb#{cell['id']}.model.{number}")
    for name, rubric in read_rubrics(topic).items():
        place = f"{topic}/reflections.toml#{name}"
        for number, criterion in enumerate(rubric.criteria):
            yield Message(criterion.look_for, f"{place}.{number}.look_for")
            yield Message(criterion.missing, f"{place}.{number}.missing")
        for number, comment in enumerate(rubric.comments):
            yield Message(comment, f"{place}.comment.{number}")


_NOT_WORDS = {"draw", "options", "xscale", "yscale"}
"""Keys of a picture that are names in code."""


def _of_words(file: Path) -> Iterator[Message]:
    """Yield what the pictures and predictions of a lesson say."""
    content = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    for kind, tables in content.items():
        for name, table in tables.items():
            for number, text in enumerate(_texts_in(table)):
                yield Message(text, f"words/{file.name}#{kind}.{name}.{number}", True)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str) and markdown.has_words(value):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from () if key in _NOT_WORDS else _texts_in(item)


def _tags(cell: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    return cell["metadata"].get("tags", [])


def _of_exercise(exercise: Exercise) -> Iterator[Message]:
    for criterion in exercise.criteria:
        place = f"{exercise.name}.toml#{criterion.key}"
        yield Message(criterion.title, f"{place}.title", True)
        yield Message(criterion.hint, f"{place}.hint", True)
    for mistake in exercise.mistakes:
        yield Message(mistake.hint, f"{exercise.name}.toml#{mistake.name}", True)


def _of_question(question: Question) -> Iterator[Message]:
    place = f"questions.py#{question.name}"
    yield Message(question.title, f"{place}.title", True)
    yield Message(question.why_right, f"{place}.{question.answer}")
    for choice, why in question.why_wrong.items():
        yield Message(why, f"{place}.{choice}")
