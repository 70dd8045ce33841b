"""Of a skipped experiment only the statements run that define what an answer uses."""

from __future__ import annotations

import ast

import pytest

from autograder.sandbox.needed import KEEPING, needed_statements, untimed

NEEDED = {
    "a helper in a cell that draws": (
        ["def share(b):\n    return 1 - b\nfigure(share)"],
        {0: [0]},
    ),
    "what it calls and imports": (
        ["import math\nONE = 1\ndef half(b):\n    return b / 2\ndef share(b):\n"
         "    return math.exp(ONE) - half(b)\nw = train()"],
        {0: [0, 1, 2, 3]},
    ),
    "no variable of another function": (
        ["w = train()\ndef share(w):\n    return [v for v in w]\nv = train()"],
        {0: [1]},
    ),
    "a loop that fills it": (
        ["share = []\nfor epoch in range(3):\n    share.append(cost(epoch))\nplot(share)"],
        {0: [0, 1]},
    ),
    "what is stored in it": (
        ['share = {}\nshare["a"] = 1\nshare.size = 2\nprint(share["a"])'],
        {0: [0, 1, 2]},
    ),
    "what another experiment defines": (
        ["data = load()\ndraw(data)", "other = 1", "share = data + np.ones(3)"],
        {0: [0], 2: [0]},
    ),
    "not what the notebook has anyway": (["mine = 1", "share = mine + 1"], {1: [0]}),
    "its own value where that is near": (["mine = 1\nshare = mine + 1\nmine = 3"], {0: [0, 1]}),
    "a condition": (["if fast:\n    share = 1\nelse:\n    share = 2"], {0: [0]}),
    "a star": (["from mine import *", "share()"], {0: [0]}),
    "what a function does to its argument": (
        ["share = {}\ndef fill(t):\n    t['a'] = 1\nfill(share)\nshow(share)"],
        {0: [0, 1, 2]},
    ),
    "what a function sets": (
        ["def set_up():\n    global share\n    share = 1\nset_up()\nother()"],
        {0: [0, 1]},
    ),
    "what a decorator does": (
        ["share = {}\ndef register(f):\n    share[f.__name__] = f\n    return f\n"
         "@register\ndef one(): return 1\n@other\ndef two(): return 2"],
        {0: [0, 1, 2]},
    ),
    "what is taken off it": (
        ["values = [3, 1]\nlast = values.pop(0)\nshare = values[0]"],
        {0: [0, 1, 2]},
    ),
    "what a function of NumPy writes into it": (
        ["share = np.zeros(2)\nnp.copyto(share, 1)\nx = np.add(share, 1, out=share)\n"
         "y = np.sum(share)"],
        {0: [0, 1, 2]},
    ),
    "what is done to it by another name": (
        ["share = [0]\nother = share\nother[0] = 1\nthird = [0]"],
        {0: [0, 1, 2]},
    ),
    "what is set under a name that is a text": (
        ["globals()['share'] = 1\nglobals()['y']", "exec('share = 1')", "globals().update(a=1)"],
        {0: [0], 1: [0], 2: [0]},
    ),
    "what a magic times": (
        ["one = 1\nget_ipython().run_line_magic('time', 'share = one')"],
        {0: [0, 1]},
    ),
    "nothing": (["x = 1\nprint(share)", "def other(): return share"], {}),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "statements"), NEEDED.values(), ids=NEEDED)
def test_what_defines_a_name_is_found(cells: list[str], statements: dict[int, list[int]]) -> None:
    parsed = [ast.parse(cell).body for cell in cells]
    assert needed_statements(parsed, {"share"}, {"np", "mine"}) == statements


def test_a_magic_that_only_measures_is_no_statement() -> None:
    assert untimed("\n%%time\nx = 1", KEEPING) == "\n\nx = 1"
    assert untimed("%%bash\nx=1", KEEPING) == "%%bash\nx=1"
