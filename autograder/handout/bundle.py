"""Make one zip for students for `course bundle`: everything they need, nothing of the grader."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import MissingEntry

from autograder.course.checkout import require_checkout
from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.gradebook.database import open_gradebook
from autograder.grading.save import released_skeleton
from autograder.handout import messages
from autograder.handout.in_language import installer_in, language_of_release, released_in
from autograder.handout.leaks import leaks
from autograder.handout.student_package import build_wheel
from autograder.html.templates import fill, page
from autograder.nbgrader_plugins.steps import release
from autograder.translation.notebooks import translated
from autograder.whole_file import draft_of, refusal
from course_lib.language import SOURCE, translate

FOLDER = "optimization-course"
START = "start_here.ipynb"
"""The notebook with the lessons in order; `install.py` lets JupyterLab open it first."""
INSTALL = Path(__file__).parents[1] / "templates" / "bundle" / "install.py"
REQUIREMENTS = "./{wheel}\njupyterlab\nnbgrader\n"
"""What `install.py` installs. A newer zip replaces it, although the older wheel may stay."""
_WHEN = (2020, 1, 1, 0, 0, 0)
_FILE_THAT_ALL_READ = 0o100644
_UNIX = 3


def make_bundle(course: Course, assignments: list[str], to: Path) -> None:
    """Write the zip `to`; the same files always give the same bytes.

    An assignment that was never released is released now. All is in the course's language, whatever
    that of the release. Raises `CourseError` and writes no zip if a source has changed since its
    release, or if a solution or hidden test is found.
    """
    files: dict[str, bytes] = {}
    for name in assignments:
        _release_unless_released(course, name)
        files |= _handed_out(course, name)
    wheel, data = build_wheel()
    files[wheel] = data
    files["requirements.txt"] = REQUIREMENTS.format(wheel=wheel).encode()
    files["constraints.txt"] = (require_checkout() / "constraints.txt").read_bytes()
    files["install.py"] = installer_in(INSTALL.read_text("utf-8"), course.language).encode("ascii")
    lessons = [f"{name}/{name}.ipynb" for name in assignments]
    titles = {lesson: _title(files[lesson]) for lesson in lessons}
    start = json.loads(fill("bundle/start_here.ipynb.j2", titles=titles))
    if course.language != SOURCE:
        start = translated(start, course.language)
    files[START] = (json.dumps(start, ensure_ascii=False, indent=1) + "\n").encode()
    readme = fill("bundle/README.md.j2", course.language, titles=titles, start=START)
    files["README.md"] = readme.encode()
    title = translate(messages.TITLE, course.language)
    files["README.html"] = page(title, readme, course.language).encode()
    try:
        _write_zip(files, to)
    except OSError as error:
        raise CourseError(messages.NOT_WRITTEN.format(file=to, error=refusal(error)[1])) from None


def _release_unless_released(course: Course, assignment: str) -> None:
    with open_gradebook(course) as gradebook:
        try:
            gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            known = False
        else:
            known = _release_folder(course, assignment).is_dir()
        if known:
            released_skeleton(course, gradebook, assignment)
    if not known:
        release(course, assignment)


def _release_folder(course: Course, assignment: str) -> Path:
    return course.path(course.directory.release_directory, ".", assignment)


def _handed_out(course: Course, assignment: str) -> dict[str, bytes]:
    """Return the released files of an assignment, `ASSIGNMENT/...` -> bytes, after inspection."""
    folder = _release_folder(course, assignment)
    source = course.read_source(assignment)
    files = {}
    for path in _visible(folder):
        data = path.read_bytes()
        released = SOURCE
        if path.name == f"{assignment}.ipynb":
            released = language_of_release(data)
        found = leaks(path.name, data, source, released)
        if found:
            phrases = "; ".join(found)
            raise CourseError(messages.LEAK.format(file=path, found=phrases, assignment=assignment))
        if path.name == f"{assignment}.ipynb":
            data = released_in(data, source, course.language)
        files[f"{assignment}/{path.relative_to(folder).as_posix()}"] = data
    if f"{assignment}/{assignment}.ipynb" not in files:
        missing = folder / f"{assignment}.ipynb"
        raise CourseError(messages.NO_NOTEBOOK.format(file=missing, assignment=assignment))
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


def _is_bundle(path: Path) -> bool:
    """Return whether a file is a zip of the course's, which a newer one may replace."""
    try:
        with zipfile.ZipFile(path) as archive:
            return f"{FOLDER}/install.py" in archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def _write_zip(files: dict[str, bytes], to: Path) -> None:
    if to.exists() and not _is_bundle(to):
        raise FileExistsError(messages.IS_NO_BUNDLE)
    to.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(to) as draft, zipfile.ZipFile(draft, "w") as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _WHEN)
            entry.create_system = _UNIX
            entry.external_attr = _FILE_THAT_ALL_READ << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
