"""`course collect` gives a file to its student, or to nobody, whatever a ZIP's names look like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lms_files import Done, bare_course, course, make_zip, notebook, taken, with_gradebook

Collect = Callable[..., Done]
OWN_IDS = "id,name\n101,Jane Doe\n102,Ric Roe\n103,Ana Ax\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_gradebook(bare_course(tmp_path / "course"))


@pytest.fixture
def collect(capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path) -> Collect:
    """Enters people, and collects a ZIP of notebooks that differ by their names."""

    def run(names: list[str], *words: str, people: str = OWN_IDS) -> Done:
        archive = make_zip(tmp_path / "submissions.zip", {n: notebook(n) for n in names})
        if people:
            roster = tmp_path / "people.csv"
            roster.write_text(people, "utf-8")
            course(capsys, root, "people", str(roster))
        return course(capsys, root, "collect", str(archive), "--assignment", "ewa", *words)

    return run


def test_canvass_number_is_not_what_the_course_calls_somebody_else(
    root: Path, collect: Collect
) -> None:
    collect(["roeric_101_900_ewa.ipynb", "doejane_103_901_ewa.ipynb", "axana_102_902_ewa.ipynb"])
    assert taken(root) == {
        "101": "doejane_103_901_ewa.ipynb",
        "102": "roeric_101_900_ewa.ipynb",
        "103": "axana_102_902_ewa.ipynb",
    }


def test_a_stranger_with_anothers_number_is_nobody(root: Path, collect: Collect) -> None:
    done = collect(["newmannora_101_900_ewa.ipynb", "roeric_77_901_ewa.ipynb"])
    assert taken(root) == {"102": "roeric_77_901_ewa.ipynb"}
    assert "101 is the number of newmannora in Canvas" in done.out
    assert "nothing tells whether that is Jane Doe (101)" in done.out


def test_two_of_canvass_numbers_are_not_one_person(root: Path, collect: Collect) -> None:
    done = collect(["doejane_11_900_ewa.ipynb", "doejane_12_901_ewa.ipynb", "axana_5_9_ewa.ipynb"])
    assert taken(root) == {"103": "axana_5_9_ewa.ipynb"}
    assert done.out.count("several people in this ZIP would be 101") == 2


def test_of_two_people_of_one_name_it_is_not_said_that_nobody_entered_them(
    root: Path, collect: Collect
) -> None:
    done = collect(
        ["doejane_11_900_ewa.ipynb", "axana_5_9_ewa.ipynb"], people=OWN_IDS + "104,Jane Doe\n"
    )
    assert taken(root) == {"103": "axana_5_9_ewa.ipynb"}
    assert "several students are called doejane" in done.out
    assert "nobody was entered" not in done.out


BLACKBOARD = "Week 4_{}_attempt_2026-11-09-10-30-00_ewa.ipynb"
ILIAS = "{}_{}/ewa.ipynb"


@pytest.mark.parametrize(
    "people", ["", "username,name\nj_doe,Jane Doe\nk_doe,Kim Doe\nrroe,Ric R\n"]
)
@pytest.mark.parametrize("title", ["", "ewa_"])
def test_a_user_name_in_blackboard_may_have_an_underscore(
    root: Path, collect: Collect, people: str, title: str
) -> None:
    files = {name: BLACKBOARD.format(title + name) for name in ("j_doe", "k_doe", "rroe")}
    collect([*files.values()], people=people)
    assert taken(root) == files


def test_the_end_of_a_user_name_is_not_the_user(root: Path, collect: Collect) -> None:
    files = [BLACKBOARD.format(name) for name in ("j_doe", "rroe")]
    done = collect(files, people="username,name\ndoe,Jane Doe\nrroe,Ric Roe\n")
    assert taken(root) == {"rroe": files[1]}
    assert "j_doe is in no row of the roster" in done.out


def test_where_a_lone_user_name_begins_is_not_guessed(root: Path, collect: Collect) -> None:
    done = collect([BLACKBOARD.format("j_doe")], people="")
    assert "an underscore in the title of the assignment or in the user name" in done.err
    assert not taken(root)


def test_a_name_takes_nothing_from_a_login(root: Path, collect: Collect) -> None:
    files = [ILIAS.format("Roe_Ric_rroe", 1), ILIAS.format("Roe_Ric_other", 2)]
    done = collect(files, people="login,number,name\nrroe,5,Ric Roe\n")
    assert taken(root) == {"rroe": files[0]}
    assert "not the one that the course knows of Ric Roe (rroe)" in done.out


def test_where_no_login_is_known_the_name_counts(root: Path, collect: Collect) -> None:
    file = ILIAS.format("Roe_Ric_rroe", 1)
    collect([file])
    assert taken(root) == {"102": file}


MOODLE = "{}_{}_assignsubmission_file_/ewa.ipynb"
PETER = "id,name,group\n101,Jane Doe,Team A\n102,Peter Müller,Team A\n"


@pytest.mark.parametrize("form", [MOODLE, "{1}-2 - {0} - Nov 9, 2026 1030 AM/ewa.ipynb"])
def test_a_hyphen_in_a_name_is_not_behind_a_groups(root: Path, collect: Collect, form: str) -> None:
    files = [form.format("Hans-Peter Müller", 71), form.format("Jane Doe", 72)]
    done = collect(files, people=PETER)
    assert taken(root) == {"101": files[1]}
    assert "Hans-Peter Müller is in no row of the roster" in done.out


@pytest.mark.parametrize(
    ("group", "words"),
    [("Team A", ()), ("Red Team", ("--groups",)), ("Blue Team", ()), ("Lab 3", ())],
)
def test_a_groups_name_may_stand_before_a_students_in_moodle(
    root: Path, collect: Collect, group: str, words: tuple[str, ...]
) -> None:
    people = PETER.replace(",Team A\n", ",\n") + "103,Ana Ax,Team A\n"
    names = {"101": "Jane Doe", "102": "Peter Müller"}
    files = {s: MOODLE.format(f"{group}-{name}", s) for s, name in names.items()}
    others = [] if group == "Blue Team" else [MOODLE.format("Ana Ax", 9)]
    collect([*files.values(), *others], *words, people=people)
    assert {student: file for student, file in taken(root).items() if student != "103"} == files


def test_the_worksheet_of_another_assignment_gives_no_work_away(
    root: Path, collect: Collect, tmp_path: Path
) -> None:
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_text(
        "Identifier,Full name,ID number,Status,Grade\nParticipant 71,Jane Doe,101,,\n"
        "Participant 72,Ric Roe,102,,\nParticipant 73,Ana Ax,103,,\n"
    )
    files = [MOODLE.format("Ric Roe", 71), MOODLE.format("Ana Ax", 73)]
    done = collect(files, "--roster", str(worksheet))
    assert taken(root) == {"103": files[1]}
    assert "participant 71 is Jane Doe in the roster, and Ric Roe here" in done.out


BRIGHTSPACE = "1-2 - {} - Nov 9, 2026 1030 AM/ewa.ipynb"


@pytest.mark.parametrize(
    "inside",
    [MOODLE.format("Ana Ax", 71), BRIGHTSPACE.format("Ana Ax"), "axana_12_34_ewa.ipynb"],
    ids=["moodle", "brightspace", "canvas"],
)
@pytest.mark.parametrize("others", [["101/ewa.ipynb"], ["101/ewa.ipynb", "Ana Ax/ewa.ipynb"]])
def test_what_is_in_a_persons_folder_is_that_persons_whatever_it_is_called(
    root: Path, collect: Collect, inside: str, others: list[str]
) -> None:
    collect([*others, f"Ric Roe/{inside}"])
    ana = {"103": "Ana Ax/ewa.ipynb"} if len(others) > 1 else {}
    assert taken(root) == {"101": others[0], "102": f"Ric Roe/{inside}", **ana}


@pytest.mark.parametrize("people", ["", "id,name\n103,Ana Ax\n"], ids=["nobody", "only one"])
def test_one_name_like_a_systems_is_no_zip_of_that_system(
    root: Path, collect: Collect, people: str
) -> None:
    files = ["a/ewa.ipynb", "b/ewa.ipynb", "c/" + MOODLE.format("Ana Ax", 71)]
    done = collect(files, people=people)
    assert not taken(root)
    assert "Nothing was collected" in done.err


@pytest.mark.parametrize("inside", [MOODLE.format("Ana Ax", 71), BRIGHTSPACE.format("Ana Ax")])
def test_of_two_systems_the_first_in_a_path_made_the_zip(
    root: Path, collect: Collect, inside: str
) -> None:
    file = f"Ewa/Roe, Ric(102)/Submission attachment(s)/{inside}"
    collect([file])
    assert taken(root) == {"102": file}


def test_feedback_beside_the_work_of_few_is_no_other_system(root: Path, collect: Collect) -> None:
    file = MOODLE.format("Jane Doe", 71)
    feedback = [f"Ric Roe_{n}_assignfeedback_file_/ewa.ipynb" for n in (72, 73)]
    collect([file, *feedback])
    assert taken(root) == {"101": file}


def test_a_folder_of_a_name_that_two_have_is_said_to_be_that(root: Path, collect: Collect) -> None:
    files = ["Jane Doe/ewa.ipynb", "Ric Roe/ewa.ipynb"]
    done = collect(files, people=f"{OWN_IDS}104,Jane Doe\n")
    assert taken(root) == {"102": files[1]}
    assert "Ignored: Jane Doe/ewa.ipynb, because several students are called Jane Doe" in done.out


def test_one_person_under_two_numbers_is_not_said_to_be_in_no_row(
    root: Path, collect: Collect
) -> None:
    done = collect([MOODLE.format("Jane Doe", n) for n in (71, 171)])
    assert not taken(root)
    assert done.out.count("Jane Doe comes with several numbers in this ZIP") == 2


def test_a_name_in_sakai_may_have_brackets(root: Path, collect: Collect) -> None:
    file = "Ewa/Roe, Ric (Rick)(102)/Submission attachment(s)/ewa.ipynb"
    collect([file])
    assert taken(root) == {"102": file}


def test_of_folders_of_versions_the_highest_number_is_the_newest(
    root: Path, collect: Collect
) -> None:
    files = [f"Jane Doe/Ewa/Version {n}/ewa.ipynb" for n in (1, 10, 2)]
    collect([*files, "Ric Roe/Ewa/Version 1/ewa.ipynb"])
    assert taken(root)["101"] == files[1]


@pytest.mark.parametrize("own", ["ewa_2026.ipynb", "my - 2026 - ewa.ipynb"])
def test_what_a_student_calls_a_file_is_not_brightspaces_time(
    root: Path, collect: Collect, own: str
) -> None:
    file = f"12345-1 - Jane Doe - Nov 9, 2026 1030 AM - {own}"
    collect([file])
    assert taken(root) == {"101": file}


UNSEEN = ["\u200f{}\u200f", "{}\u200b", "\u00ad{}", "\u061c{}", "\u200e{}", "{}\ufeff", "{}\u200d"]


@pytest.mark.parametrize(
    "form", [MOODLE, "{1}-2 - {0} - Nov 9, 2026 1030 AM/ewa.ipynb", "{}/ewa.ipynb"]
)
@pytest.mark.parametrize("in_roster", [True, False])
def test_what_nobody_sees_in_a_name_makes_nobody_another(
    root: Path, collect: Collect, form: str, in_roster: bool
) -> None:
    names = {str(n): f"Ana{n}x Roe" for n in range(len(UNSEEN))}
    marked = {s: UNSEEN[int(s)].format(name).replace("x", "\u00adx") for s, name in names.items()}
    rows = "".join(f"{s},{(marked if in_roster else names)[s]}\n" for s in names)
    files = {s: form.format(name, s) for s, name in marked.items()}
    collect([*files.values()], people=f"id,name\n{rows}")
    assert taken(root) == files


def test_what_nobody_sees_in_a_name_is_in_no_folders(root: Path, collect: Collect) -> None:
    file = MOODLE.format("\u200fSoft\u00adHy Phen", 71)
    collect([file.replace("ewa", "\u200eewa")], people="")
    assert [*taken(root)] == ["SoftHy_Phen"]


TEST_STUDENT = ["studenttest_999_900_ewa.ipynb", "teststudent_LATE_998_901_ewa.ipynb"]
TEST_STUDENT += ["studenttest_999_902_ewa.pdf"]


@pytest.mark.parametrize("people", ["", OWN_IDS])
def test_canvass_test_student_hands_in_nothing(root: Path, collect: Collect, people: str) -> None:
    done = collect([*TEST_STUDENT, "doejane_11_903_ewa.ipynb"], people=people)
    assert [*taken(root).values()] == ["doejane_11_903_ewa.ipynb"]
    assert done.out.count("because it is from Canvas's own Test Student") == 3
    assert "studenttest (999)" not in done.out


def test_whoever_is_really_called_test_student_hands_in(root: Path, collect: Collect) -> None:
    collect(["studenttest_999_900_ewa.ipynb"], people=f"{OWN_IDS}104,Test Student\n")
    assert taken(root) == {"104": "studenttest_999_900_ewa.ipynb"}


def test_the_test_student_in_canvass_own_gradebook_is_no_person(
    root: Path, collect: Collect, tmp_path: Path
) -> None:
    gradebook = 'Student,ID,Section\n"Student, Test",999,A\n"Doe, Jane",11,A\n'
    (tmp_path / "gradebook.csv").write_text(gradebook)
    files = [TEST_STUDENT[0], "doejane_11_903_ewa.ipynb"]
    collect(files, "--roster", str(tmp_path / "gradebook.csv"), people="")
    assert taken(root) == {"11": files[1]}
