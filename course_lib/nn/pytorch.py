"""Load PyTorch for the lesson that compares with it; every notebook also runs without it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from course_lib.nn import messages


def load_pytorch() -> Any:
    """Return the module `torch`, or None if it is missing, and print which of the two it is.

    PyTorch then uses one thread, which is faster for networks as small as ours. Loading includes
    one optimizer step, because that imports parts that `import torch` defers, and these may fail in
    a sandbox.

    >>> torch = load_pytorch()  # doctest: +SKIP
    PyTorch 2.13.0 is installed: the figures show its runs next to yours.
    """
    try:
        torch = import_module("torch")
        torch.set_num_threads(1)
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
        optimizer.zero_grad()
        optimizer.step()
    except Exception:  # an incomplete installation is useless
        print(messages.ABSENT)
        return None
    print(messages.FOUND.format(version=str(torch.__version__).partition("+")[0]))
    return torch
