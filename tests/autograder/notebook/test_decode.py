"""A text is read in the code page in which a program wrote it, in whatever language."""

from __future__ import annotations

import json

import pytest

from autograder.course import messages
from autograder.notebook.decode import decode
from autograder.notebook.reading import read

TEXTS = {
    "这是我的作业，指数加权平均会让曲线变得平滑。": ["gbk", "gb18030"],
    "這是我的作業，指數加權平均會讓曲線變得平滑。": ["big5"],
    "これは私の宿題です。指数加重平均は曲線を滑らかにします。": [
        "shift_jis",
        "euc_jp",
        "iso2022_jp",
    ],
    "이것은 제 숙제입니다. 지수 가중 평균은 곡선을 부드럽게 만듭니다.": ["euc_kr", "cp949"],
    "Это моя домашняя работа. Среднее сглаживает кривую.": [
        "cp1251",
        "koi8_r",
        "cp866",
        "mac_cyrillic",
    ],
    "Це моє домашнє завдання, бо воно зменшує вплив шуму.": ["cp1251"],
    "Αυτή είναι η εργασία μου. Ο μέσος όρος μειώνει τον θόρυβο.": ["cp1253"],
    "Średnia ważona wygładza krzywą. Uważam, że ta metoda jest dobra. Żółć, gęś.": [
        "cp1250",
        "iso8859_2",
        "cp852",
    ],
    "Příliš žluťoučký kůň úpěl ďábelské ódy, protože křivka je hladká.": ["cp1250", "iso8859_2"],
    "Ez a házi feladatom, mert csökkenti a zaj hatását. Őszintén, könnyű módszer.": ["cp1250"],
    "Ağırlıklı ortalama eğriyi düzleştirir. Şimdi gürültüyü azaltır, çünkü iyi.": ["cp1254"],
    "C’est mon devoir. Cette méthode réduit l’effet du bruit où il était élevé. Voilà.": [
        "cp1252",
        "mac_roman",
    ],
    "Größere Werte glätten stärker, weil Störungen sich über längere Zeit ausgleichen.": [
        "cp1252",
        "mac_roman",
        "cp850",
    ],
    "La media móvil suaviza la curva; además según los días. ¿Qué pasó? Señal débil.": [
        "cp1252",
        "mac_roman",
        "cp850",
    ],
    "Det glidande medelvärdet jämnar ut, eftersom störningar påverkar. Åsa och Örjan.": [
        "cp1252",
        "mac_roman",
    ],
    "at 1° and 2°, “so” they say – it’s naïve": ["cp1252"],
    "at 1° and 2°": ["cp1252"],
    "it’s": ["cp1252"],
}
CASES = [(text, encoding) for text, encodings in TEXTS.items() for encoding in encodings]


def notebook(text: str) -> str:
    cells = [
        {"cell_type": "markdown", "source": [f"{text}\n", text]},
        {"cell_type": "code", "source": f"# {text}\nx = 1"},
    ]
    return json.dumps({"cells": cells, "nbformat": 4}, ensure_ascii=False, indent=1)


@pytest.mark.parametrize(("text", "encoding"), CASES, ids=[f"{e} {t[:9]}" for t, e in CASES])
def test_a_text_is_read_in_its_code_page(text: str, encoding: str) -> None:
    found = read(notebook(text).encode(encoding))
    assert found.cells[0]["source"] == f"{text}\n{text}"
    [sentence] = found.notices
    assert "is not in UTF-8. It was read as" in sentence


def test_one_bad_byte_takes_nothing_from_a_text_in_utf_8() -> None:
    data = notebook("作业 é").encode().replace("é".encode(), b"\xe9")
    assert decode(data) == (notebook("作业 \ufffd"), None)
    assert read(data).notices == (messages.LOST_CHARACTERS,)


def test_signs_in_two_halves_are_one() -> None:
    data = notebook("ok 😀").encode().replace("😀".encode(), b"\xed\xa0\xbd\xed\xb8\x80")
    assert decode(data) == (notebook("ok 😀"), None)


@pytest.mark.parametrize("mark", [b"", b"+/v8-"], ids=["without a mark", "with a mark"])
def test_utf_7_is_read(mark: bytes) -> None:
    data = mark + notebook("作业 é").encode("utf-7")
    assert read(data).cells[0]["source"] == "作业 é\n作业 é"
