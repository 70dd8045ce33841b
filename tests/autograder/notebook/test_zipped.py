"""Which notebook is taken out of an archive: that which would be if its files lay in a folder."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from autograder.course.find_notebook import find_notebook
from autograder.notebook.zipped import MAX_ENTRIES, only_notebook

Files = Iterable[tuple[str, bytes]]


def zipped(files: Files) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(files: Files, form: int = tarfile.PAX_FORMAT) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


ARCHIVES: dict[str, Callable[[Files], bytes]] = {
    "zip": zipped,
    "tar": tarred,
    "GNU's tar": lambda files: tarred(files, tarfile.GNU_FORMAT),
    "old tar": lambda files: tarred(files, tarfile.USTAR_FORMAT),
    "tar.gz": lambda files: gzip.compress(tarred(files)),
    "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "tar.xz": lambda files: lzma.compress(tarred(files)),
    "zip of a tar": lambda files: zipped([("w/a.TGZ", gzip.compress(tarred(files)))]),
    "tar of a zip": lambda files: tarred([("w/a.zip", zipped(files))]),
}
"""What packs files."""
pack_each = pytest.mark.parametrize("pack", ARCHIVES.values(), ids=ARCHIVES)


@pack_each
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
def test_a_notebook_is_found_in_an_archive_as_in_a_folder(
    tmp_path: Path, files: list[str], taken: int, pack: Callable[[Files], bytes]
) -> None:
    for file in files:
        path = tmp_path / "adam" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.encode())
    found, _ = find_notebook(tmp_path / "adam", "adam")
    assert found == tmp_path / "adam" / files[taken]
    packed = pack([(file, file.encode()) for file in files])
    assert only_notebook(packed) == (files[taken], files[taken].encode())


@pack_each
@pytest.mark.parametrize(
    "files", [[], ["adam.py"], ["adam.ipynb/"], ["__MACOSX/._adam.ipynb.txt"]], ids=str
)
def test_what_is_no_notebook_is_not_taken_for_one(
    files: list[str], pack: Callable[[Files], bytes]
) -> None:
    packed = pack((file, b"") for file in files)
    with pytest.raises(ValueError, match=r"an archive without a notebook in it|it is empty"):
        only_notebook(packed)


OF_EWA, OF_ADAM = b'check("ewa")', b'check("adam_step")'


@pack_each
def test_of_several_notebooks_the_one_with_the_lessons_exercises_is_taken(
    pack: Callable[[Files], bytes],
) -> None:
    packed = pack([("a.ipynb", OF_ADAM), ("b.ipynb", OF_EWA), ("x.png", bytes(9_000))])
    assert only_notebook(packed, ["ewa"]) == ("b.ipynb", OF_EWA)
    with pytest.raises(ValueError, match="an archive with 2 notebooks in it"):
        only_notebook(packed)


@pack_each
def test_too_many_files_are_not_looked_through(pack: Callable[[Files], bytes]) -> None:
    files = [(f"{number}.py", b"") for number in range(MAX_ENTRIES)]
    with pytest.raises(ValueError, match=r"it is an archive\. Unpack it"):
        only_notebook(pack([*files, ("adam.ipynb", b"{}")]))


@pytest.mark.parametrize("pack", [p for name, p in ARCHIVES.items() if "old" not in name])
def test_long_and_foreign_names_are_read(pack: Callable[[Files], bytes]) -> None:
    name = "/".join(["作业 Ü" * 20] * 3) + "/adam.ipynb"
    found, content = only_notebook(pack([("b.py", b"x"), (name, b"{}"), ("c.py", b"x")]))
    assert (found, content) == (name[-200:], b"{}")


def test_the_last_of_files_with_one_name_counts_as_when_a_tar_is_unpacked() -> None:
    packed = tarred([("adam.ipynb", b"old"), ("adam.ipynb", b"new")])
    assert only_notebook(packed) == ("adam.ipynb", b"new")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_tar_are_not_followed(kind: bytes) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        entry = tarfile.TarInfo("adam.ipynb")
        entry.type, entry.linkname = kind, "/etc/passwd"
        archive.addfile(entry)
    with pytest.raises(ValueError, match="an archive without a notebook"):
        only_notebook(packed.getvalue())


def test_a_tar_that_is_cut_off_or_damaged_is_told_so() -> None:
    whole = tarred([("other.ipynb", OF_ADAM * 200), ("adam.ipynb", OF_EWA * 200)])
    end = len(whole.rstrip(b"\0"))
    boundary = whole.index(b"adam.ipynb")  # a tar may end where an entry does
    for cut in {*range(1, end, 97)} - {boundary}:
        with pytest.raises(ValueError, match="cannot be unpacked"):
            only_notebook(whole[:cut], ["ewa"])
    damaged = whole[:boundary] + b"!" + whole[boundary + 1 :]
    with pytest.raises(ValueError, match="cannot be unpacked"):
        only_notebook(damaged, ["ewa"])


def test_no_more_of_a_tar_is_unpacked_than_of_any_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.notebook.tarred.MAX_WITH_OUTPUTS", 50_000)
    packed = tarred([("a.bin", bytes(60_000)), ("adam.ipynb", b"{}")])
    for data in (packed, gzip.compress(packed)):
        with pytest.raises(ValueError, match=r"it is an archive\. Unpack it"):
            only_notebook(data)


@pytest.mark.parametrize(
    "size", [b"-0000000512\0", b"\xff" * 12, b"\x80" + b"\xff" * 11, b"7" * 12]
)
def test_sizes_in_a_tar_are_not_trusted(size: bytes) -> None:
    entry = bytearray(tarfile.TarInfo("adam.ipynb").tobuf())
    entry[124:136] = size
    entry[148:156] = b" " * 8
    entry[148:156] = b"%06o\0 " % sum(entry)
    with pytest.raises(ValueError, match="it is an archive"):
        only_notebook(bytes(entry) + bytes(1024))


def test_of_a_zip_with_a_password_that_is_said() -> None:
    packed = bytearray(zipped([("adam.ipynb", b"{}")]))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ValueError, match="an archive with a password"):
        only_notebook(bytes(packed))


class RawName(zipfile.ZipInfo):
    """An entry whose name is written as it is, with no word about its encoding."""

    def __init__(self, name: bytes) -> None:
        super().__init__(name.hex())
        self.raw = name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.raw, self.flag_bits


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("我的作业/adam.ipynb", "gbk"),
        ("나의 숙제/adam.ipynb", "cp949"),
        ("Übung für Anfänger/adam.ipynb", "cp850"),
        ("Моя работа/adam.ipynb", "cp866"),
        ("我的作业/adam.ipynb", "utf-8"),
    ],
)
def test_a_name_is_shown_as_it_reads_in_its_code_page(name: str, encoding: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(RawName(name.encode(encoding)), b"{}")
    assert only_notebook(packed.getvalue()) == (name, b"{}")
