"""PyTorch, for the lesson that compares with it; every notebook also runs without it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

FOUND = "PyTorch {version} is here: its runs are drawn beside yours."
ABSENT = (
    "PyTorch is not installed here, or does not work here. That is fine: the figures below show "
    "your own runs only, and the text says where PyTorch's would be. To see them, install PyTorch "
    "(pip install torch) and run this notebook again."
)


def load_pytorch() -> Any:
    """PyTorch's module `torch`, or None where it is missing; a printed sentence says which.

    It computes on one thread, which is faster for networks as small as ours. One step of an
    optimizer is tried, because that brings in parts which `import torch` leaves for later, and
    which may not work where a program is closed in.

    >>> torch = load_pytorch()  # doctest: +SKIP
    PyTorch 2.13.0 is here: its runs are drawn beside yours.
    """
    try:
        torch = import_module("torch")
        torch.set_num_threads(1)
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
        optimizer.zero_grad()
        optimizer.step()
    except Exception:  # half an installation is as good as none
        print(ABSENT)
        return None
    print(FOUND.format(version=str(torch.__version__).partition("+")[0]))
    return torch
