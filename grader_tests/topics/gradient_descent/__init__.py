"""Gradient descent: everything that the notebook `gradient_descent` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "gradient_step",
    "regularized_cost",
    "mini_batches",
    "recommended_batch_size",
    training_probe="gradient_descent",
)
