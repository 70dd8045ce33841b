"""Rosters as systems and people really write them: whom they list, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.lms.rosters.read import read_roster
from autograder.lms.rosters.roster import Roster

Read = Callable[[str], Roster]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reads(content: str) -> Roster:
        path = tmp_path / "roster.csv"
        path.write_text(content, "utf-8")
        return read_roster(path)

    return reads


@pytest.mark.parametrize("nobody", ["No groups", "Keine Gruppen", "Sin grupos", "没有小组", ""])
def test_what_moodle_writes_for_nobodys_group_is_no_group(read: Read, nobody: str) -> None:
    rows = f'Jo,Ax,jo@x,{nobody}\nBo,By,bo@x,"Team 1, Team 2"\nCy,Cu,cy@x,{nobody}\n'
    found = read(f"First name,Last name,Email address,Groups\n{rows}")
    assert found.groups() == {"Team 1": ["bo@x"], "Team 2": ["bo@x"]}


@pytest.mark.parametrize(
    ("titles", "test"), [("Student", '"Student, Test"'), ("LastName,FirstName", "Student,Test")]
)
def test_canvass_own_test_student_is_nobody_in_one_column_or_two(
    read: Read, titles: str, test: str
) -> None:
    jane = '"Doe, Jane"' if titles == "Student" else "Doe,Jane"
    found = read(f"{titles},ID,Section\n{jane},1,A\n{test},2,A\n")
    assert [person.student for person in found.people()] == ["1"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("id,name,email\ns1,Doe, Jane,jane@x\n", "more cells than there are titles, so what is in"),
        ("id,name\ns1,Roe\ns2,Doe, Jane\n", "is unclear: s2, Doe,  Jane. A name with a comma"),
        ('id,name\ns1,"Jane Doe\ns2,Ric Roe\n', "not closed, or stands alone: Jane Doe"),
        ("id,name\n1.23457E+08,Jane Doe\n", "it has the ID 1.23457E+08, to which a spreadsheet"),
        ("id;name\n1,23E+11;Jane Doe\n", "it has the ID 1,23E+11, to which a spreadsheet"),
        (
            "Student,ID,SIS User ID,Section\nJane Doe,1,1.2E+09,A\n",
            "it has the ID 1.2E+09, to which a spreadsheet",
        ),
    ],
    ids=["comma", "comma at the end", "quotation mark", "rounded", "decimal comma", "canvas"],
)
def test_a_roster_whose_rows_are_damaged_is_refused(read: Read, content: str, why: str) -> None:
    with pytest.raises(CourseError) as refusal:
        read(content)
    assert why in str(refusal.value)


def test_empty_cells_at_the_end_and_several_lines_elsewhere_damage_nothing(read: Read) -> None:
    found = read('id,name,remark\ns1,Jane Doe,"one\ntwo",,\ns2,Ric Roe\n12E34,Ana Ax,1.2E+09\n')
    assert [person.student for person in found.people()] == ["s1", "s2", "12E34"]


def test_whose_row_has_no_id_is_named(read: Read) -> None:
    found = read("id,name\ns1,Jane Doe\n,Ric Roe\n,,\n  ,Ana Ax\n")
    assert [person.student for person in found.people()] == ["s1"]
    [said] = found.notices
    assert "rows have no ID, so they were left out: Ric Roe, Ana Ax." in said


def test_google_classrooms_rows_of_dates_and_points_are_no_students(read: Read) -> None:
    rows = "Date,,,2026-11-20\nPoints,,,34\nDoe,Jane,jane@x,30\nLi,,li@x,31\nRoe,Ric,,32\n"
    found = read(f"Last Name,First Name,Email Address,Adam\n{rows}")
    assert [person.student for person in found.people()] == ["jane@x", "li@x", "Ric Roe"]
    [said] = found.notices
    assert "not about a student, so they were left out: Date, Points." in said
    assert "ID" not in said


@pytest.mark.parametrize(
    ("titles", "staff"),
    [
        ("Full name,Username,Email address,Roles", ["Teacher", "Non-editing teacher", "Manager"]),
        ("Vollständiger Name,Anmeldename,E-Mail-Adresse,Rollen",
         ["Trainer/in", "Trainer/in ohne Bearbeitungsrecht", "Trainer/in, Manager/in"]),
        ("Nom complet,Nom d'utilisateur,Adresse de courriel,Rôles",
         ["Enseignant", "Enseignant non éditeur", "Gestionnaire"]),
        ("全名,用户名,电子邮件地址,角色", ["教师", "无编辑权教师", "管理员"]),
        ("Name,User ID,Email Address,Role", ["Instructor", "Teaching Assistant", "maintain"]),
    ],
    ids=["English", "German", "French", "Chinese", "Sakai"],
)  # fmt: skip
def test_whose_roles_are_all_of_staff_is_no_student(
    read: Read, titles: str, staff: list[str]
) -> None:
    roles = [*staff, "", "Student", f"Student, {staff[0]}", "Something else"]
    rows = "".join(f'Ana B{n},u{n},u{n}@x,"{role}"\n' for n, role in enumerate(roles))
    found = read(f"{titles}\n{rows}")
    assert [person.student for person in found.people()] == [f"u{n}" for n in range(3, 7)]
    [said] = found.notices
    assert "not students, according to their roles, so they were left out: Ana B0, Ana B1, " in said


@pytest.mark.parametrize(
    "content",
    [
        "id,name\ns1,Jane Doe\nid,name\ns2,Ric Roe\n",
        "id,name\ns1,Jane Doe\n\ufeffID , Name\ns2,Ric Roe\n",
        "First name,Last name,ID number,Ewa\nJane,Doe,s1,2\nFirst name,Last name,ID number,Adam\n"
        "Ric,Roe,s2,3\n",
        "Student,ID,SIS User ID,Section\nJane Doe,1,s1,A\nStudent,ID,SIS User ID,Section\n"
        "    Points Possible,,,\nRic Roe,2,s2,A\n",
    ],
    ids=["plain", "with a mark", "moodle", "canvas"],
)
def test_titles_that_come_once_more_are_nobodys(read: Read, content: str) -> None:
    found = read(content)
    assert [person.last_name for person in found.people()] == ["Doe", "Roe"]
    assert not found.notices


CANVAS = "Student,ID,SIS User ID,Section,Ewa"


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("id,name,Ewa\n{max},1\nAverage,,3\nTotal,,\nMax:,,5\nTotal,25,\n", 4),
        ("id,name,Ewa\n{max},1\n,Class Average,3\n,Mean,3\n,Max,3\n", 3),
        ("id,name,Ewa\n{max},1\nExported 2026-03-01,,\n,Generated on 1/2/26 by Moodle,\n", 2),
        ("Matrikelnummer,Name,Ewa\n{max},1\n,Durchschnitt,3\nSumme,,4\n", 2),
        ("学号,姓名,Ewa\n{max},1\n,平均分,3\n合计,,4\n", 2),
        (CANVAS + "\nMax,1,max,A,1\nClass Average,,,,3\nMax,,,,5\nPoints Possible:,,,,5\n", 2),
        (CANVAS + "\n    Mögliche Punktzahl,,,,5\nMax,1,max,A,1\nAverage,,,,3\n", 1),
        ("Full name,ID number,Ewa\nMax,max,1\nOverall average,,3\n", 1),
        ("First name,Last name,ID number,Ewa\nMax,,max,1\nOverall average,,,3\n", 1),
        ("Username,Group\nmax,Team A\nTotal,\n", 1),
    ],
)
def test_totals_and_footers_are_nobodys_and_max_is_somebody(
    read: Read, content: str, left: int
) -> None:
    found = read(content.replace("{max}", "max,Max"))
    assert [person.student for person in found.people()] == [found.student(0)]
    assert found.student(0) in ("max", "1")
    [said] = found.notices
    assert "not about a student" in said
    assert said.partition("left out: ")[2].count(", ") == left - 1


def test_what_nobody_sees_in_a_cell_is_no_part_of_a_name_or_an_id(read: Read) -> None:
    rows = "\u00a0s1\u00a0,Jane\u00a0Doe ,jane@x\u200b\n\ufeff s2,\u202eRic\u00ad Roe\u202c,ric@x\n"
    found = read(f"\u00a0id,\u00a0name\u00a0,email\n{rows}")
    people = [(p.student, p.first_name, p.last_name, p.email) for p in found.people()]
    assert people == [("s1", "Jane", "Doe", "jane@x"), ("s2", "Ric", "Roe", "ric@x")]
    assert found.rows[0] == ("\u00a0s1\u00a0", "Jane\u00a0Doe ", "jane@x\u200b"), "the LMS's own"


def test_what_keeps_a_spreadsheet_from_changing_an_id_is_no_part_of_it(read: Read) -> None:
    found = read('id,name\n"=""0012""",Jane Doe\n\'0013,Ric Roe\n')
    assert [person.student for person in found.people()] == ["0012", "0013"]
    assert found.find(["0012"]) == 0


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (
            "OrgDefinedId,Username,Last Name,First Name,Email,Adam Points Grade <Numeric "
            "MaxPoints:20>,End-of-Line Indicator\n#0012,#jdoe,Doe,Jane,jane@x,5,#\n",
            {"ID number": "0012", "Username": "jdoe", "Email address": "jane@x"},
        ),
        (
            "First Name,Last Name,SID,Email,Sections,Adam,Adam - Max Points\n"
            "Jane,Doe,0012,jane@x,CS1,5,20\n",
            {"ID number": "0012", "Email address": "jane@x"},
        ),
        (
            '"Name","User ID","Email Address","Role"\n"Doe, Jane",jdoe,jane@x,Student\n',
            {"Username": "jdoe", "Email address": "jane@x"},
        ),
        (
            "No.;User name;First name;Last name;E-mail;Institutional identifier\n"
            "1;jdoe;Jane;Doe;jane@x;0012\n",
            {"ID number": "0012", "Username": "jdoe", "Email address": "jane@x"},
        ),
        (
            '"Nachname";"Vorname";"Anmeldename";"E-Mail";"Matrikelnummer"\nDoe;Jane;jdoe;;0012\n',
            {"ID number": "0012", "Username": "jdoe"},
        ),
        (
            "Last Name\tFirst Name\tUsername\tStudent ID\tAdam [Total Pts: 20 Score] |2346\n"
            "Doe\tJane\tjdoe\t0012\t5\n",
            {"ID number": "0012", "Username": "jdoe"},
        ),
    ],
    ids=["Brightspace", "Gradescope", "Sakai", "OpenOlat", "ILIAS", "Blackboard"],
)
def test_other_systems_lists_have_names_and_ids(
    read: Read, content: str, ids: dict[str, str]
) -> None:
    [jane] = read(content).people()
    assert (jane.first_name, jane.last_name, jane.ids) == ("Jane", "Doe", ids)


def test_names_of_which_a_program_has_lost_letters_are_said(read: Read) -> None:
    [said] = read(
        "id,name\ns1,Ay?e Y?lmaz\ns2,JÃ¶rg Doe\ns3,Jörg Müller\ns4,O\ufffdBrien\n"
    ).notices
    assert "a program has lost letters of these names" in said
    assert "Ay?e Y?lmaz (s1), JÃ¶rg Doe (s2), " in said
    assert "(s3)" not in said
    assert not read("id,name\ns1,Ana O’Neil\ns2,Zoë Ñandú\ns3,André Ångström\n").notices


def test_where_half_of_the_names_may_be_in_an_unknown_column_nobody_is_entered(read: Read) -> None:
    with pytest.raises(CourseError, match="only one half of the names") as refusal:
        read("First name,Sukunimi,ID number,Osasto\nAda,Eins,s1,\nBo,Zwei,s2,\n")
    assert "may be in one of these: Sukunimi. Call" in str(refusal.value)


def test_marks_beside_half_of_the_names_are_no_names(read: Read) -> None:
    found = read("First name,ID number,Assignment: ewa (Real)\nAda,s1,-\nBo,s2,7.5\n")
    assert [person.first_name for person in found.people()] == ["Ada", "Bo"]


@pytest.mark.parametrize("titles", ["Naam,Voornaam,ID-nummer", "Namn,Förnamn,ID-nummer"])
def test_a_name_beside_the_first_one_is_the_last(read: Read, titles: str) -> None:
    [ada] = read(f"{titles}\nEins,Ada,s1\n").people()
    assert (ada.first_name, ada.last_name) == ("Ada", "Eins")


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n"])
def test_of_an_empty_roster_it_is_said_that_it_is_empty(read: Read, content: str) -> None:
    with pytest.raises(CourseError, match="cannot be read: it is empty"):
        read(content)
