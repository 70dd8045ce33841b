"""Read the names of files in a ZIP, whatever code page a program wrote them in."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from zipfile import ZipInfo

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_CODE_PAGES = (
    "cp437", "cp850", "cp1252", "cp1250", "gb18030", "big5", "shift_jis", "cp866",
)  # fmt: skip
"""DOS, Windows and Asian ones; of two that fit as well, the first is taken."""
_COMMON = {"gb18030": "gb2312", "big5": "big5", "shift_jis": "shift_jis"}
"""The part of a code page that names are written in."""
_LAST_COMMON = {"big5": 0xC6, "shift_jis": 0x97}
"""The highest first byte of usual characters, where rare ones come behind them."""


def names_in(entries: Sequence[ZipInfo]) -> tuple[list[str], str | None]:
    """Return the names of all files, and the code page if it had to be guessed.

    A ZIP is of one program, so all names without a mark are in the same one, except for those
    that cannot be UTF-8 by chance.
    """
    exact = [_exact(entry) for entry in entries]
    raw = [_raw(entry) for entry, name in zip(entries, exact, strict=True) if name is None]
    page = None if all(map(_is_utf8, raw)) else _likeliest(raw)
    decoded = iter([name.decode(page or "utf-8", "replace") for name in raw])
    return [next(decoded) if name is None else name for name in exact], page


def _exact(entry: ZipInfo) -> str | None:
    """Return a name that the ZIP says in Unicode, or that is plain ASCII."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    extra, raw = entry.extra, _raw(entry)
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5 and body[0] == 1:
            (checksum,) = struct.unpack_from("<I", body, 1)
            if checksum == zlib.crc32(raw) and _is_utf8(body[5:]):
                return body[5:].decode()
    return raw.decode() if raw.isascii() or _is_surely_utf8(raw) else None


def _raw(entry: ZipInfo) -> bytes:
    return entry.filename.encode("cp437", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_surely_utf8(data: bytes) -> bool:
    """Return whether characters of three bytes are in a name, which two of GBK hardly imitate."""
    return _is_utf8(data) and max(data.decode()) > "\u07ff"


def _likeliest(names: list[bytes]) -> str:
    """Return the code page in which most characters are those of people's names."""
    sample = b"\n".join(dict.fromkeys(names))[:20_000]
    return max(_CODE_PAGES, key=lambda page: sum(_plausible(sample, page)))


def _plausible(sample: bytes, page: str) -> Iterator[float]:
    """Yield how well each character beyond ASCII fits, from -2 to 1."""
    text = f" {sample.decode(page, 'replace')} "
    for before, sign, behind in zip(text, text[1:], text[2:], strict=False):
        if not sign.isascii():
            fit = _usual(sign, page) if page in _COMMON else _letter(sign, page)
            yield min(fit, -1.0) if _is_odd_there(before, sign, behind) else fit


def _usual(sign: str, page: str) -> float:
    try:
        code = sign.encode(_COMMON[page])
    except UnicodeEncodeError:
        return -2.0
    usual = len(code) == 2 and unicodedata.category(sign) == "Lo"
    return 1.0 if usual and code[0] <= _LAST_COMMON.get(page, 0xFF) else -1.0


def _letter(sign: str, page: str) -> float:
    script = "CYRILLIC" if page == "cp866" else "LATIN"
    return 0.9 if sign.isalpha() and unicodedata.name(sign, "").startswith(script) else -2.0


def _is_odd_there(before: str, sign: str, behind: str) -> bool:
    """Return whether a letter cannot stand in this place, as in `JosÚ` and `Pe兀`."""
    if sign.isupper():
        return before.isalpha()
    wide = unicodedata.category(sign) == "Lo"
    return wide and any(other.isascii() and other.isalpha() for other in (before, behind))
