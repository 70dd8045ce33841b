"""Compare training by `course_lib.train` and by PyTorch's eager loop on the CPU.

`python -m benchmarks.training` needs PyTorch. Both train the same network from the same start on
the same mini-batches, in float64 and on one thread, and must end at the same cost. Each round runs
them one after the other, in alternating order, so that a busy machine slows both; ratios are
computed within a round.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.card import print_card
from course_lib.data.loaders import load_digits
from course_lib.nn.network import Network
from course_lib.nn.training import train

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
EPOCHS, BATCH_SIZE = 20, 64
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SIZES = ((64, 16, 1), (64, 64, 64, 1))
METHODS = ("gradient descent", "Adam")

Run = Callable[[], float]
"""Trains once, and returns the final cost over all digits."""


def main() -> None:
    """Measure in a separate process, because NumPy reads the number of threads on import."""
    if "measure" not in sys.argv[1:]:
        measuring = [sys.executable, "-m", "benchmarks.training", "measure"]
        sys.exit(subprocess.run(measuring, env=os.environ | ONE_THREAD).returncode)
    print_card()
    for sizes in SIZES:
        for method in METHODS:
            print(line(sizes, method, list(rounds(ours(sizes, method), pytorch(sizes, method)))))


def line(sizes: tuple[int, ...], method: str, seconds: list[tuple[float, float]]) -> str:
    """Return the medians, and the ratio with its range over the rounds."""
    mine, theirs = (statistics.median(of_one) for of_one in zip(*seconds, strict=True))
    ratios = sorted(one / other for one, other in seconds)
    return (
        f"{'-'.join(map(str, sizes))}, {method}: ours {mine:.3f} s, PyTorch {theirs:.3f} s, "
        f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    )


def rounds(ours: Run, theirs: Run) -> Iterator[tuple[float, float]]:
    """Yield the seconds of both in each round, after one warm-up round."""
    cost, their_cost = ours(), theirs()
    if abs(cost - their_cost) > 1e-9:
        raise SystemExit(f"The costs differ, {cost!r} and {their_cost!r}: not the same training.")
    for number in range(ROUNDS):
        if number % 2:
            yield seconds_of(ours), seconds_of(theirs)
        else:
            yield (seconds_of(theirs), seconds_of(ours))[::-1]


def seconds_of(run: Run) -> float:
    """Return the duration of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def digits() -> tuple[Any, Any]:
    """Return the images, and whether each shows an even digit."""
    X, labels = load_digits()
    return X, (labels % 2 == 0).astype(float).reshape(1, -1)


def gradient_step(w: Any, dw: Any, learning_rate: float) -> Any:
    """Update w as a student would write it."""
    return w - learning_rate * dw


def adam_step(
    w: Any,
    dw: Any,
    v: Any,
    s: Any,
    t: int,
    learning_rate: float,
    beta1: float,
    beta2: float,
    epsilon: float,
) -> Any:
    """Update w as a student would write it."""
    v = beta1 * v + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return w - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


def ours(sizes: tuple[int, ...], method: str) -> Run:
    """Return the training with `course_lib`."""
    X, Y = digits()
    network = Network(sizes)
    start = network.initial_parameters(np.random.default_rng(0))
    step: Callable[..., Any] = gradient_step
    settings = {"learning_rate": 0.5}
    if method == "Adam":
        step = adam_step
        settings = {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    fixed: dict[str, Any] = {"step": step, "epochs": EPOCHS, "batch_size": BATCH_SIZE, **settings}
    return lambda: float(train(network, start, X, Y, **fixed).epoch_costs[-1])


def pytorch(sizes: tuple[int, ...], method: str) -> Run:
    """Return the loop of PyTorch's tutorials, which also records all costs."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    rows: Any = [torch.tensor(array.T.copy()) for array in digits()]
    X, Y = rows
    start = Network(sizes).initial_parameters(np.random.default_rng(0))
    cost_of = nn.BCEWithLogitsLoss()

    def fresh() -> nn.Sequential:
        layers: list[nn.Module] = []
        for number, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
            linear = nn.Linear(n_in, n_out, dtype=torch.float64)
            linear.weight.data = torch.tensor(start[f"W{number}"])
            linear.bias.data = torch.tensor(start[f"b{number}"][:, 0])
            layers += [linear, nn.Tanh()]
        return nn.Sequential(*layers[:-1])

    def run() -> float:
        model, costs, epoch_costs = fresh(), [], []
        optimizer: torch.optim.Optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
        if method == "Adam":
            optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
        for _ in range(EPOCHS):
            for X_t, Y_t in zip(X.split(BATCH_SIZE), Y.split(BATCH_SIZE), strict=True):
                optimizer.zero_grad()
                cost = cost_of(model(X_t), Y_t)
                cost.backward()
                optimizer.step()
                costs.append(cost.item())
            with torch.no_grad():
                epoch_costs.append(cost_of(model(X), Y).item())
        return float(epoch_costs[-1])

    return run


if __name__ == "__main__":
    main()
