"""Run a command, and monitor the memory of its processes and its speed."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import Any

_PERIOD = 0.5


def run_and_watch(command: list[str]) -> dict[str, Any]:
    """Return the seconds, and each kind of process's largest resident megabytes, early and late.

    `early` is the first third of the run, `late` the last: if memory does not grow, they are alike.
    """
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    samples: list[tuple[float, dict[str, float]]] = []
    while process.poll() is None:
        samples.append((time.perf_counter() - began, _resident(process.pid)))
        time.sleep(_PERIOD)
    seconds = time.perf_counter() - began
    if process.returncode != 0:
        raise SystemExit(f"{command} failed with {process.returncode}")
    thirds = {
        "early": [sizes for at, sizes in samples if at < seconds / 3],
        "late": [sizes for at, sizes in samples if at > 2 * seconds / 3],
    }
    kinds = sorted({kind for _, sizes in samples for kind in sizes})
    return {
        "seconds": round(seconds, 2),
        "megabytes": {
            kind: {
                when: round(max((sizes.get(kind, 0.0) for sizes in some), default=0.0), 1)
                for when, some in thirds.items()
            }
            for kind in kinds
        },
    }


def _resident(root: int) -> dict[str, float]:
    """Return the largest resident set of each kind of process below `root`, in megabytes."""
    processes = {int(p.name): p for p in Path("/proc").iterdir() if p.name.isdigit()}
    parents: dict[int, int] = {}
    for number, path in processes.items():
        try:
            parents[number] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    sizes: dict[str, float] = {}
    for number in parents:
        depth, above = 0, number
        while above not in (root, 0, 1):
            above, depth = parents.get(above, 0), depth + 1
        if above == root:
            kind = _kind(processes[number], depth)
            sizes[kind] = max(sizes.get(kind, 0.0), _megabytes(processes[number]))
    return sizes


_KINDS = ("main", "starts the workers", "worker", "helper")
_OF_THE_SANDBOX = ("main", "starts the sandbox servers", "sandbox server", "child")


def _kind(process: Path, depth: int) -> str:
    """Return the kind of a process, by its program and its distance from the command."""
    try:
        program = (process / "cmdline").read_bytes()
    except OSError:
        program = b""
    kinds = _OF_THE_SANDBOX if b"autograder.sandbox.server" in program else _KINDS
    return kinds[min(depth, len(kinds) - 1)]


def _megabytes(process: Path) -> float:
    try:
        status = (process / "status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0
