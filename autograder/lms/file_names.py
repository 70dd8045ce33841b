"""Read the names of files in a ZIP, whatever code page a program wrote them in."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from zipfile import ZipInfo

from autograder.lms.names import spellings, upload_of

_UTF8 = "utf-8"
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_CODE_PAGES = (
    "cp437", "cp850", "cp1252", "cp1250", "cp852", "gb18030", "cp949", "big5", "shift_jis",
    "cp866", "cp1251", "cp737", "cp1253", "cp857",
)  # fmt: skip
"""Those of DOS and Windows; of two that fit as well, the first is taken."""
_ONLY_BY_PEOPLE = (
    "euc_jp", "koi8_r", "cp1254", "cp862", "cp1255", "cp1256", "cp874", "cp1258",
)  # fmt: skip
"""Those that are tried only where the names of the course's people tell whether they are right."""
_COMMON = {"gb18030": "gb2312", "cp949": "euc_kr", "big5": "big5", "shift_jis": "shift_jis"}
"""The part of a code page that names are written in."""
_LAST_COMMON = {"big5": 0xC6, "shift_jis": 0x97}
"""The highest first byte of usual characters, where rare ones come behind them."""
_SCRIPTS = {"cp866": "CYRILLIC", "cp1251": "CYRILLIC", "cp737": "GREEK", "cp1253": "GREEK"}
"""The letters of a code page, where they are not Latin."""
_RARE_IN_NAMES = frozenset("ƒªºµ")
"""Letters that stand in no name."""
_INITIALS = frozenset("ᄀᄂᄃᄅᄆᄇᄉᄋᄌᄎᄐᄑᄒ")
_FINALS = frozenset("ᆨᆫᆯᆷᆸᆼ")
"""With what syllables begin and end that stand for a Chinese character, as in Korean names."""
SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진지엄채원천방공현"
    "변염여추도소석선설마길연위표명기반왕금옥육인맹제"
)


def names_in(
    entries: Sequence[ZipInfo], people: Iterable[str] = ()
) -> tuple[list[str], str | None]:
    """Return the names of all files, and the code page if it had to be guessed.

    A ZIP is of one program, so all names without a mark are in the same one, except for those
    that cannot be UTF-8 by chance. If some are those of `people`, these tell which it is.
    """
    exact = [_exact(entry) for entry in entries]
    raw = [_raw(entry) for entry, name in zip(entries, exact, strict=True) if name is None]
    page = _by_people(raw, people) or (_UTF8 if all(map(is_utf8, raw)) else likeliest(raw))
    decoded = iter([name.decode(page, "replace") for name in raw])
    names = [next(decoded) if name is None else name for name in exact]
    return names, None if page == _UTF8 else page


def _by_people(names: list[bytes], people: Iterable[str]) -> str | None:
    """Return the code page in which most files are those of people of the course, if any are."""
    known = {one for name in people for one in spellings(name)} - {""}
    owners: dict[str, int] = {}
    for page in (_UTF8, *_CODE_PAGES, *_ONLY_BY_PEOPLE) if known else ():
        uploads = (upload_of(name.decode(page, "replace").split("/")) for name in names)
        found = {u.name for u in uploads if u and not u.name.isascii()}
        owners[page] = sum(bool(spellings(name) & known) for name in found)
    most = max(owners.values(), default=0)
    best = [page for page in owners if owners[page] == most]
    return None if not most else _UTF8 if _UTF8 in best else likeliest(names, best)


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
            if checksum == zlib.crc32(raw) and is_utf8(body[5:]):
                return body[5:].decode()
    return raw.decode() if raw.isascii() or _is_surely_utf8(raw) else None


def _raw(entry: ZipInfo) -> bytes:
    return entry.filename.encode("cp437", "replace")


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are a text in UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_surely_utf8(data: bytes) -> bool:
    """Return whether characters of three bytes are in a name, which two of GBK hardly imitate."""
    return is_utf8(data) and max(data.decode()) > "\u07ff"


def likeliest(names: list[bytes], pages: Sequence[str] = _CODE_PAGES) -> str:
    """Return the code page in which most characters are those of people's names."""
    sample = b"\n".join(dict.fromkeys(names))[:20_000]
    return max(pages, key=lambda page: sum(_plausible(sample, page)))


def _plausible(sample: bytes, page: str) -> Iterator[float]:
    """Yield how well each character beyond ASCII fits, from -2 to 1.2."""
    text = f" {sample.decode(page, 'replace')} "
    for before, sign, behind in zip(text, text[1:], text[2:], strict=False):
        if not sign.isascii():
            fit = _usual(before, sign, page) if page in _COMMON else _letter(sign, page)
            yield min(fit, -1.0) if _is_odd_there(before, sign, behind) else fit


def _usual(before: str, sign: str, page: str) -> float:
    try:
        code = sign.encode(_COMMON[page])
    except UnicodeEncodeError:
        return -2.0
    if page == "cp949":
        return _korean(before, sign)
    usual = len(code) == 2 and unicodedata.category(sign) == "Lo"
    return 1.0 if usual and code[0] <= _LAST_COMMON.get(page, 0xFF) else -1.0


def _korean(before: str, sign: str) -> float:
    """Return more than for a Chinese character, as which every Korean syllable can be read.

    A name that could be either is Korean if it begins with a surname.
    """
    initial, *others = list(unicodedata.normalize("NFD", sign))
    if len(others) not in (1, 2):
        return -1.0
    if not before.isalpha() and sign not in SURNAMES:
        return -0.5
    return 1.2 if initial in _INITIALS and {*others[1:]} <= _FINALS else -0.5


def _letter(sign: str, page: str) -> float:
    script = _SCRIPTS.get(page, "LATIN")
    is_letter = sign.isalpha() and unicodedata.name(sign, "").startswith(script)
    return 0.9 if is_letter and sign not in _RARE_IN_NAMES else -2.0


def _is_odd_there(before: str, sign: str, behind: str) -> bool:
    """Return whether a letter cannot stand in this place, as in `JosÚ`, `Jцrg` and `Èâàí`."""
    if sign.isupper() and before.isalpha():
        return True
    ascii_letters = [other.isascii() for other in (before, behind) if other.isalpha()]
    if unicodedata.name(sign, "LATIN").startswith("LATIN"):
        return len(ascii_letters) == 2 and not any(ascii_letters)
    return any(ascii_letters)
