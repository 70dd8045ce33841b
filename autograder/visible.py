"""Make visible in a text what readers cannot see, or take for something else.

Control characters move a terminal's cursor, bidirectional controls reorder what is read, and
invisible characters and letters of another alphabet make two different names look the same.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = (
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"  # controls but white space
    "\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u3164\\uffa0"  # fillers, soft hyphen
    "\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff0-\\ufffb"
    "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a"
    "\\U000e0000-\\U000e0fff"  # tags, and the variation selectors behind them
    "\\ud800-\\udfff"  # bytes of a name that is no text: no terminal could show them
)
_JOINERS = "\u200c\u200d"
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

_LOOKALIKES = frozenset(
    # Cyrillic
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb\u04cf\u0475"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405\u04ae\u050c"
    # Greek capitals and the small omicron; other Greek letters have a look of their own
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
    # Armenian, and letters of phonetic alphabets
    "\u0585\u057d\u0578\u0570\u0581\u0555\u054d\u0261\u0251"
)
_WORD = re.compile(r"[^\W_]+")
_ORDINALS = "\u00aa\u00ba"  # as in 1\u00aa, which nobody takes for a letter


def visible(text: str, *, code: bool = False) -> str:
    """Return the text with every character that deceives followed, or replaced, by its number.

    In prose, letters of another alphabet are marked only in a word that has Latin ones too; in
    `code` also in a word that could be read as Latin as a whole.

    >>> visible("if access:\u202e  # nothing")
    'if access:⟨U+202E⟩  # nothing'
    >>> visible("p\u0430ypal"), visible("\u0410\u043d\u043d\u0430")
    ('p\u0430⟨U+0430⟩ypal', '\u0410\u043d\u043d\u0430')
    """
    if text.isascii() and not _UNSEEN.search(text):
        return text
    text = _WORD.sub(lambda found: _word(found[0], code), text)
    return _UNSEEN.sub(lambda found: _unseen(found, text), text)


def in_one_line(text: str) -> str:
    """Return the text for a terminal or a table: line breaks and tabs are made visible as well.

    >>> in_one_line("a\\nb\x1b[2J")
    'a⟨U+000A⟩b⟨U+001B⟩[2J'
    """
    return re.sub(r"[\n\r\t]", lambda found: _number(found[0]), visible(text))


def called(student: str, name: str) -> str:
    """Return how a person is shown: by name and ID, in one line, with nothing that deceives.

    >>> called("s1000", "Ana Ax"), called("s1001", "")
    ('Ana Ax (s1000)', 's1001')
    """
    student, name = in_one_line(student), in_one_line(name)
    return f"{name} ({student})" if name else student


def visible_output(text: str) -> str:
    """Return the text of an output, whose colours stay."""
    pieces = _COLOUR.split(text)
    colours = [*_COLOUR.findall(text), ""]
    return "".join(visible(p) + c for p, c in zip(pieces, colours, strict=True))


def without_colours(text: str) -> str:
    """Return the text of an output without its colours."""
    return _COLOUR.sub("", text)


def _word(word: str, code: bool) -> str:
    if word.isascii():
        return word
    letters = {*word}
    odd = {letter for letter in letters if letter in _LOOKALIKES or _is_styled(letter)}
    foreign = {letter for letter in letters if not letter.isascii()}
    mixed = len(foreign) < len(letters) or any(map(_is_styled, odd))
    if not mixed and not (code and odd == foreign):
        return word
    return "".join(f"{x}{_number(x)}" if x in odd else x for x in word)


def _is_styled(letter: str) -> bool:
    """Return whether it is a Latin letter in another guise, which Python reads as the plain one."""
    if letter.isascii() or letter in _ORDINALS:
        return False
    plain = unicodedata.normalize("NFKC", letter)
    return plain.isascii() and plain.isalpha()


def _unseen(found: re.Match[str], text: str) -> str:
    """Joiners stay between letters of scripts that need them, and between pictures."""
    if found[0] in _JOINERS and 0 < found.start() < len(text) - 1:
        before, after = text[found.start() - 1], text[found.end()]
        if _joins(before) and _joins(after):
            return found[0]
    return _number(found[0])


def _joins(character: str) -> bool:
    """Return whether a joiner beside this character has a meaning in writing."""
    kind = unicodedata.category(character)
    if kind in ("So", "Sk", "Mn", "Mc"):
        return True
    joining = unicodedata.bidirectional(character) == "AL"
    return joining or "\u0900" <= character <= "\u0dff"


def _number(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"
