"""Write a hidden case as Python that can be pasted into a notebook, exact to the last bit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import Case, PreviousResult

NUMPY = "import numpy as np"
FUNCTIONS = "from course_lib.cases.arguments import COURSE_FUNCTIONS"


def pasted(name: str, case: Case) -> str:
    """Return the calls of a case, a line each, with the imports that they need.

    >>> from course_lib.cases.case import call
    >>> print(pasted("f", Case("all", (call([0.1], k=2), call(PreviousResult(0))))))
    result_1 = f([0.1], k=2)
    result_2 = f(result_1[0])
    """
    several = len(case.calls) > 1
    lines = []
    for number, call in enumerate(case.calls, start=1):
        before = f"result_{number - 1}"
        arguments = [exact(value, before) for value in call.args]
        arguments += [f"{key}={exact(value, before)}" for key, value in call.kwargs.items()]
        line = f"{name}({', '.join(arguments)})"
        lines.append(f"result_{number} = {line}" if several else line)
    text = "\n".join(lines)
    needed = [NUMPY] * ("np." in text) + [FUNCTIONS] * ("COURSE_FUNCTIONS" in text)
    return "\n".join([*needed, text])


def exact(value: Any, before: str = "") -> str:
    """Return a value as Python code; `before` is the name of the previous call's result.

    >>> exact((0.1 + 0.2, np.array([[1.5, np.inf]])))
    '(0.30000000000000004, np.array([[1.5, np.inf]]))'
    """
    match value:
        case PreviousResult(index=None):
            return before
        case PreviousResult(index=index):
            return f"{before}[{index}]"
        case CourseFunction(name=name, settings=settings):
            given = ", ".join(f"{key}={exact(item, before)}" for key, item in settings.items())
            return f"COURSE_FUNCTIONS[{name!r}]({given})"
        case SeededRng():
            return str(value)
        case dict():
            items = (f"{exact(k, before)}: {exact(v, before)}" for k, v in value.items())
            return f"{{{', '.join(items)}}}"
        case list():
            return f"[{', '.join(exact(item, before) for item in value)}]"
        case tuple():
            inside = ", ".join(exact(item, before) for item in value)
            return f"({inside},)" if len(value) == 1 else f"({inside})"
        case np.ndarray():
            return _array(value)
        case np.generic():
            return f"np.{value.dtype}({exact(value.item())})"
        case float() if not math.isfinite(value):
            return "-np.inf" if value == -math.inf else f"np.{value}"
    return repr(value)


def _array(value: Any) -> str:
    if value.size == 0:
        return f"np.zeros({value.shape}, dtype=np.{value.dtype})"
    usual = value.dtype in (np.float64, np.int64, np.bool_)
    return f"np.array({exact(value.tolist())}{'' if usual else f', dtype=np.{value.dtype}'})"
