"""Say what in submitted/ is no submission, and where it would be one."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from autograder.course import messages
from autograder.course.find_notebook import is_noise
from autograder.visible import in_one_line

_MANY = 3
"""Students who have something of one name that is ignored in one sentence."""
_ENDING = re.compile(r"\.(?:ipynb|zip)(?:\.txt|\.json)?$", re.IGNORECASE)
_COPY = re.compile(r"(?:_copy)?_\d*$|_copy$")


def misplaced(top: Path, known: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each entry of submitted/ that is no student's known assignment."""
    odd = [entry for entry in top.iterdir() if not entry.is_dir()]
    students = [entry for entry in top.iterdir() if entry.is_dir() and os.access(entry, os.R_OK)]
    odd += [e for s in students for e in s.iterdir() if not e.is_dir() or e.name not in known]
    paths = [entry.relative_to(top) for entry in sorted(odd)]
    paths = [path for path in paths if not any(map(is_noise, path.parts))]
    names = Counter(path.name for path in paths if len(path.parts) > 1)
    words = {"folder": top.name, "known": ", ".join(known)}
    for path in paths:
        if names[path.name] < _MANY:
            student, place = path.parts[0], _place(top, path, known)
            if student in known and (top / path).is_dir():  # the wrong way round
                student, place = path.name, f"{student}/"
            form = messages.MISPLACED_HERE if place else messages.MISPLACED
            shown = f"{top.name}/{in_one_line(str(path))}"
            to = f"{top.name}/{in_one_line(student)}/{place}"
            yield form.format(path=shown, to=to, **words)
    for name, count in names.items():
        if count >= _MANY:
            place = _place(top, next(path for path in paths if path.name == name), known)
            form = messages.MISPLACED_HERE_MANY if place else messages.MISPLACED_MANY
            to = f"{top.name}/STUDENT/{place}"
            yield form.format(name=in_one_line(name), count=count, to=to, **words)


def _place(top: Path, path: Path, known: Collection[str]) -> str:
    """Return where a folder or file of a student's would be a submission; empty if that is unclear.

    It has an assignment's name, but for upper case, a number or spaces.
    """
    is_folder = (top / path).is_dir()
    stem = path.name if is_folder else _ENDING.sub("", path.name)
    if len(path.parts) < 2 or (not is_folder and stem == path.name):
        return ""
    words = re.sub(r"[\W_]+", "_", stem.casefold()).strip("_")
    name = next((name for name in known if name in (words, _COPY.sub("", words))), "")
    return f"{name}/" if name and is_folder else f"{name}/{path.name}" if name else ""
