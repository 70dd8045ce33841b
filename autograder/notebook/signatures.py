"""Say what a file is by the bytes that it begins with, or by the names of what is in its ZIP."""

from __future__ import annotations

from collections.abc import Collection

from autograder.course import messages

_KINDS = {
    "IS_PDF": (b"%PDF-",),
    "IS_ARCHIVE": (
        *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"),
        *(b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"),
        *(b"\x1f\x9d", b"\x1f\xa0", b"MSCF\0", b"]\0\0", b"!<arch>\n", b"LZIP\x01"),
    ),
    "IS_MACS_NOTE": (b"\x00\x05\x16\x07",),
    "IS_PICTURE": (
        *(b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"8BPS\0", b"\xff\x0a"),
        *(b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ", b"\0\0\1\0\1\0", b"\0\0\1\0\2\0"),
    ),
    "IS_RECORDING": (
        b"\x1aE\xdf\xa3",
        b"ID3\x03",
        b"ID3\x04",
        b"OggS",
        b"fLaC",
        b"\xff\xfb",
        b"\x30\x26\xb2\x75",
    ),
    "IS_OFFICE": (b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d"),
    "IS_PROGRAM": (
        *(b"\x7fELF", b"MZ\x90\0", b"MZ\0\0", b"\xca\xfe\xba\xbe", b"\0asm"),
        *(b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"),
    ),
    "IS_SHORTCUT": (b"\x4c\0\0\0\x01\x14\x02\0", b"book\0\0\0\0mark\0"),
    "IS_LFS_POINTER": (b"version https://git-lfs.github.com/spec/",),
}
"""The name of a sentence -> how files begin of which it is said."""
_DATA = {
    b"SQLite format 3\0": "SQLite",
    b"\x93NUMPY": "NumPy",
    b"\x89HDF\r\n": "HDF5",
    b"MATLAB 5.0 MAT": "MATLAB",
    b"PAR1\x15": "Parquet",
    b"ARROW1\0\0": "Arrow",
    **{bytes([0x80, protocol]): "pickle" for protocol in range(2, 6)},
}
_KEPT_BY = {b"\0\0\0\1Bud1": "macOS (.DS_Store)", b"b0VIM ": "Vim (.swp)"}
_PICTURES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
"""What begins a picture in the form that films have, too."""
_BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
_COMPILED = b"\r\r\n"
"""What follows the first byte of Python's compiled code."""
_WEB_ARCHIVE = b"WebMainResource"

_OFFICE = (
    *("word/document", "xl/workbook", "ppt/presentation", "visio/document", "FixedDocSeq.fdseq"),
    *("META-INF/manifest.xml", "Index/Document.iwa", "Index/CalculationEngine.iwa", "Index.zip"),
    "index.apxl",
)
"""How names of files begin that are in a document of an office program, Apple's ones included."""


def kind_by_bytes(data: bytes) -> str | None:
    """Return the end of a sentence about what a file is; None if its first bytes do not tell."""
    for kind, signatures in _KINDS.items():
        if data.startswith(signatures):
            return str(getattr(messages, kind))  # in the language in use
    for signature, form in _DATA.items():
        if data.startswith(signature):
            return messages.IS_DATA.format(form=form)
    for signature, program in _KEPT_BY.items():
        if data.startswith(signature):
            return messages.IS_KEPT_BY.format(program=program)
    if data[1:4] == _COMPILED:
        return messages.IS_PROGRAM
    if data.startswith(b"bplist") or b"<plist" in data[:500]:
        return _kind_of_apples(data)
    return _kind_of_media(data)


def _kind_of_apples(data: bytes) -> str | None:
    """Return what a list of properties is, as Apple's programs write it; None if unclear."""
    if b"NSURLNameKey" in data:
        return messages.IS_IN_THE_CLOUD
    if _WEB_ARCHIVE in data[:5_000]:
        return messages.IS_WEB_PAGE
    if b"SURL" in data[:5_000] or b"<key>URL</key>" in data[:5_000]:
        return messages.IS_WEB_LINK
    return messages.IS_DATA.format(form="plist") if data.startswith(b"bplist") else None


def _kind_of_media(data: bytes) -> str | None:
    if data[:3] == bytes(3) and data[4:8] == b"ftyp":
        is_picture = data[8:12] in _PICTURES
        return messages.IS_PICTURE if is_picture else messages.IS_RECORDING
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return messages.IS_PICTURE if data[8:12] == b"WEBP" else messages.IS_RECORDING
    is_bitmap = data[6:10] == bytes(4) and int.from_bytes(data[14:18], "little") in _BITMAP_HEADERS
    return messages.IS_PICTURE if data.startswith(b"BM") and is_bitmap else None


def kind_of_zip(names: Collection[str], mimetype: bytes) -> str | None:
    """Return what a ZIP without a notebook is if a program made it for itself; else None.

    `mimetype` is the text of the file of that name, which says what free formats are.
    """
    if mimetype.startswith(b"application/epub"):
        return messages.IS_BOOK
    if any(name.startswith("matlab/") for name in names) and "[Content_Types].xml" in names:
        return messages.IS_OF_PROGRAM.format(program="MATLAB")
    if any(name.endswith(".python") for name in names):
        return messages.IS_OF_PROGRAM.format(program="Databricks")
    is_office = mimetype.startswith(b"application/vnd.") or "[Content_Types].xml" in names
    if is_office or any(name.startswith(_OFFICE) for name in names):
        return messages.IS_OFFICE
    is_old_pages = "index.xml" in names and any(name.startswith("QuickLook/") for name in names)
    return messages.IS_OFFICE if is_old_pages else None
