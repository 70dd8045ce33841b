"""Momentum: everything that the notebook `momentum` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "momentum_step",
    "zero_state",
    "momentum_path",
    "train_with_momentum",
    training_probe="momentum",
)
