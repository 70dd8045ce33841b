"""Describe what a figure was measured on, so that it can be compared with another."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from autograder.course.checkout import CHECKOUT
from autograder.grading.batch import default_jobs


def card() -> dict[str, Any]:
    """Return the time, the commit, the machine, its software, and how busy it is now."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "processor": _processor(),
        "cores": default_jobs(),
        "memory in GB": round(_memory() / 1e9, 1),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in ("nbgrader", "numpy", "ipython")},
        "load before": round(os.getloadavg()[0], 2),
    }


def print_card() -> None:
    """Print the card of the figures that follow."""
    print(json.dumps(card()), flush=True)


def _commit() -> str:
    """Return the commit, with a plus sign if files have changed since."""
    words = ["git", "-C", str(CHECKOUT), "describe", "--always", "--dirty=+", "--exclude=*"]
    done = subprocess.run(words, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("ascii", "replace").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
