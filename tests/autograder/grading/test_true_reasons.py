"""What works at home earns its marks; where it cannot, the student reads the true reason."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from one_function import F, grade, skeleton

from autograder.sandbox.limits import Limits

pytestmark = pytest.mark.needs("landlock")

SMALL = Limits(cell_seconds=1, case_seconds=0.5, submission_seconds=8)


EARNS = {
    "pip": "%pip install rich\n!pip install tqdm",
    "a missing module and what uses it": "from tqdm import tqdm\nfor i in tqdm(range(3)): pass",
    "Colab": "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive",
    "a folder": "import os\nos.makedirs('pictures', exist_ok=True)\nos.chdir('pictures')",
    "a question": "who = input('Your name: ')\nprint('Hello', who)",
    "a line that fails at home": "print(undefined)",
    "a module in its decorator": "import numba\n\n@numba.njit",
    "the output of a program": "files = !ls\nprint(files[0])",
    "a magic of an older IPython": "get_ipython().magic('matplotlib inline')",
}


def test_types_from_a_missing_module_take_nothing_away() -> None:
    verdict, said = grade("import jax" + F.replace("beta)", "beta: jax.Array) -> jax.Array", 1))
    assert verdict.points == 2
    assert "the module `jax` is not there" in said


@pytest.mark.parametrize("top", EARNS.values(), ids=EARNS)
def test_a_function_below_a_line_that_cannot_run_earns_its_marks(top: str) -> None:
    verdict, _ = grade(top + F)
    assert verdict.points == 2


@pytest.mark.parametrize(
    ("top", "sentence"),
    [
        ("%pip install rich", "`%pip install rich` was left out: nothing is installed"),
        ("x = !ls -l `pwd`", "`x = !ls -l 'pwd'` was left out: no other program"),
        ("%cd /content", "`%cd /content` was left out: this command of Jupyter"),
        ("import seaborn as sns", "`import seaborn as sns` was left out: the module `seaborn`"),
        ("x = input()", "`x = input()` was left out: while grading, nobody is there"),
        ("open('data.csv')", "was left out: while grading there are no files but those"),
        ("if True:\n    x = 3\n    !ls", "`!ls` was left out: no other program"),
        ("for x in '12':\n    import seaborn", "`import seaborn` was left out: the module"),
        ("from numpy import gone", "was left out: the version of `numpy` with which notebooks"),
        ("import course_lib.gone", "was left out: the module `course_lib.gone` is not there"),
    ],
)
def test_the_cell_says_which_line_was_left_out_and_why(top: str, sentence: str) -> None:
    verdict, said = grade("# my answer\n" + top + F)
    assert verdict.points == 2
    assert sentence in said.replace("\\'", "'")


def test_a_traceback_is_shown_only_where_no_sentence_explains_it() -> None:
    explained = ("import google.colab\ngoogle.colab.mount()", "open('data.csv')\n!ls", "1 / 0")
    _, said = grade(F, above=explained)
    assert said.count("was left out") == 4
    assert said.count("'output_type': 'error'") == 1
    assert "ZeroDivisionError" in said
    assert "ModuleNotFoundError" not in said


REUSED = {
    "a helper": ("def share(beta):\n    return 1 - beta", "1.0 / share(beta)", "share = None"),
    "a constant": ("whole = 1.0", "whole / (whole - beta)", "for whole in 'ab': print(whole)"),
    "all names": ("whole = 1.0", "whole / (whole - beta)", "%reset -f"),
    "a module": ("import math", "math.pow(1.0 - beta, -1)", "math.pow = None"),
    "a deque": (
        "from collections import deque\nparts = deque([1.0])",
        "parts[0] / (parts[0] - beta)",
        "parts.clear()",
    ),
    "a large array": ("import numpy as np\na = np.ones(50_000)", "a[5] / (1 - beta)", "a[:] = 7"),
    "an iterator": ("ones = iter([1.0] * 99)", "next(ones) / (1 - beta)", "print([*ones])"),
    "an earlier output": ("1.0", "min(Out.values()) / (1 - beta)", "Out.clear()"),
    "numpy": ("import numpy as np", "np.float64(1.0) / (1.0 - beta)", "del np"),
}


@pytest.mark.parametrize(("before", "result", "after"), REUSED.values(), ids=REUSED)
def test_names_that_are_used_again_below_take_nothing_away(
    before: str, result: str, after: str
) -> None:
    source = f"def averaging_window(beta):\n    return {result}"
    verdict, _ = grade(source, above=(before,), below=(after,))
    assert verdict.points == 2


WHY = {
    "a stub line below the answer": (
        "def averaging_window(beta):\n    n = 1 / (1 - beta)\n    raise NotImplementedError",
        "The line `raise NotImplementedError` is still in your function `averaging_window`",
    ),
    "a stub line above the answer": (
        "def averaging_window(beta):\n    raise NotImplementedError()\n    return 1 / (1 - beta)",
        "The line `raise NotImplementedError` is still in your function `averaging_window`",
    ),
    "nothing kept of a timed cell": (
        "%%timeit -n1 -r1" + F,
        "Its cell begins with `%%timeit`, so what it defines is not kept",
    ),
    "a name misspelt": (F.replace("window", "windows"), "but there is `averaging_windows`"),
    "another's capital letters": (F.replace("window", "Window"), "there is `averaging_Window`"),
    "an error in its decorator": (
        "x = 3\n@nobody" + F,
        "Its cell stops in line 2 with NameError: `@nobody`",
    ),
    "a syntax error below a magic": (
        "%matplotlib inline\ndef averaging_window(beta):\n    return 1 /",
        "has a syntax error in line 3",
    ),
    "curly quotes": ("name = ‘b’" + F, "has the character ‘, which Python does not understand"),
    "an exponent": (
        F.replace("beta)\n", "beta²)\n"),
        "character ², which Python does not understand",
    ),
    "what to type for an exponent": (F.replace("beta)\n", "beta²)\n"), "Type **2 in its place"),
    "another function": ("def something(x):\n    return x", "defines `something` instead"),
    "a value of that name": ("averaging_window = 3", "is not a function"),
    "a function in a class": (
        "class Mine:" + F.replace("\n", "\n    "),
        "Its `def` must stand at the left edge",
    ),
    "a deleted function": (F + "del averaging_window", "it is not there when its check runs"),
    "a function replaced by its result": (
        F + "averaging_window = averaging_window(0.5)",
        "another line above its check gives that name to something else",
    ),
    "a function that needs an unwritten one": (
        "def averaging_window(beta):\n    return 1 / ewa_weights(beta, 1)[0]",
        "it calls a function that is not",
    ),
}


@pytest.mark.parametrize(("source", "sentence"), WHY.values(), ids=WHY)
def test_a_function_that_is_not_there_is_explained(source: str, sentence: str) -> None:
    verdict, _ = grade(source)
    assert verdict.points == 0
    assert "it could not be tested" in verdict.headline
    assert "Replace `raise NotImplementedError`" not in verdict.text()
    assert sentence in verdict.text()


def test_what_is_not_written_is_still_called_so() -> None:
    stub = "def averaging_window(beta):\n    '''Return it.'''\n    raise NotImplementedError"
    for source in (stub, stub + "  # write your code here, in place of this line"):
        verdict, _ = grade(source)
        assert verdict.headline == "averaging_window: not written yet."


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("larger_beta = “b”", "has the character “, which Python does not understand"),
        ("%matplotlib inline\nlarger_beta = 'b", "has a syntax error in line 2"),
    ],
)
def test_an_answer_with_a_syntax_error_is_called_that(source: str, sentence: str) -> None:
    verdict, _ = grade(F, larger_beta=source)
    assert sentence in verdict.text()


LOST = {
    "a module": (("from tqdm import tqdm",), "tqdm", "the line that defines it was left out"),
    "a file": (("scale = float(open('s').read())",), "scale", "the line that defines it was"),
    "a slow cell": (("while True:\n    pass\nscale = 1",), "scale", ""),
    "a deadly cell": (("scale = 1\nimport os\nos._exit(0)",), "scale", "the cell that defines it"),
}


@pytest.mark.parametrize(("above", "name", "sentence"), LOST.values(), ids=LOST)
def test_a_function_that_needs_what_was_left_out_says_so(
    above: tuple[str, ...], name: str, sentence: str
) -> None:
    source = f"def averaging_window(beta):\n    return {name}(1.0) / (1.0 - beta)"
    verdict, _ = grade(source, above, limits=SMALL)
    assert verdict.points == 0
    assert sentence in verdict.text()
    if sentence:
        assert f"It uses `{name}`, which is not there" in verdict.text()


def test_a_name_that_only_an_experiment_defines_is_there() -> None:
    notebook = json.loads(skeleton())
    name = next(c["id"] for c in notebook["cells"] if "experiment" in c["metadata"].get("tags", ()))
    source = "def averaging_window(beta):\n    return whole / (1.0 - beta)"
    others: dict[str, Any] = {name: "whole = 1.0"}
    verdict, _ = grade(source, **others)
    assert verdict.passed
    others = {name: "whole = 1.0 / (open('mine.txt') is None)"}
    verdict, _ = grade(source, **others)
    assert "the line that defines it was left out" in verdict.text()
    others = {name: "%%html\nwhole = 1.0"}
    verdict, _ = grade(source, **others)
    assert "`whole`, which no line of the notebook defines" in verdict.text()


FORMER = {
    "a type": ("np.float(1.0)", "It uses `np.float`", "Write `float` in its place"),
    "a type of arrays": ("np.ones(1, dtype=np.int)[0]", "It uses `np.int`", "Write `int`"),
    "a function": ("np.product([1.0, 1.0])", "It uses `np.product`", "Write `np.prod`"),
    "another": ("np.trapz([1.0, 1.0])", "It uses `np.trapz`", "Write `np.trapezoid`"),
    "a constant": ("(1.0 if beta < np.Inf else 2.0)", "It uses `np.Inf`", "Write `np.inf`"),
    "a package in a package": (
        "np.linalg.linalg_of_old(1.0)",
        "It uses `np.linalg.linalg_of_old`",
        "which its module does not have in the version",
    ),
    "in a function in it": ("(lambda: np.NaN)()", "It uses `np.NaN`", "Write `np.nan`"),
}


@pytest.mark.parametrize(("one", "uses", "sentence"), FORMER.values(), ids=FORMER)
def test_what_another_version_of_a_package_has_is_said(one: str, uses: str, sentence: str) -> None:
    verdict, _ = grade(f"def averaging_window(beta):\n    return {one} / (1.0 - beta)")
    assert verdict.points == 0
    assert uses in verdict.text()
    assert sentence in verdict.text()
    if "Write" in sentence:
        assert f"NumPy {np.__version__}, with which notebooks are graded" in verdict.text()


def test_another_version_is_not_blamed_for_what_is_wrong_anyway() -> None:
    handled = "try:\n        np.trapz\n    except Exception:\n        pass\n    raise ValueError"
    for body in (handled, "if beta > 2:\n        np.trapz([1.0])\n    return 5.0"):
        verdict, _ = grade(f"def averaging_window(beta):\n    {body}")
        assert "np.trapz" not in verdict.text()


def test_a_line_for_another_version_of_numpy_costs_itself() -> None:
    verdict, said = grade("wide = np.float\nold = np.product([1])" + F)
    assert verdict.points == 2
    assert "`wide = np.float` was left out: the version of `numpy`" in said


@pytest.mark.parametrize(
    ("helper", "sentence"),
    [
        ("def whole(b):\n    print(1 / (1 - b))", "in place of `print` in `whole`"),
        ("def whole(b):\n    w = 1 / (1 - b)", "End `whole` with `return`"),
        ("def whole(b):\n    return 1 / (2 - b)", ""),
    ],
)
def test_a_helper_that_returns_nothing_is_named(helper: str, sentence: str) -> None:
    verdict, _ = grade("def averaging_window(beta):\n    return whole(beta)", (helper,))
    assert verdict.points == 0
    assert sentence in verdict.text()
    assert bool(sentence) == ("your function `whole` returns (line 1" in verdict.text())


NOT_AT_HOME = {
    "asks": ("return 1 / (1 - float(input('beta: ')))", "nobody is there"),
    "reads": ("return float(open('mine.txt').read())", "there are none but the files"),
    "imports": ("import seaborn\n    return 1 / (1 - beta)", "imports a module that is not there"),
    "imports a part": ("from numpy import trapz\n    return 1", "perhaps in another version"),
    "prints": ("print(1 / (1 - beta))", "prints its result instead of returning it"),
    "forgets": ("w = 1 / (1 - beta)", "it has no `return` statement"),
    "raises": ("raise ValueError", "Run its check in your notebook"),
}


@pytest.mark.parametrize(("body", "sentence"), NOT_AT_HOME.values(), ids=NOT_AT_HOME)
def test_what_a_function_lacks_in_grading_alone_is_said(body: str, sentence: str) -> None:
    verdict, _ = grade(f"def averaging_window(beta):\n    {body}\n")
    assert verdict.points == 0
    assert sentence in verdict.text()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('larger_beta = None\nlarger_beta == "b"', 'is not set to it: `larger_beta == "b"`'),
        ('"b"', 'Write `larger_beta = "b"`'),
        ("larger_beta = None  # B", 'Write `larger_beta = "b"`'),
        ('print("b")', 'Write `larger_beta = "b"`'),
        ('larger_beta = "\u0412"', "another character, U+0412"),
        ('larger_beta = None  # "a", "b", "c" or "d"', ""),
    ],
)
def test_a_letter_that_is_no_answer_is_named(source: str, sentence: str) -> None:
    verdict, _ = grade(F, larger_beta=source)
    assert sentence in verdict.text()
    assert bool(sentence) == bool(verdict.hints)


@pytest.mark.parametrize("answer", ['"b",', '["b"]', '{"b"}', 'frozenset("b")', '["(B)"]'])
def test_a_letter_in_a_collection_is_the_answer_as_in_its_check(answer: str) -> None:
    larger_beta = f"larger_beta = {answer}"
    verdict, _ = grade(F, larger_beta=larger_beta)
    assert verdict.name == "larger_beta"
    assert verdict.answer == "b"


def test_a_value_with_the_name_of_a_function_is_called_so() -> None:
    verdict, _ = grade("averaging_window = 4.0")
    assert "something else has that name" in verdict.text()


SLOW = "import time\nend = time.process_time() + {}\nwhile time.process_time() < end: pass"


def test_slow_cells_above_cost_only_themselves() -> None:
    """Together they need more than the whole submission may compute."""
    slow = (SLOW.format(0.5),) * 9
    helper = "def share(beta):\n    return 1 - beta"
    source = "def averaging_window(beta):\n    return 1.0 / share(beta)"
    limits = replace(SMALL, submission_seconds=4)
    verdict, said = grade(source, above=(*slow, helper), limits=limits)
    assert verdict.points == 2
    assert "the cells above it had used up the time" in said
    assert "endless loop" not in said


def test_a_cell_that_waits_is_no_endless_loop() -> None:
    waiting = "import time\ntime.sleep(3_600)"
    verdict, said = grade(F, above=(waiting,), limits=replace(SMALL, cell_seconds=0.2))
    assert verdict.points == 2
    assert "was stopped after 1 seconds, in which it waited, as `time.sleep` does" in said
    assert "endless loop" not in said


def test_a_figure_that_takes_too_long_to_draw_is_no_endless_loop() -> None:
    draws = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n"
    draws += "plt.gcf().draw = lambda renderer: [None for _ in iter(int, 1)]"
    verdict, said = grade(F, above=(draws,), limits=SMALL)
    assert verdict.points == 2
    assert "Not all figures of this cell are shown" in said
    assert "endless loop" not in said


def test_a_figure_with_letters_by_latex_is_said_to_be_left_out() -> None:
    draws = "import matplotlib.pyplot as plt\nplt.rc('text', usetex=True)\nplt.plot([1, 2])"
    verdict, said = grade(F, above=(draws,))
    assert verdict.points == 2
    assert "no other programs, such as LaTeX" in said
    assert "OSError" not in said


def test_loops_without_end_in_other_answers_cost_only_themselves() -> None:
    loop = "while True:\n    pass"
    verdict, said = grade(F, above=(loop, loop), limits=SMALL, ewa=loop, bias_correct=loop)
    assert verdict.name == "ewa"
    assert "`ewa` was stopped after 1 seconds of computing: probably an endless loop" in said
    assert "averaging_window: 2 of 2 points" in said
