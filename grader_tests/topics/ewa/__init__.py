"""Exponentially weighted averages: everything that the notebook `ewa` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.ewa.average import EWA
from grader_tests.topics.ewa.correction import BIAS_CORRECT
from grader_tests.topics.ewa.from_first import EWA_FROM_FIRST
from grader_tests.topics.ewa.questions import QUESTIONS
from grader_tests.topics.ewa.weights import AVERAGING_WINDOW, EWA_WEIGHTS

TOPIC = Topic("ewa", (EWA, BIAS_CORRECT, EWA_FROM_FIRST, EWA_WEIGHTS, AVERAGING_WINDOW), QUESTIONS)
