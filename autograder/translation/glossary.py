"""Hold translations to the terms of `docs/glossary.md`, and to the rules of Chinese typography."""

from __future__ import annotations

import re
from functools import cache

from autograder.course.checkout import require_checkout
from autograder.translation.markdown import without_names

_ROW = re.compile(r"^\| ([^|]+) \| ([^|]*[^\x00-\x7f][^|]*) \| ([^|]*) \|", re.MULTILINE)
_HAN = "\u3400-\u9fff"
_WIDE_MARKS = "，。；：！？、（）《》「」『』“”‘’…—"
_NARROW = re.compile(rf"[{_HAN}][,;:!?](?=[\s{_HAN}]|$)|[{_HAN}]\.(?=\s|$)|[{_HAN}]\(|\)[{_HAN}]")
_SPACE = re.compile(rf"[{_HAN}] [{_HAN}]|[{_WIDE_MARKS}] | [，。；：！？、）》」』]")
_NO_SPACE = re.compile(rf"[{_HAN}][A-Za-z0-9]|[A-Za-z0-9%][{_HAN}]")
_CODE = re.compile(
    r"(?<!\w)[A-Za-z_][\w.]*(?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])"  # f(x), costs[-1]
    r"|(?<!\w)\w+(?:=(?!=)\S*| == \S+)"  # epoch=0
    r"|(?<!\w)(?:\w*_\w+|\w+\.[a-z]\w*)"  # learning_rate, run.cost
    r"|\w+ [*/+] |[*/+] \w+"  # a formula
    r"|^[a-z]\w*(?:, [a-z]\w*)*: "
    r"(?=(?:an? )?(?:array|int|float|number|function|dict|list|tuple|str)\b)"
)
"""What is code although it is not in backquotes; the last is an argument's name in a docstring."""
_VERB = re.compile(
    r"\bcosts (?:a lot|nothing|no|only|itself|more|less|time|you|about|the same)\b"
    r"|\bcost (?:nothing|you|about|the same|most)\b|(?<=\bwhat )costs\b"
    r"|\bdoes (?:\S+ ){1,5}cost\b|\bcosts (?:\w+ ){1,3}the same\b",
    re.I,
)
_WHAT_IT_COSTS = re.compile(r"(\bwhat (?:(?!the |are |all )\S+ ){1,4})costs\b", re.I)
"""`cost` as a verb is no term."""
_ADDRESS = re.compile(r"\]\([^)]*\)")
_CELL = re.compile(r"\s*\|\s*")
_STARS = re.compile(r"(.?)(?<!\*)\*{1,3}(?!\*)(.?)")


@cache
def terms() -> dict[str, tuple[str, ...]]:
    """Return English term -> the Chinese words that may stand for it; longer terms come first."""
    text = (require_checkout() / "docs" / "glossary.md").read_text(encoding="utf-8")
    found = {english: tuple(chinese.split("、")) for english, chinese, _ in _ROW.findall(text)}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def other_terms(text: str, chinese: str) -> list[str]:
    """Return the terms of an English text for which its translation has other words.

    >>> other_terms("the learning rate", "学习速率")
    ['learning rate: 学习率']
    >>> other_terms("array([1.0]) is what gradient(w) costs", "结果")
    []
    """
    bare = _CODE.sub(" ", _VERB.sub(" ", _WHAT_IT_COSTS.sub(r"\1", without_names(text))))
    missing = []
    for english, words in terms().items():
        pattern = re.compile(rf"(?<![\w-]){re.escape(english)}(?:s|es|ing)?(?![\w-])", re.I)
        bare, count = pattern.subn(" ", bare)
        if count and not any(word.lower() in chinese.lower() for word in words):
            missing.append(f"{english}: {'、'.join(words)}")
    return missing


def bad_typography(chinese: str) -> list[str]:
    """Return the places in a Chinese text with a mark or a space that does not belong there.

    Marks are full-width, with no space around them; between Chinese and Latin stands one space.

    >>> bad_typography("用 Adam,学习率 0.1。"), bad_typography("用Adam，学习率 0.1。")
    (['m,学'], ['用A'])
    """
    text = _CELL.sub("\n", _ADDRESS.sub("\ufffc", chinese))
    text = without_names(text, "x", "\ufffc")
    found = [match[0] for match in _NARROW.finditer(text)]
    found += re.findall(rf"[A-Za-z0-9],[{_HAN}]", text)
    found += [match[0] for match in _SPACE.finditer(text)]
    found += [match[0] for match in _NO_SPACE.finditer(text)]
    found += _not_emphasized(text)
    return found


def _not_emphasized(text: str) -> list[str]:
    """Return the asterisks that Markdown takes for ordinary characters.

    Those that end an emphasis have no mark inside them if a letter follows: **要点**。下文, not
    **要点。**下文. Those that begin one have none inside if a letter stands before them.
    """
    found = []
    for number, match in enumerate(_STARS.finditer(text)):
        inside, outside = (match[2], match[1]) if number % 2 == 0 else (match[1], match[2])
        if inside in _WIDE_MARKS and inside and outside.isalnum():
            found.append(match[0])
    return found
