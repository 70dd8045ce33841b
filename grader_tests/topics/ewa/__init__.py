"""Exponentially weighted averages: everything that the notebook `ewa` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(__name__, "ewa", "bias_correct", "ewa_from_first", "ewa_weights", "averaging_window")
