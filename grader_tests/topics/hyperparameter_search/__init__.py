"""Searching hyperparameters: everything that the notebook `hyperparameter_search` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "sample_log_uniform",
    "sample_momentum",
    "grid_points",
    "random_points",
    "random_search",
    "zoom",
    "successive_halving",
)
