"""Parse the names that Canvas and Moodle give to submitted files, and students to notebooks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from autograder.course.find_notebook import NOTEBOOK

_MOODLE = re.compile(
    r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext|comments)(?:_(?P<file>.*))?",
    re.ASCII | re.DOTALL,
)
"""Moodle writes no underscore into the name: what follows the first number is the student's."""
_OF_OTHERS = re.compile(
    r"_assignsubmission_"  # Moodle's, in a form that is unclear
    r"|_attempt_\d{4}-\d\d-\d\d"  # Blackboard's
    r"|(?:^|/)\d+-\d+ - .+ - "  # Brightspace's
    r"|\([^()/]+\)/(?:Submission|Feedback) attachment\(s\)/",  # Sakai's
    re.ASCII,
)
"""What other systems write before the part of a name that the student chose."""
_CANVAS = re.compile(
    r"(?:(?P<name>.*?)_)?(?P<late>LATE_)?(?P<number>\d+|anon_[A-Za-z0-9]+)"
    r"_(?P<order>\d+)_(?P<file>.+)",
    re.ASCII | re.DOTALL,
)
"""Canvas writes no number between underscores into the name, so the first two are its own."""
_CANVAS_TEXT = re.compile(
    r"(?:(?P<name>.*?)_)?(?P<late>LATE_)?(?P<number>\d+|anon_[A-Za-z0-9]+)_(?P<file>(?:text|link)\.html)",
    re.ASCII | re.DOTALL,
)
"""What Canvas calls a text or a link, which have no number of a file."""
_CANVAS_QUIZ = re.compile(
    r"(?P<name>.*?)_?(?P<number>\d+)_question_\d+_(?P<order>\d+)_(?P<file>.+)", re.ASCII | re.DOTALL
)
"""What Canvas calls an answer to a question of a quiz, the number of which is no student's."""
_COPY = re.compile(
    r"(?P<stem>.+?)(?:\s*\((?P<a>\d+)\)|[-_ ]+(?P<b>\d+)|[-_ ]+(?:copy|kopie|copie|copia)[-_ ]*"
    r"(?:\(?(?P<c>\d+)\)?)?)",
    re.ASCII,
)
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F),
     *range(0x2060, 0x2070), 0xFEFF]
)  # fmt: skip
"""Signs that web pages and tables have in names, and that nobody sees."""
_NOT_COMPARED = _INVISIBLE | dict.fromkeys(
    [0x200C, 0x200D, *range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
)
"""With them, those that change only how the letters beside them look: a name keeps these."""
_AS_TEXT = re.compile(r"=\"(?P<quoted>.*)\"|'(?P<number>\d.*)")
"""What keeps a spreadsheet from taking an ID for a number."""
MAX_NAME = 500
"""The maximum length of a name in characters: no LMS makes longer ones."""

_COPY_OF = re.compile(r"(?:copy of|kopie von|copie de|copia de)[ _]+")


@dataclass(frozen=True)
class Upload:
    """The owner of a file, according to the name that the LMS gave it.

    `number` is the student's ID in Canvas, and in Moodle that of one participant in *one*
    assignment; `order` grows with the upload time in Canvas and is 0 in Moodle. Other systems give
    the ID of the institution: `keys` are what it may be. `time` is when it was handed in, by the
    clock of whoever downloaded it.
    """

    lms: str
    name: str
    number: str
    file: str
    order: int = 0
    late: bool = False
    keys: tuple[str, ...] = ()
    time: datetime | None = None


def upload_of(path: Sequence[str]) -> Upload | None:
    """Parse a path in a ZIP; return None if neither LMS gave it its name.

    >>> upload_of(["doejane_LATE_12345_67890_adam.ipynb"]).number
    '12345'
    >>> upload_of(["Jane Doe_77_assignsubmission_file_", "adam.ipynb"]).name
    'Jane Doe'
    """
    if not path or max(map(len, path)) > MAX_NAME:
        return None
    for depth, part in enumerate(path):
        found = _MOODLE.fullmatch(part)
        if found:
            file = path[-1] if depth < len(path) - 1 else found["file"] or ""
            return Upload("moodle", found["name"], found["number"], file)
    found = _CANVAS_QUIZ.fullmatch(path[-1])
    found = found or _CANVAS.fullmatch(path[-1]) or _CANVAS_TEXT.fullmatch(path[-1])
    if not found:
        return None
    of_lms = "/".join([*path[:-1], path[-1][: found.start("file")]])
    if _OF_OTHERS.search(of_lms):
        return None
    name = found["name"] or ""
    late = bool(found.groupdict().get("late")) or name == "LATE"  # in anonymous grading
    order = int(found.groupdict().get("order", "0")[:18])
    return Upload("canvas", name, found["number"], found["file"], order, late)


def assignment_of(file: str, known: Collection[str]) -> tuple[str, int] | None:
    """Return the assignment that a notebook is named after and the copy's number; None if none.

    >>> assignment_of("Adam (2).ipynb", ["adam"])
    ('adam', 2)
    """
    found = NOTEBOOK.fullmatch(file.translate(_NOT_COMPARED))
    if not found:
        return None
    stem = unicodedata.normalize("NFKC", found["stem"]).casefold().strip()
    stem, number = _COPY_OF.sub("", stem, count=1), 0
    while True:
        name = re.sub(r"[\s-]+", "_", stem)
        if name in known:
            return name, number
        copy = _COPY.fullmatch(stem)
        if not copy:
            return None
        stem = copy["stem"].strip()
        number = int((copy["a"] or copy["b"] or copy["c"] or "0")[:9])


def cell_text(cell: str) -> str:
    """Return what somebody sees in a cell of a table, with single spaces.

    >>> cell_text(" Jane\u00a0Doe\u200b"), cell_text('="0012"'), cell_text("'0012")
    ('Jane Doe', '0012', '0012')
    """
    text = " ".join(cell.translate(_INVISIBLE).split())
    found = _AS_TEXT.fullmatch(text)
    return (found["quoted"] or found["number"] or "").strip() if found else text


def plain(name: str) -> str:
    """Return a person's name for comparison: lower case, single spaces, words in one order.

    Signs that nobody sees make no difference, here and wherever names or IDs are compared.

    >>> plain("Doe, Jane") == plain("jane_doe\u200b")
    True
    """
    small = unicodedata.normalize("NFKC", name.translate(_NOT_COMPARED)).casefold()
    small = re.sub(r"['’`&<>\"|:\\/]", "", small)  # what Moodle leaves out of file names
    return " ".join(sorted(re.split(r"[\s,._-]+", small))).strip()


def spellings(name: str) -> set[str]:
    """Return what a person's name is compared by: Chinese, Japanese and Korean ones lose spaces.

    >>> spellings("小明 王") & spellings("王小明")
    {'王小明'}
    """
    words = plain(name).split()
    joined = {"".join(words), "".join(reversed(words))}
    eastern = all(sign >= "\u3040" for word in words for sign in word)
    return {" ".join(words)} | joined if eastern else {" ".join(words)}


def words_meet(name: str, other: str) -> bool:
    """Return whether one of two plain names has all words of the other, or none.

    >>> words_meet("ana ax", "ana ax maria"), words_meet("ana ax", "ana zed")
    (True, False)
    """
    one, two = {*name.split()}, {*other.split()}
    return one <= two or two <= one


def may_be_one(name: str, other: str) -> bool:
    """Return whether two names may be one person's: nothing contradicts a name that is not known.

    >>> may_be_one("Doe, Jane", "Jane Ann Doe"), may_be_one("Jane Doe", "Jane Roe")
    (True, False)
    """
    return bool(spellings(name) & spellings(other)) or words_meet(plain(name), plain(other))


def folder_name(name: str) -> str:
    """Return a student's name or ID as a folder name; empty if no character can be kept."""
    seen = name.translate(_NOT_COMPARED).strip()
    clean = re.sub(r"[^\w.@+-]+", "_", unicodedata.normalize("NFC", seen))
    clean = clean.encode("utf-8", "ignore").decode("utf-8").lstrip(".-+@_").rstrip("._")
    return clean.encode("utf-8")[:100].decode("utf-8", "ignore")


def letters(name: str) -> str:
    """Return only the letters and digits of a name, in lower case: what every LMS keeps.

    >>> letters("Team 1: Ana_&_Bo")
    'team1anabo'
    """
    return "".join(filter(str.isalnum, key_of(name)))


def key_of(text: str) -> str:
    """Return an ID or a name for comparison: macOS writes `ü` in two signs, and others in one.

    >>> key_of("Mu\u0308ller ") == key_of("müller")
    True
    """
    return unicodedata.normalize("NFC", text.translate(_NOT_COMPARED).strip()).casefold()
