"""Load the real data that the lessons use; `datasets/README.md` lists the sources."""

from __future__ import annotations

import csv
import gzip
import io
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from course_lib.language import translate

TEMPERATURES = "seattle_temperatures_2012.csv"
DIGITS = "digits.csv.gz"
PYTORCH_RUNS = "pytorch_runs.csv"


def load_temperatures() -> NDArray[np.float64]:
    """Return the temperature in Seattle on each day of 2012, (366,), in degrees Celsius.

    A day's temperature is the mean of its highest and its lowest.

    >>> load_temperatures()[:3]
    array([8.9 , 6.7 , 9.45])
    """
    text = io.BytesIO(_bytes(TEMPERATURES))
    return np.loadtxt(text, delimiter=",", skiprows=1, usecols=1, dtype=np.float64)


def load_digits() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return 1797 handwritten digits: X (64, 1797), an 8 x 8 image per column, and labels (1797,).

    Values range from 0 (paper) to 1 (ink). `X[:, i].reshape(8, 8)` is image `i`, and `labels[i]`
    is the digit that it shows, 0 to 9.

    >>> X, labels = load_digits()
    >>> X.shape, labels[:5]
    ((64, 1797), array([0, 1, 2, 3, 4]))
    """
    text = io.BytesIO(gzip.decompress(_bytes(DIGITS)))
    table = np.loadtxt(text, delimiter=",", dtype=np.int64)
    return np.ascontiguousarray(table[:, :64].T / 16.0), table[:, 64].copy()


def load_pytorch_runs(kind: str) -> dict[str, NDArray[np.float64]]:
    """Return what PyTorch 2.13 computed for the lesson `frameworks`, with right translations.

    `kind` is "costs" or "running variance"; the keys are the runs' names, in the language that the
    notebook's code has them in.

    >>> sorted(load_pytorch_runs("running variance"))
    ['decay copied', 'unbiased']
    """
    found = {}
    for row in csv.reader(_bytes(PYTORCH_RUNS).decode("utf-8").splitlines()):
        if row[0] == kind:
            name = translate(row[1]) if kind != "costs" or " " in row[1] else row[1]
            found[name] = np.array(row[2:], dtype=np.float64)
    return found


def _bytes(name: str) -> bytes:
    return (resources.files("course_lib") / "data" / name).read_bytes()
