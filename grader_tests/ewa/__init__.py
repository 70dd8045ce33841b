"""Exponentially weighted averages: everything that the notebook `ewa` is graded by."""

from grader_tests.ewa.average import EWA
from grader_tests.ewa.correction import BIAS_CORRECT
from grader_tests.ewa.from_first import EWA_FROM_FIRST
from grader_tests.ewa.questions import QUESTIONS
from grader_tests.ewa.weights import AVERAGING_WINDOW, EWA_WEIGHTS
from grader_tests.exercise import Topic

TOPIC = Topic("ewa", (EWA, BIAS_CORRECT, EWA_FROM_FIRST, EWA_WEIGHTS, AVERAGING_WINDOW), QUESTIONS)
