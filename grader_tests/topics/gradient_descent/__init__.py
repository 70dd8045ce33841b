"""Gradient descent: everything that the notebook `gradient_descent` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.gradient_descent.batches import MINI_BATCHES
from grader_tests.topics.gradient_descent.cost import REGULARIZED_COST
from grader_tests.topics.gradient_descent.questions import QUESTIONS
from grader_tests.topics.gradient_descent.size import RECOMMENDED_BATCH_SIZE
from grader_tests.topics.gradient_descent.step import GRADIENT_STEP

TOPIC = Topic(
    "gradient_descent",
    (GRADIENT_STEP, REGULARIZED_COST, MINI_BATCHES, RECOMMENDED_BATCH_SIZE),
    QUESTIONS,
    training_probe="gradient_descent",
)
