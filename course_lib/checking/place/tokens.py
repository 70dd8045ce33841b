"""Propose edits of the text of an expression: another operator, or other brackets.

In the tree of `a + b + c`, an operator exchanged is `(a + b) * c`. What a student meant to write is
`a + b * c`, so these edits are made in the text.
"""

from __future__ import annotations

import ast
import io
import itertools
import tokenize
import warnings
from collections.abc import Iterator, Sequence

from course_lib.checking.place.proposals import LIKELY, Change

MAX_TOKENS = 100
MAX_VARIANTS = 200

_LIKE = {
    "+": ("-", "*", "/", "**"),
    "-": ("+", "*", "/", "**"),
    "*": ("/", "**", "+", "-", "@"),
    "/": ("*", "//", "%", "-", "+", "**"),
    "//": ("/", "%", "*", "-", "+"),
    "%": ("//", "/", "*", "-", "+"),
    "**": ("*", "/", "+", "-"),
    "@": ("*",),
}
_OPERATORS = frozenset(_LIKE)


def text_changes(node: ast.expr) -> Iterator[Change]:
    """Yield the expression with another operator and with other brackets, each variant once."""
    tokens = _tokens(ast.unparse(node))
    if len(tokens) > MAX_TOKENS or not _OPERATORS & {*tokens}:
        return
    seen = {ast.dump(node)}
    for kind, texts in (("operator", _other_operators(tokens)), ("brackets", _brackets(tokens))):
        for text in itertools.islice(texts, MAX_VARIANTS):
            new = _parsed(text)
            if new is not None and (dumped := ast.dump(new)) not in seen:
                seen.add(dumped)
                yield Change(kind, LIKELY, new)


def _other_operators(tokens: Sequence[str]) -> Iterator[str]:
    for i, token in enumerate(tokens):
        is_binary = token in _OPERATORS and i > 0 and _ends(tokens, i - 1)
        for other in _LIKE.get(token, ()) if is_binary else ():
            yield " ".join([*tokens[:i], other, *tokens[i + 1 :]])


def _tokens(text: str) -> list[str]:
    try:
        found = [*tokenize.generate_tokens(io.StringIO(text).readline)]
    except (tokenize.TokenError, SyntaxError):
        return []
    return [token.string for token in found if token.string.strip()]


def _brackets(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the variants, most of which are valid."""
    starts = [i for i in range(len(tokens)) if _starts(tokens, i)]
    ends = [i for i in range(len(tokens)) if _ends(tokens, i)]
    for opening, closing in _pairs(tokens):
        if not _is_call(tokens, opening):
            without = [t for i, t in enumerate(tokens) if i not in (opening, closing)]
            yield " ".join(without)
        rest = [*tokens[:closing], *tokens[closing + 1 :]]
        for end in ends:
            moved = end if end < closing else end - 1
            if moved > opening and end not in (closing, closing - 1):
                yield " ".join([*rest[: moved + 1], ")", *rest[moved + 1 :]])
    for start in starts:
        depth = 0
        for end in range(start, len(tokens)):
            depth += (tokens[end] in "([{") - (tokens[end] in ")]}")
            if depth < 0:
                break
            if depth == 0 and end > start and end in ends:
                inside = tokens[start : end + 1]
                if _OPERATORS & {*inside[1:]}:
                    yield " ".join([*tokens[:start], "(", *inside, ")", *tokens[end + 1 :]])


def _starts(tokens: Sequence[str], i: int) -> bool:
    """Return whether an operand starts here, after an operator or a bracket."""
    before = tokens[i - 1] if i else "("
    return tokens[i] not in _OPERATORS | {*")],:."} and (before in _OPERATORS or before in "([,:=")


def _ends(tokens: Sequence[str], i: int) -> bool:
    after = tokens[i + 1] if i + 1 < len(tokens) else ")"
    return tokens[i] not in _OPERATORS | {*"([,:."} and (after in _OPERATORS or after in ")],:")


def _pairs(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the positions of the round brackets that belong together."""
    open_ones: list[int] = []
    for i, token in enumerate(tokens):
        if token == "(":
            open_ones.append(i)
        elif token == ")" and open_ones:
            yield open_ones.pop(), i


def _is_call(tokens: Sequence[str], opening: int) -> bool:
    return opening > 0 and (tokens[opening - 1].isidentifier() or tokens[opening - 1] in ")]")


def _parsed(text: str) -> ast.expr | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `1 (x)` is a call of a number
            new = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    calls = (node for node in ast.walk(new) if isinstance(node, ast.Call))
    keywords = ([keyword.arg for keyword in call.keywords] for call in calls)
    return new if all(len(names) == len({*names}) for names in keywords) else None
