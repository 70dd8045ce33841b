"""The data sets are the files in their datasheets, and load as documented."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest

import course_lib
from course_lib import load_digits, load_pytorch_runs, load_temperatures

DATA = Path(course_lib.__file__).parent / "data"
MAKE = Path(__file__).parents[3] / "datasets" / "make_pytorch_runs.py"
DATASHEETS = (Path(__file__).parents[3] / "datasets" / "README.md").read_text("utf-8")


def datasheet(name: str) -> dict[str, str]:
    """The table under the heading `name`."""
    section = DATASHEETS.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| (\S.*?) \| (.*) \|$", section, re.MULTILINE))


@pytest.mark.parametrize(
    "name", ["seattle_temperatures_2012.csv", "digits.csv.gz", "pytorch_runs.csv"]
)
def test_each_file_is_the_one_in_its_datasheet(name: str) -> None:
    sheet = datasheet(name)
    assert sheet["SHA-256"].strip("`") == hashlib.sha256((DATA / name).read_bytes()).hexdigest()
    assert {"source", "licence", "transformation", "keep in mind"} <= sheet.keys()


def test_every_file_has_a_datasheet() -> None:
    code = ("__pycache__", ".py", ".gitattributes")
    files = {file.name for file in DATA.iterdir() if not file.name.endswith(code)}
    assert files == set(re.findall(r"^## (\S+)$", DATASHEETS, re.MULTILINE))


def test_the_temperatures_are_those_of_the_datasheet() -> None:
    sheet, theta = datasheet("seattle_temperatures_2012.csv"), load_temperatures()
    assert theta.dtype == np.float64
    assert theta.shape == (int(sheet["days"]),)
    assert theta.min() == float(sheet["lowest"])
    assert theta.max() == float(sheet["highest"])
    assert round(float(theta.mean()), 3) == float(sheet["mean"])
    assert np.isnan(theta).sum() == int(sheet["missing"])


def test_the_temperatures_are_of_consecutive_days() -> None:
    lines = (DATA / "seattle_temperatures_2012.csv").read_text("utf-8").splitlines()[1:]
    days = np.array([line.split(",")[0] for line in lines], dtype="datetime64[D]")
    assert days[0] == np.datetime64("2012-01-01")
    assert np.all(np.diff(days) == np.timedelta64(1, "D"))


def test_the_digits_are_those_of_the_datasheet() -> None:
    sheet = datasheet("digits.csv.gz")
    X, labels = load_digits()
    assert X.dtype == np.float64
    assert labels.dtype == np.int64
    assert X.shape == (int(sheet["pixels"]), int(sheet["images"]))
    assert [16 * X.min(), 16 * X.max()] == [int(sheet["lowest pixel"]), int(sheet["highest pixel"])]
    assert np.bincount(labels).tolist() == [int(n) for n in sheet["images of 0 to 9"].split(", ")]


def test_an_image_is_a_column_with_its_own_label() -> None:
    X, labels = load_digits()
    lines = gzip.decompress((DATA / "digits.csv.gz").read_bytes()).decode().splitlines()
    for i in (0, 1, 1796):
        row = [int(pixel) for pixel in lines[i].split(",")]
        assert (16 * X[:, i]).tolist() == row[:64]
        assert labels[i] == row[64]


def test_each_call_gives_arrays_of_its_own() -> None:
    load_temperatures()[:] = 0
    assert load_temperatures()[0] == 8.9


def test_pytorchs_runs_are_those_of_the_datasheet() -> None:
    sheet = datasheet("pytorch_runs.csv")
    runs = [*load_pytorch_runs("costs").values(), *load_pytorch_runs("running variance").values()]
    assert len(runs) == int(sheet["runs"])
    assert sum(map(len, runs)) == int(sheet["numbers"])


@pytest.mark.slow
@pytest.mark.needs("torch")
def test_pytorch_computes_what_was_recorded() -> None:
    """Up to rounding, which another processor does otherwise; float32 has 7 digits."""
    spec = importlib.util.spec_from_file_location("make_pytorch_runs", MAKE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for (kind, name), run in module.recorded().items():
        np.testing.assert_allclose(run, load_pytorch_runs(kind)[name], rtol=1e-4, err_msg=name)
