"""Read a table that a spreadsheet saved in the code page of its language, which it does not say.

In most code pages nearly all bytes are letters of some kind, so names that are read in the wrong
one become other names. What is read has to look like names, and in one code page only.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log10

from autograder.lms.file_names import SURNAMES, is_utf8
from autograder.lms.rosters import messages
from autograder.lms.rosters.columns import is_known
from autograder.visible import in_one_line

_MACS = "mac_roman"
"""That of older Macs. What a program of DOS wrote may look like names in it, too."""
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", _MACS)
_OTHERS = {
    "cp1251": "CYRILLIC", "cp1253": "GREEK", "cp1255": "HEBREW", "cp1256": "ARABIC",
    "cp874": "THAI",
}  # fmt: skip
"""Code pages with letters of another kind, and what Unicode calls these."""
_EASTERN = {"gb18030": "gb2312", "cp949": "euc_kr", "cp950": "big5", "cp932": "shift_jis"}
"""Code pages of two bytes a character, and the part of each that names are written in."""
_LAST_COMMON = {"gb18030": 0xD7, "cp950": 0xC6, "cp932": 0x97}
"""The highest first byte of frequent characters: rare ones come behind them."""
_PAGES = (*_LATIN, *_OTHERS, *_EASTERN)

_ALPHABETS = (
    "üöäßéèëáóç", "éèçïëôîâêûàüùÿœæ", "íáóéñúü", "ãéáçíúôóêâõà", "òèùìàéíó", "àèéíóòçúïü", "öäåé",
    "øåæéöäü", "óöíáðúýéæþ", "ëïéöüáóè", "łńśóężąćź", "áíčřšžéýěůňďúťó", "áíčýšžéóľúňďťäôĺŕ",
    "áéóöüíőúű", "ćčšžđ", "ăţşîâ", "üıöşçğİâîû", "ėšžūįčųęą", "āšņīēūžģčļķ", "äõüöšž",
)  # fmt: skip
"""Letters beyond ASCII in names, roughly from the most frequent one: German, French, Spanish,
Portuguese, Italian, Catalan, Swedish, Danish, Icelandic, Dutch, Polish, Czech, Slovak, Hungarian,
Croatian, Romanian, Turkish, Lithuanian, Latvian and Estonian ones."""
_ELSEWHERE = -3.0
"""The logarithm of the chance of a letter that a language does not have."""
_WITHOUT_CASE = ("HEBREW", "ARABIC", "THAI")
_WITH_MARKS = ("cp1256", "cp874")
"""Code pages in which marks stand on or beside the letters of names."""
_BESIDE_LETTERS = frozenset("’‘´`–・ªº\u00a0\u3000")
_VOWELS = "аеёиоуыэюяіїєαεηιουωάέήίόύώϊϋΐΰ"
_WORD = re.compile(r"[^\W\d_]+")
_CELL = re.compile(r"[^,;\t\" ]+")
_TITLE = 2.0
"""What a known title says, in words."""
_MOST_LINES = 2_000
_CLEAR = 3.0
"""Words, or powers of ten, by which one reading has to be likelier than another, to be sure."""
_TIED = 0.7
_FEW = 0.5
"""The share of the words that may look like names in a wrong code page all the same."""
_MOST = 0.8
"""The share of the words that have to look like names, to be sure."""
_SHOWN = 60


@dataclass(frozen=True)
class Reading:
    """What a table is in one code page, and how many of its words look like names there."""

    page: str
    text: str
    fit: float
    share: float
    chance: float
    """Of Latin letters: the logarithm of how likely they are in names of one language."""

    def ahead_of(self, other: Reading) -> float:
        """Return by how much this one is likelier, in words or, of Latin letters, powers of ten."""
        if self.page in _LATIN and other.page in _LATIN:
            return self.chance - other.chance
        return self.fit - other.fit


def text_in_a_code_page(data: bytes) -> tuple[str, dict[str, str | int]]:
    """Return the text of a table that is not in UTF-8.

    If it had to be guessed, return what `messages.READ_IN_CODE_PAGE` says of that, too. Raises
    ValueError with the end of a sentence if nothing tells in which code page it is.
    """
    if b"\0" in data:
        raise ValueError(messages.NO_TABLE)
    _require_one_encoding(data)
    readings = sorted(
        filter(None, (_reading(data, page) for page in _PAGES)), key=lambda r: (-r.fit, -r.chance)
    )
    likely = [one for one in readings if one.share > _FEW]
    if not likely:
        raise ValueError(messages.IN_NO_CODE_PAGE.format(line=_first_line(data)))
    best = max(likely, key=lambda one: one.ahead_of(likely[0]))
    rivals = [one for one in likely if one.text != best.text and best.ahead_of(one) < _CLEAR]
    if not rivals and best.share >= _MOST and best.page != _MACS:
        return best.text, {}
    rivals = rivals or [one for one in readings if one.text != best.text]
    if not rivals:
        raise ValueError(messages.IN_NO_CODE_PAGE.format(line=_first_line(data)))
    other = max(rivals, key=lambda one: one.ahead_of(best))
    words = _difference(best, other)
    if best.ahead_of(other) < _TIED:
        raise ValueError(messages.IN_EITHER_CODE_PAGE.format(**words))
    return best.text, words


def sure_text(data: bytes) -> str:
    """Return the text of a table that is not in UTF-8; ValueError if it had to be guessed."""
    text, guessed = text_in_a_code_page(data)
    if guessed:
        raise ValueError(messages.IN_EITHER_CODE_PAGE.format(**guessed))
    return text


def _require_one_encoding(data: bytes) -> None:
    """Raise ValueError for a table in UTF-8 into which a program wrote something else."""
    lines = [(n, one) for n, one in enumerate(data.splitlines(), 1) if not one.isascii()]
    others = [number for number, line in lines if not is_utf8(line)]
    if len(others) < len(lines) / 2:
        raise ValueError(messages.PARTLY_UTF8.format(line=others[0] if others else 1))


def _first_line(data: bytes) -> int:
    return next((n for n, one in enumerate(data.splitlines(), 1) if not one.isascii()), 1)


def _difference(best: Reading, other: Reading) -> dict[str, str | int]:
    """Return the first line that tells two readings apart, as each of them has it."""
    pairs = enumerate(zip(best.text.splitlines(), other.text.splitlines(), strict=False), start=1)
    line, ours, theirs = next((n, one, two) for n, (one, two) in pairs if one != two)
    pages = {"page": best.page, "other_page": other.page}
    return {"line": line, "text": _shown(ours), "other": _shown(theirs), **pages}


def _shown(line: str) -> str:
    return in_one_line(line.strip()[:_SHOWN])


def _reading(data: bytes, page: str) -> Reading | None:
    try:
        text = data.decode(page)
    except UnicodeDecodeError:
        return None
    lines = [line for line in text.splitlines() if not line.isascii()][:_MOST_LINES]
    words = [word for line in lines for word in _WORD.findall(_bare(line)) if not word.isascii()]
    odd = sum(_is_odd(sign, page) for line in lines for sign in line)
    if page in _EASTERN:
        fit = sum(_eastern(word, page) for word in words) * _bias(lines, words, page)
    else:
        fit = float(sum(_is_word(word, _OTHERS.get(page, "LATIN")) for word in words))
    total = max(len(words) + odd, 1)
    chance = _latin(words) + _ELSEWHERE * (total - fit) if page in _LATIN else 0.0
    titles = re.split(r"[,;\t]", text.partition("\n")[0].replace('"', ""))
    said = _TITLE * sum(is_known(title) for title in titles if not title.isascii())
    return Reading(page, text, fit - odd + said, (fit - odd) / total, chance + said)


def _bare(line: str) -> str:
    """Return a line without the marks that stand on or beside letters."""
    return "".join(sign for sign in line if not unicodedata.category(sign).startswith("M"))


def _is_odd(sign: str, page: str) -> bool:
    """Return whether a sign is in no name, such as `³`."""
    if sign.isascii() or sign.isalpha() or sign in _BESIDE_LETTERS:
        return False
    return not (page in _WITH_MARKS and unicodedata.category(sign).startswith("M"))


def _is_word(word: str, script: str) -> bool:
    """Return whether a word is written in one script, with capitals where names have them."""
    if not all(unicodedata.name(sign, "").startswith(script) for sign in word):
        return False
    if script in _WITHOUT_CASE:
        return True
    rest = word[1:]
    is_name = word[0].isupper() and rest in (rest.lower(), rest.upper())
    if script == "LATIN":
        capitals = any(sign.isupper() and not sign.isascii() for sign in rest)
        return (is_name or not capitals) and not re.search(r"[^\x00-\x7f]{3}", word)
    consonants = re.split(f"[{_VOWELS}]", word.lower())
    return is_name and max(map(len, consonants)) <= 4 and (len(word) < 4 or len(consonants) > 1)


def _latin(words: Sequence[str]) -> float:
    """Return the logarithm of the chance that names of one language have these letters.

    The second letter is taken to be half as frequent as the first, the third a third, and so on.
    """
    signs = Counter(sign for word in words for sign in word if not sign.isascii())
    return max(
        sum(count * chances.get(sign, _ELSEWHERE) for sign, count in signs.items())
        for chances in _chances()
    )


@cache
def _chances() -> list[dict[str, float]]:
    """Return for each alphabet letter -> logarithm of its chance."""
    found = []
    for letters in _ALPHABETS:
        total = sum(1 / rank for rank in range(1, len(letters) + 1))
        own = {letter: -log10(rank * total) for rank, letter in enumerate(letters, start=1)}
        found.append({**{letter.upper(): chance for letter, chance in own.items()}, **own})
    return found


def _eastern(word: str, page: str) -> float:
    """Return 1 for a word of frequent characters, less if some are rare or of another kind."""
    return sum(_usual(sign, page) for sign in word) / len(word)


@cache
def _usual(sign: str, page: str) -> float:
    try:
        code = sign.encode(_EASTERN[page])
    except UnicodeEncodeError:
        return 0.0
    if len(code) != 2 or unicodedata.category(sign) != "Lo":
        return 0.0
    if page == "cp949":
        return float(unicodedata.name(sign).startswith("HANGUL"))
    if unicodedata.name(sign).startswith(("HIRAGANA", "KATAKANA")):
        return float(page == "cp932")
    return 1.0 if code[0] <= _LAST_COMMON[page] else 0.5


def _bias(lines: Iterable[str], words: Sequence[str], page: str) -> float:
    """Return what tells code pages apart in which the same bytes are frequent characters.

    Nearly every Korean name begins with one of few surnames, and many a character of Big5 ends
    with a byte of ASCII, which is rare elsewhere.
    """
    if page == "cp949":
        named = [any(cell[0] in SURNAMES for cell in _CELL.findall(line)) for line in lines]
        return 0.6 + 0.6 * sum(named) / max(len(named), 1)
    if page == "cp950":
        return 1.0 if any(sign.encode(page)[-1] < 0x80 for word in words for sign in word) else 0.8
    return 1.0
