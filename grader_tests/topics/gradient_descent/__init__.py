"""Gradient descent: everything that grades the notebook `gradient_descent`."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__,
    "gradient_step",
    "regularized_cost",
    "mini_batches",
    "recommended_batch_size",
    "layer_gradients",
    training_probe="gradient_descent",
)
