"""Adam: everything that the notebook `adam` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.adam.correction import CORRECT_MOMENTS
from grader_tests.topics.adam.moments import UPDATE_MOMENTS
from grader_tests.topics.adam.questions import QUESTIONS
from grader_tests.topics.adam.step import ADAM_STEP

TOPIC = Topic(
    "adam", (UPDATE_MOMENTS, CORRECT_MOMENTS, ADAM_STEP), QUESTIONS, training_probe="adam"
)
