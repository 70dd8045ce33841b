"""Which notebook is taken out of a ZIP: the one that would be if its files lay in the folder."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from autograder.course.find_notebook import find_notebook
from autograder.notebook.zipped import only_notebook


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        (["adam.ipynb.txt"], 0),
        (["adam.ipynb.json", "plot.png"], 0),
        (["week 5/adam (1).ipynb.txt", "week 5/readme.txt"], 0),
        (["ADAM.IPYNB"], 0),
        (["“adam.ipynb”的副本"], 0),
        (["adam.ipynb~", "plot.png"], 0),
        (["adam.ipynb~", "week 5/adam.ipynb.txt"], 1),
        ([".venv/demo.ipynb", "adam.ipynb.txt"], 1),
        (["__MACOSX/._adam.ipynb", "~$adam.ipynb", "adam.ipynb"], 2),
        ([".ipynb_checkpoints/adam-checkpoint.ipynb", "adam.ipynb"], 1),
        ([".ipynb_checkpoints/adam-checkpoint.ipynb"], 0),
        (["./adam.ipynb"], 0),
    ],
    ids=str,
)
def test_a_notebook_is_found_in_a_zip_as_in_a_folder(
    tmp_path: Path, files: list[str], taken: int
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in files:
            path = tmp_path / "adam" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.encode())
            archive.writestr(file, file.encode())
    found, _ = find_notebook(tmp_path / "adam", "adam")
    assert found == tmp_path / "adam" / files[taken]
    assert only_notebook(packed.getvalue()) == (files[taken], files[taken].encode())


@pytest.mark.parametrize("files", [["adam.py"], ["adam.ipynb/"], ["__MACOSX/._adam.ipynb.txt"]])
def test_what_is_no_notebook_is_not_taken_for_one(files: list[str]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in files:
            archive.writestr(file, b"")
    with pytest.raises(ValueError, match="a ZIP without a notebook in it"):
        only_notebook(packed.getvalue())
