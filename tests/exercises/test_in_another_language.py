"""Every exercise judges alike in every language, and names its mistakes in that language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from judging import judged

from autograder.translation import catalogues, pseudo, sources
from course_lib import language
from course_lib.cases.verdict import Verdict
from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise, Question
from grader_tests.engine.grading import grade_answer
from grader_tests.engine.registry import topics

EXERCISES = [exercise for topic in topics() for exercise in topic.exercises]
QUESTIONS = [question for topic in topics() for question in topic.questions]


def stub(*args: object, **kwargs: object) -> None:
    raise NotImplementedError


@pytest.fixture(scope="module", autouse=True)
def _all_messages_are_marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("languages")
    data = catalogues.compiled(pseudo.pseudo(sources.catalogues()))
    (folder / f"{pseudo.LANGUAGE}.mo").write_bytes(data)
    before = language._folders[:]
    language._folders[:] = [folder, *before]
    language.forget()
    yield
    language._folders[:] = before
    language.forget()


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_marks_and_names_are_the_same_and_the_words_are_others(exercise: Exercise) -> None:
    mistakes = [mistake for mistake in exercise.mistakes if mistake.body != "pass"]
    mistake = mistakes[len(mistakes) // 2]
    for function in (exercise.reference, stub, mistake.function):
        here = {exercise.name: function}
        seen = run_check(exercise.name, here, search=False)
        hidden = judged(exercise, function, 0)
        with language.use("zh"):
            compare(seen, run_check(exercise.name, here, search=False))
        with language.use(pseudo.LANGUAGE):
            for one, other in (
                (seen, run_check(exercise.name, here, search=False)),
                (hidden, judged(exercise, function, 0)),
            ):
                compare(one, other)
                words = (other.headline, *other.hints, *(row.title for row in other.rows))
                assert not [text for text in words if not text.startswith(pseudo.BEGIN)]


def compare(english: Verdict, other: Verdict) -> None:
    """The same marks and names, and the hints in the language in use."""
    assert (other.points, other.mistakes) == (english.points, english.mistakes)
    assert [row.passed for row in other.rows] == [row.passed for row in english.rows]
    if english.rows:
        assert [*other.hints] == [language.translate(hint) for hint in english.hints]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_answers_are_explained_in_the_language(question: Question) -> None:
    for choice in question.choices:
        with language.use(pseudo.LANGUAGE):
            verdict = grade_answer(question, choice)
        assert verdict.points == (question.points if choice == question.answer else 0.0)
        assert all(row.title.startswith(pseudo.BEGIN) for row in verdict.rows)
        assert all(note.startswith(pseudo.BEGIN) for row in verdict.rows for note in row.notes)
