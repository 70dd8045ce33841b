"""Attacks on what the trusted side does with students' bytes, and on the walls themselves.

They are not graded with the class of attacks: each has tests of its own, where its defence is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """A kind of attack: what it does, what it gains without the defence, and its tests."""

    what: str
    without: str
    tests: tuple[str, ...]
    """Test functions: `module.py::function`, below `tests/`."""


ON_THE_GRADER = [
    Family(
        "empties a library's file that it may read: opened to be read and truncated, or in the "
        "mode that neither reads nor writes",
        "with Landlock before Linux 6.2, the grader's own Python is emptied",
        (
            "autograder/sandbox/test_older_landlock.py::"
            "test_a_file_that_may_be_read_can_be_changed_in_no_way",
        ),
    ),
    Family(
        "signals to a neighbour who is graded at the same time, by locking a file that both read, "
        "or by keeping the disk busy",
        "about a bit for each lock",
        (
            "autograder/sandbox/test_older_landlock.py::"
            "test_locking_a_file_that_another_reads_locks_nothing",
        ),
    ),
]
