"""Batch normalization: everything that the notebook `batchnorm` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "batchnorm_forward",
    "identity_parameters",
    "batchnorm_backward",
    "update_running",
    "batchnorm_inference",
    "dropout",
)
