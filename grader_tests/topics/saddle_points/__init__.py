"""Saddle points: everything that the notebook `saddle_points` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.saddle_points.classify import CLASSIFY_CRITICAL_POINT
from grader_tests.topics.saddle_points.escape import ESCAPE_STEP
from grader_tests.topics.saddle_points.gradient import NUMERICAL_GRADIENT
from grader_tests.topics.saddle_points.hessian import NUMERICAL_HESSIAN
from grader_tests.topics.saddle_points.probability import MINIMUM_PROBABILITY
from grader_tests.topics.saddle_points.questions import QUESTIONS

TOPIC = Topic(
    "saddle_points",
    (
        NUMERICAL_GRADIENT,
        NUMERICAL_HESSIAN,
        CLASSIFY_CRITICAL_POINT,
        MINIMUM_PROBABILITY,
        ESCAPE_STEP,
    ),
    QUESTIONS,
)
