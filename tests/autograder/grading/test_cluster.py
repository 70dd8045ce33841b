"""Grading on real workers, on this machine and on a Dask cluster: killing one loses nothing."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from course_folder import Folder
from services import (
    PRIVATE,
    Cluster,
    children,
    command_line,
    dask_cluster,
    dask_scheduler,
    descendants,
    runs,
    wait_until,
)
from small_class import Grading, assert_graded_alike, fresh_copy, hand_in_a_class

from autograder.course.checkout import CHECKOUT
from autograder.errors import CourseError, SubmissionNotGraded
from autograder.grading import local_workers, messages, submission
from autograder.grading.batch import Batch
from autograder.grading.job import Graded, Identity, Job, Settings
from autograder.grading.local_workers import LocalWorkers, grade_all
from autograder.grading.submission import grade_submission, shared_server
from autograder.notebook.rebuild import skeleton_of

pytestmark = [pytest.mark.slow, pytest.mark.needs("landlock")]
on_dask = pytest.mark.needs("dask")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return hand_in_a_class(tmp_path_factory.mktemp("template") / "course")


@pytest.fixture(scope="module")
def local(template: Folder, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The class as workers of this machine grade it, undisturbed."""
    folder = fresh_copy(template, tmp_path_factory.mktemp("local") / "course")
    done = folder.course_command("grade")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def folder(template: Folder, tmp_path: Path) -> Folder:
    return fresh_copy(template, tmp_path / "course")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with dask_cluster(tmp_path_factory.mktemp("dask") / "cluster") as cluster:
        yield cluster


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler of one test's own, without workers."""
    with dask_scheduler(tmp_path / "cluster") as cluster:
        yield cluster


def busy_workers(top: int) -> list[tuple[int, int]]:
    """Below a process: each worker for which students' code runs now, and its fork server."""
    servers = [
        server
        for zygote in descendants(top)
        if "autograder.sandbox.server" in command_line(zygote)
        for server in children(zygote)
        if children(server)
    ]
    folders = {server: os.readlink(f"/proc/{server}/cwd") for server in servers}
    return [(int(Path(name).name.split("-")[1]), server) for server, name in folders.items()]


def kill_a_busy_worker(top: int) -> None:
    """Kills a worker at work, and waits until its fork server has left nothing behind."""
    worker, server = wait_until(lambda: busy_workers(top), "a worker that runs students' code")[0]
    scratch, code = Path(os.readlink(f"/proc/{server}/cwd")), children(server)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: not any(map(runs, [worker, server, *code])), "the fork server's end")
    wait_until(lambda: not scratch.exists(), "the end of its folder")


def test_a_local_worker_that_is_killed_loses_nothing(folder: Folder, local: Folder) -> None:
    grading = Grading(folder, "--jobs", "2")
    kill_a_busy_worker(grading.pid)
    status, out, errors = grading.ended()
    assert status == 0, out + errors
    assert_graded_alike(folder, local)


def test_a_grading_that_is_killed_leaves_no_process_behind(folder: Folder, local: Folder) -> None:
    grading = Grading(folder, "--jobs", "2")
    wait_until(lambda: len(busy_workers(grading.pid)) == 2, "two workers that run students' code")
    processes = [grading.pid, *descendants(grading.pid)]
    assert len(processes) > 5
    os.kill(grading.pid, signal.SIGKILL)
    wait_until(lambda: not any(map(runs, processes)), "the end of all that it had started")
    assert grading.ended()[0] == -signal.SIGKILL
    assert folder.course_command("grade").returncode == 0
    assert_graded_alike(folder, local)


def grade_or_die(job: Job) -> Graded:
    """Grades nothing; `deadly` takes its process with it, `fragile` the first time only."""
    student = job.identity.student
    mark = Path(job.skeleton)
    if student == "deadly" or (student == "fragile" and not mark.exists()):
        with mark.open("a") as file:
            file.write("died\n")
        os.kill(os.getpid(), signal.SIGKILL)
    return Graded(job.identity, "", 0.0, 0.0, ())


def test_only_who_ends_a_worker_again_and_again_is_given_up(tmp_path: Path) -> None:
    names = [f"s{number}" for number in range(12)]
    names[3:3], names[9:9] = ["deadly"], ["fragile"]
    jobs = [
        Job(Identity(name, "ewa"), b"", None, str(tmp_path / name), b"", Settings())
        for name in names
    ]
    workers = LocalWorkers(2, grade_or_die)
    outcomes = dict(grade_all(workers, ((job.identity.student, job) for job in jobs)))
    workers.close()
    assert outcomes.keys() == set(names)
    lost = outcomes.pop("deadly")
    assert isinstance(lost, SubmissionNotGraded)
    assert "was killed from outside, 2 times" in str(lost)
    assert all(isinstance(outcome, Graded) for outcome in outcomes.values()), outcomes
    assert len((tmp_path / "deadly").read_text().split()) == 1 + local_workers.TRIES


def test_workers_that_cannot_start_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = local_workers._pool

    def broken_pool(workers: int) -> Any:
        made = pool(workers)
        made._initializer = os.abort
        return made

    monkeypatch.setattr(local_workers, "_pool", broken_pool)
    workers = LocalWorkers(1)
    job = Job(Identity("ana", "ewa"), b"", None, "", b"", Settings())
    with pytest.raises(CourseError, match="No worker process can be started"):
        list(grade_all(workers, iter([("ana", job)])))
    workers.close()


def test_threads_that_ask_at_once_share_one_fork_server() -> None:
    submission.close_server()
    before = zygotes()
    start = threading.Barrier(6)

    def ask() -> Any:
        start.wait()
        return shared_server(True)

    with ThreadPoolExecutor(6) as pool:
        servers = [future.result() for future in [pool.submit(ask) for _ in range(6)]]
    ours = zygotes() - before
    submission.close_server()
    assert len(set(map(id, servers))) == 1
    assert len(ours) == 1


def zygotes() -> set[int]:
    """What this process has started for fork servers to come from."""
    return {pid for pid in children(os.getpid()) if "sandbox.server" in command_line(pid)}


@pytest.mark.parametrize("when", ["before", "in the middle"])
def test_a_fork_server_that_is_killed_costs_nobody_anything(template: Folder, when: str) -> None:
    notebook = (template.root / "submitted" / "aaron" / "ewa" / "ewa.ipynb").read_bytes()
    skeleton = skeleton_of(template.course.source("ewa").read_text("utf-8"))
    job = Job(Identity("aaron", "ewa"), notebook, None, skeleton, b"s" * 32, Settings())
    expected = grade_submission(job)
    server = shared_server(True).process

    def kill() -> None:
        if when == "in the middle":
            wait_until(lambda: children(server), "students' code at work")
        os.kill(server, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    if when == "before":
        killer.join()
    assert grade_submission(job) == expected
    killer.join()
    assert shared_server(True).process != server
    submission.close_server()


@on_dask
def test_a_cluster_grades_as_this_machine_does(
    cluster: Cluster, folder: Folder, local: Folder
) -> None:
    done = folder.course_command("grade", "--scheduler", cluster.address)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    servers = [server for _, server in busy_workers(os.getpid())]
    assert all(len(children(server)) == 1 for server in servers), "only the next one's child"
    assert_graded_alike(folder, local)


@on_dask
def test_a_cluster_takes_on_only_what_is_left(cluster: Cluster, local: Folder) -> None:
    done = local.course_command("grade", "--scheduler", cluster.address)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Graded before, and unchanged: 10 (" in done.stdout


@on_dask
@pytest.mark.parametrize("nursed", [True, False])
def test_a_cluster_worker_that_is_killed_loses_nothing(
    lonely: Cluster, folder: Folder, local: Folder, nursed: bool
) -> None:
    option = "--nanny" if nursed else "--no-nanny"
    with lonely.worker("doomed", option) as doomed, lonely.worker("other", "--no-nanny"):
        grading = Grading(folder, "--scheduler", lonely.address)
        kill_a_busy_worker(doomed)
        status, out, errors = grading.ended()
    assert status == 0, out + errors
    assert_graded_alike(folder, local)


@on_dask
def test_who_is_killed_too_often_is_named_and_graded_the_next_time(
    tmp_path: Path, folder: Folder, local: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    with dask_scheduler(tmp_path / "strict") as strict, strict.worker("other", "--no-nanny"):
        with strict.worker("doomed", "--no-nanny") as doomed:
            grading = Grading(folder, "--scheduler", strict.address)
            kill_a_busy_worker(doomed)
            status, out, errors = grading.ended()
        assert status == 1, out + errors
        said = " ".join(out.split())
        assert "Not graded: " in said
        assert "Every worker that graded it died, 1 in total" in said
        assert folder.course_command("grade", "--scheduler", strict.address).returncode == 0
    assert_graded_alike(folder, local)


@on_dask
def test_a_scheduler_that_is_killed_loses_nothing(
    lonely: Cluster, folder: Folder, local: Folder
) -> None:
    with lonely.worker("one", "--no-nanny") as worker:
        grading = Grading(folder, "--scheduler", lonely.address)
        wait_until(lambda: busy_workers(worker), "students' code at work")
        lonely.scheduler.kill()
        status, out, errors = grading.ended()
    assert status == 2, out + errors
    assert f"The scheduler {lonely.address} is gone" in errors
    assert "distributed" not in errors
    assert folder.course_command("grade").returncode == 0
    assert_graded_alike(folder, local)


@on_dask
def test_when_all_workers_are_gone_nobody_waits_for_ever(
    lonely: Cluster, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_workers, "QUIET_SECONDS", 1)
    with lonely.worker("only", "--no-nanny") as worker:
        killer = threading.Thread(target=kill_a_busy_worker, args=(worker,))
        killer.start()
        batch = Batch(folder.course, Settings(), 1, scheduler=lonely.address)
        with pytest.raises(CourseError, match=f"{lonely.address} has had no worker"):
            batch.run(["ewa"], lambda done, total: None)
        killer.join()


OTHERS = {
    "another version": (
        "import course_lib; course_lib.__version__ = '0.0.9'",
        "its version is 0.0.9, here it is",
    ),
    "another checkout": (
        "import autograder.grading.dask_workers as c; c.checkout_digest = lambda: 'abc'",
        "its checkout is abc, here it is",
    ),
    "no grader": ("import sys; sys.modules['autograder'] = None", "cannot run the grader"),
    "no walls": (
        "from autograder.sandbox import landlock; landlock.version = lambda: 0",
        "This kernel has no Landlock",
    ),
    "hidden tests in sight": (
        "from pathlib import Path; import autograder.sandbox.confine as c;"
        "c.readable_folders = lambda: [Path(c.__file__).parents[2]]",
        "must stay hidden from students",
    ),
}


@on_dask
@pytest.mark.parametrize("what", OTHERS)
def test_a_worker_that_would_grade_otherwise_is_refused_by_name(
    lonely: Cluster, folder: Folder, what: str
) -> None:
    prelude, sentence = OTHERS[what]
    with lonely.worker("same", "--no-nanny"), lonely.worker("odd", "--no-nanny", prelude=prelude):
        odd = address_of(lonely, "odd")
        done = folder.course_command("grade", "--scheduler", lonely.address)
    assert done.returncode == 2, done.stdout + done.stderr
    assert f"The worker {odd} " in done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder.root / "autograded").exists()


def address_of(cluster: Cluster, name: str) -> str:
    log = (cluster.folder / f"{name}.log").read_text()
    [line] = [line for line in log.splitlines() if "Start worker at" in line]
    return line.split()[-1]


@on_dask
def test_a_worker_that_comes_late_with_another_grader_grades_nothing(cluster: Cluster) -> None:
    from distributed import Client

    from autograder.grading.dask_workers import Grader, grade_there

    job = Job(Identity("ana", "ewa"), b"", None, "", b"", Settings())
    with Client(cluster.address, set_as_default=False) as client:
        workers = client.nthreads()
        with pytest.raises(SubmissionNotGraded) as refused:
            client.submit(grade_there, job, Grader("9", "", "", ""), pure=False).result()
    assert any(
        f"The worker {worker} has another grader" in str(refused.value) for worker in workers
    )


def listening(processes: list[int]) -> set[str]:
    psutil = importlib.import_module("psutil")  # comes with distributed

    every = (one for pid in processes for one in psutil.Process(pid).net_connections("inet"))
    return {str(one.laddr.ip) for one in every if one.status == psutil.CONN_LISTEN}


@on_dask
def test_what_is_documented_listens_on_no_other_address(cluster: Cluster) -> None:
    """Whoever reaches a scheduler or a worker can run code there: Dask asks nobody."""
    tops = [cluster.scheduler.pid, *(worker.pid for worker in cluster.workers)]
    assert listening([*tops, *(pid for top in tops for pid in descendants(top))]) == {"127.0.0.1"}
    said = " ".join([messages.UNREACHABLE, messages.NO_DASK_WORKERS])
    documented = (CHECKOUT / "docs" / "cluster.md").read_text("utf-8")
    for text in (said, documented):
        assert text.count("--host") >= 2
        assert text.count(" ".join(PRIVATE)) >= 2


@on_dask
def test_a_scheduler_without_workers_is_one_sentence(lonely: Cluster, folder: Folder) -> None:
    done = folder.course_command("grade", "--scheduler", lonely.address)
    assert done.returncode == 2
    assert f"Start workers with `dask worker {lonely.address}`" in done.stderr
    assert "Traceback" not in done.stderr


@on_dask
@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere", "http://127.0.0.1:1", "a listener"])
def test_an_address_without_a_scheduler_is_one_sentence(folder: Folder, address: str) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        if address == "a listener":
            address = f"127.0.0.1:{listener.getsockname()[1]}"
        soon = {"autograder.grading.dask_workers.PATIENCE": 1}
        done = folder.course_command("grade", "--scheduler", address, constants=soon)
    assert done.returncode == 2
    assert f"There is no Dask scheduler at {address}: " in done.stderr
    assert "Traceback" not in done.stderr


def test_without_distributed_installed_one_sentence_says_how_to_get_it(folder: Folder) -> None:
    main = "import sys; sys.modules['distributed'] = None; from autograder.cli import main; main()"
    words = ("grade", "--scheduler", "127.0.0.1:1", "--course", str(folder.root))
    done = subprocess.run([sys.executable, "-c", main, *words], capture_output=True, text=True)
    assert done.returncode == 2
    assert "pip install -e '.[dask]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_jobs_and_a_scheduler_exclude_each_other(folder: Folder) -> None:
    done = folder.course_command("grade", "--jobs", "2", "--scheduler", "127.0.0.1:1")
    assert done.returncode == 2
    assert "Leave out one of the two." in done.stderr
