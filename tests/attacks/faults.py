"""Submissions with an accident: right work, and next to it something that goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from attack import FULL, NOTHING, Attack, Notebook, cell_of, insert

RIGHT = "def ewa_weights(beta, T):\n    return (1 - beta) * beta ** np.arange(T)"
LOST = {**FULL, "check-ewa_weights": 0.0}


def fault(name: str, what: str, cell: str = "", weights: str = RIGHT, **fields: Any) -> Attack:
    return Attack(name, what, cell, weights, **{"earns": FULL, **fields})


def raw(change: Callable[[bytes], bytes]) -> Callable[[Notebook], bytes]:
    return lambda notebook: change(json.dumps(notebook).encode())


def old_format(notebook: Notebook) -> Notebook:
    cells = [
        {**{k: v for k, v in cell.items() if k not in ("id", "source")}, "input": cell["source"]}
        if cell["cell_type"] == "code"
        else cell
        for cell in notebook["cells"]
    ]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}


def other_kernel(notebook: Notebook) -> Notebook:
    spec = {"name": "julia-1.9", "display_name": "Julia", "language": "julia"}
    notebook["metadata"]["kernelspec"] = spec
    notebook["metadata"]["language_info"] = {"name": "julia"}
    return notebook


def imports_edited(notebook: Notebook) -> Notebook:
    cell_of(notebook, "imports")["source"] = "import os\nraise SystemExit"
    return notebook


def helper_in_a_cell(notebook: Notebook) -> Notebook:
    insert(notebook, "imports", "def power(beta, T):\n    return beta ** np.arange(T)")
    weights = cell_of(notebook, "ewa_weights")
    weights["source"] = "def ewa_weights(beta, T):\n    return (1 - beta) * power(beta, T)"
    return notebook


def renamed(notebook: Notebook) -> Notebook:
    """The answer stands in a cell of another name; the solution cell is gone."""
    cell = cell_of(notebook, "ewa_weights")
    cell["id"] = "my-weights"
    cell["metadata"]["nbgrader"]["grade_id"] = "my-weights"
    return notebook


def last_line_wrong(notebook: Notebook) -> Notebook:
    cell_of(notebook, "bias_correct")["source"] += "\n    return (((\n"
    return notebook


FAULTS = [
    fault(
        "loops",
        "an endless loop that ignores an interrupt",
        cell="""
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
    signal.signal(number, lambda *args: None)
while True:
    try:
        while True: pass
    except BaseException: pass
""",
        elsewhere="stock nbgrader, tried once: its whole submission is not graded",
    ),
    fault(
        "ends-the-process",
        "`os._exit` after correct work",
        later="import os\nos._exit(0)",
        stock="loses",
    ),
    fault(
        "exits",
        "`sys.exit`, in a cell and in the function",
        "import sys\nsys.exit(3)",
        "def ewa_weights(beta, T):\n    raise SystemExit",
        earns=LOST,
    ),
    fault(
        "crashes",
        "a segmentation fault after correct work",
        later="import ctypes\nctypes.string_at(0)",
        stock="loses",
    ),
    fault(
        "fills-memory", "allocates without end", cell="x = []\nwhile True: x.append(bytes(10**7))"
    ),
    fault("recurses", "recursion without end", cell="def f(): return f()\nf()"),
    fault("prints-on", "prints without end", cell="while True: print('again and again' * 10)"),
    fault(
        "returns-too-much",
        "returns 10 GB",
        weights="""
def ewa_weights(beta, T):
    return np.zeros(1_250_000_000)
""",
        earns=LOST,
    ),
    fault(
        "returns-strides",
        "returns a giant array without any memory",
        weights="""
def ewa_weights(beta, T):
    return np.broadcast_to(0.0, (10**9, 10**9))
""",
        earns=LOST,
    ),
    fault(
        "loops-when-called",
        "the function itself never ends",
        weights="""
def ewa_weights(beta, T):
    while True: pass
""",
        earns=LOST,
    ),
    fault("syntax-before", "a cell with a syntax error before", cell="def f(:"),
    fault(
        "syntax-inside",
        "a syntax error in one exercise",
        edit=last_line_wrong,
        earns={**FULL, "check-bias_correct": 0.0},
    ),
    fault(
        "noise-on-stderr",
        "warnings and logs on stderr in and after correct work",
        weights="""
import logging, sys, warnings


def ewa_weights(beta, T):
    print("note", file=sys.stderr)
    warnings.warn("slow")
    logging.error("no error")
    return (1 - beta) * beta ** np.arange(T)


print("noise", file=sys.stderr)
check_again = ewa_weights(0.5, 2)
""",
        stock="loses",
    ),
    fault(
        "global-settings",
        "error states, print options and the random state are changed",
        cell="""
np.seterr(all="raise")
np.set_printoptions(precision=1, threshold=2)
np.random.seed(0)
np.random.normal = np.random.default_rng = lambda *args, **kwargs: 4
import matplotlib; matplotlib.use("agg"); matplotlib.rcParams["figure.figsize"] = 1, 1
import random, locale, decimal; random.seed(1)
""",
        stock="loses",
    ),
    fault(
        "keeps-state",
        "keeps state between calls",
        weights="""
calls = []


def ewa_weights(beta, T):
    calls.append(T)
    return (1 - beta) * beta ** np.arange(T) + len(calls) - 1
""",
        earns=LOST,
    ),
    fault(
        "plots-much",
        "prints a lot, warns, and plots fifty figures",
        cell="""
import warnings
import matplotlib.pyplot as plt
for number in range(50):
    print("figure", number, list(range(200)))
    warnings.warn(f"warning {number}")
    plt.figure(figsize=(1, 1)); plt.plot([1, number])
""",
    ),
    fault("takes-its-time", "waits for three seconds", cell="import time\ntime.sleep(3)"),
    fault(
        "surrogates",
        "prints lone surrogates, control characters and colours",
        cell="""
print("\\ud800 \\udfff \\x00 \\x1b[31m" + "\\x1b[2J" * 1000)
print({"\\udc80": "\\ud800"})
raise ValueError("\\ud800")
""",
    ),
    fault(
        "not-json",
        "a file that is not JSON",
        edit=raw(lambda data: data[:-50]),
        earns=NOTHING,
        stock="loses",
    ),
    fault(
        "empty",
        "an empty file",
        edit=raw(lambda data: b""),
        earns=NOTHING,
        stock="loses",
    ),
    fault(
        "binary",
        "binary junk",
        edit=raw(lambda data: bytes(range(256)) * 10),
        earns=NOTHING,
        stock="loses",
    ),
    fault(
        "huge", "a file of 30 MB", edit=raw(lambda data: data + b" " * 30_000_000), earns=NOTHING
    ),
    fault(
        "windows",
        "Windows line ends and a byte-order mark",
        edit=raw(lambda data: b"\xef\xbb\xbf" + data.replace(b"\\n", b"\\r\\n")),
        stock="loses",
    ),
    fault("old-format", "the notebook format of 2013", edit=old_format),
    fault("other-kernel", "another kernel's name", edit=other_kernel),
    fault("edited-imports", "an edited import cell", edit=imports_edited),
    fault("helper", "a helper function in a cell of its own", edit=helper_in_a_cell),
    fault(
        "renamed",
        "the answer in a renamed cell",
        edit=renamed,
        stock="loses",
    ),
]
