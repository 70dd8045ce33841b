"""ZIPs and rosters in other shapes: a ZIP in the ZIP, anonymous marking, teams, other languages."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from lms_files import Done, bare_course, collected, course, make_zip, notebook, with_gradebook

from autograder.lms.archive import Archive, Entry
from autograder.lms.file_names import names_in
from autograder.lms.names import folder_name
from autograder.lms.rosters.columns import english, is_anonymous
from autograder.lms.rosters.read import read_roster

Collect = Callable[..., Done]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bare_course(tmp_path / "course")


@pytest.fixture
def collect(capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path) -> Collect:
    def run(files: dict[str, bytes], *words: str) -> Done:
        archive = make_zip(tmp_path / "submissions.zip", {name: files[name] for name in files})
        return course(capsys, root, "collect", str(archive), *words)

    return run


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_ipynb", ".ipynb"), content)
    return data.getvalue()


def test_a_students_own_zip_holds_the_notebook(collect: Collect, root: Path) -> None:
    own = zipped(ewa__ewa_ipynb=notebook("mine"), ewa__readme=b"x")
    done = collect({"janedoe_1_10_ewa.ipynb": notebook("a"), "ricroe_2_20_ewa.zip": own})
    assert done.code == 0
    assert collected(root) == {
        "1/ewa/ewa.ipynb": notebook("a"),
        "2/ewa/ewa.ipynb": notebook("mine"),
    }


LOST = [
    "ewa.json",
    "ewa.txt",
    "Ewa",
    "ewa_ipynb",
    "ewa ipynb",
    "ewa.ipnb",
    "ewa-2.json",
    "ewa.iypnb",
]


@pytest.mark.parametrize("form", ["stud_{0}_9{0}_{1}", "S{0}_{0}_assignsubmission_file_/{1}"])
def test_what_is_called_like_the_assignment_is_taken_whatever_its_ending_has_become(
    collect: Collect, root: Path, form: str
) -> None:
    files = {form.format(n, file): notebook(file) for n, file in enumerate(LOST)}
    done = collect(files)
    texts = {json.loads(data)["cells"][0]["source"] for data in collected(root).values()}
    assert texts == {*LOST}
    assert done.out.count("Taken as ewa.ipynb: ") == len(LOST)


def test_beside_a_notebook_no_other_file_counts(collect: Collect, root: Path) -> None:
    beside = ["ewa.txt", "ewa.json", "adam.txt", "notes.txt", "data.json"]
    own = {f"Jane Doe_1_assignsubmission_file_/{name}": b"notes" for name in beside}
    done = collect({**own, "Jane Doe_1_assignsubmission_file_/ewa.ipynb": notebook("a"),
                    "Ric Roe_2_assignsubmission_file_/notes.txt": b"notes"})  # fmt: skip
    assert collected(root) == {"Jane_Doe/ewa/ewa.ipynb": notebook("a")}
    assert "Ric Roe_2_assignsubmission_file_/notes.txt, because it is not a notebook" in done.out
    assert "left out: 3." in done.out


@pytest.mark.parametrize("name", ["ewa.tar.gz", "ewa.tgz", "Ewa (1).tar", "ewa.ipynb.zip"])
def test_an_archive_is_named_after_its_assignment(collect: Collect, root: Path, name: str) -> None:
    own = zipped(ewa_ipynb=notebook("a"))
    done = collect({f"janedoe_1_10_{name}": own})
    assert done.code == 0
    assert [*collected(root)] == ["1/ewa/ewa.ipynb"]


@pytest.mark.parametrize("name", ["CS1-Exponentially weighted averages-1234", "ewa", "CS1_Ewa_7"])
def test_a_zip_is_for_the_assignment_in_its_name_if_no_notebook_says(
    capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path, name: str
) -> None:
    files: dict[str | zipfile.ZipInfo, bytes] = {"Jo_7_assignsubmission_file/my.ipynb": notebook()}
    archive = make_zip(tmp_path / f"{name}.zip", files)
    assert course(capsys, root, "collect", str(archive)).code == 0
    assert [*collected(root)] == ["Jo/ewa/ewa.ipynb"]


def test_a_notebook_comes_before_a_zip_of_the_same_student(collect: Collect, root: Path) -> None:
    own = zipped(ewa_ipynb=notebook("packed"))
    collect({"jane_1_10_ewa.ipynb": notebook("plain"), "jane_1_11_ewa.zip": own})
    assert collected(root) == {"1/ewa/ewa.ipynb": notebook("plain")}


def require_named(collect: Collect, root: Path, name: str, own: bytes, why: str) -> None:
    """Fails if a student's file is not said to be left out for a reason, and its student named."""
    done = collect({"jane_1_10_ewa.ipynb": notebook(), f"ric_2_20_{name}": own})
    assert f"Ignored: ric_2_20_{name}, because {why}" in done.out
    assert "Without a notebook from this ZIP: 2." in done.out
    assert [*collected(root)] == ["1/ewa/ewa.ipynb"]


@pytest.mark.parametrize(
    ("own", "why"),
    [
        (
            zipped(one_ipynb=notebook(), two_ipynb=notebook("b")),
            "an archive with 2 notebooks in it",
        ),
        (zipped(readme=b"x"), "an archive without a notebook in it"),
        (b"PK\x03\x04 cut off", "an archive that cannot be unpacked"),
    ],
    ids=["two", "none", "broken"],
)
def test_a_zip_of_no_use_is_named_and_so_is_its_student(
    collect: Collect, root: Path, own: bytes, why: str
) -> None:
    require_named(collect, root, "ewa.zip", own, f"it is {why}")


def tarred(**files: bytes) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name.replace("__", "/").replace("_ipynb", ".ipynb"))
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("ewa.tar", bytes),
        ("ewa.tgz", gzip.compress),
        ("ewa.tar.bz2", bz2.compress),
        ("EWA.TAR.XZ", lzma.compress),
    ],
)
def test_a_students_own_tar_holds_the_notebook(
    collect: Collect, root: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    copy = {".ipynb_checkpoints/ewa-checkpoint.ipynb": notebook("old")}
    done = collect({f"ricroe_2_20_{name}": pack(tarred(**copy, ewa_ipynb=notebook("mine")))})
    assert done.code == 0
    assert "Taken as" not in done.out, "it has the lesson's name"
    assert collected(root) == {"2/ewa/ewa.ipynb": notebook("mine")}


@pytest.mark.parametrize(
    ("own", "why"),
    [
        (b"", "it is empty"),
        (gzip.compress(b""), "it is an archive without a notebook in it"),
        (bytes(10_240), "it is empty"),
        (gzip.compress(bytes(10_240)), "it is an archive without a notebook in it"),
        (tarred(readme=b"x"), "it is an archive without a notebook in it"),
        (tarred(ewa_ipynb=notebook())[:700], "it is an archive that cannot be unpacked"),
        (
            gzip.compress(tarred(ewa_ipynb=notebook()))[:99],
            "it is an archive that cannot be unpacked",
        ),
        (
            gzip.compress(tarred(ewa_ipynb=notebook()))[:12],
            "it is an archive that cannot be unpacked",
        ),
        (b"Rar!", "it is an archive that cannot be unpacked"),
    ],
    ids=[
        *("empty", "compressed empty", "zeros", "compressed zeros", "none", "cut off", "cut short"),
        *("nothing left", "of another kind"),
    ],
)
def test_a_tar_of_no_use_is_named_and_so_is_its_student(
    collect: Collect, root: Path, own: bytes, why: str
) -> None:
    require_named(collect, root, "ewa.tar.gz", own, why)


def test_a_single_compressed_notebook_is_unpacked(collect: Collect, root: Path) -> None:
    collect({"jane_1_10_ewa.ipynb.gz": gzip.compress(notebook("packed"))})
    assert collected(root) == {"1/ewa/ewa.ipynb": notebook("packed")}


CODE_PAGES = {
    "cp437": ["Jörg Müller", "José Núñez"],
    "cp850": ["Conceição Lima", "Íñigo Ruiz"],
    "cp1252": ["Jörg Müßig", "Zoë Ån"],
    "cp1250": ["Łukasz Wójcik"],
    "gbk": ["王小明", "刘洋"],
    "big5": ["陳大文"],
    "shift_jis": ["鈴木一郎"],
    "cp949": ["김민준", "이서연"],
    "cp866": ["Иван Петров"],
    "cp1251": ["Иван Петров"],
    "cp852": ["Žaneta Dvořáková", "Šárka Nováková"],
    "cp737": ["Γιώργος Παπάς"],
    "cp857": ["Ayşe Yılmaz"],
}


@pytest.mark.parametrize("page", CODE_PAGES)
def test_names_are_read_in_the_code_page_of_the_program_that_made_the_zip(page: str) -> None:
    entries = []
    for number, name in enumerate(CODE_PAGES[page]):
        path = f"{name}_{number}_assignsubmission_file/ewa.ipynb"
        entries.append(zipfile.ZipInfo(path.encode(page).decode("cp437")))
    names, guessed = names_in(entries)
    assert [name.partition("_")[0] for name in names] == CODE_PAGES[page]
    assert guessed in (page, "gb18030")


@pytest.mark.parametrize(
    ("page", "name"),
    [("euc_jp", "鈴木一郎"), ("cp1254", "Ayşe Işık"), ("gbk", "钱学森"), ("cp1255", "דוד כהן")],
)
def test_the_names_of_the_courses_people_tell_the_code_page(page: str, name: str) -> None:
    entry = zipfile.ZipInfo()
    entry.filename = f"{name}_1_assignsubmission_file/ewa.ipynb".encode(page).decode("cp437")
    [found], _ = names_in([entry], ["Ada Eins", name])
    assert found.partition("_")[0] == name
    assert names_in([entry])[0] != [found], "without them it is another"


def test_names_that_say_their_encoding_are_not_guessed() -> None:
    marked, unmarked, beside = (zipfile.ZipInfo() for _ in range(3))
    marked.filename, marked.flag_bits = "Jörg", 0x800
    unmarked.filename = "Jörg".encode().decode("cp437")
    beside.filename = raw = "J÷rg"
    body = struct.pack("<BI", 1, zlib.crc32(raw.encode("cp437"))) + "Jörg".encode()
    beside.extra = struct.pack("<HH", 0x7075, len(body)) + body
    assert names_in([marked, unmarked, beside]) == (["Jörg"] * 3, None)


def test_a_whole_folder_in_a_zip_has_one_notebook_of_the_assignment(
    collect: Collect, root: Path
) -> None:
    mine, other = (
        (root / "notebooks" / name / f"{name}.ipynb").read_bytes() for name in ("ewa", "adam")
    )
    packed = zipped(
        course__ewa__ewa_ipynb=mine, course__adam__adam_ipynb=other, course__start_ipynb=notebook()
    )
    collect({"jane_1_10_ewa.ipynb": notebook("a"), "ric_2_20_all.zip": zipped(**{"a.zip": packed})})
    assert collected(root) == {"1/ewa/ewa.ipynb": notebook("a"), "2/ewa/ewa.ipynb": mine}


def test_an_empty_file_is_taken_only_if_there_is_no_other(collect: Collect, root: Path) -> None:
    files = {"jane_1_10_ewa.ipynb": notebook("a"), "jane_1_11_ewa-1.ipynb": b"\n"}
    done = collect({**files, "ric_2_20_ewa.ipynb": b""})
    assert "Ignored: jane_1_11_ewa-1.ipynb, because it is empty" in done.out
    assert collected(root) == {"1/ewa/ewa.ipynb": notebook("a"), "2/ewa/ewa.ipynb": b""}


def test_of_several_at_once_the_one_of_the_lesson_is_taken(collect: Collect, root: Path) -> None:
    folder = "Jo Poe_7_assignsubmission_file"
    mine = (root / "notebooks" / "ewa" / "ewa.ipynb").read_bytes()
    files = {f"{folder}/work.ipynb": mine, f"{folder}/zoo.ipynb": notebook("other")}
    done = collect({**files, "An Ox_8_assignsubmission_onlinetext/onlinetext.html": b"<p>Hi"},
                   "--assignment", "ewa")  # fmt: skip
    assert f"Ignored: {folder}/zoo.ipynb, because it has no answers in it, and" in done.out
    assert "Without a notebook from this ZIP: An Ox (8)." in done.out
    assert collected(root) == {"Jo_Poe/ewa/ewa.ipynb": mine}


def answering(**answers: str) -> bytes:
    cells = [
        {"cell_type": "code", "metadata": {}, "source": f"def {name}(beta):\n    return {value}"}
        for name, value in answers.items()
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()


HALF = answering(averaging_window="1")
WHOLE = answering(averaging_window="1", ewa="2")


@pytest.mark.parametrize(
    ("files", "taken", "said"),
    [
        ({"10_ewa": HALF, "11_ewa-1": notebook()}, HALF, "Ignored: jo_1_11_ewa-1.ipynb, because"
         " it has no answers in it, and another one has."),
        ({"10_ewa": notebook(), "11_mine": WHOLE}, WHOLE, "Taken as ewa.ipynb: jo_1_11_mine"),
        ({"10_ewa": HALF, "11_ewa-final": WHOLE}, HALF, "jo_1_10_ewa.ipynb was taken."
         " jo_1_11_ewa-final.ipynb has answers that it lacks: if"),
        ({"10_ewa": WHOLE, "11_ewa-final": HALF}, WHOLE, ""),
        ({"11_ewa": WHOLE, "10_ewa-old": answering(ewa="3")}, WHOLE, ""),
    ],
    ids=["newer empty", "named empty", "final", "older", "differs"],
)  # fmt: skip
def test_of_several_one_with_answers_is_taken_and_others_with_more_are_named(
    collect: Collect,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, bytes],
    taken: bytes,
    said: str,
) -> None:
    read: list[str] = []
    reads = Archive.read

    def noted(archive: Archive, entry: Entry) -> bytes:
        read.append(entry.name)
        return reads(archive, entry)

    monkeypatch.setattr(Archive, "read", noted)
    done = collect({f"jo_1_{name}.ipynb": data for name, data in files.items()})
    assert collected(root) == {"1/ewa/ewa.ipynb": taken}
    assert said in done.out
    assert said or "was taken" not in done.out
    assert sorted(read) == sorted({*read}), "each is read once"


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b"", "it is empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "it is a web page (HTML)"),
        (WHOLE[:-40], "it is cut off at the end"),
        (notebook("x"), "it has no answers in it"),
    ],
    ids=["empty", "page", "cut off", "no answers"],
)
def test_what_has_no_answers_replaces_none_that_has_in_whatever_order_they_come(
    collect: Collect, root: Path, broken: bytes, why: str
) -> None:
    good, newer = {"jo_1_10_ewa.ipynb": HALF}, {"jo_1_11_ewa-1.ipynb": broken}
    assert collect(good).code == 0
    for _ in range(2):
        done = collect(newer)
        assert "1 handed in jo_1_11_ewa-1.ipynb, which did not replace the notebook" in done.out
        assert f"It was not taken because {why}" in done.out
        assert "0 new, 0 replaced, 0 unchanged" in done.out
        assert collected(root) == {"1/ewa/ewa.ipynb": HALF}
    (root / "submitted/1/ewa/ewa.ipynb").unlink()
    assert collect(newer).code == 0
    assert "Replaced by an older notebook, because the newer one" in collect(good).out
    assert collected(root) == {"1/ewa/ewa.ipynb": HALF}


def test_each_student_without_a_notebook_is_named_however_many_files_there_are(
    collect: Collect,
) -> None:
    files = {f"s{n}_{n}_{n}00_ewa.ipynb": notebook() for n in range(1, 31)}
    files |= {f"s{n}_{n}_{n}01_plot.png": b"x" for n in range(1, 31)}
    files["zoe_99_990_report.pdf"] = b"%PDF-"
    done = collect(files)
    assert "Other files of students whose notebook is in the ZIP, left out: 30." in done.out
    assert "Ignored: zoe_99_990_report.pdf" in done.out
    assert "Without a notebook from this ZIP: zoe (99)." in done.out


def test_whoever_is_entered_is_named_once_however_canvas_writes_the_name(
    collect: Collect, root: Path, tmp_path: Path
) -> None:
    with_gradebook(root)
    roster = tmp_path / "canvas.csv"
    roster.write_text('Student,ID,Section\n"Cruz, María",5,\n"Ax, Ana",1,\n', "utf-8")
    files = {"axana_1_10_ewa.ipynb": notebook(), "cruzmaria_5_50_report.pdf": b"%PDF-"}
    done = collect(files, "--roster", str(roster))
    assert "Without a notebook from this ZIP: María Cruz (5)." in done.out


@pytest.mark.parametrize("word", ["Participant", "Team 1-Participant", "Teilnehmerin", "参与者"])
def test_anonymous_marking_goes_by_numbers(collect: Collect, root: Path, word: str) -> None:
    files = {f"{word}_{n}_assignsubmission_file/ewa.ipynb": notebook(str(n)) for n in (71, 72)}
    assert collect(files).code == 0
    assert collected(root) == {f"Participant_{n}/ewa/ewa.ipynb": notebook(str(n)) for n in (71, 72)}


@pytest.mark.parametrize("word", ["Participant ", "Teilnehmer/in", "参与者 "])
def test_a_grading_worksheet_without_names_is_a_roster(
    collect: Collect, root: Path, tmp_path: Path, word: str
) -> None:
    with_gradebook(root)
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_text(f"Identifier,Status,Grade\n{word}71,x,\n{word}72,x,\n", "utf-8")
    files = {"Participant_71_assignsubmission_file/ewa.ipynb": notebook()}
    done = collect(files, "--roster", str(worksheet))
    [path] = collected(root)
    assert path.split("/")[0].endswith("71")
    assert f"Without a notebook from this ZIP: {folder_name(f'{word}72')}." in done.out
    assert "72" not in (root / "people.csv").read_text("utf-8"), "next time the number is another's"
    people = read_roster(worksheet)
    assert people.find([path.split("/")[0]]) == 0


HEADERS = {
    "de": "Vorname,Nachname,ID-Nummer,Institution,Abteilung,E-Mail-Adresse,Aufgabe: ewa (Punkte)",
    "fr": "Prénom,Nom,Numéro d’identification,Institution,Département,Adresse de courriel,"
    "Devoir : ewa (Brut)",
    "es": "Nombre,Apellido(s),Número de ID,Institución,Departamento,Dirección de correo,"
    "Tarea: ewa (Real)",
    "zh": "名,姓,学号,机构,系别,电子邮件地址,作业：ewa（实际）",
    "nl": "Voornaam,Achternaam,ID-nummer,Instelling,Afdeling,E-mailadres,Opdracht: ewa (Echt)",
    "it": "Nome,Cognome,Codice identificativo,Istituzione,Dipartimento,Indirizzo email,"
    "Compito: ewa (Reale)",
    "pt": "Nome,Apelido,Número de identificação,Instituição,Departamento,Endereço de e-mail,"
    "Trabalho: ewa (Real)",
    "pt_br": "Nome,Sobrenome,Número de identificação,Instituição,Departamento,Endereço de email,"
    "Tarefa: ewa (Real)",
    "pl": "Imię,Nazwisko,Numer ID,Instytucja,Wydział,Adres e-mail,Zadanie: ewa (Rzeczywista)",
    "sv": "Förnamn,Efternamn,ID-nummer,Institution,Avdelning,E-postadress,Uppgift: ewa (Verklig)",
    "da": "Fornavn,Efternavn,ID-nummer,Institution,Afdeling,E-mailadresse,Opgave: ewa (Reel)",
    "no": "Fornavn,Etternavn,ID-nummer,Institusjon,Avdeling,E-postadresse,Oppgave: ewa (Reell)",
    "en": "First name,Last name,ID number,Institution,Department,Email address,"
    "Assignment: ewa (Real)",
}


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_roster_may_be_in_another_language(tmp_path: Path, language: str, separator: str) -> None:
    roster = tmp_path / "grades.csv"
    rows = [HEADERS[language], "Ada,Eins,s1,,,ada@example.org,-", "Bo,Zwei,s2,,,bo@example.org,-"]
    roster.write_text("\n".join(rows).replace(",", separator), "utf-8")
    people = read_roster(roster)
    ada, bo = people.people()
    assert (ada.student, ada.first_name, ada.last_name) == ("s1", "Ada", "Eins")
    assert (bo.student, bo.email) == ("s2", "bo@example.org")
    assert people.columns_of("ewa") == [HEADERS[language].split(",")[-1]]


@pytest.mark.parametrize("row", ["小明,王", "王,小明", "王小明,", " ,王 小明"])
@pytest.mark.parametrize("name", ["王小明", "小明 王", "王 小明"])
def test_chinese_names_are_found_with_and_without_spaces(
    collect: Collect, root: Path, tmp_path: Path, row: str, name: str
) -> None:
    with_gradebook(root)
    roster = tmp_path / "grades.csv"
    roster.write_text(f"名,姓,学号\n{row},s1\n雷,李,s2\n", "utf-8")
    files = {f"{name}_71_assignsubmission_file/ewa.ipynb": notebook()}
    assert collect(files, "--roster", str(roster)).code == 0
    assert [*collected(root)] == ["s1/ewa/ewa.ipynb"]


def test_titles_that_are_not_moodles_are_kept() -> None:
    assert english("Quiz: Vorname") == "Quiz: Vorname"
    assert english(" E-Mail-Adresse ") == "Email address"
    assert not is_anonymous("Anna Participant Schmidt")
