"""What a submitted file is that is no notebook is said of it, and nothing false."""

from __future__ import annotations

import base64
import gzip
import io
import json
import plistlib
import zipfile
from collections.abc import Mapping

import pytest
from wild_cases import SOLVED

from autograder.course import messages
from autograder.notebook.reading import read

PRETTY = json.dumps(json.loads(SOLVED), indent=1)
HEADER = (
    "{mark}---\n{mark}jupyter:\n{mark}  jupytext:\n{mark}    text_representation:\n"
    "{mark}      extension: .x\n{mark}---\n\n"
)
PLAIN = "MIME-Version: 1.0\r\nContent-Type: {kind};\r\n\tboundary=x\r\nSubject: adam\r\n\r\n--x\r\n"
DIFF = "--- adam.ipynb\t2026\n+++ adam2.ipynb\t2026\n@@ -1 +1 @@\n-{old}\n+{new}\n"


def packed(*names: str, **content: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, content.get(name, b"x"))
    return data.getvalue()


def of_program(program: str) -> str:
    return messages.IS_OF_PROGRAM.format(program=program)


def answered(answer: str) -> str:
    return messages.IS_SERVERS_ANSWER.format(answer=answer)


def saved_by(form: str) -> str:
    return messages.IS_DATA.format(form=form)


ZIPS = {
    "Pages": (packed("Index/Document.iwa", "preview.jpg"), messages.IS_OFFICE),
    "Numbers": (packed("preview.jpg", "Index/CalculationEngine.iwa"), messages.IS_OFFICE),
    "Keynote, in a folder": (packed("Index.zip", "Metadata/Properties.plist"), messages.IS_OFFICE),
    "Pages of 2009": (packed("index.xml", "QuickLook/Thumbnail.jpg"), messages.IS_OFFICE),
    "Word": (packed("[Content_Types].xml", "word/document.xml"), messages.IS_OFFICE),
    "Visio": (packed("[Content_Types].xml", "visio/document.xml"), messages.IS_OFFICE),
    "OpenDocument": (
        packed("mimetype", mimetype=b"application/vnd.oasis.opendocument.text"),
        messages.IS_OFFICE,
    ),
    "EPUB": (packed("mimetype", mimetype=b"application/epub+zip"), messages.IS_BOOK),
    "MATLAB": (packed("[Content_Types].xml", "matlab/document.xml"), of_program("MATLAB")),
    "Databricks": (packed("folder/adam.python"), of_program("Databricks")),
    "Java": (packed("META-INF/MANIFEST.MF", "A.class"), messages.ARCHIVE_WITHOUT),
}
BINARY = {
    "a Mac's page": (
        plistlib.dumps({"WebMainResource": {"WebResourceURL": "x"}}, fmt=plistlib.FMT_BINARY),
        messages.IS_WEB_PAGE,
    ),
    "a Mac's page in XML": (plistlib.dumps({"WebMainResource": {}}), messages.IS_WEB_PAGE),
    "a Mac's link in XML": (plistlib.dumps({"URL": "https://x.org"}), messages.IS_WEB_LINK),
    "settings of a Mac": (plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY), saved_by("plist")),
    "OneNote": (bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"), messages.IS_OFFICE),
    "AVIF": (b"\0\0\0\x1cftypavif" + bytes(60), messages.IS_PICTURE),
    "HEIF": (b"\0\0\0\x18ftypmif1" + bytes(60), messages.IS_PICTURE),
    "BMP": (
        b"BM\0\1\0\0" + bytes(4) + b"\x36\0\0\0\x28\0\0\0" + bytes(60),
        messages.IS_PICTURE,
    ),
    "MP4": (b"\0\0\0\x18ftypmp42" + bytes(60), messages.IS_RECORDING),
    "MP3": (b"ID3\x03\0" + bytes(60), messages.IS_RECORDING),
    "zstd": (b"\x28\xb5\x2f\xfd" + bytes(60), messages.IS_ARCHIVE),
    "a part of a ZIP": (b"PK\x07\x08PK\x03\x04" + bytes(60), messages.IS_ARCHIVE),
    "SQLite": (b"SQLite format 3\0" + bytes(60), saved_by("SQLite")),
    "pickle": (b"\x80\x04\x95" + bytes(60), saved_by("pickle")),
    "NumPy": (b"\x93NUMPY\1\0" + bytes(60), saved_by("NumPy")),
    "compiled Python": (b"\xa7\r\r\n" + bytes(60), messages.IS_PROGRAM),
    "a program": (b"\x7fELF" + bytes(60), messages.IS_PROGRAM),
    "a Mac's notes": (
        b"\0\0\0\1Bud1" + bytes(60),
        messages.IS_KEPT_BY.format(program="macOS (.DS_Store)"),
    ),
    "a shortcut of Windows": (b"\x4c\0\0\0\x01\x14\x02\0" + bytes(60), messages.IS_SHORTCUT),
    "a Mac's alias": (b"book\0\0\0\0mark\0" + bytes(60), messages.IS_SHORTCUT),
    "noise": (bytes(range(1, 32)) * 9, messages.IS_NO_TEXT),
    "a mark alone": (b"\xef\xbb\xbf\r\n", messages.IS_EMPTY),
    "a mark of UTF-16 alone": (b"\xff\xfe", messages.IS_EMPTY),
}
TEXTS = {
    "a PDF behind a mark": ("\ufeff%PDF-1.4\n", messages.IS_PDF),
    "a pointer behind a mark": (
        "\ufeffversion https://git-lfs.github.com/spec/v1\r\noid sha256:1\r\n",
        messages.IS_LFS_POINTER,
    ),
    "SVG": ('<?xml version="1.0"?>\n<svg xmlns="x"></svg>', messages.IS_PICTURE),
    "a page in one file": (PLAIN.format(kind="multipart/related"), messages.IS_WEB_PAGE),
    "a mail": (PLAIN.format(kind="multipart/mixed"), messages.IS_MAIL),
    "a part of a page": ("<section><h1>Adam</h1></section>", messages.IS_WEB_PAGE),
    "a login": (
        '<!DOCTYPE html><title>Moodle</title><form><input name="a" type="password">',
        messages.IS_LOGIN_PAGE,
    ),
    "a login by another site": ("<html><title>Sign in · CAS</title>", messages.IS_LOGIN_PAGE),
    "an error": ("<html>\r\n<head><title>404 Not Found</title></head>", messages.IS_ERROR_PAGE),
    "an answer": ("404: Not Found", answered("404: Not Found")),
    "an answer in XML": (
        '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>',
        answered("AccessDenied"),
    ),
    "an answer in JSON": ('{"message": "Not Found", "status": "404"}', answered("Not Found")),
    "Google's answer": ('{"error": {"code": 1, "message": "Oh no"}}', answered("Oh no")),
    "a link of Windows": (
        "[{000214A0-0000}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nURL=https://x.org\r\n",
        messages.IS_WEB_LINK,
    ),
    "a link of Linux": ("[Desktop Entry]\nType=Link\nURL=https://x.org\n", messages.IS_WEB_LINK),
    "a link in brackets": ("<https://x.org/drive/abc>\n", messages.IS_WEB_LINK),
    "a link without its scheme": ("colab.research.google.com/drive/a\n", messages.IS_WEB_LINK),
    "two links": ("https://x.org/a\nhttps://x.org/b\n", messages.IS_WEB_LINK),
    "a link in JSON": ('"https://x.org/a"', messages.IS_WEB_LINK),
    "a shortcut to Colab": ('{"url": "https://x.org/a"}', messages.IS_WEB_LINK),
    "a shortcut to Drive": ('{"": "DO NOT EDIT", "resource_id": "x:1"}', messages.IS_WEB_LINK),
    "a letter": ("Here: https://x.org/a\n\nRegards\nAda\n", messages.IS_TEXT_WITH_LINK),
    "a path": ("C:\\Users\\ada\\adam.ipynb\n", messages.IS_SHORTCUT),
    "a link of Git": ("../adam/adam.ipynb", messages.IS_SHORTCUT),
    "Databricks": ("# Databricks notebook source\nx = 1\n", of_program("Databricks")),
    "Databricks in JSON": (
        '{"version": "NotebookV1", "commands": [{"command": "x = 1"}]}',
        of_program("Databricks"),
    ),
    "Zeppelin": ('{"paragraphs": [{"text": "%python"}]}', of_program("Zeppelin")),
    "marimo": ("# /// script\n# ///\n\nimport marimo\n\nx = 1\n", of_program("marimo")),
    "Jupytext": (HEADER.format(mark="# ") + "# %%\nx = 1\n", of_program("Jupytext")),
    "Jupytext's Markdown": (HEADER.format(mark="") + "# Adam\n", of_program("Jupytext")),
    "Quarto": ("---\ntitle: A\njupyter: python3\n---\n\n```{python}\n", messages.IS_MARKDOWN),
    "LaTeX": ("% Adam\n\\documentclass{article}\n", messages.IS_LATEX),
    "a script of assignments": ("# adam\nx = 1\nfor i in range(3):\n    x += 1\n",
                                messages.IS_SCRIPT),
    "a text with a heading": ("Adam\n=======\n\nSome words.\n", messages.IS_SOMETHING_ELSE),
    "a text": ("Dear teacher, I could not finish.\n", messages.IS_SOMETHING_ELSE),
    "another XML": (plistlib.dumps({"a": 1}).decode(), messages.IS_SOMETHING_ELSE),
    "settings": ("[core]\nx = 1\n", messages.IS_SOMETHING_ELSE),
    "a text about films": ("the ftyp box\n", messages.IS_SOMETHING_ELSE),
    "Org": ("#+TITLE: adam\n\nx = 1\n", messages.IS_SOMETHING_ELSE),
    "differences": (DIFF.format(old="a", new="b"), messages.IS_PATCH),
    "differences of notebooks": (
        DIFF.format(old=SOLVED.decode(), new=SOLVED.decode()),
        messages.IS_PATCH,
    ),
    "two versions": (
        f"<<<<<<< HEAD\n{PRETTY}\n=======\n{PRETTY}\n>>>>>>> main\n",
        messages.IS_CONFLICT.format(line=1),
    ),
    "no brace": (PRETTY[1:], messages.IS_WITHOUT_BEGINNING),
    "no beginning": (PRETTY[PRETTY.index("cell_type") + 20 :], messages.IS_WITHOUT_BEGINNING),
    "other JSON": ('{"name": "x", "message": "hello"}', messages.HAS_NO_CELLS),
    "a comment": (
        PRETTY.replace('"nbformat": 4,', '"nbformat": 4, // four'),
        messages.IS_BROKEN_BY_COMMENT.format(line=2),
    ),
    "Python's None": (
        PRETTY.replace('"nbformat": 4,', '"nbformat": None,'),
        messages.IS_BROKEN_BY_SIGN.format(line=2, found="None", right="null"),
    ),
    "round quotes": (
        PRETTY.replace('"', "“"),
        messages.IS_BROKEN_BY_SIGN.format(line=2, found="“", right='"'),
    ),
}  # fmt: skip


def named(cases: Mapping[str, tuple[str | bytes, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("data", "sentence"), cases.values(), ids=cases)


@named({**ZIPS, **BINARY})
def test_what_a_file_is_is_said(data: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read(data)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@named(TEXTS)
def test_what_a_text_is_is_said(data: str, sentence: str, encoding: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read(data.encode(encoding))
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "data",
    [
        base64.b64encode(PRETTY.encode()),
        gzip.compress(packed("adam.ipynb", **{"adam.ipynb": SOLVED})),
        b"data:application/json;base64," + base64.b64encode(PRETTY.encode()),
        base64.b64encode(packed("adam.ipynb", "adam.png", **{"adam.ipynb": SOLVED})),
        packed("word/adam.ipynb", "word/plot.png", **{"word/adam.ipynb": SOLVED}),
    ],
    ids=[
        "base64",
        "a compressed ZIP",
        "an address of data",
        "a ZIP in base64",
        "a ZIP of a folder called word",
    ],
)
def test_a_notebook_in_it_is_read(data: bytes) -> None:
    assert len(read(data).cells) == 2
