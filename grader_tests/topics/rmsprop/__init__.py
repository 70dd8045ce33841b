"""RMSProp: everything that the notebook `rmsprop` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.rmsprop.questions import QUESTIONS
from grader_tests.topics.rmsprop.rate import EFFECTIVE_LEARNING_RATE
from grader_tests.topics.rmsprop.step import RMSPROP_STEP

TOPIC = Topic(
    "rmsprop", (EFFECTIVE_LEARNING_RATE, RMSPROP_STEP), QUESTIONS, training_probe="rmsprop"
)
