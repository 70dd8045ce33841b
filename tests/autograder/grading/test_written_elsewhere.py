"""A written answer is found wherever a student wrote it, and nobody is told that there is none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from wild_cases import Cell, code, notebook, text

from autograder import messages
from autograder.notebook.rebuild import rebuild, skeleton_of
from autograder.translation.stubs import TEXT_STUB

MINE = "I would choose Adam, because its curve is the lowest in nearly every epoch of the figure."
NOTE = "My own notes: read the chapter about averages once more before the test on Friday."
QUESTION = "### In your own words\n\nWhich method would you choose, and why?"

GRADED = 'check("why")\n### BEGIN HIDDEN TESTS\ngrade("why")\n### END HIDDEN TESTS'


def lesson_cell(kind: str, source: str, name: str, **nbgrader: Any) -> Cell:
    made = (code if kind == "code" else text)(source, name)
    made["metadata"]["nbgrader"] |= {"cell_type": kind, "grade": False, **nbgrader}
    return made


def written(source: str, name: str = "reflection") -> Cell:
    return lesson_cell("markdown", source, name, grade=True, solution=True, locked=False, points=3)


LESSON = [
    lesson_cell("markdown", "# A lesson\n\nIt begins here.", "task-first", locked=True),
    lesson_cell("code", GRADED, "check-why", grade=True, locked=True, solution=False, points=1),
    lesson_cell("markdown", QUESTION, "ask-reflection", locked=True),
    written("Ours."),
    lesson_cell("markdown", "## What to take away\n\nA lot.", "task-last", locked=True),
]
SKELETON = skeleton_of(json.dumps(notebook(*LESSON)))


def cells_of(skeleton: str) -> list[Cell]:
    return [{**cell, "source": "".join(cell["source"])} for cell in json.loads(skeleton)["cells"]]


FIRST, CHECK, ASK, EMPTY, LAST = cells_of(SKELETON)


def raw(source: str) -> Cell:
    return {**text(source), "cell_type": "raw"}


def with_more(cell: Cell, more: str) -> Cell:
    return {**cell, "source": f"{cell['source']}\n\n{more}"}


def nameless(cell: Cell) -> Cell:
    return {**cell, "metadata": {}, "id": "x"}


def answer(*cells: Cell, skeleton: str = SKELETON, name: str = "reflection") -> str:
    rebuilt = rebuild(json.dumps(notebook(*cells)).encode(), skeleton).notebook
    [found] = [one for one in rebuilt.cells if one.id == name]
    return str(found.source)


NEAR = {
    "behind its cell": [FIRST, CHECK, ASK, EMPTY, text(MINE), LAST],
    "before its cell": [FIRST, CHECK, ASK, text(MINE), EMPTY, LAST],
    "before the question": [FIRST, CHECK, text(MINE), ASK, EMPTY, LAST],
    "at the end": [FIRST, CHECK, ASK, EMPTY, LAST, text(MINE)],
    "at the end, below a heading": [FIRST, CHECK, ASK, EMPTY, LAST, text("# Mine"), text(MINE)],
    "at the end, with the question": [FIRST, CHECK, ASK, EMPTY, LAST, text(f"{QUESTION}\n{MINE}")],
    "in the question": [FIRST, CHECK, with_more(ASK, MINE), EMPTY, LAST],
    "in what follows": [FIRST, CHECK, ASK, EMPTY, with_more(LAST, MINE)],
    "in a raw cell": [FIRST, CHECK, ASK, EMPTY, LAST, raw(MINE)],
    "in comments": [FIRST, CHECK, ASK, EMPTY, code(f"# {MINE}")],
    "in a text in code": [FIRST, CHECK, ASK, EMPTY, code(f'"""{MINE}"""')],
    "printed": [FIRST, CHECK, ASK, EMPTY, code(f'print("{MINE}")')],
    "as plain words in code": [FIRST, CHECK, ASK, EMPTY, code(f"{MINE} (beta = 0.9)")],
    "in a magic of text": [FIRST, CHECK, ASK, EMPTY, code(f"%%markdown\n({MINE})")],
    "in the cell of a check": [FIRST, with_more(CHECK, f"# {MINE}"), ASK, EMPTY, LAST],
    "its cell deleted": [FIRST, CHECK, ASK, LAST, text(MINE)],
    "merged with the question": [FIRST, CHECK, with_more(ASK, f"{TEXT_STUB}\n\n{MINE}"), LAST],
    "a copy of its cell": [FIRST, CHECK, ASK, {**EMPTY, "source": MINE}, EMPTY, LAST],
    "nothing has a name": [*map(nameless, [FIRST, CHECK, ASK, EMPTY, LAST]), text(MINE)],
}


@pytest.mark.parametrize("cells", NEAR.values(), ids=NEAR)
def test_what_was_written_near_is_the_answer(cells: list[Cell]) -> None:
    cells = [text(NOTE), *cells]
    found = answer(*cells)
    assert found.startswith(messages.ANSWER_NEAR)
    assert MINE in found
    assert NOTE not in found
    assert TEXT_STUB not in found


PLAIN = {
    "in its cell": [FIRST, CHECK, ASK, {**EMPTY, "source": MINE}, LAST],
    "in its cell, of code": [FIRST, CHECK, ASK, {**code(MINE), "id": "reflection"}, LAST],
    "in its cell, raw": [FIRST, CHECK, ASK, {**EMPTY, "source": MINE, "cell_type": "raw"}, LAST],
    "in place of its cell": [FIRST, CHECK, ASK, text(MINE), LAST],
}


@pytest.mark.parametrize("cells", PLAIN.values(), ids=PLAIN)
def test_an_answer_in_its_cell_stays_as_it_is(cells: list[Cell]) -> None:
    assert answer(text(NOTE), *cells, text(NOTE)) == MINE


FAR = {
    "in a text of its own": [FIRST, text(MINE), CHECK, ASK, EMPTY, LAST],
    "in the first text": [with_more(FIRST, MINE), CHECK, ASK, EMPTY, LAST],
    "in a comment": [FIRST, code(f"# {MINE}"), code("x = 1"), CHECK, ASK, EMPTY, LAST],
}


@pytest.mark.parametrize("cells", FAR.values(), ids=FAR)
def test_the_marker_sees_what_was_written_far_away(cells: list[Cell]) -> None:
    assert answer(*cells) == f"{messages.ANSWER_ELSEWHERE}\n\n{MINE}"
    several = answer(text(NOTE), *cells)
    assert several.startswith(messages.ANSWER_AMONG)
    assert MINE in several
    assert NOTE in several


def test_few_words_far_away_count_where_the_cell_was_deleted() -> None:
    cells = [FIRST, text("Adam."), CHECK, ASK, LAST]
    assert answer(*cells) == f"{messages.ANSWER_ELSEWHERE}\n\nAdam."
    assert answer(*cells[:4], EMPTY, LAST) == TEXT_STUB


def test_few_words_may_say_where_the_answer_is() -> None:
    see = {**EMPTY, "source": "See below."}
    assert answer(FIRST, CHECK, ASK, see, LAST, text(MINE)) == (
        f"See below.\n\n{messages.ANSWER_MORE}\n\n{MINE}"
    )
    assert answer(FIRST, CHECK, ASK, see, LAST) == "See below."


NOTHING = {
    "nothing of the student's": [FIRST, CHECK, ASK, EMPTY, LAST],
    "only a heading far away": [text("# Ada"), FIRST, CHECK, ASK, EMPTY, LAST, text("## Tries")],
    "only code": [FIRST, CHECK, ASK, EMPTY, code("for x in xs:\n    print(x)  # each"), LAST],
    "another release's words": [{**FIRST, "source": NOTE}, CHECK, ASK, EMPTY, LAST],
}


@pytest.mark.parametrize("cells", NOTHING.values(), ids=NOTHING)
def test_nothing_is_made_an_answer_that_is_none(cells: list[Cell]) -> None:
    assert answer(*cells) == TEXT_STUB


def test_two_answers_in_one_cell_are_shown_for_both() -> None:
    second = written("Ours.", "second")
    skeleton = skeleton_of(json.dumps(notebook(*LESSON, second)))
    *before, empty = cells_of(skeleton)
    before[3]["source"] = f"{MINE}\n\nAnd to the second question: a smaller learning rate."
    found = answer(*before, empty, skeleton=skeleton, name="second")
    assert found == f"{messages.ANSWER_IN_ANOTHER}\n\n{before[3]['source']}"
    before[3]["source"] = MINE
    assert answer(*before, empty, skeleton=skeleton, name="second") == TEXT_STUB


def test_a_picture_that_is_the_answer_comes_with_it() -> None:
    picture = {"image/png": "iVBORw0KGgo" + "A" * 40}
    pasted = {**text("![](attachment:mine.png)"), "attachments": {"mine.png": picture}}
    cells = [FIRST, CHECK, ASK, EMPTY, LAST, pasted]
    rebuilt = rebuild(json.dumps(notebook(*cells)).encode(), SKELETON).notebook
    [found] = [one for one in rebuilt.cells if one.id == "reflection"]
    assert found.attachments == rebuilt.cells[-1].attachments
    assert "attachment:mine.png" in found.source
