"""Saddle points: everything that the notebook `saddle_points` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "numerical_gradient",
    "numerical_hessian",
    "classify_critical_point",
    "minimum_probability",
    "escape_step",
    "saddle_free_step",
)
