"""Guess the code page in which a program wrote a text, by the letters that it then has.

In most code pages nearly all bytes are letters, so what counts is how frequent these letters are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

_FREQUENT_CHINESE = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因"
    "由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解"
    "问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少"
    "图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处曲线函权窗口返值计算指均移动梯"
    "這個為來時們會對發動過說產種後學經進著電裡現實兩體機當點從業應開還與關線數質氣變條沒結問無係軍題黨員總設長頭資"
    "邊級圖統較將組見計別論運農幾區強決戰則據處權讓認我我作業曲線值回傳窗口計算平均"
)
_FREQUENT_KOREAN = frozenset(
    "이다는을의에가고하지로기사리인도어를아한자대정시나그부수일보해서있상전주니라들과만조면은연구스제원장여것소성게생동마비"
    "경위신간중계미적오관유선방거공화문안개분으진용무실때요내행학야모발물세며회국바단산치데재트체했었합습입결터법반려명각교"
    "너번저와식양당후결속금강말않없같더목록평균값함창크준업숙능률러르드음러므로운영향할곡름잡줄출력변련심임우설"
)
_KANA = frozenset(map(chr, range(0x3041, 0x30FF)))
_PUNCTUATION = frozenset("，。、；：“”‘’（）！？「」『』《》—…・～")
_SIGNS = frozenset("“”‘’„«»–—…°±×·€§²³µ½→≤≥•\u00a0¿¡")
"""Signs that texts in all western languages have."""
_IN_WORDS = frozenset("’·\u00ad")
_ALPHABETS = (
    "äöüß", "éèêëàâçùûüîïôœæ", "áéíóúñü", "ãõáâéêíóúçà", "àèéìòù", "åäöé", "æøåé",
    "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž",
    "ăâîșțşţ", "çğıöşüâî", "ëïéèöü", "áðéíóúýþæö",
)  # fmt: skip
"""Letters beyond ASCII of a language each."""
_CYRILLIC = {
    **dict.fromkeys("оеаинтсрвл", 1.0),
    **dict.fromkeys("кмдпуяыьгзбчйхіїє", 0.8),
    **dict.fromkeys("жшюцщэфъёґўјљњћџђ", 0.4),
}
_GREEK = {
    **dict.fromkeys("αοιετσνηυρπκμλς", 1.0),
    **dict.fromkeys("ωδγχθφβξζψάέήίόύώϊϋΐΰ", 0.8),
}
_NOT_THERE = -2.0
_ODD = -1.0
_USUAL = 0.3
_ASCII = 0x7F
"""The highest byte of ASCII, beyond which both of a usual Korean syllable are."""
_MULTI = {
    "gb18030": (_FREQUENT_CHINESE, "\u4e00", "\u9fff", 0xD7),
    "big5": (_FREQUENT_CHINESE, "\u4e00", "\u9fff", 0xC6),
    "cp949": (_FREQUENT_KOREAN, "\uac00", "\ud7a3", 0xC8),
    "shift_jis": (_KANA, "\u4e00", "\u9fff", 0x97),
    "euc_jp": (_KANA, "\u4e00", "\u9fff", 0xCF),
}
"""Frequent characters of a code page, the first and the last of the others, and the highest first
byte of those that are not rare."""
_SCRIPTS = {
    **dict.fromkeys(("cp1251", "koi8_r", "cp866", "mac_cyrillic"), _CYRILLIC),
    "cp1253": _GREEK,
}
_LATIN = ("cp1252", "cp1250", "mac_roman", "cp1254", "cp850", "cp852", "iso8859_2")
PAGES = ("cp1252", *_MULTI, *_SCRIPTS, *_LATIN[1:])
"""Of two that fit as well, the first is taken."""
_WORD = re.compile(rb"[\x21-\x7e]?[\x80-\xff][\x40-\xff]*+")
"""Letters beyond ASCII, the bytes of which may be followed by others, and what is before them."""
_MOST = 3_000
"""Bytes that a guess is made from."""
_LIKELIER = 1.0
"""What a letter more has to say against the code page that is first, which most programs write."""


def likeliest(data: bytes) -> str:
    """Return the code page in which the words of a text look most like those of some language."""
    words = b" ".join(found[0] for found in islice(_WORD.finditer(data), 2_000))[:_MOST]
    fits = {page: _fit(words.decode(page, "replace"), page) for page in PAGES}
    fits[PAGES[0]] += _LIKELIER
    return max(PAGES, key=fits.__getitem__)


def _fit(text: str, page: str) -> float:
    """Return how well characters beyond ASCII fit a language, a byte each at most 1."""
    if page in _MULTI:
        return sum(2 * _of_two_bytes(sign, page) for sign in text if not sign.isascii())
    signs = [
        (before, sign, behind)
        for before, sign, behind in zip(f" {text}", text, f"{text[1:]} ", strict=False)
        if not sign.isascii()
    ]
    if page in _SCRIPTS:
        return sum(_letter(*one, _SCRIPTS[page]) for one in signs)
    return max(sum(_accented(*one, alphabet) for one in signs) for alphabet in _ALPHABETS)


def _of_two_bytes(sign: str, page: str) -> float:
    frequent, first, last, rare = _MULTI[page]
    if sign == "\ufffd":
        return _NOT_THERE
    if sign in frequent or sign in _PUNCTUATION:
        return 1.0
    if not first <= sign <= last:
        return _USUAL if sign in _SIGNS else _ODD
    code = sign.encode(page)
    return (
        _USUAL
        if len(code) == 2 and code[0] <= rare and (page != "cp949" or code[1] > _ASCII)
        else -_USUAL
    )


def _letter(before: str, sign: str, behind: str, weights: Mapping[str, float]) -> float:
    """Return how well a letter fits that is not Latin."""
    if sign in _SIGNS:
        return _USUAL
    small = sign.lower()
    beside = [other for other in (before, behind) if other.isalpha()]
    if small not in weights or before.isdigit():
        return _NOT_THERE if sign == "\ufffd" else _ODD
    if any(other.isascii() for other in beside) or (sign != small and before.islower()):
        return _ODD
    return _USUAL if sign != small and before.isalpha() else weights[small]


def _accented(before: str, sign: str, behind: str, alphabet: str) -> float:
    """Return how well a Latin letter fits, or a sign beside letters."""
    if sign in _SIGNS:
        in_word = before.isalpha() and behind.isalpha() and sign not in _IN_WORDS
        turned = sign in "¿¡" and (before.isalpha() or not behind.isalpha())
        return _ODD if in_word or turned else 1.0 if sign in _IN_WORDS else 0.5
    if sign.lower() not in alphabet or before.isdigit():
        return _NOT_THERE if sign == "\ufffd" else _ODD
    return _ODD if sign != sign.lower() and before.islower() else 1.0
