"""Images that are small as files and large on a screen stay out of every page."""

from __future__ import annotations

import base64
import io
import struct
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from PIL import Image

from autograder.html.images import MAX_PIXELS, is_harmless_image, may_be_drawn, may_be_shown, weight
from autograder.html.sanitize import clean_html
from autograder.html.sanitize_cells import sanitize_cell, sanitize_markdown
from autograder.notebook.cell_outputs import MAX_IN_ALL, clean_outputs, new_output
from autograder.notebook.pictures import Pictures

SIDE = 30_000


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(9)


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0)


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    return b"\xff\xd8" + before + struct.pack(">HHBHH", 0xFFC2, 17, 8, height, width) + bytes(20)


def webp(kind: bytes, size: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + kind + size


PROFILE = b"\xff\xff\xff\xe2" + struct.pack(">H", 65_535) + bytes(65_533)
BOMBS = {
    "PNG": png(SIDE, SIDE),
    "GIF": gif(SIDE, SIDE),
    "a GIF whose first frame is larger": gif(1, 1)
    + b"!\xfe\x01x\0,"
    + struct.pack("<HHHH", 0, 0, SIDE, SIDE),
    "JPEG": jpeg(SIDE, SIDE),
    "a JPEG behind long profiles": jpeg(SIDE, SIDE, PROFILE * 4),
    "a JPEG without a size": b"\xff\xd8" + b"\xff\xe2\0\0" * 200_000,
    "WebP": webp(b"VP8 ", bytes(10) + struct.pack("<HH", 16_000, 16_000)),
    "lossless WebP": webp(b"VP8L", bytes(5) + struct.pack("<I", 0x0FFF_FFFF)),
    "extended WebP": webp(b"VP8X", bytes(8) + b"\xff\xff\0" * 2),
    "a WebP of another kind": webp(b"VP9 ", bytes(20)),
    "BMP": b"BM" + bytes(60),
    "AVIF": b"\0\0\0\x20ftypavif" + bytes(60),
    "TIFF": b"II*\0" + bytes(60),
    "a drawing": b" <svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_picture_that_needs_gigabytes_is_on_no_page(name: str) -> None:
    data = in_base64(BOMBS[name])
    address = f"data:image/png;base64,{data}"
    assert not may_be_shown(data)
    assert "base64" not in clean_html(f'<img src="{address}">')
    assert "~~~" in sanitize_markdown(f"![x]({address})")
    cell = new_code_cell(outputs=[new_output("display_data", data={"image/png": data})])
    sanitize_cell(cell)
    assert cell.outputs[0].data == {
        "text/plain": "This output, of type image/png, is not shown here."
    }
    text, kept = Pictures().of("![x](attachment:x.png)", {"x.png": {"image/png": data}})
    assert (kept, "left out" in text) == ({}, True)
    assert Pictures().of(f"![x]({address})", {})[1] == {}


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_usual_picture_stays_in_outputs_and_texts(form: str) -> None:
    file, kind = io.BytesIO(), f"image/{form.lower()}"
    Image.new("RGB", (321, 123)).save(file, form)
    data = in_base64(file.getvalue())
    assert is_harmless_image(f"data:{kind};base64,{data}")
    cell = new_markdown_cell("![x](attachment:x)", attachments={"x": {kind: data}})
    sanitize_cell(cell)
    assert (cell.source, cell.attachments) == ("![x](attachment:x)", {"x": {kind: data}})


def test_all_pictures_of_a_notebook_count_their_points() -> None:
    large = in_base64(png(7_000, 7_000))
    assert 7_000**2 <= MAX_PIXELS < 5 * weight(large) * 10 // 4
    attached = {f"{number}.png": {"image/png": large} for number in range(9)}
    assert len(Pictures().of("", attached)[1]) == 3
    shown = {"output_type": "display_data", "data": {"image/png": large}}
    in_html: Any = {**shown, "data": {"text/html": f'<img src="data:image/png;base64,{large}">'}}
    for output in (shown, in_html):
        assert len(clean_outputs([output] * 9)) == MAX_IN_ALL // weight(large)


def svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'


LEVELS = '<rect id="a0" width="9" height="9"/>' + "".join(
    f'<g id="a{number + 1}">' + f'<use href="#a{number}"/>' * 10 + "</g>" for number in range(7)
)
DRAWINGS: dict[str, tuple[str, bool]] = {
    "nested references": (svg(LEVELS), False),
    "a long part many times": (
        svg(f'<path id="a" d="{"M0 0L9 9" * 9_000}"/>' + "<use href='#a'/>" * 4_000),
        False,
    ),
    "a filter": (svg('<filter id="f"><feTurbulence numOctaves="999"/></filter>'), False),
    "a pattern": (svg('<pattern id="p" width="1" height="1"><rect/></pattern>'), False),
    "entities": ('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("&a;"), False),
    "letters of a figure": (
        svg('<defs><path id="a" d="M0 0L9 9"/></defs>' + "<use href='#a' x='3'/>" * 500),
        True,
    ),
    "no drawing": ("<svg", True),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_that_takes_for_ever_is_on_no_page(name: str) -> None:
    drawing, harmless = DRAWINGS[name]
    address = f"data:image/svg+xml;base64,{in_base64(drawing.encode())}"
    assert may_be_drawn(drawing) == is_harmless_image(address) == harmless
    cell = new_code_cell(outputs=[new_output("display_data", data={"image/svg+xml": drawing})])
    sanitize_cell(cell)
    assert ("<img" in str(cell.outputs[0].data)) == harmless
