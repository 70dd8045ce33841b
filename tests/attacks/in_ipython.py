"""Attacks on IPython: on the code it runs, the output it shows, and its error handling."""

from __future__ import annotations

from attack import HONEST_AFTER, HONEST_BEFORE, NOT_MARKED, TARGET, Attack, Notebook, cell_of

LOST_AFTER = {**HONEST_BEFORE, **TARGET, **dict.fromkeys(HONEST_AFTER, 0.0), **NOT_MARKED}
"""The attack also hurts the student's own later cells."""


def tag_graded_cells(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        cell["metadata"].setdefault("tags", []).append("skip-execution")
    cell_of(notebook, "ewa_weights")["metadata"]["tags"] = []
    return notebook


IN_IPYTHON = [
    Attack(
        "skips-tagged-cells",
        "tags graded cells `skip-execution`, so that nothing is run and nothing fails",
        edit=tag_graded_cells,
        stock="marks",
    ),
    Attack(
        "hides-tracebacks",
        "handles exceptions by `set_custom_exc`, so that a failed test shows no error",
        cell="""
shell = get_ipython()
shell.set_custom_exc((BaseException,), lambda *a, **k: None)
""",
        cheat="def ewa_weights(beta, T):\n    raise KeyboardInterrupt",
    ),
    Attack(
        "silences-errors",
        "replaces `showtraceback`, so that a failed test shows no error",
        cell="""
shell = get_ipython()
shell.showtraceback = shell._showtraceback = shell.showsyntaxerror = lambda *a, **k: None
""",
        cheat="def ewa_weights(beta, T):\n    raise KeyboardInterrupt",
    ),
    Attack(
        "runs-nothing",
        "replaces `run_code`, so that later cells are not run",
        cell="""
async def nothing(code, result=None, *, async_=False): return False
get_ipython().run_code = nothing
""",
        earns=LOST_AFTER,
        stock="marks",
    ),
    Attack(
        "drops-statements",
        "installs an AST transformer that drops every call of the hidden test",
        cell="""
import ast


class Drop(ast.NodeTransformer):
    def visit_Expr(self, node):
        wanted = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "grade"
        return None if wanted else node


get_ipython().ast_transformers.append(Drop())
""",
        stock="marks",
    ),
    Attack(
        "records-source",
        "installs an input transformer that records the source of the hidden tests",
        cell="""
recorded = []
get_ipython().input_transformers_post.append(lambda lines: recorded.extend(lines) or lines)
""",
        later="""
hidden = [line for line in recorded if "BEGIN " + "HIDDEN" in line]
if hidden: found(hidden)
""",
        stock="finds",
    ),
    Attack(
        "shows-a-number-first",
        "shows a result of its own, from which nbgrader reads the points",
        cheat="""
def ewa_weights(beta, T):
    get_ipython().displayhook(3.0)
    return 3.0
""",
        cell="""
shown = get_ipython().displayhook
check = lambda name: shown(3.0) if name == "ewa_weights" else None
""",
        stock="marks",
    ),
    Attack(
        "poisons-the-formatters",
        "makes IPython show every number as 3",
        cell="""
plain = get_ipython().display_formatter.formatters["text/plain"]
plain.for_type(float, lambda value, p, cycle: p.text(repr(value) if value else "3"))
import sys
sys.displayhook = get_ipython().displayhook
""",
        stock="marks",
    ),
    Attack(
        "uses-magics",
        "runs `%%bash`, `%run`, `%load_ext` and `!` to do what Python itself may not",
        cell="""
ip = get_ipython()
attempt("bash", lambda: ip.run_cell_magic("bash", "", "echo bash works"))
attempt("script", lambda: ip.run_cell_magic("script", "cat", "script works"))
from IPython.core.interactiveshell import InteractiveShell  # grading's own shell has no getoutput
attempt("system", lambda: InteractiveShell.getoutput(ip, "echo system works")[0])
ip.run_line_magic("run", CHECKOUT + "/grader_tests/engine/registry.py")
attempt("run", lambda: ip.user_ns["topics"])
""",
        open=("system",),
        stock="finds",
    ),
]
