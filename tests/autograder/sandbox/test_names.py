"""A function is called with the notebook's names as they were when its check ran."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.sandbox.names import MAX_ITEMS, Names

HELPER = "def half(x):\n    return x / 2\n\ndef f(x):\n    return half(x)"
CLASS = """
class Settings:
    beta = 0.9

def f(x):
    return x * Settings.beta
"""
INSTANCE = """
class Settings:
    def __init__(self):
        self.beta = 0.9

settings = Settings()

def f(x):
    return x * settings.beta
"""
DECORATED = """
import functools

def doubled(function):
    @functools.wraps(function)
    def wrapper(*args):
        return 2 * function(*args)
    return wrapper

def part(x):
    return x + 1

@doubled
def f(x):
    return part(x)
"""
CLOSURE = """
def make():
    scale = 3
    def f(x):
        return scale * x
    def change():
        nonlocal scale
        scale = 100
    return f, change

f, change = make()
"""
RECURSIVE = "def f(n):\n    return 1 if n <= 1 else n * f(n - 1)"
METHOD = """
class Model:
    def step(self, x):
        return x + 1

model = Model()
f = model.step
"""
NESTED = """
settings = {'adam': {'betas': [0.9, 0.999]}}

def f(x):
    return x * settings['adam']['betas'][0]
"""
LIST = "parts = [1, 2]\ndef f(x):\n    return x * sum(parts)"
ATTRIBUTE = "def g(x):\n    return x + g.more\ng.more = 1\ndef f(x):\n    return g(x)"
RESET = "for name in [*globals()]:\n    if name[0] != '_':\n        del globals()[name]"
CASES = {
    "a helper's name is used again": (HELPER, "def half(who, what): pass", 8, 4),
    "a constant becomes a loop's variable": (
        "one = 1.0\ndef f(x):\n    return one + x",
        "for one in 'ab': pass",
        1,
        2,
    ),
    "np becomes something else": (
        "import numpy as np\ndef f(x):\n    return np.sqrt(x)",
        "np = 3",
        4,
        2,
    ),
    "a name is deleted": (HELPER, "del half", 8, 4),
    "all names are deleted": (HELPER, RESET, 8, 4),
    "a built-in function is hidden": ("def f(x):\n    return sum([x, 1])", "sum = 3", 1, 2),
    "a list grows": (LIST, "parts.append(7)", 1, 3),
    "a list shrinks": (LIST, "parts.clear()", 1, 3),
    "a dict is changed deep inside": (NESTED, "settings['adam']['betas'][0] = 0.5", 10, 9),
    "a set is changed": ("kept = {1}\ndef f(x):\n    return x in kept", "kept.discard(1)", 1, True),
    "an array is scaled in place": (
        "import numpy as np\nw = np.ones(3)\ndef f(x):\n    return x * w.sum()",
        "w *= 10",
        2,
        6,
    ),
    "a default argument is changed in place": (
        "def f(x, parts=[1]):\n    return x + len(parts)",
        "f.__defaults__[0].append(1)",
        1,
        2,
    ),
    "a class's attribute is set": (CLASS, "Settings.beta = 0.1", 10, 9),
    "a class's attribute is deleted": (CLASS, "del Settings.beta", 10, 9),
    "an instance's attribute is set": (INSTANCE, "settings.beta = 0.1", 10, 9),
    "a method is replaced": (METHOD, "model.step = None\nModel.step = lambda self, x: 0", 1, 2),
    "a decorated function's helper": (DECORATED, "def part(): pass", 1, 4),
    "a decorator": (DECORATED, "doubled = functools = None", 1, 4),
    "the variable of a closure": (CLOSURE, "change()", 2, 6),
    "a recursive function's own name": (RECURSIVE, "f = None", 5, 120),
    "an attribute of a function": (ATTRIBUTE, "g.more = 5", 1, 2),
    "a lambda": ("rate = 2\nf = lambda x: rate * x", "rate = None", 3, 6),
}


@pytest.mark.parametrize(("before", "after", "argument", "expected"), CASES.values(), ids=CASES)
def test_what_happens_below_changes_nothing(
    before: str, after: str, argument: float, expected: object
) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(before, namespace)
    names = Names(namespace)
    exec(after, namespace)
    names.restore()
    assert names.get("f")(argument) == pytest.approx(expected)
    assert namespace["f"] is names.get("f")
    assert not isinstance(namespace.get("half", 1), type(None))


def test_two_moments_are_kept_apart() -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec("one = [1]\ndef f(x):\n    return x + one[0]", namespace)
    first = Names(namespace)
    exec("one[0] = 2\ndef g(x):\n    return x + one[0]", namespace)
    second = Names(namespace)
    exec("one = f = g = None", namespace)
    for names, name, expected in ((first, "f", 2), (second, "g", 3), (first, "f", 2)):
        names.restore()
        assert namespace[name](1) == expected
    assert "g" not in first
    assert "g" in second


def test_what_a_function_keeps_between_calls_stays_its_own_business() -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec("calls = []\ndef f(x):\n    calls.append(x)\n    return len(calls)", namespace)
    names = Names(namespace)
    names.restore()
    assert [names.get("f")(0), names.get("f")(0)] == [1, 2]


def test_big_data_is_not_copied() -> None:
    big, many = np.zeros(10**7), [np.zeros(MAX_ITEMS // 2) for _ in range(1_000)]
    namespace: dict[str, Any] = {"big": big, "long": list(range(10**6)), "many": many}
    names = Names(namespace)
    big[0] = namespace["long"][0] = 1
    names.restore()
    assert big[0] == 1
    assert namespace["long"][0] == 1
    assert sum(array.size for array in many) > MAX_ITEMS


def test_objects_that_refuse_are_left_as_they_are() -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(
        "class Meta(type):\n    def __setattr__(self, *_): raise TypeError\n"
        "class Odd(metaclass=Meta):\n    pass\n"
        "class Worse:\n    @property\n    def __dict__(self): raise KeyError\n"
        "odd, worse, one = Odd(), Worse(), 1\ndef f(x):\n    return x + one",
        namespace,
    )
    names = Names(namespace)
    exec("one = odd = None", namespace)
    names.restore()
    assert names.get("f")(1) == 2
