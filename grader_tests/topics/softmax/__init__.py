"""Softmax: everything that the notebook `softmax` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "softmax",
    "one_hot",
    "cross_entropy",
    "softmax_gradient",
    "predict",
    "cross_entropy_from_logits",
)
