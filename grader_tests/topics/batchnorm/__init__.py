"""Batch normalization: everything that the notebook `batchnorm` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.batchnorm.batchnorm_backward import EXERCISE as BATCHNORM_BACKWARD
from grader_tests.topics.batchnorm.forward import BATCHNORM_FORWARD
from grader_tests.topics.batchnorm.identity import IDENTITY_PARAMETERS
from grader_tests.topics.batchnorm.inference import BATCHNORM_INFERENCE
from grader_tests.topics.batchnorm.questions import QUESTIONS
from grader_tests.topics.batchnorm.running import UPDATE_RUNNING

TOPIC = Topic(
    "batchnorm",
    (
        BATCHNORM_FORWARD,
        IDENTITY_PARAMETERS,
        BATCHNORM_BACKWARD,
        UPDATE_RUNNING,
        BATCHNORM_INFERENCE,
    ),
    QUESTIONS,
)
