"""What computes for too long is interrupted, and what ends it is not."""

from __future__ import annotations

import signal
import time

import pytest

from autograder.sandbox.alarm import Alarm, TimeLimit

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="There are no such signals.")


def compute(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_it_interrupts_once() -> None:
    with Alarm().within(0.02):
        with pytest.raises(TimeLimit):
            compute(60)
        compute(0.1)


def test_nothing_is_interrupted_without_a_limit_or_after_it() -> None:
    with Alarm().within(None):
        compute(0.1)
    with Alarm().within(0.05):
        pass
    compute(0.1)


def test_statements_below_are_interrupted_after_a_tenth_but_never_between_them() -> None:
    alarm = Alarm()
    with alarm.within(1):
        with alarm.afterwards():
            compute(0.05)
        compute(0.2)
        with pytest.raises(TimeLimit), alarm.afterwards():
            compute(0.05)
