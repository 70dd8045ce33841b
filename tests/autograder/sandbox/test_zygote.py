"""One process has imported everything, and each worker's fork server comes from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.errors import ServerGone
from autograder.grading import submission
from autograder.sandbox.client import Server
from autograder.sandbox.environment import keep_known_fonts
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from autograder.sandbox.zygote import Zygote

pytestmark = pytest.mark.needs("landlock")


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.close()


def test_servers_share_what_was_imported_and_nothing_else(zygote: Zygote) -> None:
    servers = [Server(zygote=zygote), Server(zygote=zygote)]
    assert servers[0].process != servers[1].process
    sessions = [Session(server, Limits()) for server in servers]
    sessions[0].run("one", "import numpy as np; np.mine = mine = 1")
    [output] = sessions[1].run("two", "print(hasattr(np, 'mine'), 'mine' in globals())").outputs
    assert "NameError" in str(output)
    [output] = sessions[1].run("two", "import numpy as np; print(hasattr(np, 'mine'))").outputs
    assert output["text"] == "False\n"
    for session in sessions:
        session.end()
    servers[0].close()
    servers[1].fork(Limits()).close()  # the end of the other one is not its own
    servers[1].close()


def test_when_it_is_killed_its_servers_go_on_and_new_ones_come_from_another(
    zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Server(zygote=zygote)
    zygote._process.kill()
    zygote._process.wait()
    before.fork(Limits()).close()
    before.close()
    with pytest.raises(ServerGone):
        Server(zygote=zygote)
    submission.close_server()
    monkeypatch.setattr(submission, "_zygotes", [zygote])
    submission.shared_server(confined=True).fork(Limits()).close()
    submission.close_server()


def test_the_fonts_of_a_machine_are_searched_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "config" / "matplotlib"))
    first = Zygote()
    Server(zygote=first).close()
    first.close()
    [known] = (tmp_path / "config" / "matplotlib").glob("fontlist-*.json")
    json.loads(known.read_bytes())
    searched_at = known.stat().st_mtime_ns
    second = Zygote()
    assert (Path(second._folder) / known.name).read_bytes() == known.read_bytes()
    Server(zygote=second).close()
    second.close()
    assert known.stat().st_mtime_ns == searched_at


def test_half_a_list_of_fonts_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "kept"))
    (tmp_path / "fontlist-v390.json").write_text('{"_version":')
    keep_known_fonts(str(tmp_path))
    assert not (tmp_path / "kept").exists()
