"""Make one zip for students for `course bundle`: everything they need, nothing of the grader."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import MissingEntry

from autograder.course.checkout import require_checkout
from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.gradebook.database import open_gradebook
from autograder.grading.save import require_released
from autograder.handout.leaks import leaks
from autograder.handout.student_package import build_wheel
from autograder.html.templates import fill, page
from autograder.nbgrader_plugins.steps import release

FOLDER = "optimization-course"
START = "start_here.ipynb"
"""The notebook with the lessons in order; `install.py` lets JupyterLab open it first."""
INSTALL = Path(__file__).parents[1] / "templates" / "bundle" / "install.py"
REQUIREMENTS = "./{wheel}\njupyterlab\nnbgrader\n"
"""What `install.py` installs. A newer zip replaces it, although the older wheel may stay."""
_WHEN = (2020, 1, 1, 0, 0, 0)
_FILE_THAT_ALL_READ = 0o100644
_UNIX = 3

LEAK = (
    "{file} must not be handed out: {found}. No zip was written. Remove what is not for students, "
    "and run `course release {assignment}` again."
)
NO_NOTEBOOK = "{file} is missing. Run `course release {assignment}` again."
NOT_WRITTEN = "{file} cannot be written: {error}. Name another file with --to."


def make_bundle(course: Course, assignments: list[str], to: Path) -> None:
    """Write the zip `to`; the same files always give the same bytes.

    An assignment that was never released is released now. Raises `CourseError` and writes
    no zip if a source has changed since its release, or if a solution or hidden test is found.
    """
    files: dict[str, bytes] = {}
    for name in assignments:
        _release_unless_released(course, name)
        files |= _handed_out(course, name)
    wheel, data = build_wheel()
    files[wheel] = data
    files["requirements.txt"] = REQUIREMENTS.format(wheel=wheel).encode()
    files["constraints.txt"] = (require_checkout() / "constraints.txt").read_bytes()
    files["install.py"] = INSTALL.read_bytes()
    lessons = [f"{name}/{name}.ipynb" for name in assignments]
    titles = {lesson: _title(files[lesson]) for lesson in lessons}
    files[START] = fill("bundle/start_here.ipynb.j2", titles=titles).encode()
    readme = fill("bundle/README.md.j2", titles=titles, start=START)
    files["README.md"] = readme.encode()
    files["README.html"] = page("Optimization algorithms of deep learning", readme).encode()
    try:
        _write_zip(files, to)
    except OSError as error:
        raise CourseError(NOT_WRITTEN.format(file=to, error=error)) from None


def _release_unless_released(course: Course, assignment: str) -> None:
    with open_gradebook(course) as gradebook:
        try:
            gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            known = False
        else:
            known = _release_folder(course, assignment).is_dir()
        if known:
            require_released(course, gradebook, assignment)
    if not known:
        release(course, assignment)


def _release_folder(course: Course, assignment: str) -> Path:
    return course.path(course.directory.release_directory, ".", assignment)


def _handed_out(course: Course, assignment: str) -> dict[str, bytes]:
    """Return the released files of an assignment, `ASSIGNMENT/...` -> bytes, after inspection."""
    folder = _release_folder(course, assignment)
    source = course.source(assignment).read_text("utf-8")
    files = {}
    for path in _visible(folder):
        data = path.read_bytes()
        found = leaks(path.name, data, source)
        if found:
            phrases = "; ".join(found)
            raise CourseError(LEAK.format(file=path, found=phrases, assignment=assignment))
        files[f"{assignment}/{path.relative_to(folder).as_posix()}"] = data
    if f"{assignment}/{assignment}.ipynb" not in files:
        missing = folder / f"{assignment}.ipynb"
        raise CourseError(NO_NOTEBOOK.format(file=missing, assignment=assignment))
    return files


def _visible(folder: Path) -> Iterator[Path]:
    """Yield the regular files under a folder, but none whose name begins with a dot."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _title(notebook: bytes) -> str:
    first: str = "".join(json.loads(notebook)["cells"][0]["source"])
    return first.splitlines()[0].lstrip("# ")


def _write_zip(files: dict[str, bytes], to: Path) -> None:
    if to.exists() and to.suffix.lower() != ".zip":
        raise FileExistsError("it already exists and is not a zip to replace")
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(draft, "w") as archive:
            for name, data in sorted(files.items()):
                entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _WHEN)
                entry.create_system = _UNIX
                entry.external_attr = _FILE_THAT_ALL_READ << 16
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
