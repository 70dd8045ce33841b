"""Tables that a spreadsheet saved in a code page: read right, or not without a word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.lms.rosters.read import read_roster

NAMES = {
    "cp1252 German": "Jörg Müller,Zoë Weiß,Anna Groß,Jürgen Schäfer,Käthe Böhm,Björn Kühn",
    "cp1252 French": "Hélène Lefèvre,François Bézier,Benoît Côté,Agnès Noël,Zoé Père,Loïc Gaël",
    "cp1252 Spanish": "Íñigo Núñez,José Peña,María Ibáñez,Andrés Muñoz,Raúl Güell,Sofía León",
    "cp1252 Danish": "Søren Nørgaard,Åse Bjørn,Lærke Kjær,Jørgen Møller,Bjørk Østergård,Pål Ås",
    "cp1250 Polish": "Łukasz Wójcik,Róża Gęś,Michał Żak,Paweł Dąbek,Zofia Jabłońska,Jan Śliwa",
    "cp1250 Czech": "Žaneta Dvořáková,Jiří Šťastný,Tomáš Kovář,Štěpán Růžička,Věra Černá,Ota Vlček",
    "cp1250 Hungarian": "Gergő Tóth,Dezső Szűcs,Zoltán Kovács,Réka Fehér,Ödön Szabó,Győző Bíró",
    "cp1250 Croatian": "Ivan Rubinić,Dušan Pečur,Ana Šantić,Đuro Žagar,Luka Marković,Mia Božić",
    "cp1251 Russian": "Иван Петров,Анна Смирнова,Юрий Щукин,Ольга Белова,Пётр Жуков,Вера Чехова",
    "cp1253 Greek": "Γιώργος Παπάς,Άννα Δάρα,Ελένη Ζώη,Νίκος Ρήγας,Μαρία Χατζή,Πέτρος Λάμπρου",
    "cp1254 Turkish": "Ayşe Yılmaz,Gülşen Öztürk,Çağrı Işık,İnci Şahin,Durmuş Doğan,Özgür Güneş",
    "cp1257 Latvian": "Jānis Bērziņš,Līga Krēsliņa,Mārtiņš Kārkls,Zane Žagare,Ģirts Ūpe,Ēriks Ošs",
    "cp1257 Lithuanian": "Rūta Kiškytė,Jonas Žukauskas,Eglė Šimkutė,Giedrė Daukša,Živilė Ąžuolė",
    "mac_roman German": "Jörg Müller,Jürgen Schäfer,Käthe Böhm,Björn Kühn,Anna Größe,Jörn Töpfer",
    "gb18030 Chinese": "王小明,刘洋,李秀英,张伟,赵丽,陈静",
    "cp950 Chinese": "陳大文,林淑芬,黃雅婷,張志豪,李俊傑,王怡君",
    "cp932 Japanese": "鈴木一郎,佐藤花子,高橋健太,田中さくら,渡辺直樹,伊藤エリ",
    "cp949 Korean": "김민준,이서연,박지훈,최은주,정현우,강미정",
    "cp1255 Hebrew": "דוד כהן,שרה לוי,יעל מזרחי,נועם פרץ,משה אברהם,רות ביטון",
    "cp1256 Arabic": "محمد علي,فاطمة حسن,عمر خالد,ليلى يوسف,سارة إبراهيم,أحمد محمود",
    "cp874 Thai": "สมชาย ใจดี,มาลี ทองเนื้อ,ธีร์ หนุนสุข,วรรณา ศรีสุข,นวล แท่นทอง,พล บินดี",
}
"""Code page and language -> people whose names are of this language."""


def tables(people: list[str]) -> Iterator[str]:
    rows = [(f"s{n}", *name.rpartition(" ")[::2]) for n, name in enumerate(people)]
    yield "id;name\r\n" + "".join(f"{s};{first} {last}\r\n" for s, first, last in rows)
    yield "id,first,last\r\n" + "".join(f"{s},{first},{last}\r\n" for s, first, last in rows)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return tmp_path / "roster.csv"


@pytest.mark.parametrize("language", NAMES)
def test_a_class_is_read_in_the_code_page_of_its_language(roster: Path, language: str) -> None:
    page = language.split()[0]
    people = NAMES[language].split(",")
    for table in tables(people):
        roster.write_bytes(table.encode(page))
        found = read_roster(roster)
        assert [found.name(row).strip() for row in range(len(people))] == people
        assert all(f"({page}), and not for" in sentence for sentence in found.notices)


@pytest.mark.parametrize("language", NAMES)
def test_few_names_never_become_others_without_a_word(roster: Path, language: str) -> None:
    page = language.split()[0]
    for size in (1, 2, 3):
        for people in combinations(NAMES[language].split(","), size):
            for table in tables([*people]):
                roster.write_bytes(table.encode(page))
                try:
                    found = read_roster(roster)
                except CourseError:
                    continue
                names = [found.name(row).strip() for row in range(size)]
                assert names == [*people] or "If that is wrong, save the table" in found.notices[0]


def test_what_was_assumed_is_said_with_how_it_reads(roster: Path) -> None:
    roster.write_bytes("id,name\ns1,Ana Ax\ns2,Gergő Kis\ns3,Ivó Pál\n".encode("cp1250"))
    [said] = read_roster(roster).notices
    assert "roster.csv is not in UTF-8" in said
    assert "line 3 was taken for “s2,Gergő Kis” (cp1250), and not for “s2,Gerg" in said


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("id,name\ns1,Zoë\ns2,José Öz\n".encode() + b"s3,J\xf6rg\n", "its line 4 is not in UTF-8"),
        (b"id,name\ns1,Ax\ns2,Jo M\x81ller\n", "what its line 3 says cannot be told"),
        ("id,name\ns1,Niccolò\n".encode("cp1252"), "“s1,Niccolò” (cp1252) or “s1,Niccol"),
        (b"PK\x03\x04\xff\x00\x00", "it is not a text file"),
    ],
    ids=["partly UTF-8", "of DOS", "either", "a spreadsheet"],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(
    roster: Path, data: bytes, why: str
) -> None:
    roster.write_bytes(data)
    with pytest.raises(CourseError) as refusal:
        read_roster(roster)
    assert why in str(refusal.value)
