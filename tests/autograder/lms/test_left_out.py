"""`course collect` names every student of whom it took nothing, and says why truly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lms_files import Done, bare_course, collected, course, make_zip, notebook, with_gradebook

Collect = Callable[..., Done]
MOODLE = "{}_{}_assignsubmission_file_/{}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bare_course(tmp_path / "course")


@pytest.fixture
def collect(capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path) -> Collect:
    def run(names: Sequence[str], *words: str) -> Done:
        archive = make_zip(tmp_path / "submissions.zip", {n: notebook(n) for n in names})
        return course(capsys, root, "collect", str(archive), "--assignment", "ewa", *words)

    return run


@pytest.mark.parametrize(
    "form",
    ["stud{0}_{0}_text.html", "stud{0}_LATE_{0}_link.html", "stud{0}_{0}_9{0}_ewa.pdf",
     "stud{0}_{0}_9{0}_adam.ipynb"],
    ids=["text", "link", "other file", "other assignment"],
)  # fmt: skip
def test_whoever_handed_in_no_notebook_is_named_however_many_they_are(
    collect: Collect, form: str
) -> None:
    numbers = range(100, 130)
    done = collect([*map(form.format, numbers), "doejane_1_900_ewa.ipynb"])
    students = ", ".join(f"stud{n} ({n})" for n in numbers)
    assert f"Without a notebook from this ZIP: {students}." in done.out


def test_what_macos_keeps_beside_a_file_is_nobody(collect: Collect) -> None:
    files = ["a/roeric_2_901_ewa.pdf", "__MACOSX/a/._roeric_2_901_ewa.pdf"]
    done = collect([*files, "a/doejane_1_900_ewa.ipynb"])
    assert "Without a notebook from this ZIP: roeric (2)." in done.out


@pytest.mark.parametrize("file", ["doejane_1_900_ewa.pdf", MOODLE.format("doejane", 1, "ewa.pdf")])
def test_where_nobody_handed_in_a_notebook_that_is_said(collect: Collect, file: str) -> None:
    done = collect([file, "index.html"])
    assert done.code == 2
    assert "There are files of: doejane (1)." in done.err
    assert "gives to a student's notebook" not in done.err


def test_of_a_zip_with_a_password_that_is_said(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = make_zip(tmp_path / "submissions.zip", {"doejane_1_900_ewa.ipynb": notebook()})
    data = bytearray(archive.read_bytes())
    for header, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(header) + flags] |= 0x1
    archive.write_bytes(data)
    assert zipfile.ZipFile(archive).infolist()[0].flag_bits & 0x1
    done = course(capsys, root, "collect", str(archive))
    assert done.code == 2
    assert "files in it are encrypted" in done.err


def test_of_a_folder_it_is_said_that_it_is_one(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = course(capsys, root, "collect", str(tmp_path))
    assert done.code == 2
    assert f"{tmp_path} is a folder, not a ZIP." in done.err


@pytest.mark.parametrize("known", [True, False], ids=["folders", "moodle"])
def test_jupyters_own_copy_is_taken_of_whoever_handed_in_nothing_else(
    root: Path,
    tmp_path: Path,
    collect: Collect,
    capsys: pytest.CaptureFixture[str],
    known: bool,
) -> None:
    if known:
        (tmp_path / "people.csv").write_text("id,name\nJane_Doe,Jane Doe\nRic_Roe,Ric Roe\n")
        course(capsys, with_gradebook(root), "people", str(tmp_path / "people.csv"))
    jane, ric = ("Jane Doe", "Ric Roe") if known else (
        MOODLE.format("Jane Doe", 1, "week"), MOODLE.format("Ric Roe", 2, "week")
    )  # fmt: skip
    copy = ".ipynb_checkpoints/ewa-checkpoint.ipynb"
    files = [f"{jane}/{copy}", f"{ric}/ewa.ipynb", f"{ric}/{copy}", f"{jane}/.ewa.ipynb"]
    files += [f"{jane}/.ipynb_checkpoints/adam-checkpoint.ipynb"]
    done = collect(files)
    assert collected(root) == {
        "Jane_Doe/ewa/ewa.ipynb": notebook(files[0]),
        "Ric_Roe/ewa/ewa.ipynb": notebook(files[1]),
    }
    assert f"Taken as ewa.ipynb: {files[0]}." in done.out


def test_where_names_are_right_and_paths_are_not_that_is_said(collect: Collect) -> None:
    done = collect(["/sub/doejane_1_900_ewa.ipynb", "/sub/roeric_2_901_ewa.ipynb"])
    assert done.code == 2
    assert "roeric_2_901_ewa.ipynb, because its path leads out of the ZIP" in done.err
    assert "gives to a student's notebook" not in done.err


def test_of_a_folder_of_somebody_else_it_is_said_that_nobody_is_called_so(
    root: Path, tmp_path: Path, collect: Collect, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people.csv").write_text("id,name\ns1,Jane Doe\ns2,Ric Roe\n")
    course(capsys, with_gradebook(root), "people", str(tmp_path / "people.csv"))
    names = ["Jane Doe", "Ric Roe", "Stranger Thing"]
    done = collect([f"work/{name}/ewa.ipynb" for name in names])
    assert "because nobody in the course is called Stranger Thing" in done.out


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"Rar!\x1a\x07\x00", "an archive of another kind"), (b"7z\xbc\xaf'\x1c", "of another kind"),
     (b"\x1f\x8b\x08\x00", "of another kind"), (b"<!DOCTYPE html><html>Log in", "is a web page"),
     (zipped("Index/Document.iwa"), "is a document of an office program"),
     (zipped("mimetype", "content.xml"), "is a document of an office program"),
     (b"\n<html><body>", "is a web page"), (b"hello", "is not a readable ZIP")],
)  # fmt: skip
def test_what_is_given_in_place_of_a_zip_is_named(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, said: str
) -> None:
    (tmp_path / "submissions.zip").write_bytes(data)
    done = course(capsys, root, "collect", str(tmp_path / "submissions.zip"))
    assert done.code == 2
    assert said in done.err
