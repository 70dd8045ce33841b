"""Momentum: everything that the notebook `momentum` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.momentum.path import MOMENTUM_PATH
from grader_tests.topics.momentum.questions import QUESTIONS
from grader_tests.topics.momentum.step import MOMENTUM_STEP
from grader_tests.topics.momentum.zero import ZERO_STATE

TOPIC = Topic(
    "momentum", (MOMENTUM_STEP, ZERO_STATE, MOMENTUM_PATH), QUESTIONS, training_probe="momentum"
)
