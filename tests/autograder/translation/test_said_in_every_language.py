"""What students and instructors are told outside of the lessons can all be translated."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import shown
from typer.testing import CliRunner

from autograder import notices
from autograder.commands.app import app
from autograder.course import messages
from autograder.course.checkout import require_checkout
from autograder.feedback import nbgraders_words
from autograder.grading.graded_with import parts_of_submission
from autograder.grading.submission import rebuild_submission
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import skeleton_of
from autograder.notebook.titles import titles_of
from autograder.translation import pseudo
from course_lib import language
from course_lib.cases.properties.registry import PROPERTIES
from course_lib.cases.properties.searches import _VIEWS as SEARCHES
from course_lib.cases.properties.words import in_words
from course_lib.cases.verdict import Row, Verdict
from course_lib.checking import messages as checks
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import find

ROOT = require_checkout()
SENTENCE = re.compile(r"(?:^|\s)[A-Za-z][a-z']*(?: [a-z'`({\ufffc]\S*){3,}")
NOT_SHOWN = {
    "autograder/interrupts.py": "a sentence for Ctrl-C while everything is still being imported",
    "autograder/demo": "made-up students, and what `make demo` finds wrong in the course itself",
    "autograder/templates": "templates, which have a test of their own",
    "autograder/translation": "for translators, who read English",
    "autograder/authoring": "what a new topic's files begin with",
    "autograder/full_disk.py": "what systems say",
    "autograder/handout/in_language.py": "code",
    "autograder/handout/next_year.py": "a comment in a configuration",
    "autograder/html": "names of tags and styles",
    "autograder/light_imports.py": "what Python says",
    "autograder/lms/rosters/columns.py": "titles that Canvas and Moodle use",
    "autograder/lms/rosters/roster.py": "titles that Canvas and Moodle use",
    "autograder/lms/rosters/row_kinds.py": "words that rosters have in other languages",
    "autograder/nbgrader_plugins": "settings, as `nbgrader --help-all` lists them",
    "autograder/review/pasted.py": "code",
    "autograder/sandbox/canary.py": "keys of messages.ESCAPES",
    "autograder/sandbox/channel.py": "the grader's own protocol",
    "autograder/sandbox/client.py": "the grader's own protocol",
    "autograder/sandbox/confine.py": "for those who work at the sandbox",
    "autograder/sandbox/recorder.py": "Python's own words",
    "autograder/sandbox/seccomp.py": "names of system calls",
    "autograder/sandbox/needed.py": "names of methods and functions",
    "autograder/sandbox/effects.py": "names of functions and magics",
    "autograder/sandbox/server.py": "the grader's own protocol",
    "autograder/sandbox/why_not.py": "never shown: `reason` is",
    "autograder/sandbox/zygote.py": "the grader's own protocol",
    "course_lib/cases/properties": "keys of messages.FACTS, which another test looks for",
    "course_lib/cases/values.py": "for a value that is shown as one without a result",
    "course_lib/checking": "code, and names of NumPy's functions",
    "course_lib/nn": "about arguments of functions that lessons call",
    "course_lib/plots": "about arguments of functions that lessons call",
    "course_lib/update/page.py": "a page whose words are messages",
}
"""File or folder -> why a text in it that looks like a sentence is none that somebody reads."""


def texts_in(tree: ast.AST) -> Iterator[str]:
    """Yield the texts in code that are no docstrings, with a sign for each field."""
    docstrings, inside = set(), set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            docstrings |= {id(one.value) for one in body if isinstance(one, ast.Expr)}
        if isinstance(node, ast.JoinedStr) and id(node) not in inside:
            inside |= {id(one) for one in ast.walk(node)} - {id(node)}
            parts = (
                one.value if isinstance(one, ast.Constant) else "\ufffc" for one in node.values
            )
            yield "".join(map(str, parts))
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and id(node) not in docstrings | inside:
            yield value


def test_sentences_are_in_modules_of_messages() -> None:
    found = []
    for package in ("autograder", "course_lib"):
        for file in sorted((ROOT / package).rglob("*.py")):
            place = file.relative_to(ROOT).as_posix()
            apart = file.name == "messages.py" or place.startswith("autograder/commands/")
            if not apart and not any(place.startswith(one) for one in NOT_SHOWN):
                texts = texts_in(ast.parse(file.read_text("utf-8")))
                found += [f"{place}: {text!r}" for text in texts if SENTENCE.search(text)]
    assert not found, "move them to the package's messages.py"
    gone = [place for place in NOT_SHOWN if not (ROOT / place).exists()]
    assert not gone


WORDS = re.compile(r"\b[a-z]{4,} [a-z]")


@pytest.fixture
def in_pseudo() -> Iterator[None]:
    with shown.pseudo_language():
        yield


def test_the_help_of_every_command_is_translated(
    in_pseudo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(language.VARIABLE, pseudo.LANGUAGE)
    monkeypatch.setattr("autograder.commands.help.can_be_shown", lambda _: True)
    names = [one.name for group in app.registered_groups for one in _commands(group)]
    assert len(names) > 20
    for given in ([], ["--help"], *([str(name), "--help"] for name in names)):
        said = CliRunner().invoke(app, given, terminal_width=400).output
        said = re.sub(r"root [\w-]* ?[\[{].*|course \w.*", "", said)  # as it is typed
        lines = [re.sub(r"[│╭╮╰╯─]|\[x>=\d+\]|<[^<>]*>", " ", line) for line in said.split("\n")]
        rest = pseudo.unmarked("\n".join(lines), lambda line: bool(WORDS.search(line)))
        assert not rest, f"{given}: {rest}"


def _commands(group: Any) -> Iterator[Any]:
    for one in group.typer_instance.registered_commands:
        one.name = one.name or one.callback.__name__
        yield one


def test_wrong_arguments_are_named_in_the_courses_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(language.VARIABLE, "zh")
    for given, said in (
        (["grade", "--nix"], "没有这个选项：--nix"),
        (["grad"], "没有命令 'grad'"),
        (["extend"], "缺少参数 'student'"),
        (["grade", "--jobs", "0"], "0 不在范围 x>=1 内。"),
        (["grade", "--jobs", "many"], "'many' 不是整数。"),
        (["demo", "--seed", "x"], "'x' 不是整数。"),
        (["grade", "--force=3"], "选项 '--force' 后面不写值。"),
        (["export", "--format", "x"], "'x' 不是下列之一：'canvas', 'moodle', 'csv'。"),
    ):
        assert said in CliRunner().invoke(app, given).output
    monkeypatch.delenv(language.VARIABLE)
    language.forget()
    assert "No such option" in CliRunner().invoke(app, ["grade", "--nix"]).output


PARTS = {"a ", ", in percent", ", times trials", ", an integer", " and "}
"""Pieces of a fact, which is whole where it is told."""
ERRORS = {"not an array of numbers", "not a number"}
"""What nobody reads: the fact is then that the result is not as documented."""


def test_facts_about_results_are_told_in_the_students_language(in_pseudo: None) -> None:
    found = set()
    for file in (ROOT / "course_lib/cases/properties").glob("*.py"):
        if file.name != "messages.py":
            tree = ast.parse(file.read_text("utf-8"))
            keys = [
                key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys
            ]
            names = {key.value for key in keys if isinstance(key, ast.Constant)}
            found |= {text for text in texts_in(tree) if " " in text or text in names}
    facts = found - PARTS - ERRORS - {*PROPERTIES, *SEARCHES}
    assert len(facts) > 80
    said = in_words({text.replace("\ufffc", "x"): True for text in facts})
    assert not [text for text in said if pseudo.BEGIN not in text]


SKELETON = skeleton_of((ROOT / "notebooks/ewa/ewa.ipynb").read_text("utf-8"))


def notebook(tag: str) -> bytes:
    made: dict[str, Any] = json.loads(SKELETON)
    made["metadata"]["optimization_course"] = {"language": tag}
    return json.dumps(made).encode()


@pytest.mark.processes
@pytest.mark.parametrize(
    ("data", "problem", "course", "language", "sentence"),
    [
        (b"%PDF-", None, "zh", "zh", "PDF"),
        (b"", "MISSING", "zh", "zh", "没有交"),
        (notebook("zh") + b"junk", None, "en", "zh", "结束之后"),
        (notebook("en") + b"junk", None, "zh", "en", "Behind the end"),
    ],
    ids=["pdf", "missing", "zh in en", "en in zh"],
)
def test_what_is_said_of_a_file_is_in_the_language_of_its_student(
    data: bytes, problem: str | None, course: str, language: str, sentence: str
) -> None:
    said = problem and messages.MISSING.format(name="ewa.ipynb")
    rebuilt = rebuild_submission(data, said, SKELETON, {}, (), course)
    known = rebuilt.metadata[METADATA_KEY]
    assert known.get("language", "en") == language
    assert sentence in known["incidents"][0]


def test_an_instructor_reads_notices_in_the_reports_language() -> None:
    why = messages.ARCHIVE_HOLDS.format(count=2)
    english = messages.UNREADABLE.format(why=why)
    chinese = notices.in_language(english, "zh")
    assert "2" in chinese
    assert "archive with" not in chinese
    assert notices.in_language(chinese, "en") == english
    assert notices.in_language("none of ours", "zh") == "none of ours"


def test_the_courses_language_is_no_reason_to_grade_again() -> None:
    english = messages.MISSING.format(name="ewa.ipynb")
    chinese = notices.in_language(english, "zh")
    assert parts_of_submission(b"", english, (), "") == parts_of_submission(b"", chinese, (), "")


def test_students_of_two_languages_who_are_told_the_same_are_told_the_same_in_a_report() -> None:
    exercise = find("bias_correct")
    assert isinstance(exercise, Exercise)
    hint = exercise.mistakes[0].hint

    def verdict(tag: str) -> Verdict:
        with language.use(tag):
            notes = (checks.POWER, checks.RAISED_HIDDEN.format(error="ValueError"))
            rows = (Row("T", False, notes),)
        return Verdict("ewa", "H", rows, hints=(language.translate(hint, tag),))

    english, chinese = verdict("en"), verdict("zh")
    assert english != chinese
    for tag, same in (("en", english), ("zh", chinese)):
        assert notices.verdict_in_language(english, tag) == same
        assert notices.verdict_in_language(chinese, tag) == same


def test_nbgraders_words_on_a_feedback_page_are_in_its_language() -> None:
    top = '<a href="#top">(Top)</a>'
    html = (
        '<span class="nbgrader-label">Student\'s answer</span>'
        f'<span class="pull-right">Score: 0.0 / 6.0 {top}</span>'
        '<span class="nbgrader-label">Grade cell: <code>check-ewa</code></span>'
        "<p>Score: 1 / 2, Student's answer</p><b>Comments:</b> <p>No response.</p>"
    )
    assert nbgraders_words.in_words(html, {}) == html
    with language.use("zh"):
        said = nbgraders_words.in_words(html, {})
        assert "还没有评分：– / 6.0 " in nbgraders_words.in_words(html, {"pending": True})
    assert "<p>Score: 1 / 2, Student's answer</p>" in said, "the student's own text"
    for words in ("你的回答<", "得分：0.0 / 6.0 ", "评分单元格： <code>", "评语：", "没有作答。"):
        assert words in said


def test_a_title_that_is_a_message_itself_is_not_translated_again() -> None:
    cell = {
        "cell_type": "markdown",
        "metadata": {"nbgrader": {"locked": True}},
        "source": "# 指数加权平均\n",
    }
    with language.use("zh"):
        assert titles_of([cell], "ewa").assignment == "指数加权平均"
