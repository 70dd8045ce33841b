"""RMSProp: everything that the notebook `rmsprop` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "effective_learning_rate",
    "rmsprop_step",
    "largest_stable_rate",
    training_probe="rmsprop",
)
