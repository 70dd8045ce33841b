"""Which file of a student's folder is graded, and what is said if none or several can be meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.course import messages, oversize, submission_files
from autograder.course.find_notebook import find_notebook, is_noise
from autograder.course.oversize import without_outputs
from autograder.course.submission_files import MAX_BYTES, read_submission


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        (["Adam.ipynb"], "Adam.ipynb"),
        (["adam (1).ipynb"], "adam (1).ipynb"),
        (["ADAM.IPYNB"], "ADAM.IPYNB"),
        (["adam.ipynb.txt"], "adam.ipynb.txt"),
        (["adam/adam.ipynb"], "adam/adam.ipynb"),
        (["a/b/Week 5.ipynb", "__MACOSX/._Week 5.ipynb", "a/b/plot.png"], "a/b/Week 5.ipynb"),
        (["a/b/c/d/e/f/g/adam.ipynb"], "a/b/c/d/e/f/g/adam.ipynb"),
        (["adam.ipynb/adam.ipynb"], "adam.ipynb/adam.ipynb"),
        ([".adam.ipynb"], ".adam.ipynb"),
        ([".~adam.ipynb", ".ipynb_checkpoints/adam-checkpoint.ipynb"], ".~adam.ipynb"),
        ([".adam.ipynb", "Jane adam.ipynb"], "Jane adam.ipynb"),
        ([".other.ipynb"], None),
        (["notes.ipynb", "My adam, final.ipynb"], "My adam, final.ipynb"),
        ([".ipynb_checkpoints/adam-checkpoint.ipynb", "Jane adam.ipynb"], "Jane adam.ipynb"),
        (["adam.zip"], "adam.zip"),
        (["adam.zip", "mine.ipynb"], "mine.ipynb"),
        (["adam (1).ipynb", "adam (2).ipynb"], None),
        (["one.ipynb", "two.ipynb"], None),
        (["readme.txt"], None),
        (["README", "data.json", "adam.pdf", "adam.py"], None),
        (["adam.ipynb (1)"], "adam.ipynb (1)"),
        (["adam.ipynb~", "plot.png"], "adam.ipynb~"),
        (["“adam.ipynb”的副本"], "“adam.ipynb”的副本"),
        (["adam.json"], "adam.json"),
        (["adam.txt", "plot.png"], "adam.txt"),
        (["adam ipynb", "notes.txt"], "adam ipynb"),
        (["adam.ipnb"], "adam.ipnb"),
        (["adam.tar.gz", "adam.pdf"], "adam.tar.gz"),
        (["Adam"], "Adam"),
        (["._adam.ipynb"], None),
        ([".ipynb_checkpoints/adam-checkpoint.ipynb"], ".ipynb_checkpoints/adam-checkpoint.ipynb"),
        (
            ["week 5/.ipynb_checkpoints/adam-checkpoint.ipynb", "plot.png"],
            "week 5/.ipynb_checkpoints/adam-checkpoint.ipynb",
        ),
        ([".ipynb_checkpoints/ewa-checkpoint.ipynb"], None),
        ([".ipynb_checkpoints/adam-checkpoint.ipynb", "adam.zip"], "adam.zip"),
        ([".ipynb_checkpoints/._adam-checkpoint.ipynb"], None),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else str(value),
)
def test_the_one_notebook_is_found(tmp_path: Path, files: list[str], taken: str | None) -> None:
    for file in files:
        path = tmp_path / "adam" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.encode())
    found, sentence = find_notebook(tmp_path / "adam", "adam")
    data, problem, notices = read_submission(tmp_path / "adam" / "adam.ipynb")
    if taken is None:
        assert found is None
        assert (data, problem) == (b"", sentence)
        assert "adam.ipynb" in sentence
        assert files[0] in sentence or files[0].startswith(".")
    else:
        assert found == tmp_path / "adam" / taken
        assert (data, problem) == (taken.encode(), None)
        several = len([file for file in files if file.endswith(".ipynb") and file[0].isalpha()]) > 1
        form = messages.RENAMED_OF_SEVERAL if several else messages.RENAMED
        assert notices == (form.format(name="adam.ipynb", file=taken),)


def test_what_icloud_leaves_in_place_of_a_notebook_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "adam"
    folder.mkdir()
    (folder / "plot.png").touch()
    (folder / ".Adam final.ipynb.icloud").write_bytes(b"bplist00")
    data, problem, _ = read_submission(folder / "adam.ipynb")
    assert data == b""
    assert problem == messages.MISSING_IN_THE_CLOUD.format(
        name="adam.ipynb", file=".Adam final.ipynb.icloud"
    )


def test_the_notebook_with_the_right_name_is_taken_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "adam.ipynb").write_bytes(b"right")
    (tmp_path / "Adam (1).ipynb").write_bytes(b"wrong")
    assert read_submission(tmp_path / "adam.ipynb") == (b"right", None, ())


def test_no_link_is_followed_to_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "Adam.ipynb").write_bytes(b"another's")
    folder = tmp_path / "adam"
    folder.mkdir()
    (folder / "inside").symlink_to(tmp_path / "elsewhere")
    (folder / "Adam.ipynb").symlink_to(tmp_path / "elsewhere" / "Adam.ipynb")
    assert find_notebook(folder, "adam")[0] is None
    (tmp_path / "linked").symlink_to(tmp_path / "elsewhere")
    assert find_notebook(tmp_path / "linked", "adam")[0] is None


def test_what_systems_make_is_no_students() -> None:
    assert all(map(is_noise, ["__MACOSX", ".git", ".ipynb_checkpoints", "._adam", "@eaDir"]))
    assert not is_noise("_underscore")


def test_outputs_are_left_out_wherever_they_are_and_nothing_else_is() -> None:
    cells: list[dict[str, object]] = [
        {"source": 'print("outputs", [1])', "outputs": [{"text": ["]", '"', "\\"]}, []]},
        {"source": '"outputs": [', "metadata": {"outputs": "[", "x": [[1], "outputs"]}},
        {"outputs": [], "source": "é\\u00e9"},
    ]
    left = json.loads(without_outputs(json.dumps({"cells": cells}).encode()) or b"")
    assert left["cells"] == [{**cells[0], "outputs": []}, *cells[1:]]


@pytest.mark.parametrize("data", [b'"' * 200_000, b'\\"' * 200_000, b"[" * 200_000, b'"outputs":['])
def test_what_is_no_json_does_not_keep_it_busy(data: bytes) -> None:
    assert without_outputs(data) is not None


def test_a_notebook_that_is_too_large_with_its_outputs_is_read_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "adam.ipynb"
    monkeypatch.setattr(submission_files, "MAX_BYTES", 1_000)
    large: dict[str, object] = {"source": "right", "outputs": [{"text": "0" * 2_000}]}
    path.write_text(json.dumps({"cells": [large]}))
    data, problem, notices = read_submission(path)
    assert json.loads(data)["cells"] == [{"source": "right", "outputs": []}]
    assert problem is None
    assert "graded without its outputs" in notices[0]
    monkeypatch.setattr(oversize, "_LARGE", 900)
    picture, line = "QUJD" * 500, f"![s](data:image/png;base64,{'QUJD' * 400}) text"
    text = {"source": line, "attachments": {"s.png": {"image/png": picture}}, "outputs": []}
    slider: dict[str, object] = {"widgets": {"state": {"a": [{}] * 300}}}
    path.write_text(json.dumps({"cells": [text], "metadata": slider}))
    data, problem, notices = read_submission(path)
    [left] = json.loads(data)["cells"]
    assert left["source"] == "![s](data:image/png;base64,AAAA) text"
    assert left["attachments"] == {"s.png": {"image/png": "AAAA"}}
    assert problem is None
    assert "large pictures" in notices[0]
    path.write_text(json.dumps({"cells": [{"source": "#" * 2_000, "outputs": []}]}))
    data, problem, _ = read_submission(path)
    assert data == b""
    assert "Clear its outputs" in str(problem)
    assert MAX_BYTES == 20_000_000


def test_a_folder_without_a_notebook_in_place_of_one_is_said_to_be_that(tmp_path: Path) -> None:
    (tmp_path / "adam.ipynb").mkdir()
    (tmp_path / "adam.ipynb" / "readme.txt").write_text("x")
    _, problem, _ = read_submission(tmp_path / "adam.ipynb")
    assert problem == messages.UNREADABLE.format(why=messages.NOT_A_FILE)
