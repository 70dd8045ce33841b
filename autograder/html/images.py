"""Refuse images that are small as files and large on the screen of whoever opens the page.

A PNG of 50 KB may have 400 million points, and a drawing of 900 bytes ten million parts: a browser
takes gigabytes for the one, and never ends with the other. Only the headers of pictures are read.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Iterator
from xml.etree import ElementTree as ET

MAX_PIXELS = 50_000_000
"""Points of one picture: those of most telephones' cameras, and 200 MB in a browser."""
PIXELS_OF_A_CHARACTER = 10
"""So many points count as one character, where a limit is on all pictures of a notebook."""
MAX_DRAWN = 3_000_000
"""Characters of a drawing once each of its references is replaced by what it refers to."""

_HEADER = 96_000
"""Characters of base64 in which a picture's size is looked for first."""
_MOST_BLOCKS = 10_000
"""So many blocks may come before a picture's size: usual ones have less than a hundred."""
_RASTER = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]*)")
_DRAWING = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=\s]*)")
_OTHER_KINDS = re.compile(
    rb"\x89PNG|GIF8|\xff\xd8|RIFF"
    rb"|BM|\0\0[\1\2]\0|.{4}(?:ftyp|JXL |jP  )|\xff\x0a|II[*\xbc]|MM\0|%PDF|\s*<",
    re.DOTALL,
)
"""How pictures begin that a browser may show: those of unreadable size, and those of other kinds,
such as BMP, ICO, AVIF, HEIF, JPEG XL, JPEG 2000, TIFF, PDF and drawings."""
_PARTS = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title"
    " desc metadata style clipPath linearGradient radialGradient stop marker image a switch".split()
)
"""What drawings of plotting libraries consist of; filters, patterns and masks can take for ever."""
_DESCRIPTIONS = ("metadata", "title", "desc")


def pixels(picture: str) -> int | None:
    """Return how many points a picture in base64 has; None if that is not known.

    >>> pixels(base64.b64encode(b"GIF89a" + struct.pack("<HH", 3, 2)).decode())
    6
    """
    for part in (picture[:_HEADER], picture):
        size = _size(_decoded(part))
        if size is not None:
            return size[0] * size[1]
    return None


def weight(picture: str) -> int:
    """Return a picture's length, or more if it has many points for its length."""
    return max(len(picture), (pixels(picture) or 0) // PIXELS_OF_A_CHARACTER)


def may_be_shown(picture: str) -> bool:
    """Return whether a picture in base64 is not too large for a browser's memory.

    Browsers look at how it begins, not at what it is called: so other kinds, whose sizes are not
    read here, are refused. What begins like no picture is shown as none.
    """
    points = pixels(picture)
    if points is None:
        return _OTHER_KINDS.match(_decoded(picture[:64])) is None
    return points <= MAX_PIXELS


def is_harmless_image(address: str) -> bool:
    """Return whether the image in an address of `data:` may be shown."""
    if found := _RASTER.fullmatch(address):
        return may_be_shown(found[1])
    found = _DRAWING.fullmatch(address)
    return found is not None and may_be_drawn(_decoded(found[1]).decode("utf-8", "replace"))


def may_be_drawn(svg: str) -> bool:
    """Return whether a drawing has only usual parts, and is not much larger than its text.

    >>> may_be_drawn('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')
    True
    """
    if "<!ENTITY" in svg:
        return False
    try:
        root = ET.fromstring(svg)
    except (ET.ParseError, ValueError, LookupError, RecursionError):
        return True  # no browser draws it either
    elements = list(_drawn(root))
    if any(_name(element) not in _PARTS for element in elements):
        return False
    known = {element.get("id"): element for element in elements}
    drawn = len(svg)
    for use in (element for element in elements if _name(element) == "use"):
        target = known.get(_reference(use))
        if target is None:
            continue
        if any(_name(part) == "use" for part in target.iter()):
            return False  # each level of references may multiply what is drawn
        drawn += _length(target)
        if drawn > MAX_DRAWN:
            return False
    return True


def _drawn(root: ET.Element) -> Iterator[ET.Element]:
    """Yield the elements of a drawing, but not what only describes it."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        if _name(element) not in _DESCRIPTIONS:
            waiting.extend(element)


def _name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _reference(use: ET.Element) -> str:
    links = (value for key, value in use.attrib.items() if key.rpartition("}")[2] == "href")
    return next(links, "").removeprefix("#")


def _length(element: ET.Element) -> int:
    """Return about how many characters an element has, with all that is in it."""
    return sum(
        20 + sum(map(len, part.attrib.values())) + len(part.text or "") for part in element.iter()
    )


def _decoded(text: str) -> bytes:
    letters = "".join(text.split())
    try:
        return base64.b64decode(letters[: len(letters) // 4 * 4])
    except (binascii.Error, ValueError):
        return b""


def _size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height that the header of a picture says; None if there is none."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _size_of_png(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _size_of_gif(data)
        if data.startswith(b"\xff\xd8"):
            return _size_of_jpeg(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _size_of_webp(data)
    except (struct.error, IndexError, StopIteration):
        pass
    return None


def _size_of_png(data: bytes) -> tuple[int, int] | None:
    if data[12:16] == b"IHDR":
        width, height = struct.unpack_from(">II", data, 16)
        return width, height
    return None if data[12:16] == b"CgBI" else (0, 0)  # Apple's own form; else it is no picture


def _size_of_gif(data: bytes) -> tuple[int, int]:
    """Return the larger of the screen and the first frame, to which browsers enlarge the screen."""
    width, height, flags = struct.unpack_from("<HHB", data.ljust(11, b"\0"), 6)
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    blocks = iter(range(_MOST_BLOCKS))
    while data[at : at + 1] == b"!":
        at += 2
        while size := data[at]:
            at += size + 1
            next(blocks)
        at += 1
        next(blocks)
    if data[at : at + 1] == b",":
        left, top, frame_width, frame_height = struct.unpack_from("<HHHH", data, at + 1)
        width, height = max(width, left + frame_width), max(height, top + frame_height)
    return width, height


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    for _ in range(_MOST_BLOCKS):
        mark, length = struct.unpack_from(">xBH", data, at)
        if mark == 0xFF:  # a byte that fills
            at += 1
            continue
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + length
    raise StopIteration


def _size_of_webp(data: bytes) -> tuple[int, int] | None:
    match data[12:16]:
        case b"VP8X":
            width, height = (int.from_bytes(data[i : i + 3], "little") + 1 for i in (24, 27))
        case b"VP8L":
            bits = struct.unpack_from("<I", data, 21)[0]
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = (n & 0x3FFF for n in struct.unpack_from("<HH", data, 26))
        case _:
            return None
    return width, height
