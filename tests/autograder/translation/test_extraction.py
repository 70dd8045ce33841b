"""Messages are cut out of texts and code, and translations are put in their place."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import nbgrader.preprocessors  # noqa: F401  # it opens a socket when it is first imported
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.notebook.rebuild import skeleton_of
from autograder.translation import code, markdown, notebooks, pseudo, sources
from autograder.translation.wrapping import width, wrapped
from grader_tests.engine.exercise import Exercise, Question
from grader_tests.engine.registry import find

ROOT = Path(__file__).parents[3]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
TEMPLATES = sorted((ROOT / "autograder" / "templates").rglob("*.html.j2"))
IDS = [path.stem for path in NOTEBOOKS]
NOT_SEEN = {"no training yet", "running variance"}
"""A text inside a field of an f-string, which cannot be translated there, and a name of runs."""


@cache
def handed_out(path: Path) -> Any:
    """The notebook as students get it, apart from its hidden tests."""
    notebook = json.loads(skeleton_of(path.read_text("utf-8")))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def in_pseudo(path: Path) -> Any:
    return notebooks.in_words(handed_out(path), pseudo.LANGUAGE, pseudo.marked)


def cells(notebook: Any, kind: str) -> Iterator[tuple[str, str]]:
    for cell in notebook["cells"]:
        if cell["cell_type"] == kind and notebooks.is_translated(cell):
            yield cell["id"], cell["source"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=IDS)
def test_every_text_that_a_student_sees_can_be_translated(path: Path) -> None:
    for name, source in cells(in_pseudo(path), "markdown"):
        for piece in markdown.pieces(source):
            rest = pseudo.unmarked(piece.message, markdown.has_words)
            assert not rest, f"{path.name}, {name}: {rest}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=IDS)
def test_every_word_in_code_that_a_student_sees_can_be_translated(path: Path) -> None:
    for name, source in cells(in_pseudo(path), "code"):
        docstrings = [*docstrings_of(source)]
        flat = " ".join(" ".join(docstrings).split())
        for text in docstrings:
            assert not pseudo.unmarked(text, markdown.has_words), f"{path.name}, {name}: {text}"
        for message in code.messages_of(source):
            marked = message.startswith(pseudo.BEGIN)
            assert marked or message in flat, f"{path.name}, {name}: {message}"
        for text in plain_texts(source):
            assert not pseudo.unmarked(text, markdown.has_words), f"{path.name}, {name}: {text}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_a_page_can_be_translated(path: Path) -> None:
    page = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
    page = re.sub(r"<(style|script|code|kbd).*?</\1>|&nbsp;|>formgrader<", "", page, flags=re.S)
    texts = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', page)
    texts += re.sub(r"<[^>]*>", "\n", page).split("\n")
    assert not [text for text in texts if markdown.has_words(text)]


def docstrings_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield ast.get_docstring(node) or ""


def plain_texts(source: str) -> Iterator[str]:
    """Yield texts with a space that are no part of another text."""
    tree = ast.parse(source)
    patterns = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {part for node in patterns for part in ast.walk(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and node not in inside else None
        if isinstance(text, str) and " " in text.strip() and "\n" not in text:
            yield from () if text in NOT_SEEN else (text,)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=IDS)
def test_a_translation_changes_words_and_nothing_else(path: Path) -> None:
    english = handed_out(path)
    for one, other in zip(english["cells"], in_pseudo(path)["cells"], strict=True):
        assert {**one, "source": None} == {**other, "source": None}
    names = code.own_names(source for _, source in cells(english, "code"))
    for (name, before), (_, after) in zip(
        cells(english, "code"), cells(in_pseudo(path), "code"), strict=True
    ):
        words = {*code.messages_of(before, names)}
        assert without_texts(before, words) == without_texts(after, words), name
    same = notebooks.in_words(english, "en", lambda text: text)
    assert same["cells"] == english["cells"]


def without_texts(source: str, words: set[str]) -> str:
    """The structure of code, in which each text that people read has only its fields."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            shown = node.value in words or node.value.startswith((pseudo.BEGIN, "\n", " "))
            node.value = "" if shown or " " in node.value else node.value
        if isinstance(node, ast.JoinedStr):
            node.values = [v for v in node.values if isinstance(v, ast.FormattedValue)]
    return ast.dump(tree).replace("Constant(value='')", "Text").replace("JoinedStr(", "Text(")


def test_a_paragraph_is_a_message_and_its_mark_is_not() -> None:
    source = (
        "# Title\n\nOne paragraph\nin two lines.\n\n> A quotation.\n\n- one `x`\n- $y$\n"
        "  1. two\n\n"
        "| symbol | meaning |\n|---|---|\n| $w$ | the weight |\n\n$$\na = \\text{mean}\n$$\n\n"
        "```python\nnot = words\n```\n\n$$b$$\n\n<details><summary>Why?</summary>\n"
    )

    assert markdown.messages_of(source) == [
        "Title",
        "One paragraph\nin two lines.",
        "A quotation.",
        "one `x`",
        "two",
        "| symbol | meaning |",
        "| $w$ | the weight |",
        "$$\na = \\text{mean}\n$$",
        "<details><summary>Why?</summary>",
    ]
    assert markdown.translated(source, str) == source


def test_words_in_code_are_those_that_people_read() -> None:
    source = '''
def step(w):
    """Move `w`. It goes on
    in a second line.

    w:    array, the weights
    b, c: floats
    """
    ### BEGIN SOLUTION
    return w  # not shown
    ### END SOLUTION


# One comment
# in two lines.
f = mine("momentum", "momentum_step")
runs = load_pytorch_runs("running variance")
d = {"momentum": f, "bias-corrected": f, "gradient descent": f, "beta": 0.9}
plot(d, title="T", xlabel="epoch", alt=f"The {d['momentum']} is {w:.2f}", kind="dashed")
print(f"{w!r} done")
print(f"{w}: {d:.2f}", f"{w} {d}")
'''

    assert code.messages_of(source) == [
        "Move `w`. It goes on in a second line.",
        "w: array, the weights",
        "b, c: floats",
        "One comment in two lines.",
        "gradient descent",
        "epoch",
        "The {d['momentum']} is {w:.2f}",
        "{w!r} done",
        "{w}: {d:.2f}",
    ]
    assert code.figure_words(source) == ["momentum", "bias-corrected"]
    assert code.own_names([source]) == {"momentum", "bias-corrected", "beta"}
    use = 'mine("momentum", d["momentum"])'
    shouted = code.translated(use, str.upper, frozenset({"momentum"}))
    assert shouted == 'mine("momentum", d["MOMENTUM"])'


def test_explanations_that_a_release_has_are_translated() -> None:
    told = {"first_step": {"answer": "a", "why": {"a": "It is.", "b": "It is not."}}}
    notebook = new_notebook(metadata={"optimization_course": {"answers": told}})

    own = notebooks.in_words(notebook, "xx", pseudo.marked).metadata["optimization_course"]

    assert own["answers"]["first_step"]["why"] == {"a": "⟦It is.⟧", "b": "⟦It is not.⟧"}
    assert own["answers"]["first_step"]["answer"] == "a"


def test_a_stub_is_in_the_language_of_the_release() -> None:
    source = "def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
    cells = [new_code_cell(source, id="f"), new_markdown_cell("Mine.", id="why")]
    for cell in cells:
        cell.metadata["nbgrader"] = {"solution": True, "grade": False, "grade_id": cell.id}
    english = nbformat.writes(new_notebook(cells=cells))

    code_cell, answer = nbformat.reads(skeleton_of(english, "zh"), as_version=4).cells

    assert code_cell.source.splitlines()[1:] == [
        "    raise NotImplementedError  # 在这里写你的代码，替换这一行"
    ]
    assert answer.source == "*在这里写你的回答，替换这一行。*"


def test_translated_code_is_wrapped_and_still_runs() -> None:
    source = 'print(\n    f"step {1 + 1} "\n    "on"\n)  # one two\n'
    words = {"step {1 + 1} on": "第 {1 + 1} 步，" * 12, "one two": "注释"}

    written = code.translated(source, lambda text: words.get(text, text))

    printed: list[str] = []
    exec(written, {"print": printed.append})
    assert printed == ["第 2 步，" * 12]
    assert written.endswith("# 注释\n")
    assert max(map(width, written.splitlines())) <= code.WIDTH + 2


def test_lines_of_chinese_are_wrapped_by_their_width() -> None:
    text = "优化算法 `np.sqrt(s)` 的公式是 $x + y$，还有 gradient descent。" * 3

    lines = wrapped(text, 30, keep_spaces=True)

    assert "".join(lines) == text
    assert max(map(width, lines)) <= 32  # a full stop stays with its line
    assert not any(line.startswith(("，", "。")) for line in lines)


def test_a_text_is_in_one_catalogue_only() -> None:
    found = sources.catalogues()

    texts = [text for messages in found.values() for text in messages]
    assert len(texts) == len(set(texts)) > 3_000
    assert {"course_lib", "grader_tests", "autograder", "documents", "adam"} <= found.keys()


def test_explanations_of_answers_stay_with_the_grader() -> None:
    found = sources.catalogues()["adam"]
    question, exercise = find("first_step"), find("adam_step")
    assert isinstance(question, Question)
    assert isinstance(exercise, Exercise)
    for why in (question.why_right, *question.why_wrong.values()):
        assert not any(message.handed_out for message in found[why])
    for mistake in exercise.mistakes:
        messages = found.get(mistake.hint, ())
        assert all(message.handed_out for message in messages)
