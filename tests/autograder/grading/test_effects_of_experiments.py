"""What an experiment does besides defining names counts for the cells below it, as at home."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from one_function import NAME, F, grade, skeleton

pytestmark = pytest.mark.needs("landlock")

ANSWERS = dict.fromkeys(("larger_beta", "bias_correction", "fifty_days"), '{} = "b"')


@cache
def experiment() -> str:
    cells = json.loads(skeleton())["cells"]
    return str(next(c["id"] for c in cells if "experiment" in c["metadata"].get("tags", ())))


def points(does: str, source: str, above: str = "", answered: bool = False) -> float | None:
    """What a function earns below an experiment, perhaps in a notebook where nothing else lacks."""
    others: dict[str, Any] = {q: form.format(q) for q, form in ANSWERS.items() if answered}
    verdict, _ = grade("", (above,), **({NAME: source, experiment(): does} | others))
    assert verdict.name == NAME
    return verdict.points


def returning(whole: str) -> str:
    return f"def averaging_window(beta):\n    return {whole} / (1.0 - beta)"


WHOLE = returning("whole")
IMPORTS = "def averaging_window(beta):\n    import helper\n    return helper.whole / (1.0 - beta)"
READS = returning("float(open('one.txt').read())")
A_MODULE = "import types, sys\nm = types.ModuleType('m')\nm.whole = 1.0\nsys.modules['m'] = m"
EFFECTS = {
    "a module that a function imports": ("%%writefile helper.py\nwhole = 1.0", IMPORTS, ""),
    "a module that a cell imports": (
        "%%writefile helper.py\nwhole = 1.0",
        WHOLE,
        "from helper import whole",
    ),
    "a module with all its names": (
        "%%writefile helper.py\nwhole = 1.0",
        WHOLE,
        "from helper import *",
    ),
    "a program that is run": ("%%writefile other.py\nwhole = 1.0", WHOLE, "%run other.py"),
    "a program that it runs": ("open('a.py', 'w').write('whole = 1.0')\n%run a.py", WHOLE, ""),
    "a file": ("with open('one.txt', 'w') as f:\n    f.write('1.0')", READS, ""),
    "a file step by step": (
        "path = 'one.txt'\nf = open(path, 'w')\nprint('1.0', file=f)\nf.close()",
        READS,
        "",
    ),
    "a file by a function": (
        "def keep(x):\n    with open('one.txt', mode='w') as f:\n        f.write(str(x))\nkeep(1)",
        READS,
        "",
    ),
    "a file that is copied": (
        "import shutil\nopen('a', 'w').write('1')\nshutil.copy('a', 'one.txt')",
        READS,
        "",
    ),
    "a file in its folder": (
        "import os\nos.makedirs('d')\nos.chdir('d')\nopen('one.txt', 'w').write('1.0')",
        READS,
        "",
    ),
    "a path": ("from pathlib import Path\nPath('one.txt').write_text('1.0')", READS, ""),
    "an array": ("np.save('a.npy', np.ones(1))", WHOLE, "whole = np.load('a.npy')[0]"),
    "JSON": (
        "import json\nwith open('a.json', 'w') as f:\n    json.dump({'one': 1.0}, f)",
        WHOLE,
        "import json\nwhole = json.load(open('a.json'))['one']",
    ),
    "pickles": (
        "import pickle\npickle.dump(1.0, open('a.pkl', 'wb'))",
        WHOLE,
        "import pickle\nwhole = pickle.load(open('a.pkl', 'rb'))",
    ),
    "a database": (
        "import sqlite3\ndb = sqlite3.connect('a.db')\ndb.execute('create table t (one real)')\n"
        "db.execute('insert into t values (1.0)')\ndb.commit()",
        returning("sqlite3.connect('a.db').execute('select one from t').fetchone()[0]"),
        "import sqlite3",
    ),
    "the future": (
        "from __future__ import annotations",
        "def averaging_window(beta: Tensor) -> Tensor:\n    return 1.0 / (1.0 - beta)",
        "",
    ),
    "a built-in": ("import builtins\nbuiltins.whole = 1.0", WHOLE, ""),
    "another built-in": ("__builtins__.whole = 1.0", WHOLE, ""),
    "IPython's push": ("get_ipython().push({'whole': 1.0})", WHOLE, ""),
    "IPython by a name": ("ip = get_ipython()\nip.user_ns['whole'] = 1.0", WHOLE, ""),
    "a cell in a cell": ("get_ipython().run_cell('whole = 1.0')", WHOLE, ""),
    "globals by a name": ("g = globals()\ng['whole'] = 1.0", WHOLE, ""),
    "locals": ("locals().setdefault('whole', 1.0)", WHOLE, ""),
    "exec": ("exec('whole = 1.0')", WHOLE, ""),
    "the main module": ("import __main__\n__main__.whole = 1.0", WHOLE, ""),
    "the module of the notebook": (
        "import sys\nsetattr(sys.modules[__name__], 'whole', 1.0)",
        WHOLE,
        "",
    ),
    "what NumPy lacks": ("np.whole = 1.0", returning("np.whole"), ""),
    "what NumPy lacks by another name": ("n = np\nn.whole = 1.0", returning("np.whole"), ""),
    "what NumPy lacks by its dictionary": (
        "np.__dict__.update(whole=1.0)",
        returning("np.whole"),
        "",
    ),
    "another function of NumPy": ("np.ones = lambda n: 1.0", returning("np.ones(2)"), ""),
    "a method of the course's class": (
        "from course_lib import Network\nNetwork.whole = 1.0",
        returning("Network.whole"),
        "from course_lib import Network",
    ),
    "a module that is made": (A_MODULE, returning("m.whole"), "import m"),
    "a folder of modules": (
        "import os, sys\nos.makedirs('lib')\nopen('lib/helper.py', 'w').write('whole = 1.0')\n"
        "sys.path += ['lib']",
        WHOLE,
        "from helper import whole",
    ),
    "a module's module": (
        "import xml.dom.minidom",
        returning("len(xml.dom.__name__) / 7"),
        "import xml",
    ),
    "a variable of the environment": (
        "%env ONE=1.0",
        returning("float(os.environ['ONE'])"),
        "import os",
    ),
    "a seed": (
        "np.random.seed(3)",
        returning("(round(first, 3) == 0.551)"),
        "first = np.random.rand()",
    ),
    "a setting": (
        "import decimal\ndecimal.getcontext().prec = 5",
        returning("(decimal.getcontext().prec == 5)"),
        "import decimal",
    ),
    "what a class does": (
        "class Patch:\n    def run(self):\n        np.whole = 1.0\nPatch().run()",
        returning("np.whole"),
        "",
    ),
    "what a function without a name does": (
        "put = lambda name: setattr(np, name, 1.0)\nput('whole')",
        returning("np.whole"),
        "",
    ),
    "a patch": (
        "from unittest import mock\np = mock.patch.object(np, 'ones', lambda n: 1.0)\np.start()",
        returning("np.ones(3)"),
        "",
    ),
    "a magic": (
        "from IPython.core.magic import register_line_magic\n@register_line_magic\n"
        "def one(line):\n    get_ipython().user_ns['whole'] = 1.0",
        WHOLE,
        "%one",
    ),
}


@pytest.mark.parametrize(("does", "source", "above"), EFFECTS.values(), ids=EFFECTS)
def test_it_counts_for_what_is_below(does: str, source: str, above: str) -> None:
    assert points(does, source, above) == 2


@pytest.mark.parametrize("kind", ["a file", "the future", "a built-in", "what NumPy lacks"])
def test_it_counts_where_everything_else_is_there(kind: str) -> None:
    does, source, above = EFFECTS[kind]
    assert points(does, source, above, answered=True) == 2


@pytest.mark.parametrize("answered", [False, True])
def test_what_it_does_below_the_check_takes_nothing_away(answered: bool) -> None:
    below = "np.round = None\nopen('a', 'w')"
    last = json.loads(skeleton())["cells"][-1]["id"]
    others: dict[str, Any] = {q: form.format(q) for q, form in ANSWERS.items() if answered}
    verdict, _ = grade("", **({NAME: F, last: below} | others))
    assert verdict.points == 2


def test_an_answer_that_a_file_holds_counts() -> None:
    does, source = "open('one.txt', 'w').write('b')", "larger_beta = open('one.txt').read()"
    others: dict[str, Any] = {experiment(): does, "larger_beta": source}
    verdict, _ = grade(F, **others)
    assert (verdict.name, verdict.answer) == ("larger_beta", "b")
