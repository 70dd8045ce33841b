"""ZIPs in further shapes: nobody is made up, and whoever is left without work is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lms_files import Done, bare_course, collected, course, make_zip, notebook

from autograder.course.find_notebook import find_notebook
from autograder.lms.names import upload_of

Collect = Callable[..., Done]
PEOPLE = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Doe, Jane",1,s1,jane,A\n'
JANES, RICS = "Jane Doe_77_assignsubmission_file_", "Ric Roe_78_assignsubmission_file_"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bare_course(tmp_path / "course")


@pytest.fixture
def collect(capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path) -> Collect:
    def run(files: dict[str, bytes], people: str = "") -> Done:
        archive = make_zip(tmp_path / "submissions.zip", {name: files[name] for name in files})
        if people:
            (tmp_path / "people.csv").write_text(people, "utf-8")
            course(capsys, root, "people", str(tmp_path / "people.csv"))
        return course(capsys, root, "collect", str(archive))

    return run


def test_whose_folder_is_empty_is_named(collect: Collect, root: Path) -> None:
    done = collect({f"{JANES}/": b"", f"{RICS}/": b"", f"{RICS}/ewa.ipynb": notebook()})
    assert [*collected(root)] == ["Ric_Roe/ewa/ewa.ipynb"]
    assert "Without a notebook from this ZIP: Jane Doe (77)." in done.out


@pytest.mark.parametrize("files", [{}, {f"{JANES}/": b"", ".DS_Store": b"x"}], ids=str)
def test_of_a_zip_without_a_file_that_is_said(collect: Collect, files: dict[str, bytes]) -> None:
    assert "there is no file in it" in collect(files).err


def test_of_the_lmss_zip_in_another_that_is_said(
    collect: Collect, tmp_path: Path, root: Path
) -> None:
    inner = make_zip(tmp_path / "moodle.zip", {f"{JANES}/ewa.ipynb": notebook()})
    done = collect({"moodle.zip": inner.read_bytes(), "__MACOSX/._moodle.zip": b"x"})
    assert "there are only other archives in it (moodle.zip)" in done.err
    assert collected(root) == {}


@pytest.mark.parametrize("name", ["ewa.zip", "ewa.ipynb.zip", "ewa.tar.gz"])
def test_what_is_an_archive_only_in_name_is_the_notebook(
    collect: Collect, root: Path, name: str
) -> None:
    collect({f"jane_1_10_{name}": notebook("a"), "ric_2_20_ewa.ipynb": notebook("b")})
    assert collected(root)["1/ewa/ewa.ipynb"] == notebook("a")


def test_what_else_is_an_archive_only_in_name_is_called_what_it_is(
    collect: Collect, root: Path
) -> None:
    page = b"<html><title>404 Not Found</title>"
    done = collect({"jane_1_10_ewa.zip": page, "ric_2_20_ewa.ipynb": notebook("b")})
    assert "jane_1_10_ewa.zip, because it is a web page that reports an error" in done.out
    assert "Without a notebook from this ZIP: 1." in done.out


@pytest.mark.processes
def test_ilias_may_write_the_time_before_a_name(collect: Collect, root: Path) -> None:
    done = collect({"Week/Doe_Jane_jane_4567/20260309103000_ewa.ipynb": notebook("a")}, PEOPLE)
    assert done.code == 0
    assert collected(root)["1/ewa/ewa.ipynb"] == notebook("a")


@pytest.mark.processes
@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("Participant_123", "which tells whose participant 123 is, with --roster"),
        ("Team 1_77", "if it is a group, pass a roster with the column Group"),
        ("Ann Poe_79", "pass a roster that has this name with --roster"),
    ],
)
def test_what_to_pass_is_said_of_whoever_is_in_no_row(
    collect: Collect, folder: str, said: str
) -> None:
    done = collect({f"{folder}_assignsubmission_file_/ewa.ipynb": notebook()}, PEOPLE)
    assert said in done.out


def test_the_number_of_a_question_is_nobodys() -> None:
    upload = upload_of(["doejane123_question_456_789_ewa.ipynb"])
    assert upload is not None
    assert (upload.name, upload.number, upload.order) == ("doejane", "123", 789)
    assert upload.file == "ewa.ipynb"


@pytest.mark.parametrize("bin", ["$RECYCLE.BIN", "__macosx", "System Volume Information"])
def test_what_was_thrown_away_is_not_handed_in(
    collect: Collect, root: Path, tmp_path: Path, bin: str
) -> None:
    deleted = tmp_path / "ewa" / bin / "ewa.ipynb"
    deleted.parent.mkdir(parents=True)
    deleted.write_text("{}")
    assert find_notebook(tmp_path / "ewa", "ewa")[0] is None
    done = collect({f"{bin}/{RICS}/ewa.ipynb": notebook(), f"{JANES}/ewa.ipynb": notebook()})
    assert [*collected(root)] == ["Jane_Doe/ewa/ewa.ipynb"]
    assert "Ric Roe (78)" in done.out
