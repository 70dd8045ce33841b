"""Note what a submission is graded with, to tell later what of it has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict

from autograder.grading import messages
from autograder.grading.code_digest import digests_of_tests, grader_digest
from autograder.grading.job import Settings
from autograder.messages import listed
from autograder.notices import in_language
from course_lib.language import SOURCE

KEY = "graded_with"
"""Where it is in the metadata of a graded notebook."""
TESTS = "tests of "
"""What the names of parts begin with that are the tests of an exercise or a topic."""
_EXPERIMENTS, _WITH, _WITHOUT = "experiments", "run", "left out"
_LENGTH = 16

Parts = Mapping[str, str]
"""What a mark depends on, by name: each part as a word, or as a digest of it."""


def parts_of_class(
    assignment: str, skeleton: str, settings: Settings, secret: bytes
) -> dict[str, str]:
    """Return what all submissions to an assignment are graded with."""
    return {
        "lesson": lesson_digest(skeleton),
        "grader": grader_digest(),
        "limits": _digest(repr(asdict(settings.limits))),
        "secret": _digest(b"graded with" + secret),
        "sandbox": "on" if settings.confined else "off",
        "files": ", ".join(settings.other_files),
        _EXPERIMENTS: _WITH if settings.experiments else _WITHOUT,
        **{TESTS + name: digest for name, digest in digests_of_tests(assignment).items()},
    }


def lesson_digest(skeleton: str) -> str:
    """Return the part that says which lesson a submission was graded with."""
    return _digest(skeleton)


def parts_of_submission(
    data: bytes, problem: str | None, notices: tuple[str, ...], time: str, other: str | None = None
) -> dict[str, str]:
    """Return what one submission adds: the file, how it was found, and when it was handed in.

    `other` is the member of the student's group for whom the hidden cases are drawn.
    """
    problem = problem and in_language(problem, SOURCE)
    notices = tuple(in_language(notice, SOURCE) for notice in notices)
    return {
        "file": _digest(b"\0".join([data, f"{problem} {notices}".encode()])),
        "time": time,
        **({"group": _digest(other)} if other is not None else {}),
    }


def changed_parts(before: object, now: Parts) -> tuple[str, ...]:
    """Return the names of what has changed; of a submission graded without this note, everything.

    No mark depends on the experiments, so it is no change if they were run and need not be.
    """
    if not isinstance(before, Mapping):
        return tuple(now)
    wanted = {**now}
    if wanted.get(_EXPERIMENTS) == _WITHOUT and before.get(_EXPERIMENTS) == _WITH:
        wanted[_EXPERIMENTS] = _WITH
    names = [*wanted, *(name for name in before if name not in wanted)]
    return tuple(name for name in names if before.get(name) != wanted.get(name))


def reasons(assignment: str, changed: tuple[str, ...]) -> list[str]:
    """Return a sentence for each part that has changed."""
    sentences = [messages.CHANGED[name] for name in messages.CHANGED if name in changed]
    exercises = [name.removeprefix(TESTS) for name in changed if name.startswith(TESTS)]
    if assignment in exercises:
        sentences.append(messages.CHANGED_TESTS_SHARED.format(assignment=assignment))
    own = [f"`{name}`" for name in exercises if name != assignment]
    if own:
        sentences.append(messages.CHANGED_TESTS.format(exercises=listed(own)))
    return sentences


def _digest(what: str | bytes) -> str:
    data = what.encode() if isinstance(what, str) else what
    return hashlib.sha256(data).hexdigest()[:_LENGTH]
