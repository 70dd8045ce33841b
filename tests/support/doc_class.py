"""Files that readers of the pages have besides the course: their own, and LMS downloads."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from doc_sessions import make_environment

ROOT = Path(__file__).resolve().parents[2]
SOLVED = ROOT / "notebooks" / "adam" / "adam.ipynb"
STUDENTS = {"101": ("Ada", "Adams"), "102": ("Ben", "Brown"), "103": ("Cem", "Celik")}


def submit(course: Path) -> None:
    """Work on `adam`, as nbgrader lays it out."""
    for student in STUDENTS:
        folder = course / "submitted" / student / "adam"
        folder.mkdir(parents=True)
        shutil.copyfile(SOLVED, folder / "adam.ipynb")


def download(folder: Path) -> None:
    """The same work as Canvas and as Moodle pack it, and the gradebooks that they export."""
    folder.mkdir()
    canvas = {
        f"{last}{first}_{number}_{number}7_adam.ipynb".lower(): SOLVED
        for number, (first, last) in STUDENTS.items()
    }
    moodle = {
        f"{first} {last}_{number}9_assignsubmission_file_/adam.ipynb": SOLVED
        for number, (first, last) in STUDENTS.items()
    }
    for name, files in {"submissions.zip": canvas, "adam-moodle.zip": moodle}.items():
        with zipfile.ZipFile(folder / name, "w") as archive:
            for place, path in files.items():
                archive.write(path, place)
    _table(
        folder / "canvas.csv",
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "adam (77)"],
        *([f"{last}, {first}", n, "", "", "1", ""] for n, (first, last) in STUDENTS.items()),
    )
    _table(
        folder / "groups.csv",
        ["id", "name", "group"],
        *([n, f"{first} {last}", "Team 1"] for n, (first, last) in STUDENTS.items()),
    )
    _table(
        folder / "grades.csv",
        ["First name", "Last name", "ID number", "Email address", "Assignment: adam (Real)"],
        *([first, last, n, f"{n}@example.edu", "-"] for n, (first, last) in STUDENTS.items()),
    )
    _table(
        folder / "worksheet.csv",
        ["Identifier", "Full name", "Email address", "Grade", "Last modified (grade)"],
        *(
            [f"Participant {n}9", f"{first} {last}", f"{n}@example.edu", "", "-"]
            for n, (first, last) in STUDENTS.items()
        ),
    )


def _table(path: Path, *rows: list[str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def write_function(folder: Path, name: str) -> None:
    """`mine.py` with a function of that name, which returns nothing."""
    (folder / "mine.py").write_text(f"def {name}(*arguments, **named):\n    return None\n")


def unpack_handout(folder: Path) -> None:
    """What a student finds in the zip, installed once, and beside it the notebook of one lesson.

    So installing looks at every package and fetches none; test_bundle.py installs into nothing.
    """
    course = folder / "of-the-instructor"
    for words in (["init", str(course), "adam"], ["bundle", "--course", str(course)]):
        subprocess.run([sys.executable, "-m", "autograder", *words], check=True)
    with zipfile.ZipFile(course / "optimization-course.zip") as archive:
        archive.extractall(course)
    for path in (course / "optimization-course").iterdir():
        path.rename(folder / path.name)
    shutil.copyfile(folder / "adam" / "adam.ipynb", folder / "adam.ipynb")
    shutil.rmtree(course)
    make_environment(folder / ".venv", of_the_checkout=False)
    made_in = f"{folder.resolve()} with Python {sys.version}"
    (folder / ".venv" / "made-in.txt").write_text(made_in, encoding="utf-8")
