"""`course people`: rosters enter everybody once, whatever each of them calls a person."""

from __future__ import annotations

import csv
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from course_folder import Folder
from lms_files import (
    MOODLE_HEADER,
    Done,
    bare_course,
    collected,
    course,
    make_zip,
    notebook,
    with_gradebook,
)

from autograder.course.folder import Course
from autograder.gradebook.marks import read_people as people_in_gradebook
from autograder.people.handed_in import handed_in, strangers
from autograder.people.registry import read_people

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Doe, Jane",11,S1,jane@uni.edu,A
"Roe, Ric",12,S2,ric@uni.edu,A
"Student, Test",99,,,A
"""
MOODLE = f"{MOODLE_HEADER}\nJane,Doe,S1,,,jane@uni.edu\nRic,Roe,S2,,,ric@uni.edu\n"
TWO_SAMS = f"{MOODLE_HEADER}\nSam,Smith,s1,,,sam@uni.edu\nSam,Smith,s2,,,smith@uni.edu\n"
WORKSHEET = """Identifier,Full name,Email address,Status,Grade
Participant 7,Sam Smith,sam@uni.edu,,
Participant 8,Sam Smith,smith@uni.edu,,
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_gradebook(bare_course(tmp_path / "course"))


Enter = Callable[..., Done]
Files = dict[str | zipfile.ZipInfo, bytes]


@pytest.fixture
def enter(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Enter:
    """Enters rosters, given as texts or bytes."""

    def run(*rosters: str | bytes) -> Done:
        paths = []
        for number, content in enumerate(rosters):
            path = tmp_path / f"roster{number}.csv"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(str(path))
        return course(capsys, root, "people", *paths)

    return run


def entered(root: Path) -> dict[str, tuple[str, str, str]]:
    """Everybody in the gradebook: ID -> first name, last name, e-mail address."""
    with Folder(root).gradebook() as gradebook:
        people = people_in_gradebook(gradebook)
    return {p.id: (p.first_name, p.last_name, p.email) for p in people}


def test_canvas_enters_everybody_but_the_instructors_own_test_student(
    root: Path, enter: Enter
) -> None:
    done = enter(CANVAS)
    assert entered(root) == {
        "11": ("Jane", "Doe", "jane@uni.edu"),
        "12": ("Ric", "Roe", "ric@uni.edu"),
    }
    assert "2 people are in the course now. 2 are new." in done.out


def test_how_many_are_new_is_said_for_none_one_and_more(root: Path, enter: Enter) -> None:
    nobody = enter("id,name\n").out
    assert "has no students in it." in nobody
    assert "Nobody was entered, and the course has no people yet." in nobody
    assert enter("id,name\n1,Ada Eins\n").out.strip() == "1 person is in the course now. 1 is new."
    again = enter("id,name\n1,Ada Eins\n").out.strip()
    assert again == "1 person is in the course now. Nobody is new."
    more = enter("id,name\n1,Ada Eins\n2,Bo Zwei\n").out.strip()
    assert more == "2 people are in the course now. 1 is new."


def test_two_rosters_are_one_course(root: Path, enter: Enter) -> None:
    done = enter(CANVAS, MOODLE + "Eve,Hill,S3,,,eve@uni.edu\n")
    assert [*entered(root)] == ["11", "12", "S3"]
    assert "2 of these are here under another name, and keep it: S1 is 11, S2 is 12." in done.out
    again = enter(MOODLE)
    assert "3 people are in the course now. Nobody is new." in again.out
    assert "not in these rosters: Eve Hill (S3)." in again.out


@pytest.mark.parametrize(
    ("table", "encoding"),
    [
        ("Matrikelnummer;Name;E-Mail;Gruppe\n5;Zoë Öz;z@uni.de;Team 1\n", "cp1252"),
        ("Matricule;Nom;Prénom;Courriel;Groupe\n5;Öz;Zoë;z@uni.de;Team 1\n", "utf-8-sig"),
        ("Matrícula,Nombre,Apellido(s),Correo,Grupo\n5,Zoë,Öz,z@uni.de,Team 1\n", "utf-16"),
        ("学号,姓,名,邮箱,小组\n5,Öz,Zoë,z@uni.de,Team 1\n", "gb18030"),
        ("id,first,last,mail,team\n5,Zoë,Öz,z@uni.de,Team 1\n", "utf-8"),
        ("name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id\n"
         '"Öz, Zoë",5,S5,z@uni.de,A,Team 1,7,\n', "utf-8"),
    ],
    ids=["de", "fr", "es", "zh", "en", "canvas-groups"],
)  # fmt: skip
def test_a_table_of_ones_own_is_a_roster_in_any_language(
    root: Path, enter: Enter, table: str, encoding: str
) -> None:
    done = enter(table.encode(encoding))
    assert done.code == 0, done.err
    assert entered(root) == {"5": ("Zoë", "Öz", "z@uni.de")}
    assert "Team 1" in (root / "people.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "columns",
    [
        '"ID","Vollständiger Name","E-Mail-Adresse","Status","Gruppe","Bewertung","Bestwertung"',
        '"Identificador","Nombre completo","Dirección de correo","Estado","Grupo","Calificación"',
        '"标识符","全名","电子邮件地址","状态","小组","成绩","允许更改成绩"',
    ],
    ids=["de", "es", "zh"],
)
def test_a_worksheet_in_another_language_finds_the_same_people(
    root: Path, enter: Enter, columns: str
) -> None:
    enter(MOODLE)
    done = enter(f"{columns}\nTeilnehmer/in7,Jane Doe,JANE@uni.edu,,Team 1,,\n")
    assert [*entered(root)] == ["S1", "S2"]
    assert "1 of these is here under another name, and keeps it: JANE@uni.edu is S1." in done.out


def test_two_people_of_one_name_are_collected_by_the_worksheet_and_stay_themselves(
    root: Path, enter: Enter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enter(TWO_SAMS)
    (tmp_path / "worksheet.csv").write_text(WORKSHEET)
    files: Files = {
        f"Sam Smith_{n}_assignsubmission_file/ewa.ipynb": notebook(str(n)) for n in (7, 8)
    }
    archive = str(make_zip(tmp_path / "ewa.zip", files))
    without = course(capsys, root, "collect", archive)
    assert "several students are called Sam Smith" in without.out
    assert "all that it has was left out, as said above" in without.err
    assert not collected(root)
    done = course(capsys, root, "collect", archive, "--roster", str(tmp_path / "worksheet.csv"))
    assert collected(root) == {"s1/ewa/ewa.ipynb": notebook("7"), "s2/ewa/ewa.ipynb": notebook("8")}
    assert [*entered(root)] == ["s1", "s2"]
    assert "sam@uni.edu is s1, smith@uni.edu is s2" in done.out
    assert "Handed in so far: 2 of 2." in done.out


@pytest.mark.parametrize(
    ("before", "third", "said"),
    [
        (("jane", "ric"), "eve", ""),  # what stands before the @ of their logins
        (("jane@uni.edu", "ric@uni.edu"), "eve@uni.edu", ""),
        (("S1", "S2"), "S3", ""),
        (("Jane_Doe", "Ric_Roe"), "13", "by another kind of ID than the others in roster0.csv"),
    ],
)
def test_a_new_person_is_called_by_the_kind_of_id_that_the_others_are(
    root: Path, enter: Enter, before: tuple[str, str], third: str, said: str
) -> None:
    for folder in before:
        (root / "submitted" / folder / "ewa").mkdir(parents=True)
    done = enter(f'{CANVAS}"Hill, Eve",13,S3,eve@uni.edu,A\n')
    assert {*entered(root)} == {*before, third}
    assert said in done.out
    assert said or "another kind" not in done.out
    [eve] = [m for m in read_people(Course(root)).members if m.student == third]
    assert eve.ids == {"ID": "13", "SIS User ID": "S3", "SIS Login ID": "eve@uni.edu"}
    other = {"13": "14"}.get(third, third.replace("3", "4").replace("eve", "tom"))
    enter(f'{CANVAS.splitlines()[0]}\n"Low, Tom",14,S4,tom@uni.edu,B\n')
    assert {*entered(root)} == {*before, third, other}, "so is everybody of another section"


def test_a_namesake_whom_nothing_tells_apart_is_not_entered_silently(
    root: Path, enter: Enter
) -> None:
    enter(f"{MOODLE_HEADER}\nSam,Smith,s1,,,\nSam,Smith,s2,,,\n")
    done = enter(WORKSHEET)
    assert [*entered(root)] == ["s1", "s2"]
    assert "Not entered, because the course already has somebody of that name or ID" in done.out
    assert "Sam Smith (sam@uni.edu), Sam Smith (smith@uni.edu)" in done.out
    third = enter(f"{MOODLE_HEADER}\nSam,Smith,s3,,,\n")
    assert [*entered(root)] == ["s1", "s2", "s3"], "another ID of the same kind is another person"
    assert "Not entered" not in third.out


def test_everybody_whom_it_does_not_enter_is_named_and_no_other_sentence_hides_that(
    root: Path, enter: Enter
) -> None:
    people = {f"s{n}": f"Ana{n}" for n in range(100, 130)}
    enter(f"{MOODLE_HEADER}\n" + "".join(f"{name},Ax,{s},,,\n" for s, name in people.items()))
    renamed = "".join(f"{name} Zed,{s}\n" for s, name in people.items())
    twice = "".join(f"{name} Zed,{s}@{x}\n" for s, name in people.items() for x in ("a.de", "b.de"))
    done = enter(f"Full name,ID number\n{renamed}", f"Full name,Email address\n{twice}")
    unclear = next(line for line in done.out.splitlines() if line.startswith("Not entered"))
    for student, name in people.items():
        assert f"{name} Ax ({student}) is {name} Zed now." in done.out
        assert f"{name} Zed ({student}@b.de)" in unclear


@pytest.mark.parametrize(
    ("row", "people", "said"),
    [
        ('"Doe, Jane",77,S1,jane@uni.edu,A', ["11", "12"], "77 is 11."),
        ('"Zed, Jane",11,S1,zed@uni.edu,A', ["11", "12"], "Jane Doe (11) is Jane Zed now."),
        ('"Doe, Jane M.",11,S1,jane@uni.edu,A', ["11", "12"], ""),
        ('"Doe, Jane",77,S7,,A', ["11", "12", "77"], "Jane Doe (77) is new, although 11"),
    ],
    ids=["another number of Canvas's", "another name", "a longer name", "a namesake"],
)
def test_a_later_download_says_other_things_of_a_person(
    root: Path, enter: Enter, row: str, people: list[str], said: str
) -> None:
    enter(CANVAS)
    header = CANVAS.splitlines()[0]
    done = enter(f'{header}\n{row}\n"Roe, Ric",12,S2,ric@uni.edu,A\n')
    assert [*entered(root)] == people
    assert said in done.out
    assert said or "now" not in done.out.split("people are in the course now")[0]


def test_a_table_of_ones_own_may_have_the_ids_of_the_course(root: Path, enter: Enter) -> None:
    """Here that is Canvas's number, and Moodle's ID number is another one."""
    enter(CANVAS, f"{MOODLE_HEADER}\nJane,Doe,S1,,,jane@uni.edu\n")
    done = enter("id,name,group\n11,Jane Doe,Team 1\n")
    assert "Not entered" not in done.out
    [jane, _] = read_people(Course(root)).members
    assert (jane.groups, jane.ids["ID number"]) == (("Team 1",), "S1")
    other = enter("id,name,group\n11,Otto Other,Team 1\n")
    assert "Not entered" in other.out, "somebody else, whose number happens to be the same"


def test_an_address_that_begins_with_an_id_is_that_persons(root: Path, enter: Enter) -> None:
    enter(f"{MOODLE_HEADER}\nSam,Smith,s1,,,\nSam,Smith,s2,,,\n")
    done = enter(
        "Identifier,Full name,Email address,Grade\n"
        "Participant 7,Sam Smith,s2@uni.edu,\nParticipant 8,Sam Smith,s1@uni.edu,\n"
        "Participant 9,Someone Else,s1@other.edu,\n"
    )
    assert [*entered(root)] == ["s1", "s1@other.edu", "s2"]
    assert entered(root)["s2"] == ("Sam", "Smith", "s2@uni.edu")
    assert "s2@uni.edu is s2, s1@uni.edu is s1" in done.out


def test_a_folder_from_before_the_roster_keeps_its_name(root: Path, enter: Enter) -> None:
    (root / "submitted" / "Jane_Doe" / "ewa").mkdir(parents=True)
    done = enter(MOODLE)
    assert entered(root)["Jane_Doe"] == ("Jane", "Doe", "jane@uni.edu")
    assert "S1" not in entered(root)
    assert "because of their names alone, so check these: S1 is Jane_Doe." in done.out


def test_one_person_under_two_names_is_noticed(root: Path, enter: Enter) -> None:
    for folder in ("S1", "jane@uni.edu"):
        (root / "submitted" / folder / "ewa").mkdir(parents=True)
    done = enter(MOODLE)
    assert "One person is here twice: S1, jane@uni.edu are the same" in done.out


def test_work_under_another_name_is_noticed_when_it_is_graded(root: Path, enter: Enter) -> None:
    for folder in ("eve", "jane@uni.edu", "S2", "Participant_7"):
        (root / "submitted" / folder / "ewa").mkdir(parents=True)
    assert strangers(Course(root)) == []
    for folder in ("eve", "jane@uni.edu", "Participant_7"):
        (root / "submitted" / folder / "ewa").rename(root / folder)
        (root / "submitted" / folder).rmdir()
    enter(MOODLE)
    for folder in ("eve", "jane@uni.edu", "Participant_7"):
        (root / "submitted" / folder).mkdir()
    other, unknown = strangers(Course(root))
    assert "another name than the course's: jane@uni.edu is S1." in other
    assert "not among the course's people: eve." in unknown


def test_who_handed_in_nothing_is_named(
    root: Path, enter: Enter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enter(CANVAS)
    archive = str(make_zip(tmp_path / "ewa.zip", {"doejane_11_5_ewa.ipynb": notebook()}))
    done = course(capsys, root, "collect", archive)
    assert "Handed in so far: 1 of 2. Nothing from: Ric Roe (12)." in done.out
    listed = course(capsys, root, "people")
    assert "jane@uni.edu" in listed.out


def test_canvas_finds_by_name_whom_a_table_without_its_numbers_entered(
    root: Path, enter: Enter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enter("id,first,last\nS1,Jane,Doe\n")
    files: Files = {
        "doejane_11_5_ewa.ipynb": notebook("j"),
        "hilleve_13_6_ewa.ipynb": notebook("e"),
    }
    done = course(capsys, root, "collect", str(make_zip(tmp_path / "ewa.zip", files)))
    assert collected(root) == {
        "S1/ewa/ewa.ipynb": notebook("j"),
        "13/ewa/ewa.ipynb": notebook("e"),
    }
    assert "nobody was entered with such a number or name: hilleve (13)." in done.out


def test_names_cannot_deceive_the_terminal(
    root: Path, enter: Enter, capsys: pytest.CaptureFixture[str]
) -> None:
    done = enter("id,name\n1,\x1b[2JEvil [red]Name\n2,Bo Zwei\n")
    assert "\x1b[2J" not in done.out
    listed = course(capsys, root, "people")
    assert "\x1b[2J" not in listed.out
    assert "[red]" in listed.out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name,group\nJane,1\n", "is not the list of a course's people"),
        ("student,last_name\nana,A\nana,B\n", "Line 3 of"),
        ("\x00", "is not the list"),
    ],
)
def test_a_list_of_people_that_makes_no_sense_is_one_sentence(
    root: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    (root / "people.csv").write_text(content)
    done = course(capsys, root, "people")
    assert done.code == 2
    assert sentence in done.err


def test_a_spreadsheet_may_have_written_the_list_of_people(root: Path, enter: Enter) -> None:
    enter(CANVAS)
    before = read_people(Course(root)).members
    path = root / "people.csv"
    rows = [*csv.reader(path.read_text("utf-8").splitlines())]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert read_people(Course(root)).members == before


def test_one_id_with_two_names_is_noticed(root: Path, tmp_path: Path, enter: Enter) -> None:
    done = enter("id,name\n7,Ana Ax\n7,Bo By\n8,Cy Cu\n8,Cy Cu\n")
    assert "gives one ID to several names" in done.out
    assert "The name in the course is Bo By." in done.out
    again = enter("id,name\n9,Jane\n9,Jane Doe\n")
    jane = next(m for m in read_people(Course(root)).members if m.student == "9")
    assert f"Jane, Jane Doe (9). The name in the course is {jane.name}." in again.out
    assert "Ana Ax, Bo By (7)" in done.out
    assert "Cy Cu" not in done.out


def test_a_group_keeps_the_name_that_canvas_gave_it(
    root: Path, tmp_path: Path, enter: Enter
) -> None:
    enter('canvas_user_id,name,group_name\n7,Ana Ax,"Mon; 10am, ""best"""\n8,Bo By,\n')
    assert list(read_people(Course(root)).groups()) == ['Mon, 10am, "best"']
    enter('id,name,group\n8,Bo By,"Team 1, Team 2"\n')
    assert list(read_people(Course(root)).groups()) == ['Mon, 10am, "best"', "Team 1", "Team 2"]


def test_a_file_that_is_no_table_is_not_quoted(root: Path, enter: Enter) -> None:
    done = enter("PK\x00\x01 a spreadsheet")
    assert done.code == 2
    assert "cannot be read: it is not a text file" in done.err


def test_only_people_of_the_course_get_more_time(
    root: Path, enter: Enter, capsys: pytest.CaptureFixture[str]
) -> None:
    enter("id,name,email\ns1,Ana Ax,ana@uni.edu\n")
    with Folder(root).gradebook() as gradebook:
        gradebook.add_assignment("ewa", duedate="2027-03-01 17:00 UTC")
    until = ("ewa", "--until", "2027-03-03 17:00 UTC")
    assert (
        "Ana Ax (s1) may hand in ewa" in course(capsys, root, "extend", "ANA@uni.edu", *until).out
    )
    typo = course(capsys, root, "extend", "s2", *until)
    assert typo.code == 2
    assert "no student 's2'" in typo.err
    assert "s2" not in (root / "extensions.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    [
        "Student,Student ID,Group\nJane Doe,101,A\n",
        "Student,ID,Email\nJane Doe,101,\n",
        "Name;Vorname;Matrikelnummer\nDoe;Jane;101\n",
        "sep=;\nVorname;Nachname;Matrikelnummer\nJane;Doe;101\n",
        "sep=\t\r\nid\tname\r\n101\tJane Doe\r\n",
    ],
    ids=["student id", "student and id", "german", "excel", "tabs"],
)
def test_what_a_title_means_the_others_tell(root: Path, enter: Enter, content: str) -> None:
    enter(content)
    assert entered(root) == {"101": ("Jane", "Doe", "")}


def test_an_identifier_alone_is_no_worksheet(root: Path, enter: Enter) -> None:
    done = enter('"identifier","github_username","github_id","name"\n"Jane Doe","jd","123",""\n')
    assert done.code == 2
    assert "is neither a gradebook export" in done.err


@pytest.mark.parametrize(
    ("encoding", "name"), [("gbk", "王,小明"), ("cp1252", "Müller,Jörg"), ("utf-16", "Ax,Ana")]
)
def test_a_list_that_excel_saved_in_its_code_page_is_read(
    root: Path, capsys: pytest.CaptureFixture[str], encoding: str, name: str
) -> None:
    last, first = name.split(",")
    (root / "people.csv").write_text(
        f"sep=,\nstudent,last_name,first_name,email,groups,ids\ns1,{name},,,\n", encoding
    )
    assert course(capsys, root, "people").code == 0
    [member] = read_people(Course(root)).members
    assert (member.last_name, member.first_name) == (last, first)


def test_a_list_that_may_be_in_two_code_pages_is_not_read_and_a_roster_not_without_a_word(
    root: Path, enter: Enter, capsys: pytest.CaptureFixture[str]
) -> None:
    done = enter("id,name\ns1,Ana Ax\ns2,Gergő Kis\ns3,Ivó Pál\n".encode("cp1250"))
    assert "its line 3 was taken for “s2,Gergő Kis” (cp1250), and not for" in done.out
    assert entered(root)["s2"][0] == "Gergő"
    listed = (root / "people.csv").read_text("utf-8")
    (root / "people.csv").write_bytes(listed.encode("cp1250"))
    again = course(capsys, root, "people")
    assert "people.csv cannot be read: it is not in UTF-8, and its line 3 may be" in again.err
    assert "save it as “CSV UTF-8”" in again.err


def test_names_are_the_same_however_a_system_writes_their_signs(
    root: Path, enter: Enter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    macs = unicodedata.normalize("NFD", "müllerzoë")
    enter('id,name\nMüller,Zoë Müller\nS3,"Smith_12, Al"\n')
    files: Files = {f"{macs}_4_9_ewa.ipynb": notebook("z"), "smith_12al_6_9_ewa.ipynb": notebook()}
    course(capsys, root, "collect", str(make_zip(tmp_path / "ewa.zip", files)))
    assert collected(root) == {
        "Müller/ewa/ewa.ipynb": notebook("z"),
        "S3/ewa/ewa.ipynb": notebook(),
    }
    other = unicodedata.normalize("NFD", "Müller")
    (root / "submitted" / other / "ewa").mkdir(parents=True)
    [said] = strangers(Course(root))
    assert "spelled with other signs that look the same, is Müller" in said
    enter("id,name\nMüller,Zoë Müller\n")
    assert [member.student for member in read_people(Course(root)).members] == ["Müller", "S3"]


def test_an_id_of_the_course_is_surer_than_canvass_number(root: Path) -> None:
    (root / "people.csv").write_text("student,ids\n101,ID number: 101\n102,ID: 101\n")
    people = read_people(Course(root))
    row = people.find(["101"])
    assert row is not None
    assert people.student(row) == "101"


def test_all_without_work_and_all_unknown_folders_are_named_however_many(
    root: Path, enter: Enter
) -> None:
    names = [f"s{n}" for n in range(100, 150)]
    enter("id,name\n" + "".join(f"{name},Ana {name}\n" for name in names))
    found = Course(root)
    for name in names:
        (root / "submitted" / f"x{name}" / "ewa").mkdir(parents=True)
    [missing] = handed_in(found, read_people(found), "adam")
    [unknown] = strangers(found)
    for name in names:
        assert f"Ana {name} ({name})" in missing
        assert f"x{name}" in unknown


def test_nobody_is_told_to_enter_a_folder_that_is_no_person(root: Path, enter: Enter) -> None:
    enter("id,name\ns1,Jane Doe\n")
    for folder in ("ewa/s1", "~$s1/ewa", "s1/ewa"):
        (root / "submitted" / folder).mkdir(parents=True)
    for name in ("Thumbs.db", "desktop.ini"):
        (root / "submitted" / name).write_bytes(b"x")
    found = Course(root)
    assert strangers(found) == []
    [sentence] = found.misplaced()
    assert "submitted/ewa/s1. To have it graded, move it, or what is in it, to" in sentence
    assert "submitted/s1/ewa/." in sentence
