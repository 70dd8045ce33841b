"""Softmax: everything that the notebook `softmax` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.softmax.cost import CROSS_ENTROPY
from grader_tests.topics.softmax.gradient import SOFTMAX_GRADIENT
from grader_tests.topics.softmax.labels import ONE_HOT
from grader_tests.topics.softmax.prediction import PREDICT
from grader_tests.topics.softmax.probabilities import SOFTMAX
from grader_tests.topics.softmax.questions import QUESTIONS

TOPIC = Topic("softmax", (SOFTMAX, ONE_HOT, CROSS_ENTROPY, SOFTMAX_GRADIENT, PREDICT), QUESTIONS)
