"""Name a group of wrong answers, for `course name`."""

from __future__ import annotations

from autograder import messages
from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.grading.try_file import find_exercise
from autograder.groups.groups import Group, grouped
from autograder.groups.named import NamedMistake, add_named
from autograder.report.data import existing_gradebook, read_class
from grader_tests.engine.registry import topic_of


def name_a_group(course: Course, exercise: str, key: str, name: str, hint: str) -> str:
    """Write a name and a hint for a group into the course folder; return a sentence about it.

    Only what the functions do is written, nobody's code. Raises `CourseError` if there is no such
    exercise or group, or if the name is taken.
    """
    find_exercise(exercise)
    name, hint = name.strip(), hint.strip()
    if not name or not hint:
        raise CourseError(messages.NO_TEXT)
    assignment = topic_of(exercise).name
    group = _find(course, assignment, exercise, key)
    behaviour = group.first.explained.behaviour
    assert behaviour is not None
    add_named(course.root, exercise, NamedMistake(name, hint, behaviour.to_json()))
    count = len(group.answers)
    return messages.NAMED.format(name=name, exercise=exercise, count=count, assignment=assignment)


def _find(course: Course, assignment: str, exercise: str, key: str) -> Group:
    with existing_gradebook(course) as gradebook:
        work = read_class(course, gradebook, assignment)
    answers = [answer for one in work.submitted for answer in one.notebook.wrong]
    groups = grouped(answer for answer in answers if answer.verdict.name == exercise)
    by_key = {group.key: group for group in groups if group.key}
    if key not in by_key:
        form = messages.NO_GROUP if by_key else messages.NO_GROUPS
        known = messages.listed(list(map(str, by_key)))
        raise CourseError(form.format(exercise=exercise, group=key, known=known))
    return by_key[key]
