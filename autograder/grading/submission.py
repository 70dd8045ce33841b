"""Read what a student handed in, and grade it: a pure function of bytes and names."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Mapping
from multiprocessing.util import Finalize

from nbformat import NotebookNode

from autograder.bounded.budget import Budget, close_helpers, fork_helper
from autograder.course import messages
from autograder.errors import ServerGone
from autograder.grading.job import Graded, Job
from autograder.grading.marking import grade_notebook
from autograder.grading.processes import end_with_main_process
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import rebuild, rebuilt_empty
from autograder.notebook.write import notebook_text
from autograder.notices import in_language
from autograder.sandbox.client import Server
from autograder.sandbox.confine import die_with_parent
from autograder.sandbox.zygote import Zygote
from course_lib.language import SOURCE, of_metadata

READING_SECONDS = 5.0
"""CPU seconds for reading a file as a notebook, pictures in it included."""


def rebuild_submission(
    data: bytes,
    problem: str | None,
    skeleton: str,
    graded_with: Mapping[str, str],
    notices: tuple[str, ...] = (),
    otherwise: str = SOURCE,
) -> NotebookNode:
    """Return the rebuilt notebook, with what is known so far in its metadata.

    `otherwise` is the language if the file does not tell.
    """
    rebuilt = Budget(READING_SECONDS).run(
        rebuild,
        data,
        skeleton,
        otherwise,
        otherwise=lambda: rebuilt_empty(skeleton, messages.TOOK_TOO_LONG, otherwise),
    )
    language = of_metadata(rebuilt.notebook.metadata)
    said = [problem] if problem else [*notices, *rebuilt.notices]
    rebuilt.notebook.metadata[METADATA_KEY] = {
        **({} if language == SOURCE else {"language": language}),
        "graded_with": dict(graded_with),
        "incidents": [in_language(sentence, language) for sentence in said],
        "unread": bool(problem) or rebuilt.unread,
        "foreign": rebuilt.foreign,
        "missing": list(rebuilt.release.missing),
        "instead": dict(rebuilt.release.instead),
        "as_text": list(rebuilt.as_text),
        "python": rebuilt.python,
    }
    return rebuilt.notebook


_servers: dict[tuple[bool, bool], Server] = {}
_servers_lock = threading.Lock()
_zygotes: list[Zygote] = []
"""What this process's fork servers come from, if that was started for them by another process."""


def shared_server(confined: bool, figures: bool = False) -> Server:
    """Return this process's fork server; it is started at the first call, and again if it ends.

    There is another one for notebooks that run their experiments, and so draw `figures`.

    Threads may call this at once: they get the same one.
    """
    with _servers_lock:
        server = _servers.get((confined, figures))
        if server is None or server.gone:
            if server is not None:
                server.close()
            server = _servers[confined, figures] = _new_server(confined, figures)
        return server


def _new_server(confined: bool, figures: bool) -> Server:
    while _zygotes:
        try:
            return Server(confined, _zygotes[-1], figures)
        except ServerGone:
            _zygotes.pop()
    return Server(confined, figures=figures)


def close_server() -> None:
    """End this process's fork servers, if it has any."""
    with _servers_lock:
        while _servers:
            _servers.popitem()[1].close()


def start_worker(zygote: Zygote) -> None:
    """Prepare a worker process: it dies with the main one, which alone handles interrupts."""
    gc.set_threshold(20_000)  # what it makes is small, and mostly gone with its submission
    fork_helper()
    _zygotes.append(zygote)
    end_with_main_process()
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Finalize(None, close_server, exitpriority=10)
    Finalize(None, close_helpers, exitpriority=10)


def grade_submission(job: Job) -> Graded:
    """Rebuild, run and grade one submission; this knows no gradebook and no working directory.

    If the fork server is killed meanwhile, as by a kernel short of memory, grading starts again.
    """
    try:
        return _grade_once(job)
    except ServerGone:
        return _grade_once(job)


def _grade_once(job: Job) -> Graded:
    notebook = rebuild_submission(
        job.submission,
        job.problem,
        job.skeleton,
        job.graded_with,
        job.notices,
        job.language,
    )
    verdicts = grade_notebook(
        notebook,
        job.identity,
        job.secret,
        shared_server(job.settings.confined, job.settings.experiments),
        job.settings.limits,
        job.settings.experiments,
    )
    return Graded(
        job.identity,
        notebook_text(notebook) + "\n",
        sum(verdict.points or 0.0 for verdict in verdicts),
        sum(verdict.out_of or 0.0 for verdict in verdicts),
        tuple(notebook.metadata[METADATA_KEY]["incidents"]),
    )
