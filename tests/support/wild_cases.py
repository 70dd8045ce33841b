"""Submissions as real tools and real people leave them, and what each earns, all of one lesson."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import quopri
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Cell = dict[str, Any]
Notebook = dict[str, Any]

WINDOW, WEIGHTS, LARGER = "averaging_window", "ewa_weights", "larger_beta"
ANSWER = "def averaging_window(beta):\n    return 1.0 / (1.0 - beta)\n"
WRONG = "def averaging_window(beta):\n    return round(1 / (1 - beta))\n"
STUB = (
    "def averaging_window(beta):\n"
    "    raise NotImplementedError  # write your code here, in place of this line\n"
)
OF_WEIGHTS = "def ewa_weights(beta, T):\n    return (1 - beta) * beta ** np.arange(T)\n"
UNWRITTEN = ("not written yet", "Replace `raise NotImplementedError`")
RIGHT = {WINDOW: 2.0}
NOTHING = {WINDOW: 0.0}
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(60)).decode()


@dataclass(frozen=True)
class Case:
    """One submission: its bytes, the points of some exercises, and what is said or never said."""

    name: str
    data: bytes
    earns: Mapping[str, float] = field(default_factory=lambda: RIGHT)
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def code(source: Any, name: str = "", **metadata: Any) -> Cell:
    return _cell("code", source, name, metadata, outputs=[], execution_count=None)


def text(source: Any, name: str = "", **metadata: Any) -> Cell:
    return _cell("markdown", source, name, metadata)


def _cell(kind: str, source: Any, name: str, metadata: Mapping[str, Any], **more: Any) -> Cell:
    if name and not metadata:
        graded = name.startswith("check-") or name == "reflection"
        solution = not name.startswith(("check-", "task-", "ask-", "imports", "see-"))
        metadata = {
            "nbgrader": {
                "grade_id": name,
                "schema_version": 3,
                "grade": graded,
                "solution": solution,
                "locked": not solution,
                "task": False,
            }
        }
    cell = {"cell_type": kind, "id": name, "metadata": dict(metadata), "source": source, **more}
    return cell if name else {**cell, "id": f"own-{zlib.crc32(str(source).encode())}"}


def check(name: str = WINDOW, source: str = "") -> Cell:
    return code(source or f'check("{name}")', f"check-{name}")


def notebook(*cells: Cell, **language_info: str) -> Notebook:
    metadata = {"language_info": language_info} if language_info else {}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}


def saved(*cells: Cell, encoding: str = "utf-8") -> bytes:
    return json.dumps(notebook(*cells), ensure_ascii=False).encode(encoding)


def solution(source: str = ANSWER, name: str = WINDOW) -> Cell:
    return code(source, name)


SOLVED = saved(solution(), check())

MOVED_AND_COPIED = [
    Case(
        "no metadata at all",
        saved(
            code(OF_WEIGHTS), code('check("ewa_weights")'), code(ANSWER), code(f'check("{WINDOW}")')
        ),
        {WINDOW: 2.0, WEIGHTS: 3.0},
        never=("another lesson",),
    ),
    Case("answer above its task", saved(code(ANSWER), text("task", f"task-{WINDOW}"), check())),
    Case("answer above everything", saved(code(ANSWER), code("import numpy as np", "imports"))),
    Case("answer in a renamed cell", saved(code(ANSWER, "my-window"), check())),
    Case(
        "answer as a lambda", saved(code("averaging_window = lambda beta: 1 / (1 - beta)"), check())
    ),
    Case(
        "answer inside a condition", saved(code("if True:\n    " + ANSWER.replace("\n", "\n    ")))
    ),
    Case(
        "null metadata",
        json.dumps(
            notebook(
                {**solution(), "metadata": None, "id": None},
                {**check(), "metadata": {"nbgrader": None}},
            )
        ).encode(),
    ),
    Case("question without metadata", saved(code('larger_beta = "b"')), {LARGER: 1.0}),
    Case("merged with its check", saved(solution(f'{ANSWER}\n\ncheck("{WINDOW}")'))),
    Case(
        "two functions in one cell",
        saved(solution(OF_WEIGHTS + "\n" + ANSWER, WEIGHTS)),
        {WINDOW: 2.0, WEIGHTS: 3.0},
    ),
    Case(
        "everything in the imports' cell", saved(code("import numpy as np\n\n" + ANSWER, "imports"))
    ),
    Case(
        "helper in a cell below the imports",
        saved(
            code("import numpy as np", "imports"),
            code("def share(b):\n    return 1 - b"),
            solution("def averaging_window(beta):\n    return 1 / share(beta)"),
            check(),
        ),
    ),
    Case(
        "another function used, moved above",
        saved(
            solution(OF_WEIGHTS, WEIGHTS),
            solution("def averaging_window(beta):\n    return 1 / ewa_weights(beta, 1)[0]"),
            check(),
        ),
    ),
    Case(
        "both halves of a split cell",
        saved(solution(), solution("print(averaging_window(0.5))"), check()),
    ),
    Case("copy of the stub at the end", saved(solution(), check(), solution(STUB))),
    Case("wrong try at the end", saved(solution(), check(), solution(WRONG))),
    Case("wrong try first", saved(solution(WRONG), solution(), check())),
    Case("stub, try, answer", saved(solution(STUB), solution(WRONG), solution(), check())),
    Case("check copied above and below", saved(check(), solution(), check(), solution(WRONG))),
    Case(
        "wrong, then right, each with its check",
        saved(solution(WRONG), check(), solution(), check()),
    ),
    Case(
        "right, then wrong, each with its check",
        saved(solution(), check(), solution(WRONG), check()),
    ),
    Case(
        "a question answered again, each with its check",
        saved(
            solution('larger_beta = "a"', LARGER),
            check(LARGER),
            solution('larger_beta = "b"', LARGER),
            check(LARGER),
        ),
        {LARGER: 1.0},
    ),
    Case(
        "copy of a question",
        saved(
            solution('larger_beta = "b"', LARGER),
            check(LARGER),
            solution("larger_beta = None", LARGER),
        ),
        {LARGER: 1.0},
    ),
    Case(
        "defined after its check",
        saved(solution(STUB), check(), code(ANSWER)),
        says=("first defined after this check",),
    ),
    Case(
        "answered after its check",
        saved(solution("larger_beta = None", LARGER), check(LARGER), code('larger_beta = "b"')),
        {LARGER: 1.0},
        says=("first defined after this check",),
    ),
    Case(
        "all names deleted above the imports",
        saved(
            code("from IPython import get_ipython\nget_ipython().run_line_magic('reset', '-sf')"),
            code("import numpy as np", "imports"),
            solution(OF_WEIGHTS, WEIGHTS),
            check(WEIGHTS),
        ),
        {WEIGHTS: 3.0},
    ),
    Case("backwards", saved(check(), solution(), code("import numpy as np", "imports"))),
    Case(
        "function in the cell of its check",
        saved(solution(STUB), check(source=f'{ANSWER}\ncheck("{WINDOW}")')),
    ),
    Case(
        "function below the line of its check",
        saved(solution(STUB), check(source=f'check("{WINDOW}")\n\n{ANSWER}')),
    ),
    Case(
        "answer in the cell of its check",
        saved(check(LARGER, 'larger_beta = "b"\ncheck("larger_beta")')),
        {LARGER: 1.0},
    ),
    Case(
        "sentence in the prompt",
        saved(text("### In your own words\n\nMY SENTENCE", "ask-reflection")),
        {},
        says=("MY SENTENCE", "this was written:"),
    ),
    Case(
        "sentence before the question",
        saved(text("MY SENTENCE"), text("### In your own words", "ask-reflection")),
        {},
        says=("MY SENTENCE", "this was written:"),
        never=("has no cell for `reflection`",),
    ),
    Case(
        "sentence in a cell of code",
        saved(text("", "reflection"), code('answer = "MY SENTENCE is about how late my bus is."')),
        {},
        says=("MY SENTENCE", "this was written:"),
    ),
    Case(
        "empty copy before the check",
        saved(solution(), solution(STUB), check()),
        NOTHING,
        says=("An empty `averaging_window` stands between",),
        never=UNWRITTEN,
    ),
    Case(
        "names given twice in the imports' cell",
        saved(
            code("import pandas as np\nimport numpy as np", "imports"),
            solution(OF_WEIGHTS, WEIGHTS),
        ),
        {WEIGHTS: 3.0},
    ),
    Case(
        "another lesson",
        saved(code("def adam_step(w): ...", "adam_step"), check("adam_step")),
        NOTHING,
        says=("notebook of another lesson",),
    ),
    Case(
        "no lesson",
        saved(code("print(1)"), text("# Homework 3")),
        NOTHING,
        says=("has no cell of this lesson",),
        never=("another lesson",),
    ),
]

RAN = 'print("EXPERIMENT " + "RAN")'
FADING = 'betas = {"beta = 0.9": 0.9, "beta = 0.98": 0.98}  # mine\npicture("fading", weights)\n'
EXPERIMENTS = [
    Case(f"experiment by its {how}", saved(solution(), cell), never=("EXPERIMENT RAN",))
    for how, cell in {
        "id": code(RAN, "the-year", tags=["experiment"]),
        "id in the metadata": {**code(RAN, "x", id="the-year"), "id": "3f2a"},
        "place": code(FADING + RAN),
        "tag": code("ax = plot_series(temperatures)\n" + RAN, "x", tags=["experiment"]),
    }.items()
] + [
    Case(
        "experiment copied",
        saved(
            solution(), code(RAN, "the-year", tags=["experiment"]), code(RAN, "x", id="the-year")
        ),
        never=("EXPERIMENT RAN",),
    ),
    Case(
        "function only in an experiment",
        saved(code(ANSWER, "the-year", tags=["experiment"]), check()),
    ),
    Case(
        "name only in an experiment",
        saved(
            code("whole = 1.0", "the-year", tags=["experiment"]),
            solution("def averaging_window(beta):\n    return whole / (whole - beta)"),
        ),
        says=("only those lines were run on which an answer may depend",),
    ),
    Case(
        "helper only in an experiment",
        saved(
            code(
                f"%%time\ndef share(b):\n    return 1 - b\n{RAN}", "the-year", tags=["experiment"]
            ),
            solution("def averaging_window(beta):\n    return 1 / share(beta)"),
        ),
        says=("only those lines were run on which an answer may depend",),
        never=("EXPERIMENT RAN",),
    ),
    *(
        Case(
            f"an experiment {what}",
            saved(
                code(own, "own"),
                code(experiment, "the-year", tags=["experiment"]),
                solution(),
                solution("def averaging_window(beta):\n    return one[0] / (one[0] - beta)"),
                check(),
            ),
            never=("nowhere",),
        )
        for what, own, experiment in (
            ("redefines a name", "one = [5.0]", "one = [1.0]"),
            ("changes a name", "one = [5.0]", "one[0] = 1.0"),
            ("fills a name by a call", "x = 1", "one = []\ndef f(v):\n    v.append(1.0)\nf(one)"),
            ("sets a name in a call", "x = 1", "def f():\n    global one\n    one = [1.0]\nf()"),
            ("sets a name by its text", "x = 1", "globals()['one'] = [1.0]"),
            ("measures a name", "x = 1", "%time one = [1.0]"),
        )
    ),
    Case(
        "the right function in an experiment",
        saved(
            solution("def averaging_window(beta):\n    return 5.0"),
            code(ANSWER, "the-year", tags=["experiment"]),
            check(),
        ),
    ),
    *(
        Case(
            f"what is needed is {what}",
            saved(
                code(before, "own"),
                solution("def averaging_window(beta):\n    return one / (one - beta)"),
                check(),
            ),
            never=("left out",),
        )
        for what, before in (
            (
                "kept in a folder that is made once",
                "import os\nif not os.path.exists('c'):\n    os.makedirs('c')\n"
                "    np.save('c/one.npy', 1.0)\none = float(np.load('c/one.npy'))",
            ),
            (
                "written into a temporary folder",
                "import tempfile\nwith tempfile.TemporaryDirectory() as d:\n"
                "    np.save(d + '/one.npy', 1.0)\n    one = float(np.load(d + '/one.npy'))",
            ),
            (
                "set in a notebook only",
                "if get_ipython().__class__.__name__ == 'ZMQInteractiveShell':\n    one = 1.0",
            ),
        )
    ),
    Case(
        "files that a function writes and removes",
        saved(
            solution(
                "def averaging_window(beta):\n    import os, shutil, tempfile\n"
                "    with tempfile.TemporaryDirectory() as d:\n"
                "        np.save(d + '/a.npy', 1 / (1 - beta))\n"
                "        shutil.copy(d + '/a.npy', d + '/b.npy')\n        os.remove(d + '/a.npy')\n"
                "        return float(np.load(d + '/b.npy'))"
            ),
            check(),
        ),
    ),
    Case(
        "a magic on top of a check",
        saved(solution(), check(source=f'%%capture\ncheck("{WINDOW}")')),
        never=("cell body is empty", "left out"),
    ),
    Case(
        "name in a branch that is not reached",
        saved(
            code("if False:\n    one = 1.0", "own"),
            solution("def averaging_window(beta):\n    return one / (one - beta)"),
        ),
        NOTHING,
        says=("no line that defines it was reached",),
        never=("nowhere",),
    ),
    Case(
        "name that nothing defines",
        saved(solution("def averaging_window(beta):\n    return 1 / (1 - bta)")),
        NOTHING,
        says=("`bta`, which no line of the notebook defines",),
    ),
]

ONLY_AT_HOME = [
    Case(
        f"below a line that fails only in grading stands {what}",
        saved(
            code(f"import glob\nmine = glob.glob('*.ipynb')[0]\n{below}", "own"),
            solution(answer),
            check(),
        ),
        never=("twice as long",),
    )
    for what, below, answer in (
        (
            "a name that is given twice",
            "one = 2.0\none = one / 2",
            "def averaging_window(beta):\n    return one / (1 - beta)",
        ),
        (
            "a list that a loop fills",
            "ones = []\nfor x in [1.0]:\n    ones.append(x)",
            "def averaging_window(beta):\n    return ones[0] / (1 - beta)",
        ),
        (
            "the answer among several names",
            "averaging_window, x = lambda b: 1 / (1 - b), 1",
            "x = 2",
        ),
        ("a better answer", f"{WRONG}\n{ANSWER}", "x = 2"),
    )
] + [
    Case(
        "the answer stands in its own cell, below a line that fails only in grading",
        saved(
            solution(WRONG),
            code(f'import os\nassert "ewa.ipynb" in os.listdir()\n{ANSWER}', "own"),
            check(),
        ),
    ),
    Case(
        "below a variable of the environment stands what is needed",
        saved(
            code("import os\nprint(os.environ['CONDA_PREFIX'])\none = [2.0]\none[0] -= 1", "own"),
            solution("def averaging_window(beta):\n    return one[0] / (1 - beta)"),
            check(),
        ),
        says=("no settings of the computer",),
    ),
    Case(
        "a cell that ended at home, and a worse answer below its end",
        saved(solution(f"{ANSWER}\nraise ValueError('stop here')\n{WRONG}"), check()),
    ),
]

UMLAUT = saved(solution(f"# für große Wörter, °C\n{ANSWER}"), check())
CHINESE = f"# 计算指数加权平均的窗口长度，返回一个浮点数\n{ANSWER}"
ENCODINGS = [
    Case(f"in {name}", mark + UMLAUT.decode().encode(encoding))
    for name, mark, encoding in [
        ("UTF-16 with a mark", b"", "utf-16"),
        ("UTF-16, little end first", b"", "utf-16-le"),
        ("UTF-16, big end first", b"", "utf-16-be"),
        ("UTF-16, big end first, with a mark", b"\xfe\xff", "utf-16-be"),
        ("UTF-32", b"", "utf-32"),
        ("UTF-8 with a mark", b"\xef\xbb\xbf", "utf-8"),
        ("UTF-8 with two marks", b"\xef\xbb\xbf" * 2, "utf-8"),
        ("cp1252", b"", "cp1252"),
        ("a Mac's encoding", b"", "mac_roman"),
    ]
] + [
    Case("in GBK", saved(solution(CHINESE), check(), encoding="gbk"), says=("计算指数加权平均",)),
    Case(
        "in Big5",
        saved(solution(f"# 計算平均的窗口長度，傳回一個浮點數\n{ANSWER}"), encoding="big5"),
    ),
    Case("zeros before the beginning", bytes(3) + SOLVED),
    Case("in UTF-8 with the mark of UTF-16", b"\xff\xfe" + SOLVED),
    Case(
        "in GBK, and a byte is lost",
        saved(solution(CHINESE), encoding="gbk").replace("窗".encode("gbk"), b"\xb4"),
    ),
    Case("one bad byte", saved(solution(f"# é\n{ANSWER}")).replace(b"\xc3\xa9", b"\xc3\xa9\xff")),
    Case(
        "round quotes in cp1252",
        saved(solution(), solution("larger_beta = “b”", LARGER), encoding="cp1252"),
        {**RIGHT, LARGER: 0.0},
        says=("character “",),
    ),
]


def tarred(**files: bytes) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def packed(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


LINES = ANSWER.rstrip("\n").split("\n")
MAIL = (
    b"From: jo@uni.edu\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=XX\r\n\r\n"
    b"--XX\r\nContent-Type: text/plain\r\n\r\nHi\r\n--XX\r\nContent-Type: image/x\r\n"
    b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=ewa.ipynb\r\n"
    b"\r\n" + base64.encodebytes(SOLVED) + b"--XX--\r\n"
)
WRAPPED = [
    Case("an old end behind the new", SOLVED + SOLVED[-60:], says=("goes on with something else",)),
    Case("twice in one file", SOLVED + b"\n" + SOLVED, says=("goes on with something else",)),
    Case("zeros behind the end", SOLVED + bytes(4_000), never=("goes on",)),
    Case(
        "a server's answer",
        json.dumps({"type": "notebook", "content": json.loads(SOLVED)}).encode(),
    ),
    Case(
        "a server's answer as text",
        json.dumps({"type": "file", "content": SOLVED.decode()}).encode(),
    ),
    Case(
        "GitHub's answer",
        json.dumps({"encoding": "base64", "content": base64.encodebytes(SOLVED).decode()}).encode(),
    ),
    Case("JSON in JSON", json.dumps(SOLVED.decode()).encode()),
    Case("in a list", b"[" + SOLVED + b"]"),
    Case("a list of cells", json.dumps(json.loads(SOLVED)["cells"]).encode()),
    Case(
        "a gist as GitHub answers",
        json.dumps({"files": {"ewa.ipynb": {"size": 3, "content": SOLVED.decode()}}}).encode(),
    ),
    Case("behind a letter", b"Dear teacher,\n\n" + SOLVED, says=("begins in line 3",)),
    Case("as an attachment of mail", base64.encodebytes(SOLVED)),
    Case("compressed by a server", gzip.compress(SOLVED)),
    Case(
        "lines without ends",
        saved(
            solution(), {**solution(OF_WEIGHTS, WEIGHTS), "source": OF_WEIGHTS.rstrip().split("\n")}
        ),
        {WEIGHTS: 3.0},
    ),
    Case("line ends of an old Mac", saved(solution(ANSWER.replace("\n", "\r")))),
    Case("raw line ends in strings", SOLVED.replace(b"\\n", b"\n")),
    Case("many zeros before the beginning", bytes(400) + SOLVED),
    Case(
        "zeros between",
        b"\0".join(SOLVED[i : i + 100] for i in range(0, len(SOLVED), 100)),
        says=("there are zeros between its characters",),
    ),
    Case("a long number", SOLVED.replace(b'"nbformat": 4', b'"nbformat": 4, "x": ' + b"9" * 6_000)),
    Case(
        "a line end of one byte behind UTF-16",
        UMLAUT.decode().encode("utf-16") + b"\n",
        never=("goes on",),
    ),
    Case(
        "Russian words beside many degrees",
        saved(solution("# считаем среднее\n" + ANSWER), text("1° 2° 3° 4°"), encoding="cp1251"),
        says=("read as cp1251",),
    ),
    Case("marks in the middle", SOLVED.replace(b'"cells"', b'\xef\xbb\xbf"cells"', 1)),
    Case("as mail writes it", quopri.encodestring(SOLVED)),
    Case("a mail with it", MAIL),
    Case("copied from a web page", html.escape(SOLVED.decode()).encode()),
    Case(
        "shown by a web page",
        b"<html><pre>" + html.escape(SOLVED.decode()).encode() + b"</pre></html>",
        says=("begins with something else",),
    ),
    Case("printed by Python", repr(json.loads(SOLVED)).encode()),
    Case("compressed by bzip2", bz2.compress(SOLVED)),
    Case("compressed by xz", lzma.compress(SOLVED)),
    Case(
        "a ZIP in a ZIP",
        packed(**{"a.zip": packed(**{"ewa.ipynb": SOLVED})}),
        says=("is an archive",),
    ),
    Case(
        "a compressed tar with an old checkpoint and another notebook",
        gzip.compress(
            tarred(
                **{
                    "c/.ipynb_checkpoints/ewa-checkpoint.ipynb": saved(solution(STUB)),
                    "c/adam.ipynb": saved(code('check("adam_step")')),
                    "c/ewa.ipynb": SOLVED,
                }
            )
        ),
        says=("is an archive", "c/ewa.ipynb, was graded"),
        never=("something else",),
    ),
    Case(
        "a ZIP of the whole folder",
        packed(**{"c/ewa/ewa.ipynb": SOLVED, "c/start_here.ipynb": saved(code("show_progress()"))}),
        says=("c/ewa/ewa.ipynb, was graded",),
    ),
]


PRETTY = json.dumps(json.loads(SOLVED), indent=1).encode()
CONFLICT = PRETTY.replace(b'   "id"', b'<<<<<<< HEAD\n   "id"', 1)
NO_NOTEBOOKS = [
    Case(name, data, NOTHING, says=(says,), never=UNWRITTEN)
    for name, data, says in [
        (
            "a ZIP with two notebooks",
            packed(**{"a.ipynb": SOLVED, "b.ipynb": saved(solution(WRONG), check())}),
            "an archive with 2 notebooks",
        ),
        ("a ZIP without one", packed(**{"a.py": b"x = 1"}), "an archive without a notebook"),
        ("a tar without one", tarred(**{"a.py": b"x = 1"}), "an archive without a notebook"),
        (
            "a tar that is cut off",
            tarred(**{"ewa.ipynb": SOLVED})[:700],
            "an archive that cannot be unpacked",
        ),
        ("a Word document", packed(**{"word/document.xml": b"<w/>"}), "an office program"),
        ("a PDF", b"%PDF-1.7\n" + bytes(99), "it is a PDF"),
        ("a web page", b"<!DOCTYPE html>\n<html><body>ewa</body></html>", "it is a web page"),
        ("a script in R", b"x <- c(1, 2)\nprint(x)\n", "does not begin as a notebook"),
        ("a damaged xz", lzma.compress(SOLVED)[:50] + b"!" * 50, "cannot be unpacked"),
        ("a web page, indented", b"\n  <html lang='en'>", "it is a web page"),
        ("a script", b"# %%\n" + ANSWER.encode(), "it is a Python script"),
        (
            "a script with a docstring",
            b'"""My work."""\n\nimport numpy as np\n',
            "it is a Python script",
        ),
        (
            "a pointer of LFS",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
            "Git LFS",
        ),
        ("a conflict", CONFLICT, "conflict marks, the first in line"),
        ("a comma too many", PRETTY.replace(b"\n ]\n}", b",\n ]\n}", 1), "after a comma"),
        ("cut off", SOLVED[:-40], "cut off at the end"),
        ("cut off in a string", SOLVED[: SOLVED.index(b"return")], "cut off at the end"),
        ("a quote too many", PRETTY.replace(b'"code"', b'"co"de"', 1), "a mistake in line"),
        ("empty", b"", "it is empty"),
        ("only zeros", bytes(5_000), "it is empty"),
        ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(50), "it is a picture"),
        ("a picture of a phone", bytes(3) + b"\x18ftypheic" + bytes(50), "it is a picture"),
        ("a Mac's note", b"\x00\x05\x16\x07" + bytes(60), "a note that macOS keeps"),
        (
            "what iCloud leaves",
            b"bplist00\xd1_\x10\x0cNSURLNameKeyZewa.ipynb",
            "what iCloud leaves",
        ),
        ("a Mac's link", b"bplist00\xd1SURL_\x10\x13https://example.org", "it is a link"),
        ("a shortcut to Drive", b'{"doc_id": "1", "email": "a@b"}', "it is a link"),
        ("Markdown", b"---\ntitle: EWA\n---\n\n```python\nx = 1\n```\n", "(Markdown)"),
        (
            "some text",
            b"Dear teacher, please find my notebook attached.",
            "does not begin as a notebook",
        ),
    ]
] + [
    Case(
        "a ZIP with the notebook",
        packed(**{"ewa/ewa.ipynb": SOLVED, "__MACOSX/ewa/._ewa.ipynb": b"x"}),
        says=("is an archive",),
    ),
    Case(
        "a ZIP with the notebook's checkpoint alone",
        packed(
            **{
                "ewa/.ipynb_checkpoints/ewa-checkpoint.ipynb": SOLVED,
                "__MACOSX/ewa/.ipynb_checkpoints/._ewa-checkpoint.ipynb": b"x",
                "ewa/plot.png": b"x",
            }
        ),
        says=("is an archive",),
    ),
    Case(
        "a ZIP with the notebook and an old checkpoint",
        packed(
            **{
                "ewa/.ipynb_checkpoints/ewa-checkpoint.ipynb": b"{}",
                "ewa/ewa.ipynb": SOLVED,
            }
        ),
        says=("is an archive",),
    ),
]


def _in_solution(source: str, *says: str) -> Case:
    name = f"code: {source[:40]!r}"
    return Case(name, saved(code(source, WINDOW), check()), NOTHING, says=says, never=UNWRITTEN)


REASONS = [
    _in_solution(
        ANSWER.replace("averaging_window", "averaging_windows"), "there is `averaging_windows`"
    ),
    _in_solution(
        ANSWER.replace("averaging_window", "Averaging_Window"), "there is `Averaging_Window`"
    ),
    _in_solution(
        ANSWER.replace("averaging_window", "averagingwindow"), "there is `averagingwindow`"
    ),
    _in_solution(
        STUB + "\n\n" + ANSWER.replace("averaging", "averagin"), "there is `averagin_window`"
    ),
    _in_solution(
        "def averaging_window(beta):\n    days = 1 / (1 - beta)\n    raise NotImplementedError",
        "The line `raise NotImplementedError` is still in your function",
    ),
    _in_solution(
        "def averaging_window(beta):\n    raise NotImplementedError\n    return 1 / (1 - beta)",
        "The line `raise NotImplementedError` is still in your function",
    ),
    _in_solution(
        'def averaging_window(beta):\n    """How."""\n    d = beta\n    raise NotImplementedError',
        "The line `raise NotImplementedError` is still in your function",
    ),
    _in_solution(
        "def averaging_window(beta):\n    print(“hi”)\n    return 1 / (1 - beta)",
        "Line 2",
        "character “",
    ),
    _in_solution(
        "def averaging_window（beta）:\n    return 1 / (1 - beta)",
        "character （",
        "Type ( in its place",
    ),
    _in_solution(
        "def averaging_window(beta):\n    return 1 / (1 – beta)",
        "character –",
        "Type - in its place",
    ),
    _in_solution(
        "def averaging_window(beta):\n\u00a0\u00a0\u00a0 return 1 / (1 - beta)",
        "invisible character (U+00A0)",
    ),
    _in_solution("def averaging_window(beta):\n    return 1 / (1 - beta", "syntax error in line 2"),
    _in_solution(f"<<<<<<< HEAD\n{ANSWER}=======\n{WRONG}>>>>>>> b", "has Git's conflict marks"),
    _in_solution("x = 1\0\n" + ANSWER, "invisible character (U+0000)"),
    _in_solution("%%bash\nls", "Its cell begins with `%%bash`"),
    _in_solution(
        "%%cython\ncpdef double averaging_window(double beta):\n    return 1 / (1 - beta)",
        "`%%cython` was left out: this command of Jupyter does not work while grading",
    ),
    Case(
        "syntax of a newer Python",
        json.dumps(notebook(solution(f"{ANSWER}\nx = 1 +"), version="3.99.1")).encode(),
        NOTHING,
        says=("Your notebook was written with Python 3.99",),
    ),
    Case(
        "signs that are line ends elsewhere",
        saved(solution(f'x = "\u2028\x85"\n!ls\n{ANSWER}')),
        says=("`!ls` was left out",),
    ),
    Case(
        "in a cell of text",
        saved(text(ANSWER)),
        NOTHING,
        says=("is in a cell of text, which is not run",),
        never=UNWRITTEN,
    ),
    Case(
        "in its own cell turned into text",
        saved({**text(f"```python\n{ANSWER}```"), "metadata": solution()["metadata"]}),
        NOTHING,
        says=("is in a cell of text, which is not run",),
    ),
    *[
        Case(f"choice: {answer}", saved(code(answer, LARGER)), {LARGER: 0.0}, says=(says,))
        for answer, says in [
            ('larger_beta = "b) or c)"', "'b) or c)' is not one of the choices"),
            ("larger_beta = 2", "`larger_beta` is not a letter in quotation marks"),
            ('larger_beta = "b"\nlarger_beta = None', "to `None` again below its answer"),
        ]
    ],
    Case("choice with its text", saved(code('larger_beta = "b) calmer"', LARGER)), {LARGER: 1.0}),
    Case("choice of NumPy's", saved(code('larger_beta = np.str_("b")', LARGER)), {LARGER: 1.0}),
    Case(
        "misspelt question",
        saved(code('larger_Beta = "b"', LARGER)),
        {LARGER: 0.0},
        says=("there is `larger_Beta`",),
    ),
    Case("untouched", saved(solution(STUB), check()), NOTHING, says=UNWRITTEN),
]


def _picture(source: str, attachments: object = None, **says: tuple[str, ...]) -> Case:
    cell = text(f"{source}\n\nTEXT BEHIND IT", "reflection")
    if attachments is not None:
        cell["attachments"] = attachments
    said = says.get("says", ("image/png", PIXEL))
    return Case(f"picture: {source[:30]}", saved(solution(), cell), says=("TEXT BEHIND IT", *said))


PASTED = f"data:image/png;base64,{PIXEL * 3_000}"
PICTURES = [
    _picture("![s](attachment:s.png)", {"s.png": {"image/png": PIXEL}}),
    _picture("![s](attachment:my%20s.png)", {"my s.png": {"image/png": PIXEL}}),
    _picture('<img src="attachment:s.png" width="300">', {"s.png": {"image/png": PIXEL}}),
    _picture(f"![pasted]({PASTED})", says=("image/png", PIXEL * 3_000)),
    _picture(f'<img alt="p" src="{PASTED}"/>', says=("image/png", PIXEL * 3_000)),
    _picture("![s](attachment:Screenshot%20(3).png)", {"Screenshot (3).png": {"image/png": PIXEL}}),
    _picture("![s](<attachment:屏幕截图 2.png>)", {"屏幕截图 2.png": {"image/png": PIXEL}}),
    _picture("![s](attachment:s.jpg)", {"s.jpg": {"image/jpg": PIXEL}}, says=("image/jpeg", PIXEL)),
    _picture(f"![p](data:image/png;charset=utf-8;base64,{PIXEL})"),
    _picture(r"![s](C:\Users\ada\s.png)", says=("A picture is missing here",)),
    _picture("![s](attachment:gone.png)", says=("A picture is missing here",)),
    _picture(
        "![s](attachment:s.svg)",
        {"s.svg": {"image/svg+xml": "<svg/>"}},
        says=("A picture is left out here",),
    ),
    _picture(
        f"![big](data:image/png;base64,{'A' * 8_000_004})", says=("A picture is left out here",)
    ),
]

CASES = [
    *MOVED_AND_COPIED,
    *EXPERIMENTS,
    *ONLY_AT_HOME,
    *ENCODINGS,
    *WRAPPED,
    *NO_NOTEBOOKS,
    *REASONS,
    *PICTURES,
]
