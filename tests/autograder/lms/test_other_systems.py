"""`course collect` takes ZIPs as Blackboard, Brightspace, Sakai and ILIAS write them."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lms_files import Done, bare_course, course, make_zip, notebook, taken, with_gradebook

Collect = Callable[..., Done]
PEOPLE = "username,first,last\njdoe,Jane,Doe\nm_lee,Mei,Lee\nrroe,Ric,Roe\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_gradebook(bare_course(tmp_path / "course"))


def _file(name: str) -> bytes:
    """Return a notebook with its name in it, packed as the name says."""
    if not name.endswith(".tar.gz"):
        return notebook(name)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("ewa.ipynb")
        entry.size = len(notebook(name))
        archive.addfile(entry, io.BytesIO(notebook(name)))
    return packed.getvalue()


@pytest.fixture
def collect(capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path) -> Collect:
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, "utf-8")

    def run(names: list[str], *words: str, known: bool = True) -> Done:
        files = {name: _file(name) for name in names}
        archive = make_zip(tmp_path / "submissions.zip", {name: files[name] for name in names})
        roster = ("--roster", str(people)) if known else ()
        return course(capsys, root, "collect", str(archive), "--assignment", "ewa", *roster, *words)

    return run


def times(root: Path) -> dict[str, str]:
    return {p.parts[-3]: p.read_text() for p in (root / "submitted").glob("*/ewa/timestamp.txt")}


BLACKBOARD = "Week 4_ewa_{}_attempt_2026-03-0{}-10-30-00_{}"
BRIGHTSPACE = "12345-678 - {} - Mar {}, 2026 1030 AM/{}"
SAKAI = "Week 4/{}({})/Submission attachment(s)/{}"
TEAMS = "Submitted files/{}/Ewa/{}"
ILIAS = "{}_{}_{}/{}"


def test_blackboards_file_has_the_user_name_and_the_time(root: Path, collect: Collect) -> None:
    jane, again, ric = (
        BLACKBOARD.format(*words)
        for words in (("jdoe", 8, "ewa.ipynb"), ("jdoe", 9, "ewa.ipynb"), ("rroe", 9, "my.ipynb"))
    )
    text = "Week 4_ewa_jdoe_attempt_2026-03-09-10-30-00.txt"
    done = collect([jane, again, ric, text], "--timezone", "Europe/Berlin")
    assert taken(root) == {"jdoe": again, "rroe": ric}
    assert times(root) == dict.fromkeys(("jdoe", "rroe"), "2026-03-09 09:30:00 UTC")
    assert "because jdoe handed in a newer one" in done.out
    assert "Without a notebook from this ZIP: Mei Lee (m_lee)." in done.out
    assert collect([jane, again], known=False).code == 0


def test_brightspaces_folder_has_the_name_and_the_time(root: Path, collect: Collect) -> None:
    files = [BRIGHTSPACE.format("Jane Doe", 9, "ewa.ipynb"), "index.html"]
    files += [BRIGHTSPACE.format("Ric Roe", 10, "ewa.ipynb").replace("Mar 10,", "10 March,")]
    collect(files, "--timezone", "UTC")
    assert taken(root) == {"jdoe": files[0], "rroe": files[2]}
    assert times(root) == {
        "jdoe": "2026-03-09 10:30:00 UTC",
        "rroe": "2026-03-10 10:30:00 UTC",
    }


def test_sakais_folder_has_the_user_id(root: Path, collect: Collect) -> None:
    files = [
        SAKAI.format("Doe, Jane", "jdoe", "ewa.ipynb"),
        SAKAI.format("Lee, Mei", "m_lee", "rroe_1_2_ewa.ipynb"),
        "Week 4/Roe, Ric(rroe)/Feedback Attachment(s)/ewa.ipynb",
        "Week 4/grades.csv",
    ]
    done = collect(files)
    assert taken(root) == {"jdoe": files[0], "m_lee": files[1]}
    assert "Without a notebook from this ZIP: Ric Roe (rroe)." in done.out
    collect([SAKAI.format("Zed, Zoe", "zz9", "ewa.ipynb")], known=False)
    assert "zz9" not in taken(root), "she is not in the list of people, which is there now"


def test_iliass_folder_has_the_login_which_the_people_tell(root: Path, collect: Collect) -> None:
    files = [
        ILIAS.format("Doe_Jane", "jdoe", 4711, "ewa.ipynb"),
        "Ewa/" + ILIAS.format("Lee_Mei", "m_lee", 4712, "Week 4.ipynb"),
        "Team_3/" + ILIAS.format("Roe_Ric", "unknown", 4713, "x_1_2_ewa.ipynb"),
    ]
    refused = collect(files, known=False)
    assert refused.code == 2
    assert "seems to come from ILIAS" in refused.err
    assert "course people ROSTER" in refused.err
    done = collect(files)
    assert taken(root) == {"jdoe": files[0], "m_lee": files[1]}
    assert "not the one that the course knows of Ric Roe (rroe)" in done.out


@pytest.mark.parametrize(
    ("files", "whose"),
    [
        # their own file's name looks like another's in the same system, or in another
        ([BLACKBOARD.format("rroe", 9, BLACKBOARD.format("jdoe", 9, "ewa.ipynb"))], ["rroe"]),
        ([BLACKBOARD.format("rroe", 9, "jdoe_1_2_ewa.ipynb")], ["rroe"]),
        ([SAKAI.format("Roe, Ric", "rroe", BLACKBOARD.format("jdoe", 9, "ewa.ipynb"))] * 1
         + [SAKAI.format("Lee, Mei", "m_lee", "ewa.ipynb")], ["m_lee", "rroe"]),
        (["roeric_1_2_" + BLACKBOARD.format("jdoe", 9, "ewa.ipynb")], ["rroe"]),
        # two would be one
        ([ILIAS.format("Roe_Ric", "jdoe", 1, "ewa.ipynb"),
          ILIAS.format("Doe_Jane", "jdoe", 2, "ewa.ipynb")], []),
        # most of this ZIP is of no system that is known
        (["a/ewa.ipynb", "b/ewa.ipynb", BLACKBOARD.format("jdoe", 9, "ewa.ipynb")], []),
    ],
    ids=["attempt in it", "canvas in it", "two systems", "in canvas", "two as one", "no system"],
)  # fmt: skip
def test_nobody_hands_in_for_another_by_a_files_name(
    root: Path, collect: Collect, files: list[str], whose: list[str]
) -> None:
    done = collect(files)
    assert sorted(taken(root)) == whose
    assert whose or "Nothing was collected" in done.err


@pytest.mark.parametrize(
    ("files", "whose"),
    [
        (["jdoe/ewa/ewa.ipynb", "m_lee/ewa/ewa.ipynb"], ["jdoe", "m_lee"]),
        ([TEAMS.format("Jane Doe", "ewa.ipynb"), TEAMS.format("Ric Roe", "Version 2/e.ipynb")],
         ["jdoe", "rroe"]),
        (["Ewa/Mal Doe/jdoe/ewa.ipynb", "Ewa/Mei Lee/ewa.ipynb", "Ewa/Ric Roe/ewa.ipynb"],
         ["m_lee", "rroe"]),
        (["Jane Doe - ewa.ipynb", "Mei Lee - ewa.ipynb"], []),
    ],
    ids=["layout", "teams", "deeper", "flat"],
)  # fmt: skip
def test_folders_of_people_are_theirs_whatever_made_the_zip(
    root: Path, collect: Collect, files: list[str], whose: list[str]
) -> None:
    done = collect(files)
    assert sorted(taken(root)) == whose
    said = (
        "Its folders are named after people of the course"
        if whose
        else "such as Google Classroom, put each"
    )
    assert said in done.out + done.err


def test_archives_and_colabs_copies_are_work(root: Path, collect: Collect) -> None:
    names = {"jdoe": "ewa.tar.gz", "rroe": "“ewa.ipynb”的副本"}
    files = [BLACKBOARD.format(student, 9, name) for student, name in names.items()]
    collect([*files, BLACKBOARD.format("m_lee", 9, "ewa.ipynb.pdf")])
    assert taken(root) == {"jdoe": files[0], "rroe": files[1]}
