"""nbgrader's exchange from release to feedback, with its own commands and two students."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from course_folder import PATIENCE, Folder, make_course
from warm_commands import warm

pytestmark = [pytest.mark.needs("landlock"), pytest.mark.slow]

TOPIC = "ewa"
AS_ON_A_HUB = """
import pwd, runpy
pwd.getpwuid = lambda _: ("jovyan",)
runpy.run_module("nbgrader", run_name="__main__")
"""
"""nbgrader in an account of JupyterHub, where `JUPYTERHUB_USER` says who somebody is."""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(make_course(tmp_path / "course", [TOPIC]))
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with (folder.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"\nc.Exchange.root = {str(exchange)!r}\n")
        file.write("c.CourseDirectory.course_id = 'optimization'\n")
        file.write("c.ExchangeCollect.check_owner = False\n")  # all students share one account
    return folder


class Student:
    """Somebody with a home folder and a server of their own."""

    def __init__(self, name: str, home: Path) -> None:
        self.name, self.home = name, home
        home.mkdir()
        exchange = str(home.parent / "exchange")
        (home / "as_on_a_hub.py").write_text(AS_ON_A_HUB, "utf-8")
        (home / "nbgrader_config.py").write_text(
            f"c = get_config()\nc.Exchange.root = {exchange!r}\n"
            "c.CourseDirectory.course_id = 'optimization'\n",
            "utf-8",
        )

    def nbgrader(self, *words: str) -> None:
        own = {"JUPYTERHUB_USER": self.name, "HOME": str(self.home)}
        own["JUPYTER_DATA_DIR"] = str(self.home / "data")
        done = warm().run("as_on_a_hub", words, self.home, PATIENCE, None, **own)
        assert done.returncode == 0, done.stdout + done.stderr

    def pages(self) -> list[str]:
        return [page.read_text("utf-8") for page in self.home.glob(f"{TOPIC}/feedback/*/*.html")]


def test_feedback_reaches_each_student_through_the_exchange(folder: Folder) -> None:
    instructor = folder.nbgrader
    assert instructor("release_assignment", TOPIC).returncode == 0
    ana, ben = (Student(name, folder.root.parent / name) for name in ("ana", "ben"))
    for student in (ana, ben):
        student.nbgrader("fetch_assignment", TOPIC)
    right = json.dumps(folder.solved(TOPIC))
    (ana.home / TOPIC / f"{TOPIC}.ipynb").write_text(right, "utf-8")
    for student in (ana, ben):
        student.nbgrader("submit", TOPIC)
    assert instructor("collect", TOPIC).returncode == 0

    for step in (folder.course_command("grade"), folder.course_command("feedback")):
        assert step.returncode == 0, step.stderr
    released = instructor("release_feedback", TOPIC)
    assert released.returncode == 0, released.stderr
    for student in (ana, ben):
        student.nbgrader("fetch_feedback", TOPIC)
    assert ["7 of 7 points" in page for page in ana.pages()] == [True]
    assert ["7 of 7 points" in page for page in ben.pages()] == [False]

    again = ["autograde", "--force"], ["generate_feedback", "--force"], ["release_feedback"]
    for words in again:
        done = instructor(*words, TOPIC)
        assert done.returncode == 0, done.stderr


def test_a_submission_from_ngshare_has_no_secret_and_keeps_its_time(folder: Folder) -> None:
    handed_in = folder.hand_in("ana", TOPIC, folder.solved(TOPIC)).parent
    stamp = "2026-10-01 12:30:00.123456 UTC"
    (handed_in / "timestamp.txt").write_text(stamp, "utf-8")
    for words in (["grade"], ["feedback"]):
        assert folder.course_command(*words).returncode == 0
    page = folder.root / "feedback" / "ana" / TOPIC
    assert (page / "timestamp.txt").read_text("utf-8") == stamp
    assert not (page / "submission_secret.txt").exists()
