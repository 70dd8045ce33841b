"""Momentum: everything that the notebook `momentum` is graded by."""

from grader_tests.exercise import Topic
from grader_tests.momentum.path import MOMENTUM_PATH
from grader_tests.momentum.questions import QUESTIONS
from grader_tests.momentum.step import MOMENTUM_STEP
from grader_tests.momentum.zero import ZERO_STATE

TOPIC = Topic("momentum", (MOMENTUM_STEP, ZERO_STATE, MOMENTUM_PATH), QUESTIONS, trial="momentum")
