"""Write the page on which all answers to one reflection are marked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any

import nbformat
from markupsafe import Markup
from nbgrader.api import Comment, Gradebook

from autograder.by_hand import messages
from autograder.by_hand.answers import Answer, read_answers
from autograder.by_hand.similar import by_likeness, nearly_the_same
from autograder.course.folder import Course
from autograder.feedback.filters import PageFilters
from autograder.html.sanitize_cells import sanitize_attachments
from autograder.html.templates import fill
from autograder.notebook.titles import lesson_titles
from autograder.translation.markdown import model_answer, translated
from autograder.visible import in_one_line
from course_lib.language import SOURCE, languages, translate
from grader_tests.engine.reflections import ReflectionRubric, read_rubrics

PAGE_SECONDS, SECONDS_EACH, ANSWER_SECONDS = 2.0, 0.02, 0.3
"""CPU seconds for all answers: so many, and so many for each; and at most so many for one."""
MANY = 9
"""Comments that can be used again: each has a digit as its key."""


def marking_page(
    course: Course,
    gradebook: Gradebook,
    assignment: str,
    cell: tuple[str, float],
    token: str,
    nonce: str,
) -> str:
    """Return the page as HTML; `token` is for its requests, and `nonce` for its script."""
    name, out_of = cell
    answers = by_likeness(read_answers(course, gradebook, assignment, name))
    asked, model = _asked(course, assignment, name)
    question, model = (translated(text, translate) for text in (asked, model))
    rubric = _in_words(read_rubrics(assignment).get(name, ReflectionRubric()))
    titles = lesson_titles(course.source(assignment), assignment)
    alike = nearly_the_same(answers, _in_each_language(asked))
    return fill(
        "by_hand/mark.html.j2",
        title=titles.assignment,
        heading=titles.cell(name),
        question=Markup(rendered(question, {})),
        model=Markup(rendered(model, {})),
        criteria=[*zip(rubric.criteria, rubric.worth(out_of), strict=True)],
        comments=_comments(gradebook, name, rubric),
        answers=_shown(answers, alike),
        out_of=out_of,
        to_mark=sum(answer.mark.given is None for answer in answers),
        say=json.dumps(messages.IN_THE_PAGE),
        token=token,
        nonce=nonce,
    )


def _shown(answers: Sequence[Answer], alike: Mapping[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return what the template needs of each answer; its text is sanitized HTML.

    The page has a budget, and so has each answer. Short answers come first, so that whoever writes
    what takes long costs nobody but themselves and their like.
    """
    left = PAGE_SECONDS + SECONDS_EACH * len(answers)
    html: dict[str, str] = {}
    for answer in sorted(answers, key=lambda answer: len(answer.text)):
        filters = PageFilters(None, min(ANSWER_SECONDS, left))
        html[answer.student] = rendered(answer.text, answer.attachments, filters)
        left = max(0.0, left - filters.budget.spent)
    return [_one(answer, html[answer.student], alike.get(answer.student, ())) for answer in answers]


def _one(answer: Answer, html: str, alike: tuple[str, ...]) -> dict[str, Any]:
    students = ", ".join(map(in_one_line, alike[:5]))
    seen = {"digest": answer.digest, "mark": asdict(answer.mark), "student": answer.student}
    return {
        "answer": answer,
        "html": Markup(html),
        "alike": messages.NEARLY_THE_SAME.format(students=students) if alike else "",
        "seen": json.dumps(seen),
        "student": in_one_line(answer.student),
        "name": in_one_line(answer.name),
    }


def rendered(text: str, attachments: Any, filters: PageFilters | None = None) -> str:
    """Return a text as HTML that runs and loads nothing."""
    cell = nbformat.v4.new_markdown_cell(text)
    if attachments:
        cell.attachments = attachments
        sanitize_attachments(cell)
    return (filters or PageFilters(None)).markdown2html({"cell": cell}, text)


def _asked(course: Course, assignment: str, cell: str) -> tuple[str, str]:
    """Return what is asked, and the instructor's own answer, from the instructor's notebook."""
    notebook = nbformat.read(course.source(assignment), as_version=4)
    ids = [(one.metadata.get("nbgrader") or {}).get("grade_id") for one in notebook.cells]
    if cell not in ids:
        return "", ""
    place = ids.index(cell)
    asked = [one for one in notebook.cells[max(0, place - 1) : place] if one.cell_type != "code"]
    question = "\n\n".join(one.source for one in asked)
    return question, model_answer(notebook.cells[place].source)


def _in_each_language(text: str) -> list[str]:
    """Return a lesson's text as each student may have read it, and copied it."""
    return [translated(text, partial(translate, language=one)) for one in (SOURCE, *languages())]


def _in_words(rubric: ReflectionRubric) -> ReflectionRubric:
    """Return a rubric in the language in use."""
    return ReflectionRubric(
        tuple(
            replace(one, look_for=translate(one.look_for), missing=translate(one.missing))
            for one in rubric.criteria
        ),
        tuple(map(translate, rubric.comments)),
    )


def _comments(gradebook: Gradebook, cell: str, rubric: ReflectionRubric) -> list[str]:
    """Return comments to use again: the rubric's, and those that were given most often."""
    rows = gradebook.db.query(Comment.manual_comment).filter(Comment.name == cell)
    given = Counter(str(text).strip() for (text,) in rows if text and str(text).strip())
    known = dict.fromkeys([*rubric.comments, *(text for text, _ in given.most_common())])
    return [text for text in known if len(text) <= 300][:MANY]
