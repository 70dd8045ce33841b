"""One process has imported everything, and each worker's fork server comes from it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.errors import ServerGone
from autograder.grading import submission
from autograder.sandbox.client import Server
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
