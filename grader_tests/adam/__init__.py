"""Adam: everything that the notebook `adam` is graded by."""

from grader_tests.adam.correction import CORRECT_MOMENTS
from grader_tests.adam.moments import UPDATE_MOMENTS
from grader_tests.adam.questions import QUESTIONS
from grader_tests.adam.step import ADAM_STEP
from grader_tests.exercise import Topic

TOPIC = Topic("adam", (UPDATE_MOMENTS, CORRECT_MOMENTS, ADAM_STEP), QUESTIONS, trial="adam")
