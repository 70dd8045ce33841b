"""Learning rate decay: everything that the notebook `learning_rate_decay` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "inverse_time_decay",
    "exponential_decay",
    "inverse_sqrt_decay",
    "staircase_decay",
    "warmup_cosine",
)
