"""Exponentially weighted averages: everything that grades the notebook `ewa`."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "ewa",
    "bias_correct",
    "ewa_from_first",
    "ewa_weights",
    "averaging_window",
    "ewa_with_gaps",
)
