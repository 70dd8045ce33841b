"""Compare what has to be the same on both sides of a message: formulas, code, fields, numbers."""

from __future__ import annotations

import re
from collections import Counter

_FORMULA = re.compile(r"\$\$.*?\$\$|(?<!\\)\$[^$]+\$", re.DOTALL)
_WORDS_IN_FORMULA = re.compile(r"\\text(bf|it)?\{[^{}]*\}")
_CODE = re.compile(r"(`+)([^`].*?)\1", re.DOTALL)
_FIELD = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_ADDRESS = re.compile(r"\]\(([^)\s]+)\)|(https?://[^\s)>]+)")
_NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?%?")
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>")


def parts_of(text: str) -> Counter[str]:
    """Return what a translator must not change, with how often it occurs.

    >>> sorted(parts_of("Set `x` to 3 times {name}: $x^2$"))
    ['$x^2$', '3', '`x`', '{name}']
    """
    found: Counter[str] = Counter()
    for match in _FORMULA.finditer(text):
        found[_WORDS_IN_FORMULA.sub(r"\\text{}", match[0])] += 1
    text = _FORMULA.sub(" ", text)
    found.update(f"`{match[2]}`" for match in _CODE.finditer(text))
    text = _CODE.sub(" ", text)
    found.update(_FIELD.findall(text))
    text = _FIELD.sub(" ", text)
    found.update(match[1] or match[2] for match in _ADDRESS.finditer(text))
    text = _ADDRESS.sub(" ", text)
    found.update(_TAG.findall(text))
    text = _TAG.sub(" ", text)
    found.update(number.lstrip("-−") for number in _NUMBER.findall(text))
    if text.lstrip().startswith("|"):
        found["|"] = text.count("|")
    return found


def differences(text: str, other: str) -> str:
    """Return in what two sides of a message differ although they should not; else nothing."""
    one, two = parts_of(text), parts_of(other)
    gone, new = one - two, two - one
    said = [f"without {part}" for part in gone] + [f"with {part} too often" for part in new]
    for name, at in (("beginning", 0), ("end", -1)):
        if (text[at:][:1] == "\n") != (other[at:][:1] == "\n"):
            said.append(f"unlike the English text in a line break at its {name}")
    if _stars(other) % 2 > _stars(text) % 2:
        said.append("with ** that has no second one")
    return ", ".join(said)


def _stars(text: str) -> int:
    """Return how many pairs of asterisks are not in code or formulas."""
    return _CODE.sub(" ", _FORMULA.sub(" ", text)).count("**")
