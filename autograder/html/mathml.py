"""Convert formulas to MathML, so that a page shows them without any script."""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
MAX_CHARACTERS = 4_000
"""The limit for one formula; a longer one is shown as it was written."""

_TAGS = frozenset(
    [
        "math",
        "menclose",
        "mfrac",
        "mi",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mphantom",
        "mroot",
        "mrow",
        "mspace",
        "msqrt",
        "mstyle",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "accent",
        "columnalign",
        "columnlines",
        "columnspacing",
        "depth",
        "display",
        "displaystyle",
        "fence",
        "form",
        "height",
        "largeop",
        "linethickness",
        "lspace",
        "mathcolor",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowlines",
        "rowspacing",
        "rspace",
        "scriptlevel",
        "stretchy",
        "width",
    ]
)
_SAFE_VALUE = re.compile(r"[\w#%. +-]*")
_OUTER = {"aligned": "split", "alignedat": "split", "gathered": "gather*", "equation": "split"}
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(aligned|alignedat|gathered|equation)\*?\}")

_ROW_GAP = re.compile(r"\\\\\s*\[[\d.]+ *[a-z]+\]")  # MathML has nothing like it


def to_mathml(tex: str, *, display: bool = False) -> str:
    r"""Return the formula as a `<math>` element, or its source as code if it cannot be read.

    Only elements and attributes for drawing are kept: no links, styles, classes or images.

    >>> to_mathml(r"\beta").endswith("<mrow><mi>β</mi></mrow></math>")
    True
    """
    source = _ROW_GAP.sub(r"\\\\", tex)
    source = _ENVIRONMENT.sub(lambda m: f"\\{m[1]}{{{_OUTER[m[2]]}}}", source)
    try:
        if len(tex) > MAX_CHARACTERS:
            raise ValueError(tex)
        root = convert_to_element(source, display="block" if display else "inline")
        _purify(root)
        return ElementTree.tostring(root, encoding="unicode")
    except Exception:  # The converter raises many kinds of exceptions.
        return f"<code>{escape(tex)}</code>"


def _purify(element: ElementTree.Element) -> None:
    for node in element.iter():
        if node.tag not in _TAGS:
            raise ValueError(node.tag)
        node.text = unescape(node.text) if node.text else node.text
        for name, value in list(node.attrib.items()):
            if name == "xmlns" and value == NAMESPACE:
                continue
            if name not in _ATTRIBUTES or not _SAFE_VALUE.fullmatch(value):
                del node.attrib[name]
