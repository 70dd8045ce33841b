"""Reads what a student handed in, and grades it: a pure function of bytes and names."""

from __future__ import annotations

import hashlib
import signal
import threading
from dataclasses import dataclass, field, replace
from multiprocessing.util import Finalize

import nbformat
from nbformat import NotebookNode

from autograder import __version__
from autograder.errors import ServerGone
from autograder.grading.marking import Identity, mark
from autograder.grading.processes import end_with_main_process
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import rebuild
from autograder.sandbox.client import Server
from autograder.sandbox.confine import die_with_parent
from autograder.sandbox.limits import Limits
from course_lib.cases.verdict import Verdict


@dataclass(frozen=True)
class Settings:
    """How to grade; the same for a whole class."""

    limits: Limits = field(default_factory=Limits)
    experiments: bool = False
    confined: bool = True


@dataclass(frozen=True)
class Job:
    """One submission to grade: what was handed in, for which skeleton, by whom."""

    identity: Identity
    submission: bytes
    problem: str | None
    skeleton: str
    secret: bytes
    settings: Settings


@dataclass(frozen=True)
class Graded:
    """The marked notebook as text, and what was found."""

    identity: Identity
    notebook: str
    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...]

    def in_short(self) -> Graded:
        """The points and the problems alone, which are kept of each submission of a class."""
        points = (Verdict(v.name, "", points=v.points, out_of=v.out_of) for v in self.verdicts)
        return replace(self, notebook="", verdicts=tuple(points))


def fingerprint(data: bytes, problem: str | None, skeleton: str, settings: Settings) -> str:
    """Changes when the submission, its skeleton or the way of grading changes."""
    how = f"{problem} {settings.experiments} {__version__}"
    return hashlib.sha256(b"\0".join([data, skeleton.encode(), how.encode()])).hexdigest()


def rebuild_submission(
    data: bytes, problem: str | None, skeleton: str, settings: Settings
) -> NotebookNode:
    """The rebuilt notebook, with what is known so far in its metadata."""
    rebuilt = rebuild(data, skeleton)
    incident = problem or rebuilt.problem
    rebuilt.notebook.metadata[METADATA_KEY] = {
        "fingerprint": fingerprint(data, problem, skeleton, settings),
        "incidents": [incident] if incident else [],
    }
    return rebuilt.notebook


_servers: dict[bool, Server] = {}
_servers_lock = threading.Lock()


def shared_server(confined: bool) -> Server:
    """This process's fork server, started when first asked for, and anew when it is gone.

    Threads may ask at once: they get the same one.
    """
    with _servers_lock:
        server = _servers.get(confined)
        if server is None or server.gone:
            if server is not None:
                server.close()
            server = _servers[confined] = Server(confined)
        return server


def close_server() -> None:
    """Ends this process's fork servers, if it has any."""
    with _servers_lock:
        while _servers:
            _servers.popitem()[1].close()


def start_worker() -> None:
    """Prepares a worker process: it dies with the main one, which alone handles interrupts."""
    end_with_main_process()
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Finalize(None, close_server, exitpriority=10)


def grade_submission(job: Job) -> Graded:
    """Rebuilds, runs and marks one submission. It knows no gradebook and no working directory.

    When its fork server is ended under it, as by a kernel short of memory, it begins again.
    """
    try:
        return _grade_once(job)
    except ServerGone:
        return _grade_once(job)


def _grade_once(job: Job) -> Graded:
    server = shared_server(job.settings.confined)
    notebook = rebuild_submission(job.submission, job.problem, job.skeleton, job.settings)
    verdicts = mark(
        notebook,
        job.identity,
        job.secret,
        server,
        job.settings.limits,
        job.settings.experiments,
    )
    problems = tuple(notebook.metadata[METADATA_KEY]["incidents"])
    text = str(nbformat.v4.writes(notebook)) + "\n"
    return Graded(job.identity, text, tuple(verdicts), problems)
