"""Find the words in code that people read, and put translations in their place.

Words are docstrings, comments, and the texts that a figure or a printed line shows. A text is taken
for words if it has a space in it, or if it is given as a label, a title or the like; a single word
elsewhere may be a key of a dictionary that code looks up.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from autograder.translation.markdown import has_words
from autograder.translation.wrapping import wrapped

Translate = Callable[[str], str]
Names = frozenset[str]

WIDTH = 99
"""Columns of a line of code."""

SHOWN = re.compile(r".*label|.*title|alt|text|captions?|names|prompt|undecided")
"""Arguments whose texts are shown."""

_NOT_SHOWN = {
    *("check", "grade", "mine", "open", "check_claim", "load_pytorch_runs"),
    *("getattr", "setattr", "hasattr"),
}
"""Functions whose texts are names."""
_SPECIAL = re.compile(r"^(?:###|!|noqa|type:|ruff:|%)")
_SOLUTION = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n.*?### END \1", re.DOTALL)
_SINGLE_WORD = re.compile(r"[A-Za-z][a-z]{2,}|[A-Za-z][a-z]+(?:-[a-z]+)+")
_NAMED_VALUE = re.compile(r"\}: ")
"""The colon of `{name}: {value}`, whose form depends on the language."""
_ARGUMENT = re.compile(r"^[\w*]+(?:, [\w*]+)*:\s+")


@dataclass(frozen=True)
class Words:
    """A message in code: where it stands, as offsets in the source, and how it is written again."""

    start: int
    end: int
    message: str
    write: Callable[[str], str]


def messages_of(source: str, names: Names = frozenset()) -> list[str]:
    """Return the messages in code, in order.

    >>> messages_of("x = 1  # one\\nprint(f'{x} is {x:.2f}')")
    ['one', '{x} is {x:.2f}']
    """
    return [word.message for word in words_of(source, names)]


def translated(source: str, translate: Translate, names: Names = frozenset()) -> str:
    """Return code with its words translated; everything else stays as it is."""
    for word in reversed(words_of(source, names)):
        other = translate(word.message)
        if other != word.message:
            source = source[: word.start] + word.write(other) + source[word.end :]
    return source


def own_names(sources: Iterable[str]) -> Names:
    """Return the single words that a notebook has as keys beside translated ones.

    Such a dictionary is the notebook's own, as no library could know its keys: so wherever its code
    has the word, the translation may stand.

    >>> sorted(own_names(['d = {"gradient descent": 1, "momentum": 2}', 'f(**{"beta": 0.9})']))
    ['momentum']
    """
    found: set[str] = set()
    for source in sources:
        with suppress(SyntaxError, ValueError):
            for node in ast.walk(ast.parse(source)):
                keys = [
                    key.value
                    for key in (node.keys if isinstance(node, ast.Dict) else ())
                    if isinstance(key, ast.Constant) and isinstance(key.value, str)
                ]
                if any(" " in key for key in keys):
                    found.update(key for key in keys if _SINGLE_WORD.fullmatch(key))
    return frozenset(found)


def words_of(source: str, names: Names = frozenset()) -> list[Words]:
    """Return the words of code, in order; none for code that Python cannot read.

    `names` are single words that are words too, as `own_names` finds them.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    place = _Places(source)
    hidden = [match.span() for match in _SOLUTION.finditer(source)]
    found = [*_comments(source, place), *_docstrings(source, tree, place)]
    found += _texts(source, tree, place, names)
    seen = [w for w in found if not any(a <= w.start < b for a, b in hidden)]
    return sorted(seen, key=lambda word: word.start)


def figure_words(source: str) -> list[str]:
    """Return single words that figures may show although code looks them up, such as keys."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    keys = [
        key
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if not isinstance(value, ast.Constant | ast.UnaryOp)
    ]
    keys += [one for n in ast.walk(tree) if isinstance(n, ast.List | ast.Tuple) for one in n.elts]
    words = (key.value for key in keys if isinstance(key, ast.Constant))
    return [word for word in words if isinstance(word, str) and _SINGLE_WORD.fullmatch(word)]


class _Places:
    """Offsets in a source of the lines and columns that Python's parsers count in."""

    def __init__(self, source: str) -> None:
        self.lines = source.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def of_node(self, line: int, column: int) -> int:
        """Return the offset of a node: its columns count bytes."""
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def of_token(self, at: tuple[int, int]) -> int:
        return self.starts[at[0] - 1] + at[1]


def _comments(source: str, place: _Places) -> Iterator[Words]:
    """Yield comments; those in lines of their own that follow each other are one message."""
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    blocks: list[list[tokenize.TokenInfo]] = []
    for token in tokens:
        own = token.line[: token.start[1]].strip() == ""
        last = blocks[-1][-1] if blocks else None
        follows = (
            own
            and last is not None
            and last.start == (token.start[0] - 1, token.start[1])
            and last.line[: last.start[1]].strip() == ""
            and not _SPECIAL.match(_said(token))
        )
        blocks[-1].append(token) if follows else blocks.append([token])
    for block in blocks:
        text = " ".join(map(_said, block))
        if _SPECIAL.match(text) or not has_words(text):
            continue
        start, end = place.of_token(block[0].start), place.of_token(block[-1].end)
        yield Words(start, end, text, _comment_writer(block))


def _said(comment: tokenize.TokenInfo) -> str:
    """Return a comment's text; one that begins with three hashes is a mark of nbgrader's."""
    text = comment.string
    return text if text.startswith("###") else text.lstrip("#").strip()


def _comment_writer(block: list[tokenize.TokenInfo]) -> Callable[[str], str]:
    indent = block[0].start[1]
    if block[0].line[:indent].strip():
        return lambda text: f"# {text}"
    between = "\n" + " " * indent + "# "
    return lambda text: "# " + between.join(wrapped(text, WIDTH - indent - 2))


def _docstrings(source: str, tree: ast.AST, place: _Places) -> Iterator[Words]:
    """Yield the paragraphs of docstrings, and the lines about an argument each."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) or not node.body:
            continue
        first = node.body[0]
        if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
            continue
        if not isinstance(first.value.value, str):
            continue
        start = place.of_node(first.lineno, first.col_offset)
        end = place.of_node(first.end_lineno or 1, first.end_col_offset or 0)
        quotes = 3 if source[start:end].startswith('"""') else 1
        yield from _paragraphs(source, start + quotes, end - quotes)


def _paragraphs(source: str, start: int, end: int) -> Iterator[Words]:
    """Yield the messages of a docstring, each from its first letter to its last."""
    offset, block = start, list[tuple[int, int, str]]()
    for line in [*source[start:end].split("\n"), ""]:
        text = line.strip()
        begin = offset + len(line) - len(line.lstrip())
        if block and (not text or _ARGUMENT.match(text)):
            yield from _paragraph(source, block)
            block = []
        if text:
            block.append((begin, begin + len(text), text))
        offset += len(line) + 1


def _paragraph(source: str, block: list[tuple[int, int, str]]) -> Iterator[Words]:
    text = " ".join(re.sub(r"\s+", " ", line) for _, _, line in block)
    if not has_words(text):
        return
    start, end = block[0][0], block[-1][1]
    column = start - (source.rfind("\n", 0, start) + 1)
    indent = block[1][0] - (source.rfind("\n", 0, block[1][0]) + 1) if len(block) > 1 else column
    if source[max(0, start - 3) : start] == '"""' and len(block) == 1:
        indent = column - 3

    def write(text: str) -> str:
        return ("\n" + " " * indent).join(wrapped(text, WIDTH - indent, WIDTH - column))

    yield Words(start, end, text, write)


def _texts(source: str, tree: ast.AST, place: _Places, names: Names) -> Iterator[Words]:
    """Yield texts that are shown."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(parents.get(node), ast.Expr) or _is_in_a_field(node, parents):
            continue
        if isinstance(node, ast.JoinedStr):
            message = _pattern(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            message = node.value
        else:
            continue
        said = has_words(_without_fields(message)) or _NAMED_VALUE.search(message)
        if not said or not _is_shown(node, message, parents, names):
            continue
        start = place.of_node(node.lineno, node.col_offset)
        end = place.of_node(node.end_lineno or 1, node.end_col_offset or 0)
        split = node.end_lineno != node.lineno
        yield Words(start, end, message, _text_writer(node, split, node.col_offset))


def _is_in_a_field(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a node is a part of another text, such as a field of an f-string."""
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.JoinedStr):
            return True
    return False


def _is_shown(
    node: ast.AST, text: str, parents: dict[ast.AST, ast.AST], names: Names = frozenset()
) -> bool:
    """Return whether a text is words that somebody reads."""
    child, parent = node, parents.get(node)
    while isinstance(parent, ast.BinOp | ast.IfExp | ast.List | ast.Tuple | ast.Dict):
        child, parent = parent, parents.get(parent)
    if isinstance(parent, ast.keyword) and SHOWN.fullmatch(parent.arg or ""):
        return isinstance(child, ast.Constant | ast.JoinedStr | ast.IfExp) or " " in text
    called = parent.func if isinstance(parent, ast.Call) else None
    if isinstance(called, ast.Name) and called.id in _NOT_SHOWN:
        return False
    if isinstance(called, ast.Name) and called.id == "print":
        return True
    several = " " in _without_fields(text).strip()
    return several or isinstance(node, ast.JoinedStr) or text in names


def _without_fields(text: str) -> str:
    return re.sub(r"\{[^{}]*\}", "0", text)


def _pattern(node: ast.JoinedStr) -> str:
    """Return an f-string as its text with the fields in braces."""
    parts = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value).replace("{", "{{").replace("}", "}}"))
        else:
            assert isinstance(value, ast.FormattedValue)
            sign = "" if value.conversion < 0 else f"!{chr(value.conversion)}"
            spec = ""
            if isinstance(value.format_spec, ast.JoinedStr):
                spec = ":" + _pattern(value.format_spec)
            parts.append("{" + ast.unparse(value.value) + sign + spec + "}")
    return "".join(parts)


def _text_writer(node: ast.expr, split: bool, column: int) -> Callable[[str], str]:
    prefix = "f" if isinstance(node, ast.JoinedStr) else ""

    def write(text: str) -> str:
        room = WIDTH - column - len(prefix) - 4
        lines = wrapped(text, room, keep_spaces=True) if split else [text]
        between = "\n" + " " * column
        return between.join(prefix + _quoted(line) for line in lines)

    return write


def _quoted(text: str) -> str:
    """Return a text between double quotes; fields of f-strings have single ones inside."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n").replace("\t", "\\t") + '"'
