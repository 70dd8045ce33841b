"""Real servers for tests, on loopback and free ports: a Dask cluster, PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from autograder.whole_file import read_json

T = TypeVar("T")

PATIENCE = 120
"""Seconds until something that must happen on a busy machine counts as not happening."""


def wait_until(happened: Callable[[], T], what: str) -> T:
    """Waits for it, and returns it; fails if it does not come."""
    until = time.monotonic() + PATIENCE
    while not (found := happened()):
        assert time.monotonic() < until, f"waited {PATIENCE} s for {what}"
        time.sleep(0.05)
    return found


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run (Linux)."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return [child for child in found if runs(child)]


def runs(pid: int) -> bool:
    """Whether a process is there and is not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def command_line(pid: int) -> str:
    """A process's command line, or nothing if it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def descendants(pid: int) -> list[int]:
    """The processes below a process, nearest first."""
    below = children(pid)
    return below + [one for child in below for one in descendants(child)]


DIE_WITH_PARENT = "import ctypes; ctypes.CDLL(None).prctl(1, 9)"
"""Python that has the kernel kill its process when the test's process is gone (Linux)."""


@contextmanager
def started(command: list[str], log: Path, **options: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, all of which is killed at the end."""
    with open(log, "ab") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=file, start_new_session=True, **options
        )  # type: ignore[call-overload]
    try:
        yield process
    finally:
        below = descendants(process.pid)
        for pid in [process.pid, *below]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


PRIVATE = ("--dashboard-address", "127.0.0.1:0")
"""With `--host`, what keeps a scheduler or worker from listening on the machine's other addresses.
`--no-dashboard` leaves out a page, not the server."""


@dataclass
class Cluster:
    """A Dask scheduler and its workers."""

    address: str
    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @contextmanager
    def worker(self, name: str, *options: str, prelude: str = "") -> Iterator[int]:
        """One more worker; its process. `prelude` is run in it before anything else."""
        main = "from distributed.cli.dask_worker import main; main()"
        command = [sys.executable, "-c", f"{DIE_WITH_PARENT}\n{prelude}\n{main}", self.address]
        command += ["--host", "127.0.0.1", "--name", name, "--nthreads", "2", *PRIVATE]
        command += ["--memory-limit", "0", "--local-directory", str(self.folder / name), *options]
        log = self.folder / f"{name}.log"
        with started(command, log) as process:
            self.workers.append(process)
            wait_until(
                lambda: "Registered to" in log.read_text() or process.poll() is not None,
                f"the worker {name}",
            )
            assert process.poll() is None, log.read_text()
            yield process.pid


@contextmanager
def dask_scheduler(folder: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    folder.mkdir()
    file = folder / "scheduler.json"
    main = "from distributed.cli.dask_scheduler import main; main()"
    command = [sys.executable, "-c", f"{DIE_WITH_PARENT}\n{main}", "--host", "127.0.0.1"]
    command += ["--port", "0", *PRIVATE, "--scheduler-file", str(file)]
    log = folder / "scheduler.log"
    with started(command, log) as process:
        wait_until(lambda: read_json(file) or process.poll() is not None, "the scheduler")
        assert process.poll() is None, log.read_text()
        yield Cluster(read_json(file)["address"], folder, process)


@contextmanager
def dask_cluster(folder: Path) -> Iterator[Cluster]:
    """A scheduler and two workers: one as people start it, under a nanny, and one without."""
    with (
        dask_scheduler(folder) as cluster,
        cluster.worker("nursed", "--nworkers", "1", "--nanny"),
        cluster.worker("alone", "--no-nanny"),
    ):
        yield cluster


@dataclass
class PostgreSQL:
    """A PostgreSQL server with one user, who needs a password."""

    folder: Path
    port: int
    user: str = "grader"
    password: str = "pass/word@1"
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """The address of a database, password and all."""
        password = self.password.replace("/", "%2F").replace("@", "%40")
        return f"postgresql+psycopg://{self.user}:{password}@127.0.0.1:{self.port}/{database}"

    def sql(self, database: str, *statements: str) -> list[tuple[object, ...]]:
        """Runs statements, and gives the rows of the last one."""
        import psycopg

        url = self.url(database).replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        """Starts the server, and waits until it answers. It ends when this process does."""
        # The shell waits for the end of its input, which is ours to close.
        command = ["sh", "-c", '"$@" < /dev/null & read -r _; kill -QUIT $!; wait', "sh"]
        command += [_binary("postgres"), "-D", f"{self.folder}/data", "-p", str(self.port)]
        command += ["-k", str(self.folder), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        log = self.folder / "log"
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=file,
                **self._as_whom(),
            )
        wait_until(self._answers, f"PostgreSQL, which says: {log.read_text()}")

    def _answers(self) -> bool:
        import psycopg

        try:
            return self.sql("postgres", "SELECT 1") == [(1,)]
        except psycopg.OperationalError:
            return False

    def stop(self) -> None:
        """Stops the server at once, as a power cut would."""
        assert self.process is not None
        self.process.communicate(timeout=PATIENCE)
        self.process = None

    def make(self) -> None:
        """Makes an empty cluster of databases."""
        (self.folder / "password").write_text(self.password)
        user = self._as_whom()
        if user:
            for path in (self.folder, self.folder / "password"):
                os.chown(path, user["user"], user["group"])
        command = [_binary("initdb"), "-D", f"{self.folder}/data", "-U", self.user, "--no-sync"]
        command += ["--auth=scram-sha-256", f"--pwfile={self.folder}/password"]
        command += ["-E", "UTF8", "--locale=C"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, **user)
        assert done.returncode == 0, done.stdout + done.stderr

    def _as_whom(self) -> dict[str, Any]:
        """The server refuses to be root's."""
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        return user if os.geteuid() == 0 else {}


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A new server, gone at the end with all its data."""
    # Not pytest's own folder: that is closed to the user under whom the server runs.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = PostgreSQL(folder, free.getsockname()[1])
    try:
        server.make()
        server.start()
        yield server
    finally:
        if server.process is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binary(name: str) -> str:
    found = shutil.which(name) or max(
        map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), default=None
    )
    assert found, name
    return found
