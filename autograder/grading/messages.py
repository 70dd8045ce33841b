"""Sentences about what is graded again, and whose marks moved."""

from __future__ import annotations

from course_lib.language import holds_messages

SUMMARY = ("assignment", "graded", "median", "of", "full marks", "to mark by hand", "needs a look")
"""The titles of the table that `course grade` ends with."""
CHANGED = {
    "file": "Their work was handed in again.",
    "time": "The time at which it was handed in has changed.",
    "group": "The group has changed: its hidden numbers are drawn for another of its members.",
    "lesson": "The lesson's notebook was released again with changes.",
    "limits": "The limits on time or memory have changed.",
    "secret": "The course's secret is another one, so the hidden numbers are too.",
    "sandbox": "The sandbox was switched on or off.",
    "files": "The list of files that are copied with a notebook has changed.",
    "experiments": "The experiment cells were to be run too.",
    "grader": "The grader itself has changed.",
}
"""Part of what a submission is graded with -> the reason to grade it again if it has changed."""
CHANGED_TESTS = "The tests of these exercises have changed: {exercises}."
CHANGED_TESTS_SHARED = (
    "The questions, worked examples or shared tests of {assignment} have changed."
)
GRADED_ELSEWHERE = "It was graded before by an older grader, which noted less."
NOT_IN_GRADEBOOK = "The gradebook had other marks than the last grading, as one from a backup has."
ASKED_FOR = "You asked for it with --force."
GRADED_BEFORE_RELEASE = {
    "one": (
        "{count} submission to {assignment} was graded before it was released again with changes, "
        "so its marks may not fit it. Run `course grade {assignment}` first."
    ),
    "many": (
        "{count} submissions to {assignment} were graded before it was released again with "
        "changes, so their marks may not fit it. Run `course grade {assignment}` first."
    ),
}
MOVED = "Marks that moved in {assignment}: {up} up, {down} down."
MOVED_IN = "  {cells}: {marks}"
MOVED_BY_PENALTY = "late penalty"
NOTHING_MOVED = "No mark moved that was there before."
UNCHANGED = "Graded before, and unchanged: {count} (--force grades them again)."
NOT_INSTALLED = (
    "--scheduler needs the Python package distributed, which is not installed here. In the "
    "grader's checkout: pip install -e '.[dask]', here and in the workers' environment."
)
UNREACHABLE = (
    "There is no Dask scheduler at {address}: {why}. Nothing was changed. Start one with "
    "`dask scheduler --host 10.0.0.5 --dashboard-address 127.0.0.1:0`, with the address of this "
    "machine that only your workers reach, and pass the address that it prints, such as "
    "tcp://10.0.0.5:8786."
)
NO_DASK_WORKERS = (
    "The scheduler {address} has had no workers for {seconds} seconds. What was graded is saved. "
    "Start workers with `dask worker {address}` (or scale your cluster up), then run this again. "
    "Add `--dashboard-address 127.0.0.1:0`, and `--host` with the address of the worker's machine "
    "that only the cluster reaches: without them, a worker runs what anybody sends it."
)
NO_GRADER = (
    "The worker {worker} cannot run the grader: {why}. Nothing was changed. Install this checkout "
    "in the workers' environment (pip install -e '.[dask]'), and restart the workers."
)
OTHER_GRADER = (
    "The worker {worker} has another grader than this machine: its {what} is {there}, here it is "
    "{here}. Marks could differ, so nothing is graded there. Install the same one and restart it."
)
NOT_CONFINED = "The worker {worker} cannot hide the tests from students' code: {why}"
LOST = (
    "The scheduler {address} is gone, or has dropped the work. What was graded is saved. When the "
    "scheduler is back, run this again to grade the rest."
)
WORKERS_DIED = (
    "Every worker that graded it died, {times} in total; perhaps they are short of memory. "
    "Run `course grade` to try again."
)
BROKE_ITS_WORKER = (
    "The process that graded it was killed from outside, {tries} times; perhaps the machine is "
    "short of memory. Run `course grade` to try again."
)
NO_WORKERS = (
    "No worker process can be started on this machine: it ends before it has done anything. "
    "What was graded is saved. Check the free memory and the limit on processes."
)
NO_SCHEDULER = "nothing there answered as a scheduler within {seconds} seconds"
GRADEBOOK_LOST = (
    "{assignment} is not in the gradebook, although it has been released: restore gradebook.db "
    "from your backup. If you have none, run `course release {assignment}`, and then this again; "
    "marks that were given by hand are lost."
)
NOT_RELEASED = "{assignment} has not been released yet. Run `course release {assignment}` first."
SOURCE_CHANGED = (
    "The source notebook of {assignment} has changed since it was released (cells {cells}). Run "
    "`course release {assignment}` first."
)
NO_EXERCISE = "There is no exercise {name!r}. There are: {known}."
JOBS_AND_SCHEDULER = (
    "--jobs is for this machine's workers, and --scheduler uses all workers of a cluster. Leave "
    "out one of the two."
)
NOT_GRADED = "Not graded: {student}, {assignment}: {why}"

holds_messages(__name__)
