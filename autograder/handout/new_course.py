"""Make an instructor's own course folder for `course init`, with the notebooks they choose."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.checkout import require_checkout
from autograder.course.folder import CONFIG, Course
from autograder.course.made_from import FOLDER as MADE_FROM
from autograder.errors import CourseError
from autograder.handout import messages
from autograder.html.templates import fill
from autograder.whole_file import refusal, write_whole
from course_lib.language import current

NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__")
LESSONS = "notebooks"
OURS = "autograder.nbgrader_settings"
ELSEWHERE = '# c.CourseDirectory.submitted_directory = "/srv/handed-in"'


@dataclass(frozen=True)
class NewCourse:
    """The result of `init_course`: a course or a part of one, and which notebooks it released."""

    course: Course
    is_new: bool
    assignments: list[str]
    released: list[str]


def init_course(
    root: Path, assignments: Sequence[str], submissions: Path | None = None
) -> NewCourse:
    """Make a course folder or add notebooks to one, and release what was already handed in.

    `submissions` is a folder with STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb, if it is not `submitted/` in
    the course folder. Raises `CourseError` and writes nothing if anything is in the way.
    """
    names = list(dict.fromkeys(Course(require_checkout()).require(list(assignments))))
    if submissions is not None:
        submissions = submissions.resolve()
        _require_work(submissions, names)
    is_new = not (root / CONFIG).exists()
    try:
        course = make_course(root, names, submissions)
    except OSError as error:
        raise CourseError(
            messages.CANNOT_BECOME.format(root=root, why=": ".join(refusal(error)))
        ) from None
    return NewCourse(course, is_new, names, _release_handed_in(course, names))


def make_course(root: Path, assignments: Sequence[str], submissions: Path | None = None) -> Course:
    """Write the notebooks and, unless the folder is already a course, everything else in one."""
    checkout = Course(require_checkout())
    in_order = [name for name in checkout.assignments() if name in assignments]
    texts = {} if require_our_course(root) else texts_of_course(root, in_order, submissions)
    if submissions is not None and not texts:
        raise CourseError(messages.HAS_SETTINGS.format(root=root))
    # a course that exists may keep its notebooks elsewhere
    sources = (checkout if texts else Course(root)).directory.source_directory
    wanted = {f"{sources}/{name}": checkout.source(name).parent for name in assignments}
    taken = sorted(name for name in wanted.keys() | texts.keys() if (root / name).exists())
    if taken:
        raise CourseError(messages.TAKEN.format(root=root, names=", ".join(taken)))
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, folder in wanted.items():
        shutil.copytree(folder, root / name, ignore=NOT_COPIED)
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")
        write_whole(root / MADE_FROM / name, text.encode())
    for assignment in assignments:
        shutil.copytree(
            checkout.source(assignment).parent,
            root / MADE_FROM / LESSONS / assignment,
            ignore=NOT_COPIED,
            dirs_exist_ok=True,
        )
    return Course(root)


def files_of_course(course: Course) -> dict[str, tuple[Path, bytes]]:
    """Return the files that the course's present version would make a course folder of.

    Each name has the file's own path, and the content that it would have.
    """
    checkout = Course(require_checkout())
    names = [name for name in course.assignments() if checkout.source(name).is_file()]
    submissions = Path(str(course.directory.submitted_directory))
    elsewhere = submissions if submissions.is_absolute() else None
    texts = texts_of_course(course.root, names or checkout.assignments(), elsewhere)
    found = {name: (course.root / name, text.encode()) for name, text in texts.items()}
    for name in names:
        folder = checkout.source(name).parent
        ignored = NOT_COPIED(str(folder), [path.name for path in folder.iterdir()])
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and inside.parts[0] not in ignored:
                place = course.source(name).parent / inside
                found[f"{LESSONS}/{name}/{inside.as_posix()}"] = (place, path.read_bytes())
    return found


def require_our_course(root: Path) -> bool:
    """Return whether the folder is a course; raise `CourseError` if it is one of another kind."""
    config = root / CONFIG
    if not config.exists():
        return False
    if OURS not in config.read_text(encoding="utf-8", errors="replace"):
        raise CourseError(messages.OTHER_COURSE.format(root=root, ours=OURS))
    return True


def texts_of_course(
    root: Path, assignments: Sequence[str], submissions: Path | None = None
) -> dict[str, str]:
    """Return name -> text of the files that make a folder a course."""
    config = (require_checkout() / CONFIG).read_text(encoding="utf-8")
    if submissions is not None:
        here = f"c.CourseDirectory.submitted_directory = {str(submissions)!r}"
        config = config.replace(ELSEWHERE, here)
    values = {
        "name": root.resolve().name,
        "environment": sys.prefix,
        "submitted": str(submissions or "submitted"),
        "first": assignments[0],
    }
    readme = fill("course/README.md.j2", current(), **values)
    return {CONFIG: config, "README.md": readme, ".gitignore": fill("course/gitignore.j2")}


def _require_work(folder: Path, assignments: list[str]) -> None:
    if not folder.is_dir():
        raise CourseError(messages.NO_FOLDER.format(folder=folder))
    if (folder / CONFIG).exists():
        submissions = Course(folder).submitted
        raise CourseError(messages.NOT_WORK.format(folder=folder, submissions=submissions))
    if not any(path.name in assignments for path in folder.glob("*/*/")):
        several = ", ".join(assignments)
        raise CourseError(
            messages.NO_WORK.format(folder=folder, assignments=several, first=assignments[0])
        )


def _release_handed_in(course: Course, assignments: list[str]) -> list[str]:
    """Release what can then be graded at once; return which assignments these are."""
    from autograder.nbgrader_plugins.steps import release

    if not course.submitted.is_dir():
        return []
    names = [name for name in assignments if any(course.submissions(name))]
    for name in names:
        release(course, name)
    return names
