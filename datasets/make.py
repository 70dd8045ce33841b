"""Create the files in `course_lib/data/` from the packages that `datasets/README.md` names.

Run this in an environment of its own, from the repository's root:

    pip install vega-datasets==0.9.0 scikit-learn==1.9.1
    python datasets/make.py
"""

from __future__ import annotations

import csv
import hashlib
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "course_lib" / "data"
YEAR = "2012"


def installed(package: str, path: str) -> Path:
    """Return the path of a file in an installed package, without importing the package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed here: see the first lines of {__file__}.")
    return Path(spec.origin).parent / path


def temperatures() -> bytes:
    """Return a CSV file with each day's date and the mean of its highest and lowest temperature.

    Decimal arithmetic keeps the halves of tenths exact.
    """
    source = installed("vega_datasets", "_data/seattle-weather.csv")
    lines = ["date,temperature"]
    for day in csv.DictReader(source.read_text("utf-8").splitlines()):
        if day["date"].startswith(YEAR):
            mean = (Decimal(day["temp_max"]) + Decimal(day["temp_min"])) / 2
            lines.append(f"{day['date'].replace('/', '-')},{mean:.2f}")
    return ("\n".join(lines) + "\n").encode()


def digits() -> bytes:
    """Return scikit-learn's file unchanged: in each line, 64 pixels from 0 to 16 and the digit."""
    return installed("sklearn", "datasets/data/digits.csv.gz").read_bytes()


def main() -> None:
    """Write the files, and print their checksums for the datasheets."""
    DATA.mkdir(exist_ok=True)
    files = {f"seattle_temperatures_{YEAR}.csv": temperatures(), "digits.csv.gz": digits()}
    for name, content in files.items():
        (DATA / name).write_bytes(content)
        print(hashlib.sha256(content).hexdigest(), name)


if __name__ == "__main__":
    main()
