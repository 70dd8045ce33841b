"""The table of three libraries says what each of them does, tried where it is installed.

optax and Keras are not needed for anything else, so they are in no list of what tests need:
`pip install optax keras`, and `KERAS_BACKEND=jax` to run Keras.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader_tests.engine.registry import find

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "frameworks" / "frameworks.ipynb"
LIBRARIES = ("torch", "keras", "optax")
SETTINGS: dict[str, Any] = {
    "alpha": 0.05,
    "beta": 0.9,
    "beta1": 0.8,
    "beta2": 0.97,
    "epsilon": 1e-12,
    "decay": 0.1,
}
"""Epsilon is so small that it does not matter where it is added."""

STATE = {"momentum_step": 1, "rmsprop_step": 1, "adam_step": 2, "adamw_step": 2}
W, GRADIENTS = np.array([1.0, -2.0, 3.0]), np.array([[0.5, -1.0, 2.0], [1.0, 0.3, -0.7]] * 3)


def table() -> dict[str, list[str]]:
    """The code in each row: step -> what to write in the three libraries."""
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    [source] = ["".join(cell["source"]) for cell in cells if cell["id"] == "other-libraries"]
    rows = [re.findall(r"`([^`]+)`", line) for line in source.splitlines() if line[:3] == "| `"]
    return {row[0]: row[1:] for row in rows}


def ours(step: str) -> Any:
    names = "learning_rate beta1 beta2 epsilon decay" if "adam" in step else "learning_rate beta"
    function: Any = find(step).reference  # type: ignore[union-attr]
    wanted = function.__code__.co_varnames[: function.__code__.co_argcount]
    known = {**SETTINGS, "learning_rate": SETTINGS["alpha"]}
    assert set(names.split()) & set(wanted)
    w, state = W, [np.zeros(3)] * STATE[step]
    for t, dw in enumerate(GRADIENTS, start=1):
        more = {name: known[name] for name in wanted if name in known}
        more |= {"t": t} if "t" in wanted else {}
        w, *state = function(w, dw, *state, **more)
    return w


def in_torch(code: str) -> Any:
    torch = importlib.import_module("torch")
    p = torch.tensor(W, requires_grad=True)
    optimizer = eval(f"torch.optim.{code}", {"torch": torch, "p": [p], **SETTINGS})
    for dw in GRADIENTS:
        p.grad = torch.tensor(dw)
        optimizer.step()
    return p.detach().numpy()


def in_keras(code: str) -> Any:
    keras = importlib.import_module("keras")
    keras.config.set_floatx("float64")
    variable = keras.Variable(W, dtype="float64")
    optimizer = eval(f"keras.optimizers.{code}", {"keras": keras, **SETTINGS})
    optimizer.build([variable])
    for dw in GRADIENTS:
        optimizer.apply([keras.ops.convert_to_tensor(dw, "float64")], [variable])
    return keras.ops.convert_to_numpy(variable)


def in_optax(code: str) -> Any:
    optax, jax = importlib.import_module("optax"), importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    optimizer = eval(f"optax.{code}", {"optax": optax, **SETTINGS})
    w = jax.numpy.array(W)
    state = optimizer.init(w)
    for dw in GRADIENTS:
        updates, state = optimizer.update(jax.numpy.array(dw), state, w)
        w = optax.apply_updates(w, updates)
    return np.asarray(w)


RUN: dict[str, Callable[[str], Any]] = {"torch": in_torch, "keras": in_keras, "optax": in_optax}
INSTALLED = [name for name in LIBRARIES if importlib.util.find_spec(name)]
ROWS = [
    (step, library, code)
    for step, codes in table().items()
    for library, code in zip(LIBRARIES, codes, strict=True)
    if library in INSTALLED
]


def test_the_table_has_four_steps() -> None:
    assert table().keys() == STATE.keys()


@pytest.mark.parametrize(("step", "library", "code"), ROWS)
def test_a_cell_of_the_table_takes_the_courses_steps(step: str, library: str, code: str) -> None:
    np.testing.assert_allclose(RUN[library](code), ours(step), rtol=1e-5)
