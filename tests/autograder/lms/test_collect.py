"""`course collect` turns honest and hostile ZIPs from Canvas and Moodle into submissions."""

from __future__ import annotations

import shutil
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from course_folder import Folder
from lms_files import (
    DAY,
    LATER,
    MOODLE_HEADER,
    Done,
    bare_course,
    collected,
    course,
    entry,
    make_zip,
    notebook,
    with_gradebook,
)

from autograder.errors import EntryRejected
from autograder.lms import archive, names
from autograder.lms.names import Upload, assignment_of, folder_name, upload_of
from autograder.whole_file import write_whole

Collect = Callable[..., Done]
FOLDER = "Jane Doe_77_assignsubmission_file_"
RICS_FOLDER = "Ric Roe_78_assignsubmission_file_"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bare_course(tmp_path / "course")


@pytest.fixture
def collect(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Collect:
    def run(files: dict[str | zipfile.ZipInfo, bytes], *words: str) -> Done:
        path = make_zip(tmp_path / "submissions.zip", files)
        before = outside(tmp_path)
        done = course(capsys, root, "collect", str(path), *words)
        assert outside(tmp_path) == before
        return done

    return run


class RawName(zipfile.ZipInfo):
    """An entry whose name is written as it is, with no word about its encoding."""

    def __init__(self, name: bytes) -> None:
        super().__init__(name.hex(), DAY.timetuple()[:6])
        self.raw = name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.raw, self.flag_bits


def outside(tmp_path: Path) -> set[Path]:
    """All that is not under submitted/, and not written when people are entered."""
    top = tmp_path / "course"
    names = (".grading.lock", ".traces.json", "gradebook.db", "people.csv")
    people = {top / name for name in names}
    ours = top / "submitted"
    return {p for p in tmp_path.rglob("*") if ours not in (p, *p.parents) and p not in people}


@pytest.mark.parametrize(
    ("name", "upload"),
    [
        (
            "doejane_12345_67890_adam.ipynb",
            Upload("canvas", "doejane", "12345", "adam.ipynb", 67890),
        ),
        (
            "doejane_LATE_12345_67890_adam-1.ipynb",
            Upload("canvas", "doejane", "12345", "adam-1.ipynb", 67890, late=True),
        ),
        ("李明_1_2_adam.ipynb", Upload("canvas", "李明", "1", "adam.ipynb", 2)),
        ("o_brien_1_2_3_4_adam.ipynb", Upload("canvas", "o_brien", "1", "3_4_adam.ipynb", 2)),
        ("anon_aB3x5_67_adam.ipynb", Upload("canvas", "", "anon_aB3x5", "adam.ipynb", 67)),
        (
            "LATE_anon_aB3x5_67_adam.ipynb",
            Upload("canvas", "LATE", "anon_aB3x5", "adam.ipynb", 67, late=True),
        ),
        (f"{FOLDER}/adam.ipynb", Upload("moodle", "Jane Doe", "77", "adam.ipynb")),
        (f"{FOLDER[:-1]}/week 4/adam.ipynb", Upload("moodle", "Jane Doe", "77", "adam.ipynb")),
        (f"all/{FOLDER}/adam.ipynb", Upload("moodle", "Jane Doe", "77", "adam.ipynb")),
        (f"{FOLDER}adam.ipynb", Upload("moodle", "Jane Doe", "77", "adam.ipynb")),
        (
            f"{FOLDER}x_99_assignsubmission_file_adam.ipynb",
            Upload("moodle", "Jane Doe", "77", "x_99_assignsubmission_file_adam.ipynb"),
        ),
        (
            f"{FOLDER}-Bob Smith_5_assignsubmission_file_adam.ipynb",
            Upload("moodle", "Jane Doe", "77", "-Bob Smith_5_assignsubmission_file_adam.ipynb"),
        ),
        (
            f"{FOLDER}/Bob Smith_5_assignsubmission_file_/adam.ipynb",
            Upload("moodle", "Jane Doe", "77", "adam.ipynb"),
        ),
        (
            f"{FOLDER}bob_5_6_adam.ipynb",
            Upload("moodle", "Jane Doe", "77", "bob_5_6_adam.ipynb"),
        ),
        (
            "doejane_12345_67890_Bob Smith_99_assignsubmission_file_adam.ipynb",
            Upload(
                "canvas",
                "doejane",
                "12345",
                "Bob Smith_99_assignsubmission_file_adam.ipynb",
                67890,
            ),
        ),
        (
            "doejane_12345_67890_smithbob_99_98_adam.ipynb",
            Upload("canvas", "doejane", "12345", "smithbob_99_98_adam.ipynb", 67890),
        ),
        ("Jane_Doe_77_assignsubmission_file_bob_5_6_adam.ipynb", None),
        ("Jane_Doe_77_assignsubmission_file_/bob_5_6_adam.ipynb", None),
        ("Jane_Doe_77_assignsubmission_file_adam.ipynb", None),
        ("adam_mal_attempt_2026-01-31-10-00-00_x_12345_67890_adam.ipynb", None),
        ("12345-6789 - Mal - Jan 31, 2026 1000 AM - x_12345_67890_adam.ipynb", None),
        ("12345-6789 - Mal - Jan 31, 2026 1000 AM/x_12345_67890_adam.ipynb", None),
        ("Doe, Mal(mal)/Submission attachment(s)/x_12345_67890_adam.ipynb", None),
        ("adam.ipynb", None),
        ("doejane_12345_adam.ipynb", None),
        ("a" * 600 + "_1_2_adam.ipynb", None),
    ],
)
def test_names_of_both_systems_are_read(name: str, upload: Upload | None) -> None:
    assert upload_of(name.split("/")) == upload


def test_in_another_systems_zip_nobody_hands_in_by_a_name_like_canvass(
    root: Path, collect: Collect
) -> None:
    honest = {f"Doe_Jane/{number}/adam.ipynb": notebook() for number in (1, 2)}
    done = collect({**honest, "Doe_Mal/x_12345_67890_adam.ipynb": notebook()})
    assert done.code == 2
    assert not list(root.glob("submitted/*/adam"))
    moodles = {f"{folder}/adam.ipynb": notebook() for folder in (FOLDER, RICS_FOLDER)}
    done = collect({**moodles, "x_12345_67890_adam.ipynb": notebook()})
    assert "may be what its student chose" in done.out + done.err
    assert len(list(root.glob("submitted/*/adam"))) == 2


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("adam.ipynb", ("adam", 0)),
        ("Adam.ipynb", ("adam", 0)),
        ("adam (1).ipynb", ("adam", 1)),
        ("adam(3).ipynb", ("adam", 3)),
        ("adam-2.ipynb", ("adam", 2)),
        ("adam-Copy1.ipynb", ("adam", 1)),
        ("adam - Kopie (2).ipynb", ("adam", 2)),
        ("Copy of adam.ipynb", ("adam", 0)),
        ("ADAM.IPYNB", ("adam", 0)),
        ("adam.ipynb.txt", ("adam", 0)),
        ("Gradient Descent-1 (2).ipynb", ("gradient_descent", 1)),
        ("ewa_2.ipynb", ("ewa_2", 0)),
        ("adams.ipynb", None),
        ("my adam.ipynb", None),
        ("adam.txt", None),
    ],
)
def test_a_notebooks_name_says_its_assignment(name: str, meant: tuple[str, int] | None) -> None:
    assert assignment_of(name, ["adam", "ewa_2", "gradient_descent"]) == meant


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Jane Doe", "Jane_Doe"),
        ("Anné-Marie O'Hara", "Anné-Marie_O_Hara"),
        ("../../etc", "etc"),
        ("..", ""),
        (".hidden", "hidden"),
        ("=cmd|' /C calc'!A1", "cmd_C_calc_A1"),
        ("a/b\\c", "a_b_c"),
        ("jane@uni.edu", "jane@uni.edu"),
        ("\udc80x", "x"),
    ],
)
def test_a_students_name_makes_a_harmless_folder(name: str, folder: str) -> None:
    assert folder_name(name) == folder


def test_canvas_submissions_go_to_their_students(root: Path, collect: Collect) -> None:
    done = collect(
        {
            "doejane_12345_67890_adam.ipynb": notebook("jane"),
            "roeric_LATE_222_67891_Adam (1).ipynb": notebook("ric"),
        }
    )
    assert done.code == 0
    assert collected(root) == {
        "12345/adam/adam.ipynb": notebook("jane"),
        "222/adam/adam.ipynb": notebook("ric"),
    }
    assert "2 new, 0 replaced, 0 unchanged" in done.out
    assert "Marked LATE by Canvas: 222." in done.out


def test_moodle_submissions_go_to_their_students_with_their_times(
    root: Path, collect: Collect
) -> None:
    done = collect(
        {
            entry(f"{FOLDER}/adam.ipynb", DAY): notebook("jane"),
            entry(f"{RICS_FOLDER}/adam-2.ipynb", LATER): notebook("ric"),
            entry("Ric Roe_78_assignsubmission_onlinetext_/onlinetext.html"): b"<p>hello",
        },
        "--timezone",
        "Asia/Tokyo",
    )
    assert done.code == 0
    assert collected(root) == {
        "Jane_Doe/adam/adam.ipynb": notebook("jane"),
        "Jane_Doe/adam/timestamp.txt": b"2026-03-09 01:30:00 UTC",
        "Ric_Roe/adam/adam.ipynb": notebook("ric"),
        "Ric_Roe/adam/timestamp.txt": b"2026-03-10 09:00:00 UTC",
    }
    assert "Other files of students whose notebook is in the ZIP, left out: 1." in done.out


def test_a_time_with_its_zone_needs_none_from_us(root: Path, collect: Collect) -> None:
    exact = entry(f"{FOLDER}/adam.ipynb", DAY)
    seconds = int(datetime(2026, 3, 1, 12, 0, tzinfo=UTC).timestamp())
    exact.extra = struct.pack("<HHBI", 0x5455, 5, 1, seconds)
    other = entry(f"{RICS_FOLDER}/adam.ipynb", LATER)
    ticks = (seconds + 60 + 11_644_473_600) * 10_000_000
    other.extra = struct.pack("<HHIHHQQQ", 0x000A, 32, 0, 1, 24, ticks, ticks, ticks)
    assert collect({exact: notebook(), other: notebook()}, "--times").code == 0
    files = collected(root)
    assert files["Jane_Doe/adam/timestamp.txt"] == b"2026-03-01 12:00:00 UTC"
    assert files["Ric_Roe/adam/timestamp.txt"] == b"2026-03-01 12:01:00 UTC"


def test_the_time_of_the_download_is_nobodys_time(root: Path, collect: Collect) -> None:
    """Canvas, and Moodle before 4, write when they made the ZIP: all would be late."""
    files: dict[str | zipfile.ZipInfo, bytes] = {
        entry(f"s_{number}_{number}_adam.ipynb", DAY + timedelta(seconds=2 * number)): notebook()
        for number in range(1, 9)
    }
    done = collect(files)
    assert done.code == 0
    assert "no submission times were recorded" in done.out
    assert not [name for name in collected(root) if name.endswith("timestamp.txt")]
    shutil.rmtree(root / "submitted")
    assert collect(files, "--times").code == 0
    assert len([name for name in collected(root) if name.endswith("timestamp.txt")]) == 8


@pytest.mark.parametrize("year", [1980, 2099])
def test_a_time_that_cannot_be_is_none(root: Path, collect: Collect, year: int) -> None:
    impossible = entry(f"{FOLDER}/adam.ipynb", datetime(year, 1, 1))
    assert collect({impossible: notebook()}, "--times").code == 0
    assert list(collected(root)) == ["Jane_Doe/adam/adam.ipynb"]


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (("a_1_12_adam-1.ipynb", DAY), ("a_1_11_adam.ipynb", DAY)),
        (("a_1_11_adam (1).ipynb", LATER), ("a_1_12_adam.ipynb", DAY)),
        ((f"{FOLDER}/adam (1).ipynb", DAY), (f"{FOLDER}/adam.ipynb", DAY)),
        ((f"{FOLDER}/adam.ipynb", LATER), (f"{FOLDER}/adam (2).ipynb", DAY)),
        (("a_1_11_adam.ipynb", DAY), ("a_1_12_my work.ipynb", LATER)),
    ],
    ids=["uploaded last", "latest", "last copy", "time before copy", "name before time"],
)
@pytest.mark.parametrize("order", [1, -1])
def test_of_several_the_newest_wins(
    root: Path,
    collect: Collect,
    winner: tuple[str, datetime],
    loser: tuple[str, datetime],
    order: int,
) -> None:
    several = [(*winner, b"winner"), (*loser, b"loser")][::order]
    files = {entry(name, time): data for name, time, data in several}
    done = collect(files, "--assignment", "adam", "--times")
    assert done.code == 0
    assert b"winner" in collected(root).values()
    assert b"loser" not in collected(root).values()


def test_without_times_the_upload_decides(root: Path, collect: Collect) -> None:
    files = {
        entry("a_1_11_adam.ipynb", LATER): b"first",
        entry("a_1_12_adam.ipynb", DAY): b"second",
    }
    assert collect(files, "--no-times").code == 0
    assert collected(root) == {"1/adam/adam.ipynb": b"second"}


def test_two_files_of_one_name_are_two_files(root: Path, tmp_path: Path, collect: Collect) -> None:
    files = {entry("a_1_11_adam.ipynb"): b"first", entry("a_1_11_adam.ipynb", LATER): b"second"}
    with pytest.warns(UserWarning, match="Duplicate name"):
        assert collect(files).code == 0
    assert b"second" in collected(root).values()


def test_the_assignment_must_be_clear(root: Path, collect: Collect) -> None:
    both = {"a_1_11_adam.ipynb": notebook(), "b_2_12_ewa.ipynb": notebook()}
    done = collect(both)
    assert done.code == 2
    assert "it contains notebooks named adam, ewa. Pass --assignment NAME" in done.err
    done = collect({"a_1_11_homework.ipynb": notebook()})
    assert done.code == 2
    assert "no notebook in it is named after one (ewa, adam)" in done.err
    assert collected(root) == {}
    done = collect(both, "--assignment", "adam")
    assert done.code == 0
    assert list(collected(root)) == ["1/adam/adam.ipynb"]
    assert "b_2_12_ewa.ipynb, because it is a notebook of ewa, not of adam." in done.out


def test_a_notebook_by_another_name_is_taken_when_the_assignment_is_said(
    root: Path, collect: Collect
) -> None:
    done = collect({"a_1_11_homework.ipynb": notebook()}, "--assignment", "adam")
    assert done.code == 0
    assert list(collected(root)) == ["1/adam/adam.ipynb"]
    assert "Taken as adam.ipynb: a_1_11_homework.ipynb." in done.out


def test_what_is_collected_and_the_same_stays_untouched(root: Path, collect: Collect) -> None:
    files: dict[str | zipfile.ZipInfo, bytes] = {
        entry(f"{FOLDER}/adam.ipynb", DAY): notebook("one"),
        entry(f"{RICS_FOLDER}/adam.ipynb", LATER): notebook("two"),
    }
    assert collect(files).code == 0
    (root / "submitted" / "Jane_Doe" / "adam" / "data.csv").write_text("theirs")
    before = {p: p.stat().st_mtime_ns for p in (root / "submitted").rglob("*")}
    done = collect(files)
    assert "0 new, 0 replaced, 2 unchanged" in done.out
    assert before == {p: p.stat().st_mtime_ns for p in (root / "submitted").rglob("*")}


def test_a_time_that_is_known_later_is_noted(root: Path, collect: Collect) -> None:
    files = {entry("a_1_11_adam.ipynb", DAY): notebook()}
    done = collect(files)
    assert "collect with --times" in done.out
    assert collect(files, "--times", "--timezone", "UTC").code == 0
    assert collected(root)["1/adam/timestamp.txt"] == b"2026-03-09 10:30:00 UTC"


def test_all_that_was_left_out_is_said(root: Path, collect: Collect) -> None:
    done = collect(
        {
            "a_1_11_adam.ipynb": b"first",
            "a_1_12_adam-1.ipynb": b"second",
            "a_1_13_scratch.ipynb": b"third",
        }
    )
    assert collected(root) == {"1/adam/adam.ipynb": b"second"}
    assert "a_1_11_adam.ipynb, because 1 handed in a newer one." in done.out
    assert "a_1_13_scratch.ipynb, because 1 also handed in one that is named adam" in done.out


def test_handing_in_again_replaces_and_is_said(root: Path, collect: Collect) -> None:
    ric = entry(f"{RICS_FOLDER}/adam.ipynb", LATER)
    assert collect({entry(f"{FOLDER}/adam.ipynb", DAY): b"one", ric: b"two"}).code == 0
    again = entry(f"{FOLDER}/adam.ipynb", LATER + timedelta(days=1))
    done = collect({again: b"three", ric: b"two"}, "--timezone", "UTC")
    assert done.code == 0
    assert "Resubmitted, and replaced by the newer notebook: Jane_Doe." in done.out
    assert collected(root)["Jane_Doe/adam/adam.ipynb"] == b"three"
    assert collected(root)["Jane_Doe/adam/timestamp.txt"] == b"2026-03-11 18:00:00 UTC"


def test_an_older_zip_does_not_undo_a_newer_one(root: Path, collect: Collect) -> None:
    ric = entry(f"{RICS_FOLDER}/adam.ipynb", LATER)
    assert collect({entry(f"{FOLDER}/adam.ipynb", LATER): b"new"}, "--times").code == 0
    done = collect({entry(f"{FOLDER}/adam.ipynb", DAY): b"old", ric: b"two"})
    assert "Kept, because what was collected before is newer" in done.out
    assert collected(root)["Jane_Doe/adam/adam.ipynb"] == b"new"


FIRST = {"alm_1_78001_adam.ipynb": b"one"}
SECOND = {"alm_LATE_1_79001_adam-1.ipynb": b"two"}


def test_canvass_numbers_tell_which_of_two_zips_has_the_newer_one(
    root: Path, collect: Collect
) -> None:
    assert collect(FIRST).code == 0
    assert "replaced by the newer notebook: 1." in collect(SECOND).out
    for _ in range(2):
        done = collect(FIRST)
        assert "Kept, because what was collected before is newer than in this ZIP: 1." in done.out
        assert "Marked LATE by Canvas: 1. When they handed in is not noted" in done.out
        assert collected(root) == {"1/adam/adam.ipynb": b"two"}


def test_the_same_under_an_older_number_does_not_make_it_older(
    root: Path, collect: Collect
) -> None:
    for number, data in ((78001, b"one"), (79001, b"one"), (78001, b"one"), (78500, b"two")):
        assert collect({f"alm_1_{number}_adam.ipynb": data}).code == 0
    assert collected(root) == {"1/adam/adam.ipynb": b"one"}


def test_where_nothing_tells_the_order_none_is_called_newer(root: Path, collect: Collect) -> None:
    assert collect({f"{FOLDER}/adam.ipynb": b"one"}).code == 0
    done = collect({f"{FOLDER}/adam.ipynb": b"two"})
    assert "nothing tells which of the two is newer: Jane_Doe." in done.out
    assert "in autograded/STUDENT/adam until you grade again" in done.out
    assert "newer notebook" not in done.out
    assert collected(root) == {"Jane_Doe/adam/adam.ipynb": b"two"}


def test_times_of_a_canvas_zip_are_taken_only_if_asked_for_and_can_be_given_back(
    root: Path, collect: Collect
) -> None:
    files = {entry("a_1_11_adam.ipynb", DAY): b"one", entry("b_LATE_2_12_adam.ipynb"): b"two"}
    files |= {entry("c_3_13_adam.ipynb", LATER): b"three"}
    stamps = [f"{student}/adam/timestamp.txt" for student in (1, 2, 3)]
    done = collect(files)
    assert "In a ZIP from Canvas, the files' times are those of the download" in done.out
    assert not {*stamps} & collected(root).keys()
    assert "Marked LATE by Canvas: 2. A penalty follows" in collect(files, "--times").out
    assert {*stamps} <= collected(root).keys()
    (root / "submitted" / stamps[0]).write_text("2026-03-09 10:00:00 UTC")
    done = collect(files, "--no-times")
    assert "times that were taken from a ZIP have been removed: 2, 3." in done.out
    assert "Marked LATE by Canvas: 2. When they handed in is not noted" in done.out
    assert [stamp for stamp in stamps if stamp in collected(root)] == stamps[:1], "theirs stays"


def test_a_time_goes_when_its_notebook_goes(root: Path, collect: Collect) -> None:
    assert collect({entry("a_1_11_adam.ipynb"): b"one"}, "--times").code == 0
    assert "1/adam/timestamp.txt" in collected(root)
    assert collect({entry("a_1_12_adam.ipynb"): b"two"}, "--no-times").code == 0
    assert collected(root) == {"1/adam/adam.ipynb": b"two"}


@pytest.mark.parametrize(
    "name",
    [
        "../1_1_11_adam.ipynb",
        "../../x_1_11_adam.ipynb",
        "/tmp/x_1_11_adam.ipynb",
        "..\\..\\x_1_11_adam.ipynb",
        "C:\\x_1_11_adam.ipynb",
        f"../{FOLDER}/adam.ipynb",
        f"{FOLDER}/../../../adam.ipynb",
        ".._77_assignsubmission_file_/adam.ipynb",
        "x/../.._77_assignsubmission_file_/adam.ipynb",
    ],
)
def test_no_path_leads_out_of_submitted(root: Path, collect: Collect, name: str) -> None:
    done = collect({name: notebook("evil"), "a_1_12_adam.ipynb": notebook("good")})
    assert done.code == 0
    assert collected(root) == {"1/adam/adam.ipynb": notebook("good")}
    assert "Ignored: " in done.out


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_in_a_zip_are_ignored(root: Path, collect: Collect, kind: int) -> None:
    link = entry("b_2_12_adam.ipynb", kind=kind)
    done = collect({link: b"/etc/passwd", "a_1_11_adam.ipynb": notebook()})
    assert done.code == 0
    assert list(collected(root)) == ["1/adam/adam.ipynb"]
    assert "b_2_12_adam.ipynb, because it is a link or a device" in done.out


@pytest.mark.parametrize("where", ["submitted", "submitted/1", "submitted/1/adam"])
def test_nothing_is_written_through_a_link_in_submitted(
    root: Path, tmp_path: Path, collect: Collect, where: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = root / where
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere)
    done = collect({"a_1_11_adam.ipynb": notebook()})
    assert done.code != 0
    assert f"{link} is a link or a file" in done.out
    assert not any(elsewhere.iterdir())


def test_a_link_in_the_place_of_a_notebook_is_replaced_not_followed(
    root: Path, tmp_path: Path, collect: Collect
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    folder = root / "submitted" / "1" / "adam"
    folder.mkdir(parents=True)
    for name in ("adam.ipynb", "timestamp.txt"):
        (folder / name).symlink_to(victim)
    assert collect({"a_1_11_adam.ipynb": notebook()}, "--times").code == 0
    assert victim.read_text() == "untouched"
    assert (folder / "adam.ipynb").read_bytes() == notebook()
    assert not any(path.is_symlink() for path in folder.iterdir())


def test_a_folder_in_the_place_of_a_notebook_is_a_sentence(root: Path, collect: Collect) -> None:
    (root / "submitted" / "1" / "adam" / "adam.ipynb").mkdir(parents=True)
    done = collect({"a_1_11_adam.ipynb": notebook(), "b_2_12_adam.ipynb": notebook()})
    assert done.code == 1
    assert "Nothing was written to" in done.out
    assert "1 new, 0 replaced, 0 unchanged" in done.out
    assert "Replaced" not in done.out
    assert "2/adam/adam.ipynb" in collected(root)


def test_what_could_not_be_written_is_not_counted(
    root: Path, collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(path: Path, data: bytes) -> None:
        if "1" in path.parts:
            raise PermissionError(13, "Permission denied")
        write_whole(path, data)

    monkeypatch.setattr("autograder.lms.collect.write_whole", write)
    done = collect({"a_1_11_adam.ipynb": notebook(), "b_2_12_adam.ipynb": notebook()})
    assert done.code == 1
    assert "Nothing was written to" in done.out
    assert "1 new, 0 replaced, 0 unchanged" in done.out


def test_a_bomb_costs_only_its_own_file(
    root: Path, collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_WITH_OUTPUTS", 10_000)
    bomb = b"0" * 1_000_000
    done = collect({"a_1_11_adam.ipynb": notebook(), "b_2_12_adam.ipynb": bomb})
    assert done.code == 0
    assert list(collected(root)) == ["1/adam/adam.ipynb"]
    assert "it unpacks to more than 10000 bytes" in done.out


def test_a_bomb_is_not_unpacked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_WITH_OUTPUTS", 10_000)
    path = make_zip(tmp_path / "bomb.zip", {"a_1_11_adam.ipynb": b"0" * 20_000_000})
    with archive.open_archive(path, None) as opened:
        tracemalloc.start()
        with pytest.raises(EntryRejected, match="unpacks to more"):
            opened.read(opened.entries[0])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_an_lms_does_not_pack_so_is_ignored(
    root: Path, collect: Collect, packing: int
) -> None:
    odd = entry("b_2_12_adam.ipynb")
    odd.compress_type = packing
    done = collect({"a_1_11_adam.ipynb": notebook(), odd: notebook()})
    assert list(collected(root)) == ["1/adam/adam.ipynb"]
    assert "because it is compressed in a way that no LMS uses." in done.out


def test_a_size_that_lies_is_not_believed(
    root: Path, tmp_path: Path, collect: Collect, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_zip(tmp_path / "lies.zip", {"a_1_11_adam.ipynb": b"0" * 1_000_000})
    data = path.read_bytes().replace(struct.pack("<I", 1_000_000), struct.pack("<I", 10))
    path.write_bytes(data)
    done = course(capsys, root, "collect", str(path))
    assert done.code == 2
    assert "it cannot be unpacked" in done.out
    assert collected(root) == {}


def test_all_notebooks_together_have_a_limit(
    root: Path, collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1_500)
    files = {f"s_{n}_{n}_adam.ipynb": b"0" * 1_000 for n in (1, 2, 3)}
    done = collect(files)
    assert list(collected(root)) == ["1/adam/adam.ipynb"]
    assert "already unpacked to 1500 bytes" in done.out


def test_a_zip_with_too_many_files_is_refused(
    root: Path, collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_FILES", 2)
    done = collect({f"s_{n}_{n}_adam.ipynb": b"" for n in (1, 2, 3)})
    assert done.code == 2
    assert "it lists 3 files, and at most 2 are allowed" in done.err


def test_an_encrypted_file_is_ignored(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_zip(tmp_path / "x.zip", {"a_1_11_adam.ipynb": b"one", "b_2_12_adam.ipynb": b"two"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the second one, in the directory at the end
    path.write_bytes(bytes(data))
    done = course(capsys, root, "collect", str(path))
    assert collected(root) == {"1/adam/adam.ipynb": b"one"}
    assert "b_2_12_adam.ipynb, because it is encrypted." in done.out


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_what_is_no_zip_is_one_sentence(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    path = tmp_path / "download.zip"
    path.write_bytes(content)
    done = course(capsys, root, "collect", str(path))
    assert done.code == 2
    assert "is not a readable ZIP" in done.err
    done = course(capsys, root, "collect", str(tmp_path / "nowhere.zip"))
    assert done.code == 2
    assert "There is no file" in done.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("canvas.csv", b"Student,ID,Section\nAlm Anna,1,A\n", "is a roster, not a ZIP. Enter its"),
        ("adam.ipynb", notebook(), "is a notebook, not a ZIP of submissions. To grade it, put it"),
        ("canvas.xlsx", None, "is a document of an office program, not a ZIP of submissions. If"),
    ],
    ids=["roster", "notebook", "spreadsheet"],
)
def test_of_what_is_no_zip_of_submissions_it_is_said_where_it_belongs(
    root: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    said: str,
) -> None:
    path = tmp_path / name
    if content is None:
        make_zip(path, {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    else:
        path.write_bytes(content)
    done = course(capsys, root, "collect", str(path))
    assert done.code == 2
    assert f"{path} {said}" in done.err


def test_a_zip_without_submissions_is_one_sentence(collect: Collect) -> None:
    done = collect({"readme.txt": b"hello", "adam.ipynb": notebook()})
    assert done.code == 2
    assert "Nothing was collected" in done.err


@pytest.mark.parametrize("words", [["--assignment", "adma"], ["--timezone", "Mars/Base"]])
def test_a_wrong_word_is_one_sentence(collect: Collect, words: list[str]) -> None:
    done = collect({"a_1_11_adam.ipynb": notebook()}, *words)
    assert done.code == 2
    assert f"{words[1]!r}" in done.err


def test_files_that_computers_leave_are_ignored(root: Path, collect: Collect) -> None:
    done = collect(
        {
            "all/": b"",
            "all/a_1_11_adam.ipynb": notebook(),
            "__MACOSX/all/._a_1_11_adam.ipynb": b"mac",
            "all/.DS_Store": b"mac",
            "all/Thumbs.db": b"windows",
        }
    )
    assert done.code == 0
    assert collected(root) == {"1/adam/adam.ipynb": notebook()}
    assert done.out.count("Ignored: ") == 2
    assert "Other files of students whose notebook is in the ZIP, left out: 1." in done.out


def test_names_written_by_windows_are_read(root: Path, collect: Collect) -> None:
    folder = "J\u00f6rg M\u00fcller_77_assignsubmission_file_"
    dos = RawName(f"{folder}\\adam.ipynb".encode("cp437"))
    silent = RawName("李 明_78_assignsubmission_file_/adam.ipynb".encode())
    assert collect({dos: b"one", silent: b"two"}).code == 0
    assert collected(root) == {
        "J\u00f6rg_M\u00fcller/adam/adam.ipynb": b"one",
        "李_明/adam/adam.ipynb": b"two",
    }


def test_many_ignored_files_do_not_hide_what_matters(collect: Collect) -> None:
    files: dict[str | zipfile.ZipInfo, bytes] = {f"x{n}.pdf": b"" for n in range(50)}
    done = collect({**files, "a_1_99_adam.ipynb": notebook()})
    assert done.out.count("Ignored: ") == 20
    assert "And 30 more messages of this kind." in done.out
    assert "no submission times were recorded" in done.out


def test_everybody_of_whom_something_is_to_be_done_is_named(collect: Collect) -> None:
    numbers = range(100, 130)
    done = collect({f"ana{n}_LATE_{n}_{n}9_adam.ipynb": notebook() for n in numbers})
    late = next(line for line in done.out.splitlines() if line.startswith("Marked LATE by Canvas"))
    assert all(f"{number}" in late for number in numbers)


def test_signs_that_move_the_cursor_are_spelled_out(collect: Collect) -> None:
    done = collect({"\x1b[2J\u202eevil.txt": b"", "a_1_11_adam.ipynb": notebook()})
    assert "⟨U+001B⟩[2J⟨U+202E⟩evil.txt" in done.out
    assert "\x1b" not in done.out


def test_two_students_of_one_name_are_told_apart_by_a_roster(
    root: Path, tmp_path: Path, collect: Collect
) -> None:
    files: dict[str | zipfile.ZipInfo, bytes] = {
        "Ann Lee_7_assignsubmission_file_/adam.ipynb": b"seven",
        "Ann Lee_8_assignsubmission_file_/adam.ipynb": b"eight",
        "Ric Roe_9_assignsubmission_file_/adam.ipynb": b"nine",
    }
    done = collect(files)
    assert list(collected(root)) == ["Ric_Roe/adam/adam.ipynb"]
    assert "several students are called Ann Lee" in done.out
    shutil.rmtree(root / "submitted")
    with_gradebook(root)
    roster = tmp_path / "worksheet.csv"
    roster.write_text(
        "Identifier,Full name,Email address,Status,Grade\n"
        "Participant 7,Ann Lee,ann@uni.edu,,\nParticipant 8,Ann Lee,lee@uni.edu,,\n"
        "Participant 9,Ric Roe,ric@uni.edu,,\n"
    )
    assert collect(files, "--roster", str(roster)).code == 0
    assert collected(root) == {
        "ann@uni.edu/adam/adam.ipynb": b"seven",
        "lee@uni.edu/adam/adam.ipynb": b"eight",
        "ric@uni.edu/adam/adam.ipynb": b"nine",
    }


def test_nobody_hands_in_for_another(root: Path, tmp_path: Path, collect: Collect) -> None:
    """What a student chooses, their file's name and often their own, claims nobody else's place."""
    with_gradebook(root)
    roster = tmp_path / "grades.csv"
    roster.write_text(
        f"{MOODLE_HEADER}\nJane,Doe,S1,,,jane@uni.edu\nBob,Smith,S2,,,bob@uni.edu\n"
        "Ann-Bob,Smith,S3,,,ann@uni.edu\n"
    )
    done = collect(
        {
            "Jane Doe_77_assignsubmission_file_x_99_assignsubmission_file_adam.ipynb": b"jane",
            "Bob Smith_99_assignsubmission_file_adam.ipynb": b"bob",
            "Eve-Bob Smith_5_assignsubmission_file_adam.ipynb": b"eve",
            "Ann-Bob Smith_6_assignsubmission_file_adam.ipynb": b"ann",
        },
        "--roster",
        str(roster),
        "--assignment",
        "adam",
    )
    assert collected(root) == {
        "S1/adam/adam.ipynb": b"jane",
        "S2/adam/adam.ipynb": b"bob",
        "S3/adam/adam.ipynb": b"ann",
    }
    assert "Eve-Bob Smith is in no row of the roster" in done.out


def test_a_number_under_two_names_is_nobodys(root: Path, collect: Collect) -> None:
    done = collect(
        {
            "doejane_12_34_adam.ipynb": b"jane",
            "smithbob_12_35_adam.ipynb": b"bob",
            "roeric_13_36_adam.ipynb": b"ric",
        }
    )
    assert list(collected(root)) == ["13/adam/adam.ipynb"]
    assert "the number 12" in done.out


def test_a_moodle_roster_names_students_by_their_ids(
    root: Path, tmp_path: Path, collect: Collect
) -> None:
    with_gradebook(root)
    roster = tmp_path / "grades.csv"
    roster.write_text(f"{MOODLE_HEADER}\nJane,Doe,S1,,,jane@uni.edu\nRic,Roe,,,,ric@uni.edu\n")
    done = collect(
        {
            f"{FOLDER}/adam.ipynb": b"jane",
            "Group A-Ric Roe_78_assignsubmission_file_/adam.ipynb": b"ric",
            "Eve Hill_79_assignsubmission_file_/adam.ipynb": b"eve",
        },
        "--roster",
        str(roster),
    )
    assert done.code == 0
    assert collected(root) == {
        "S1/adam/adam.ipynb": b"jane",
        "ric@uni.edu/adam/adam.ipynb": b"ric",
    }
    assert "because Eve Hill is in no row of the roster" in done.out


def test_nothing_is_collected_while_a_grading_is_at_work(
    root: Path, tmp_path: Path, collect: Collect
) -> None:
    from autograder.course.folder import Course
    from autograder.course.lock import course_lock

    with course_lock(Course(root)):
        done = collect({"a_1_11_adam.ipynb": notebook()})
    assert done.code == 2
    assert "Another command is at work" in done.err


@pytest.mark.processes
@pytest.mark.parametrize("lms", ["canvas", "moodle"])
def test_nbgrader_zip_collect_with_our_plugins_does_the_same(
    root: Path, tmp_path: Path, collect: Collect, lms: str
) -> None:
    owners = {"canvas": ("a_1_11_", "b_2_13_"), "moodle": (f"{FOLDER}/", f"{RICS_FOLDER}/")}
    jane, ric = owners[lms]
    files: dict[str | zipfile.ZipInfo, bytes] = {
        entry(f"{jane}adam.ipynb", DAY): b"1",
        entry(f"{ric}Adam (1).ipynb", LATER): b"2",
        entry("../../evil_3_14_adam.ipynb", LATER): b"3",
        entry("notes.txt", LATER): b"4",
    }
    assert collect(files).code == 0
    ours = collected(root)
    shutil.rmtree(root / "submitted")
    archives = root / "downloaded" / "adam" / "archive"
    archives.mkdir(parents=True)
    make_zip(archives / "submissions.zip", files)
    if lms == "canvas":
        make_zip(archives / "the_last_is_older.zip", {"a_1_10_adam.ipynb": b"0"})
    config = root / "nbgrader_config.py"
    config.write_text(
        config.read_text()
        + 'c.ZipCollectApp.extractor_plugin = "autograder.zip_collect.LmsExtractor"\n'
        + 'c.ZipCollectApp.collector_plugin = "autograder.zip_collect.LmsCollector"\n'
    )
    done = Folder(root).nbgrader("zip_collect", "adam")
    assert done.returncode == 0, done.stderr
    assert len(ours) == (4 if lms == "moodle" else 2)  # times of Canvas are those of the download
    theirs = collected(root)
    assert {n: d for n, d in theirs.items() if n.endswith(".ipynb")} == {
        n: d for n, d in ours.items() if n.endswith(".ipynb")
    }
    from autograder.course.submission_files import read_timestamp

    for name in ours:
        if name.endswith("timestamp.txt"):
            folder = root / "submitted" / Path(name).parent
            assert f"{read_timestamp(folder)} UTC".encode() == ours[name]
    assert not list(tmp_path.rglob("*evil*"))


def test_a_roster_finds_names_that_moodle_shortened() -> None:
    assert names.plain("O'Brien, Anne-Marie") == names.plain("Anne-Marie OBrien")


def test_the_limit_for_names_is_kept() -> None:
    assert upload_of(["x" * names.MAX_NAME + "_1_2_adam.ipynb"]) is None
