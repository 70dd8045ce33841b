"""Softmax: everything that the notebook `softmax` is graded by."""

from grader_tests.exercise import Topic
from grader_tests.softmax.cost import CROSS_ENTROPY
from grader_tests.softmax.gradient import SOFTMAX_GRADIENT
from grader_tests.softmax.labels import ONE_HOT
from grader_tests.softmax.prediction import PREDICT
from grader_tests.softmax.probabilities import SOFTMAX
from grader_tests.softmax.questions import QUESTIONS

TOPIC = Topic("softmax", (SOFTMAX, ONE_HOT, CROSS_ENTROPY, SOFTMAX_GRADIENT, PREDICT), QUESTIONS)
