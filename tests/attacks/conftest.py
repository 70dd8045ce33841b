"""Grade the class of attacks with `course grade`, nbgrader, no sandbox, and stock nbgrader."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from attack import without_experiments
from classes import ATTACKS, BY_NBGRADER, EVERYONE, STOCK, a_class, class_once
from course_folder import Folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"by_course", "by_nbgrader", "unwalled", "by_stock"} & set(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.needs("landlock"))


@pytest.fixture(scope="session")
def by_course(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    def make(root: Path) -> None:
        folder = a_class(root, EVERYONE)
        done = folder.course_command("grade")
        assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
        assert "Traceback" not in done.stderr, done.stderr[-2_000:]

    return class_once(tmp_path_factory, "by-course", make)


@pytest.fixture(scope="session")
def by_nbgrader(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    def make(root: Path) -> None:
        folder = a_class(root, BY_NBGRADER)
        done = folder.nbgrader("autograde", "ewa")
        assert done.returncode == 0, done.stderr[-4_000:]

    return class_once(tmp_path_factory, "by-nbgrader", make)


@pytest.fixture(scope="session")
def unwalled(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Graded without the walls, which takes the explicit setting."""

    def make(root: Path) -> None:
        folder = a_class(root, [attack for attack in ATTACKS if attack.open])
        done = folder.course_command("grade", "--unconfined")
        assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]

    return class_once(tmp_path_factory, "unwalled", make)


@pytest.fixture(scope="session")
def by_stock(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Graded by nbgrader as it comes, in a kernel that the grader's tests run in."""

    def make(root: Path) -> None:
        tried = [attack for attack in EVERYONE if attack.stock]
        harms = [attack for attack in tried if attack.stock == "harms"]
        folder = a_class(root, [attack for attack in tried if attack not in harms], STOCK)
        folder.nbgrader("autograde", "ewa")
        # nbgrader would try each time again what it could not grade
        others = (root / "submitted").rename(root / "tried-before")
        for attack in harms:
            attack.hand_in(folder)
            after = without_experiments(folder.solved("ewa"))
            folder.hand_in(f"{attack.name}_next", "ewa", after)
            folder.nbgrader("autograde", "ewa")
            shutil.rmtree(root / "submitted")
        others.rename(root / "submitted")

    return class_once(tmp_path_factory, "by-stock", make)
