"""The place of a mistake: found by edits of the student's own source, told without the remedy."""

from __future__ import annotations

import ast

import pytest
from cells import cell

from course_lib.checking import messages as shown
from course_lib.checking.checker import run_check
from course_lib.checking.place import messages
from course_lib.checking.place.edited import EditedProgram
from course_lib.checking.place.edits import proposals
from course_lib.checking.place.examples import Examples
from course_lib.checking.place.finder import find_place
from course_lib.checking.place.focus import influences
from course_lib.checking.place.program import read_program
from course_lib.checking.worked_examples import WorkedExamples, load
from course_lib.scales import place_on_scale, value_at_place
from grader_tests.engine.registry import topic_of, topics
from grader_tests.engine.solutions import solutions


def place(name: str, source: str) -> tuple[int, str] | None:
    """The line and the kind that are found for a function."""
    item = load(name)
    assert isinstance(item, WorkedExamples)
    examples = Examples(item.cases, item.expected, item.rubric.updates)
    found = find_place(cell(source)[name], examples).place
    return (found.line, found.kind) if found else None


NAMES = [exercise.name for topic in topics() for exercise in topic.exercises]

EWA = """\
def ewa(theta, beta):
    v = np.zeros(len(theta))
    p = 0.0
    for t in range(len(theta)):
        p = beta * p + (1 - beta) * theta[t]
        v[t] = p
    return v
"""
JOINED = """\
def ewa(theta, beta):
    v = np.array([])
    p = 0.0
    for value in theta:
        p = beta * p + (1 - beta) * value
        v = np.append(v, p)
    return v
"""
RMSPROP = """\
def rmsprop_step(w, dw, s, learning_rate, beta, epsilon):
    s = beta * s + (1 - beta) * dw**2
    return w - learning_rate * dw / np.sqrt(s + epsilon), s
"""
PATH = """\
def momentum_path(gradient, w0, learning_rate, beta, steps):
    w, v, path = w0, np.zeros(len(w0)), [w0]
    for _ in range(steps):
        v = beta * v + (1 - beta) * gradient(w)
        w = w - learning_rate * v
        path.append(w)
    return np.array(path, dtype=float)
"""
SGD = """\
def pytorch_sgd(learning_rate, beta):
    return {"lr": learning_rate * (1 - beta), "momentum": beta}
"""


GRID = """\
from itertools import product
from course_lib import place_on_scale, value_at_place
def grid_points(space, per_axis):
    ends = [(place_on_scale(low, scale), place_on_scale(high, scale))
            for low, high, scale in space.values()]
    axes = [[float(value_at_place(place, scale)) for place in np.linspace(*end, per_axis)]
            for end, (_, _, scale) in zip(ends, space.values())]
    return [dict(zip(space, values)) for values in product(*axes)]
"""
KINDS = """\
def classify_critical_point(H, tol=1e-6):
    e = np.linalg.eigvalsh(H)
    if np.any(e > tol) and np.any(e < -tol):
        return "saddle"
    if np.all(e > tol):
        return "minimum"
    if np.all(e < -tol):
        return "maximum"
    return "degenerate"
"""


@pytest.mark.parametrize(
    ("name", "right", "written", "line", "kind"),
    [
        ("ewa", EWA, ("(1 - beta) *", "(1 - beta) +"), 5, "operator"),
        ("ewa", EWA, ("(1 - beta) * theta", "1 - beta * theta"), 5, "brackets"),
        ("ewa", EWA, ("range(len(theta))", "range(1, len(theta))"), 4, "range"),
        ("ewa", EWA, ("        v[t] = p", "    v[t] = p"), 6, "level"),
        ("ewa", EWA, ("p = beta", "p += beta"), 5, "assignment"),
        ("rmsprop_step", RMSPROP, ("sqrt(s + epsilon)", "sqrt(s) + epsilon"), 3, "brackets"),
        ("rmsprop_step", RMSPROP, ("dw / ", "s / "), 3, "name"),
        ("rmsprop_step", RMSPROP, ("* dw / ", "/ "), 3, "missing part"),
        ("rmsprop_step", RMSPROP, (", s\n", "\n"), 3, "results"),
        ("momentum_path", PATH, ("[w0]\n", "[]\n"), 2, None),
        ("momentum_path", PATH, ("        path.append(w)", "    path.append(w)"), 6, "level"),
        ("momentum_path", PATH, ("        path.append(w)\n", ""), 5, "missing line"),
        ("momentum_path", PATH, ("path.append(w)", "w"), 6, "result not kept"),
        ("ewa", JOINED, ("v = np.append", "np.append"), 6, "append not kept"),
        ("grid_points", GRID, ("place_on_scale(low, scale)", "low"), 4, "missing call"),
        ("classify_critical_point", KINDS, ("np.all(e > tol)", "True"), 5, "condition"),
        ("pytorch_sgd", SGD, ('"lr"', '"learning_rate"'), 2, "text"),
        ("pytorch_sgd", SGD, ("(1 - beta)", "(1 + beta)"), 2, "operator"),
    ],
)
def test_the_place_is_the_line_that_was_changed(
    name: str, right: str, written: tuple[str, str], line: int, kind: str | None
) -> None:
    assert place(name, right) is None
    wrong = right.replace(*written)
    assert wrong != right
    assert place(name, wrong) == (kind and (line, kind))


def test_a_helper_that_passes_its_own_check_is_not_blamed() -> None:
    item = load("momentum_path")
    assert isinstance(item, WorkedExamples)
    examples = Examples(item.cases, item.expected, item.rubric.updates)
    step = "def momentum_step(w, dw, v, learning_rate, beta):\n    v = beta * v + (1 - beta) * dw\n"
    step += "    return w - learning_rate * v, v\n"
    path = """\
def momentum_path(gradient, w0, learning_rate, beta, steps):
    w, v, path = w0, np.zeros(len(w0)), [w0]
    for _ in range(steps):
        w, v = momentum_step(w, -gradient(w), v, learning_rate, beta)
        path.append(w)
    return np.array(path, dtype=float)
"""
    names = cell(step + path)
    found = find_place(names["momentum_path"], examples).place
    assert found
    assert (found.line, found.kind) == (7, "sign")


@pytest.mark.parametrize(
    ("name", "source", "line", "kind"),
    [
        (
            "correct_moments",
            "def correct_moments(v, s, t, beta1, beta2):\n"
            "    return v / 1 - beta1**t, s / 1 - beta2**t\n",
            2,
            "brackets",
        ),
        (
            "gradient_step",
            "def gradient_step(w, dw, learning_rate):\n"
            "    return float(w) - learning_rate * float(dw)\n",
            2,
            "extra call",
        ),
        ("ewa", EWA.replace("beta * p + (1 - beta)", "0.9 * p + 0.1"), 5, "number"),
        (
            "momentum_path",
            PATH.replace("range(steps)", "range(steps - 1)").replace("- learning", "+ learning"),
            3,
            "two",
        ),
    ],
)
def test_two_slips_are_found_together(name: str, source: str, line: int, kind: str) -> None:
    assert place(name, source) == (line, kind)


MOMENTS = """\
def update_moments(dw, v, s, beta1, beta2):
    v = beta1 * v + (1 - beta1) * dw
    square = dw**2
    s = beta2 * s + (1 - beta2) * np.tanh(v) * v**3
    return v, s
"""


@pytest.mark.parametrize(
    ("name", "source", "line", "kind", "said"),
    [
        (
            "momentum_step",
            "def momentum_step(w, dw, v, learning_rate, beta):\n"
            "    w, v = w.copy(), v.copy()\n"
            "    for i in range(len(w) - 1):\n"
            "        v[i] = beta * v[i] + (1 - beta) * dw[i]\n"
            "        w[i] -= learning_rate * v[i]\n"
            "    return w, v\n",
            3,
            "range",
            messages.IN_PART,
        ),
        ("update_moments", MOMENTS, 4, "formula", "The other results are right"),
        (
            "update_moments",
            MOMENTS.replace("v, s\n", "tuple([v, s])\n"),
            3,
            "unused",
            "sets `square`",
        ),
        (
            "ewa_weights",
            "def ewa_weights(beta, T):\n    return (1 - beta) * np.tanh(beta)\n",
            1,
            "unused",
            "never uses its parameter `T`",
        ),
    ],
)
def test_where_nothing_makes_all_right_what_is_certain_is_said(
    name: str, source: str, line: int, kind: str, said: str
) -> None:
    found = run_check(name, cell(source)).place
    assert found is not None
    assert (found.line, found.kind) == (line, kind)
    assert said in found.text


def test_a_product_of_the_notebook_may_be_used() -> None:
    source = (
        "from itertools import product\n"
        "from course_lib import place_on_scale, value_at_place\n"
        "def grid_points(space, per_axis):\n"
        "    axes = []\n"
        "    for low, high, scale in space.values():\n"
        "        first, last = place_on_scale(low, scale), place_on_scale(high, scale)\n"
        "        axes.append(value_at_place(np.linspace(first, last, per_axis), scale))\n"
        "    return [zip(space, values) for values in product(*axes)]\n"
    )
    assert place("grid_points", source) == (8, "conversion")


def test_either_of_two_lines_may_be_the_place() -> None:
    source = (
        "def ewa_from_first(theta, beta):\n"
        "    S = [theta[0]]\n"
        "    for x in theta:\n"
        "        S.append(beta * S[-1] + (1 - beta) * x)\n"
        "    return np.array(S)\n"
    )
    assert place("ewa_from_first", source) == (3, "one of two")  # `theta[1:]`; or `S[1:]` in line 5


BATCH_SIZE = """\
def recommended_batch_size(m, bytes_per_example, memory_bytes):
    if m <= 1500 and m * bytes_per_example <= memory_bytes:
        return m
    for size in (512, 256, 128, 64):
        if size * bytes_per_example <= memory_bytes:
            return size
    raise ValueError("too little memory")
"""
ZOOM = """\
from course_lib import place_on_scale, value_at_place
def zoom(space, points, scores, keep):
    zoomed = {}
    for name, (low, high, scale) in space.items():
        first, last = place_on_scale(low, scale), place_on_scale(high, scale)
        places = [place_on_scale(points[i][name], scale) for i in np.argsort(scores)[:keep]]
        margin = 0.37 * (last - first)
        left, right = max(first, min(places) - margin), min(last, max(places) + margin)
        zoomed[name] = *(float(value_at_place(end, scale)) for end in (left, right)), scale
    return zoomed
"""


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("recommended_batch_size", BATCH_SIZE, (2, "number")),
        ("ewa", EWA.replace("0.0", "0.03"), (3, "number")),
        ("ewa", EWA.replace("theta[t]", "theta[t] * 1.37"), (5, "number")),
        ("zoom", ZOOM, (7, "number")),
        ("zoom", ZOOM.replace("0.37 * ", ""), (7, "missing part")),
    ],
)
def test_any_wrong_number_is_found(name: str, source: str, found: tuple[int, str]) -> None:
    assert place(name, source) == found


def test_edits_that_disagree_give_no_place() -> None:
    source = (
        "def gradient_step(w, dw, learning_rate):\n"
        "    slope = 0 + dw\n"
        "    step = 0 + learning_rate * slope\n"
        "    return w + step\n"
    )
    assert place("gradient_step", source) is None  # a minus sign in any of the three lines


def test_only_the_likeliest_of_many_edits_count() -> None:
    source = (
        "def ewa_with_gaps(theta, days, beta):\n"
        "    averages, v, weight, last = np.zeros(len(theta)), 0.0, 0.0, 0\n"
        "    for i in range(len(theta)):\n"
        "        fade = beta ** (days[i] - last)\n"
        "        v = fade * v - (1 - beta) * theta[i]\n"
        "        weight = fade * weight + (1 - beta)\n"
        "        averages[i] = v / weight\n"
        "        last = days[i]\n"
        "    return averages\n"
    )
    assert place("ewa_with_gaps", source) == (5, "one of two")  # or line 6; not `-=` in line 7


def test_lines_on_which_only_wrong_results_depend_are_searched_first() -> None:
    [tree] = ast.parse(
        "def f(a, b):\n"
        "    x = a\n"
        "    y = 1\n"
        "    for i in range(b):\n"
        "        y += x\n"
        "        z = a\n"
        "    z = z + 1\n"
        "    return x, (y,\n"
        "        z)\n"
    ).body
    assert isinstance(tree, ast.FunctionDef)
    found = influences(tree)
    assert found == {
        2: {0, 1},
        3: {1},
        4: {1},
        5: {1},
        6: {1},
        7: {1},
        8: {0, 1},
    }


def test_lines_are_counted_in_the_cell_and_not_in_the_function() -> None:
    source = "# my second try\n\n" + RMSPROP.replace("* dw / ", "+ dw / ")
    verdict = run_check("rmsprop_step", cell(source))
    assert verdict.place is not None
    assert verdict.place.line == 5
    assert "`return w - learning_rate + dw / np.sqrt(s + epsilon), s`" in verdict.place.text
    assert "operator" in verdict.place.text
    assert verdict.place.text in verdict.text()


def test_a_named_mistake_is_not_searched_for() -> None:
    swapped = EWA.replace("beta * p + (1 - beta)", "(1 - beta) * p + beta")
    verdict = run_check("ewa", cell(swapped))
    assert verdict.mistakes
    assert verdict.place is None


@pytest.mark.parametrize(
    ("written", "name", "line"),
    [
        (("v[t] = p", "v[t] = 0 * p"), "always_zeros", 6),
        (("return v", "return theta"), "always_an_argument", 7),
    ],
)
def test_the_place_is_looked_for_where_a_name_says_only_what_comes_out(
    written: tuple[str, str], name: str, line: int
) -> None:
    verdict = run_check("ewa", cell(EWA.replace(*written)))
    assert verdict.mistakes == (name,)
    assert verdict.place is not None
    assert verdict.place.line == line


def test_the_mistake_may_be_in_a_function_that_the_checked_one_calls() -> None:
    helper = "def mixed(old, new, beta):\n    return beta * old + (2 - beta) * new\n"
    namespace = cell(helper)
    cell(EWA.replace("beta * p + (1 - beta) * theta[t]", "mixed(p, theta[t], beta)"), namespace)
    found = run_check("ewa", namespace).place
    assert found is not None
    assert found.line == 2
    assert "the cell that defines `mixed`" in found.text


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore")
def test_edits_that_are_not_switched_on_change_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where one of them assigns to a name, which could make that name a local one."""
    monkeypatch.setattr("course_lib.checking.place.edited.BUDGET", 10**9)
    monkeypatch.setattr("course_lib.checking.place.edited.MAX_SECONDS", 1000.0)
    monkeypatch.setattr("course_lib.checking.place.edited.MAX_STEPS", 10**9)
    namespace = cell("import itertools\nfrom itertools import product\n")
    namespace |= {"place_on_scale": place_on_scale, "value_at_place": value_at_place}
    for source in solutions(topic_of(name)).values():
        cell(source, namespace)
    item = load(name)
    assert isinstance(item, WorkedExamples)
    edited = EditedProgram(
        read_program(namespace[name]), Examples(item.cases, item.expected, item.rubric.updates)
    )
    known = edited.examples.known(edited.program.main.tree)
    edits = edited.load([*proposals(edited.program, known)])
    assert len(edits) > 20
    assert edited.wrong_examples() == []


def test_a_variable_without_a_value_is_found_where_it_is_read() -> None:
    """Python 3.11 merges the loop's line and the next one once they have run often enough."""
    source = """
def regularized_cost(losses, weights, lam):
    for W in weights:
        total += np.sum(W**2)
    return np.mean(losses) + lam / (2 * len(losses)) * total
"""
    verdict = run_check("regularized_cost", cell(source))
    found = verdict.place
    assert found is not None
    assert "`total += np.sum(W**2)`" in found.text
    assert verdict.hints == (shown.PYTHON_ERRORS["no_value_yet"],)


def test_an_error_that_no_row_shows_is_named() -> None:
    source = """
def gradient_step(w, dw, learning_rate):
    new = np.zeros(len(w))
    for i in range(1, len(w)):
        new[i] = w[i] - learning_rate * dw[i]
    return new
"""
    verdict = run_check("gradient_step", cell(source))
    assert verdict.place is not None
    assert "In another example, your function raises ValueError" in verdict.place.text


def test_a_list_replaced_by_none_is_named_though_short_examples_pass() -> None:
    source = """
def mini_batches(X, Y, batch_size, rng):
    order = rng.permutation(X.shape[1])
    pairs = []
    for start in range(0, X.shape[1], batch_size):
        these = order[start : start + batch_size]
        pairs = pairs.append((X[:, these], Y[:, these]))
    return pairs
"""
    verdict = run_check("mini_batches", cell(source), search=False)
    assert verdict.hints == (shown.PYTHON_ERRORS["append_returns_none"],)


TWO_AT_ONCE = {
    "in two lines": (
        "momentum_step",
        """
def momentum_step(w, dw, v, learning_rate, beta):
    v = beta * v + dw
    w = w + learning_rate * v
    return w, v
""",
        ("unweighted", "uphill"),
        (3, "two"),
    ),
    "one of them in several places": (
        "rmsprop_step",
        """
def rmsprop_step(w, dw, s, learning_rate, beta, epsilon):
    s = (1 - beta) * s + beta * dw**2
    w = w + learning_rate * dw / np.sqrt(s + epsilon)
    return w, s
""",
        ("weights_swapped", "uphill"),
        (4, "operator"),
    ),
    "of which only one is certain": (
        "adamw_step",
        """
def adamw_step(w, dw, v, s, t, learning_rate, beta1, beta2, epsilon, decay):
    v = beta1 * v + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    w = w - learning_rate * v_hat / np.sqrt(s_hat + epsilon) - decay * w
    return w, v, s
""",
        (),
        None,
    ),
    "that no known ones explain": (
        "ewa_weights",
        """
def ewa_weights(beta, T):
    return beta ** np.arange(1, T + 1) / 7
""",
        (),
        None,
    ),
}


@pytest.mark.parametrize(
    ("name", "source", "mistakes", "where"), TWO_AT_ONCE.values(), ids=TWO_AT_ONCE
)
def test_two_known_mistakes_are_named_although_they_act_together(
    name: str, source: str, mistakes: tuple[str, ...], where: tuple[int, str] | None
) -> None:
    verdict = run_check(name, cell(source))
    assert verdict.mistakes == mistakes
    assert (verdict.place and (verdict.place.line, verdict.place.kind)) == where
    item = load(name)
    assert isinstance(item, WorkedExamples)
    assert not mistakes or verdict.hints == tuple(item.rubric.hints[one] for one in mistakes)
