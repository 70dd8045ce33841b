"""Make next year's course from last year's: its lessons and settings, and nobody's data."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course.folder import CONFIG, Course
from autograder.course.made_from import FOLDER as MADE_FROM
from autograder.errors import CourseError
from autograder.groups.named import FILE as NAMED_MISTAKES
from autograder.handout import messages
from autograder.handout.new_course import NOT_COPIED, require_our_course, texts_of_course
from autograder.whole_file import refusal, write_whole

_OUTSIDE = "# Last year's, which two years must not share:"
_DIRECTORY = "_directory"


def next_year(
    old_root: Path, root: Path, assignments: Sequence[str], submissions: Path | None = None
) -> list[str]:
    """Make the course folder `root`; return sentences about it.

    Its secret is made by the first release. Raises `CourseError` and writes nothing if `old_root`
    is no course of ours, or `root` is not empty.
    """
    if submissions is not None:
        raise CourseError(messages.NO_WORK_NEXT_YEAR)
    if not require_our_course(old_root):
        raise CourseError(messages.NO_OLD_COURSE.format(root=old_root))
    if root.exists() and any(root.iterdir()):
        raise CourseError(messages.NOT_EMPTY.format(root=root))
    old = Course(old_root)
    names = old.require(list(assignments))
    config, left_out = _settings((old.root / CONFIG).read_text(encoding="utf-8"))
    texts = texts_of_course(root, names) | {CONFIG: config}
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, text in texts.items():
            (root / name).write_text(text, encoding="utf-8")
        _copy_lessons(old, root, names, everything=not assignments)
        if (old.root / MADE_FROM).is_dir():
            shutil.copytree(old.root / MADE_FROM, root / MADE_FROM)
        for name in texts.keys() - {CONFIG}:
            write_whole(root / MADE_FROM / name, texts[name].encode())
        if (old.root / NAMED_MISTAKES).is_file():
            shutil.copyfile(old.root / NAMED_MISTAKES, root / NAMED_MISTAKES)
    except OSError as error:
        raise CourseError(
            messages.CANNOT_BECOME.format(root=root, why=": ".join(refusal(error)))
        ) from None
    new = Course(root)
    sentences = [messages.NEXT_YEAR.format(root=new.root, old=old.root, names=", ".join(names))]
    sentences += [messages.LINE_LEFT_OUT.format(line=line) for line in left_out]
    return [*sentences, *_shared(old, new), messages.NOT_TAKEN]


def _copy_lessons(old: Course, root: Path, names: Sequence[str], *, everything: bool) -> None:
    """Copy the instructor's notebooks, unless they lie outside the course and both use them."""
    source = Path(str(old.directory.source_directory))
    if source.is_absolute():
        return
    folders = [path for path in (old.root / source).iterdir() if path.is_dir()]
    for folder in folders:
        if folder.name in names or (everything and not folder.name.startswith(".")):
            shutil.copytree(folder, root / source / folder.name, ignore=NOT_COPIED)


def _settings(text: str) -> tuple[str, list[str]]:
    """Return the settings without lines that name a gradebook or a folder elsewhere, and these."""
    lines = text.splitlines()
    left_out = []
    for first, last in sorted(_lines_of_places(text), reverse=True):
        left_out.append(lines[first - 1].strip())
        lines[first - 1 : last] = [_OUTSIDE, *(f"# {line}" for line in lines[first - 1 : last])]
    return "\n".join(lines) + "\n", left_out[::-1]


def _lines_of_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each statement that sets a place outside the course."""
    for node in ast.parse(text).body:
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            name = ast.unparse(target)
            if not name.startswith("c.CourseDirectory."):
                continue
            setting = name.rpartition(".")[2]
            elsewhere = setting.endswith(_DIRECTORY) and not _is_inside(node.value)
            if setting in ("db_url", "root") or (elsewhere and setting != f"source{_DIRECTORY}"):
                yield node.lineno, node.end_lineno or node.lineno


def _is_inside(value: ast.expr) -> bool:
    """Return whether it is written out that a folder is in the course folder, wherever that is."""
    if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        return False
    path = Path(value.value)
    return not path.is_absolute() and ".." not in path.parts


def _shared(old: Course, new: Course) -> Iterator[str]:
    """Yield a sentence for each place that both courses still write to."""
    if old.db_url == new.db_url:
        yield messages.SAME_GRADEBOOK.format(config=new.root / CONFIG)
    for step in ("submitted", "autograded", "feedback", "release"):
        ours = new.root / str(getattr(new.directory, f"{step}{_DIRECTORY}"))
        theirs = old.root / str(getattr(old.directory, f"{step}{_DIRECTORY}"))
        if ours == theirs:
            yield messages.SAME_FOLDER.format(folder=ours, config=new.root / CONFIG)
