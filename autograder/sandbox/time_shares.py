"""How a submission's computing time is shared out, so that slow cells cost only themselves."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.sandbox.limits import Limits

OWN_SHARE = 0.5
"""The part of all the time that a student's own cells and experiments may use together."""
CELLS_SHARE = 0.75
"""The part that all cells may use; the hidden cases have the rest for themselves."""
RESERVE = 0.2
"""The part of all the time that own cells may use beyond their share."""
OF_THE_RESERVE = 0.1
"""The part of what is left in reserve that one more cell gets: enough for what defines a helper."""
MAY_START_AGAIN = 0.2
"""The part of all the time that may have been used if all cells are to run once more."""
SHORTEST = 0.02
"""Seconds; with less, a cell is not begun."""
PATIENT_WITH = 1
"""So many cells may be stopped until the next ones get less time: half, a quarter, and so on."""
LEAST_PART = 0.125
"""The part of its time that a cell, or a case, gets whatever was stopped before it."""


def patience(stopped: int) -> float:
    """Return the part of its time that something gets after so much before it was stopped.

    >>> [patience(stopped) for stopped in (0, 1, 2, 9)]
    [1.0, 0.5, 0.25, 0.125]
    """
    return float(max(0.5**stopped, LEAST_PART))


@dataclass
class TimeShares:
    """The seconds that a submission has used, in all and in the student's own cells."""

    limits: Limits
    used_by_own: float = 0.0
    stopped: int = 0
    """How many cells were stopped because they had used up their time."""

    @property
    def for_one(self) -> float:
        """How long a cell may compute while there is time."""
        return self.limits.cell_seconds * patience(max(0, self.stopped - PATIENT_WITH))

    def for_cell(self, used: float, own: bool) -> float:
        """Return how long the next cell may compute; 0 if it is not to be run at all."""
        total = self.limits.submission_seconds
        left, reserve = CELLS_SHARE * total - used, total - used
        if own:
            left_of_own = OWN_SHARE * total - self.used_by_own
            left, reserve = min(left, left_of_own), min(reserve, left_of_own + RESERVE * total)
        seconds = min(self.for_one, max(left, OF_THE_RESERVE * reserve))
        return seconds if seconds >= SHORTEST else 0.0

    def may_start_again(self, used: float) -> bool:
        """Return whether there is time to run all cells again, without taking it from them."""
        return used <= MAY_START_AGAIN * self.limits.submission_seconds

    def may_repeat(self, used: float, seconds: float) -> bool:
        """Return whether a new child may run an own cell again that took so long before.

        One that takes hardly any time always may: it may define a helper.
        """
        return seconds <= SHORTEST or used + seconds <= OWN_SHARE * self.limits.submission_seconds
