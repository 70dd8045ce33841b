"""The gradebook on a real PostgreSQL server: the same marks, files, feedback and export."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from course_folder import Folder, set_source
from services import PostgreSQL, postgresql, wait_until
from small_class import Grading, assert_graded_alike, fresh_copy, graded_files, hand_in_a_class

pytestmark = [pytest.mark.slow, pytest.mark.needs("landlock", "postgresql")]

SETTING = "\nc.CourseDirectory.db_url = {url!r}\n"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    with postgresql() as server:
        yield server


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The class graded with an SQLite gradebook."""
    folder = hand_in_a_class(tmp_path_factory.mktemp("local") / "course")
    (folder.root / "submitted" / "right" / "ewa" / "timestamp.txt").write_text(
        "2026-03-01 12:00:00.000000 CET"
    )
    done = folder.course_command("grade")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def folder(local: Folder, server: PostgreSQL, tmp_path: Path) -> Folder:
    """The same submissions, nothing graded, and an empty database of their own."""
    folder = fresh_copy(local, tmp_path / "course")
    (folder.root / "gradebook.db").unlink()
    shutil.rmtree(folder.root / "release")
    name = database_of(folder)
    server.sql("postgres", f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    point_to(folder, server.url(name))
    return folder


def database_of(folder: Folder) -> str:
    return re.sub(r"\W", "_", folder.root.parent.name).lower()[:60]


def point_to(folder: Folder, url: str) -> None:
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write(SETTING.format(url=url))


@pytest.fixture
def released(folder: Folder) -> Folder:
    done = folder.course_command("release")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def assert_says(folder: Folder, sentence: str, *words: str) -> None:
    """A command that cannot do its work says so in a sentence, and never quotes a password."""
    soon = {"autograder.gradebook.database.LOCK_SECONDS": 1}
    done = folder.course_command(*words, constants=soon)
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 2, said
    assert sentence in said
    assert "Traceback" not in said
    assert_no_password(said)


def assert_no_password(said: str) -> None:
    assert "word" not in said.replace("password", "")


def test_everything_from_release_to_export_works_on_postgresql(
    released: Folder, local: Folder
) -> None:
    assert not (released.root / "gradebook.db").exists()
    done = released.course_command("grade")
    assert done.returncode == 0, done.stdout + done.stderr
    assert_graded_alike(released, local)
    assert "Graded before, and unchanged" in released.course_command("grade").stdout
    for words in (("feedback", "ewa"), ("report",)):
        done = released.course_command(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    assert local.course_command("report").returncode == 0
    reports = [folder.root / "report" / "index.html" for folder in (released, local)]
    differing = re.compile(r"<time.*?</time>|\d\d:\d\d|\s*<a href=\"[^#].*?</a>")
    ours, theirs = [differing.sub("", report.read_text("utf-8")) for report in reports]
    assert ours == theirs
    assert (released.root / "feedback" / "right" / "ewa" / "ewa.html").exists()
    done = released.nbgrader("export")
    assert done.returncode == 0, done.stderr
    assert local.nbgrader("export").returncode == 0
    ours, theirs = [(one.root / "grades.csv").read_text("utf-8") for one in (released, local)]
    assert sorted(ours.splitlines()) == sorted(theirs.splitlines())
    for one in (released, local):
        done = one.course_command("export")
        assert done.returncode == 0, done.stdout + done.stderr
    ours, theirs = [(one.root / "marks.csv").read_text("utf-8") for one in (released, local)]
    assert len(ours.splitlines()) > 10
    assert sorted(ours.splitlines()) == sorted(theirs.splitlines())
    assert not (released.root / "gradebook.db").exists()


def test_nbgraders_own_autograde_leaves_the_same_on_postgresql(
    released: Folder, local: Folder
) -> None:
    for topic in ("ewa", "adam"):
        done = released.nbgrader("autograde", topic)
        assert done.returncode == 0, done.stderr
        done = released.nbgrader("generate_feedback", topic)
        assert done.returncode == 0, done.stderr
    assert_graded_alike(released, local)


def test_a_second_release_and_a_changed_submission_work_on_postgresql(released: Folder) -> None:
    assert released.course_command("grade", "ewa").returncode == 0
    before = released.scores("ewa")["right"]
    assert released.course_command("release", "ewa").returncode == 0
    ewa = set_source(released.solved("ewa"), "ewa_weights", "def ewa_weights(beta, T:\n    return")
    released.hand_in("right", "ewa", ewa)
    assert released.course_command("grade", "ewa").returncode == 0
    assert released.scores("ewa")["right"] == {**before, "check-ewa_weights": 0.0}


def test_a_server_that_goes_away_in_the_middle_loses_nothing(
    released: Folder, local: Folder, server: PostgreSQL
) -> None:
    grading = Grading(released, "--jobs", "1")
    wait_until(lambda: graded_files(released), "the first graded submission")
    server.stop()
    try:
        status, out, errors = grading.ended()
    finally:
        server.start()
    assert status == 1, out + errors
    assert "Not graded: " in out
    assert_no_password(out + errors)
    assert released.course_command("grade").returncode == 0
    assert_graded_alike(released, local)


def test_a_name_that_does_not_fit_costs_only_its_own_submission(
    released: Folder, local: Folder
) -> None:
    long = "n" * 130
    released.hand_in(long, "ewa", released.solved("ewa"))
    done = released.course_command("grade")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "too long" in " ".join(done.stdout.split())
    assert not (released.root / "autograded" / long / "ewa").exists()
    (released.root / "autograded" / long).rmdir()
    assert_graded_alike(released, local)


COMMANDS = [("release",), ("grade",), ("feedback",), ("report",)]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_server_that_cannot_be_reached_is_one_sentence(
    folder: Folder, server: PostgreSQL, words: tuple[str, ...]
) -> None:
    nobody = server.url("x").replace(str(server.port), "1")
    point_to(folder, nobody)
    assert_says(folder, "Check that the server is running and can be reached from here", *words)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("pass%2F", "past%2F"), "password authentication failed for user"),
        (("127.0.0.1:", "127.0.0.1:x"), "c.CourseDirectory.db_url is not a database address"),
        (("%40", "@"), "c.CourseDirectory.db_url is not a database address"),
        (("+psycopg", "+nothing"), "c.CourseDirectory.db_url is not a database address"),
        (("+psycopg", "+psycopg2"), "needs the Python package psycopg2"),
    ],
)
def test_an_address_that_is_wrong_is_one_sentence_without_the_password(
    folder: Folder, server: PostgreSQL, change: tuple[str, str], sentence: str
) -> None:
    point_to(folder, server.url(database_of(folder)).replace(*change))
    assert_says(folder, sentence, "grade")


def test_a_missing_database_is_one_sentence(folder: Folder, server: PostgreSQL) -> None:
    point_to(folder, server.url("no_such_base"))
    assert_says(folder, 'database "no_such_base" does not exist', "grade")


def test_a_course_without_a_name_is_one_sentence(folder: Folder) -> None:
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.CourseDirectory.course_id = ""\n')
    assert_says(folder, "set c.CourseDirectory.course_id", "release")


def test_a_user_who_may_only_read_is_one_sentence(released: Folder, server: PostgreSQL) -> None:
    name = database_of(released)
    server.sql(name, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert_says(released, "cannot be written: ", "grade")
    assert not (released.root / "autograded").exists()


def test_a_table_that_another_program_holds_is_one_sentence(
    released: Folder, server: PostgreSQL
) -> None:
    import psycopg

    url = server.url(database_of(released)).replace("+psycopg", "")
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE grade")
        assert_says(released, "is locked by another program", "grade")
    assert released.course_command("grade", "ewa").returncode == 0


def test_the_password_may_stay_in_a_file_of_its_own(
    released: Folder, server: PostgreSQL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{server.port}:*:{server.user}:{server.password}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    name = database_of(released)
    point_to(released, f"postgresql+psycopg://{server.user}@127.0.0.1:{server.port}/{name}")
    done = released.course_command("grade", "adam")
    assert done.returncode == 0, done.stdout + done.stderr
