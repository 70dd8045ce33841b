"""The same algorithms in a framework's terms: all that the notebook `frameworks` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "pytorch_sgd",
    "pytorch_rmsprop",
    "pytorch_adam",
    "pytorch_batchnorm",
    "unbiased_running_var",
    "to_rows",
    "rank_frameworks",
    "backward",
)
