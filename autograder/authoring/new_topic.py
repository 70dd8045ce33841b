"""Make the skeleton of a topic for `course new-topic`: small, complete and passing its tests."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from autograder.authoring import messages
from autograder.errors import CourseError

TEMPLATES = Path(__file__).parents[1] / "templates" / "topic"

PLACES = {
    "notebook.ipynb.tmpl": "notebooks/{topic}/{topic}.ipynb",
    "__init__.py.tmpl": "grader_tests/topics/{topic}/__init__.py",
    "function.py.tmpl": "grader_tests/topics/{topic}/{topic}_mean.py",
    "function.toml.tmpl": "grader_tests/topics/{topic}/{topic}_mean.toml",
    "questions.py.tmpl": "grader_tests/topics/{topic}/questions.py",
    "reflections.toml.tmpl": "grader_tests/topics/{topic}/reflections.toml",
    "test.py.tmpl": "tests/exercises/test_{topic}.py",
}
"""Template -> where it goes in the checkout."""


def make_topic(checkout: Path, topic: str) -> list[Path]:
    """Write the files of a new topic, its worked examples and its row in the table of strength.

    Return the paths written.

    Raises `CourseError` and writes nothing if the name is not allowed or is taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", topic) or keyword.iskeyword(topic):
        raise CourseError(messages.BAD_NAME.format(topic=topic))
    if not (checkout / "grader_tests").is_dir():
        raise CourseError(messages.NO_CHECKOUT.format(folder=checkout))
    title = topic.replace("_", " ").capitalize()
    files = {}
    for template, place in PLACES.items():
        path = checkout / place.replace("{topic}", topic)
        if path.exists():
            raise CourseError(messages.EXISTS.format(path=path))
        text = (TEMPLATES / template).read_text(encoding="utf-8")
        files[path] = text.replace("{topic}", topic).replace("{title}", title)
    _require_free(topic)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _format(list(files))
    return [*files, _write_examples(topic), _write_strength(topic)]


def _require_free(topic: str) -> None:
    """Raise `CourseError` if the topic, or its first exercise or question, has another's name."""
    from grader_tests.engine.registry import exists, topic_of

    for name in (topic, f"{topic}_mean", f"{topic}_doubled"):
        if exists(name):
            raise CourseError(messages.NAME_TAKEN.format(name=name, topic=topic_of(name).name))


def _format(paths: list[Path]) -> None:
    """Break lines for names of this length, if the formatter is installed."""
    if find_spec("ruff"):
        code = [str(path) for path in paths if path.suffix in (".py", ".ipynb")]
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", *code], check=True)


def _write_examples(topic: str) -> Path:
    """Return the worked examples that `check` needs from the start."""
    from importlib import invalidate_caches

    from grader_tests.engine import registry
    from grader_tests.engine.examples import examples_file, examples_text, write_index

    invalidate_caches()
    registry.names.cache_clear()
    registry.topics.cache_clear()
    made = registry.load_topic(topic)
    path = examples_file(made)
    path.write_text(examples_text(made), encoding="utf-8")
    write_index()
    return path


def _write_strength(topic: str) -> Path:
    """Measure the new topic's mutants, as its tests will."""
    from grader_tests.strength.score import REPORT, measure_topics

    measure_topics([topic])
    return REPORT
