"""Batch normalization: everything that the notebook `batchnorm` is graded by."""

from grader_tests.batchnorm.backward import BATCHNORM_BACKWARD
from grader_tests.batchnorm.forward import BATCHNORM_FORWARD
from grader_tests.batchnorm.identity import IDENTITY_PARAMETERS
from grader_tests.batchnorm.inference import BATCHNORM_INFERENCE
from grader_tests.batchnorm.questions import QUESTIONS
from grader_tests.batchnorm.running import UPDATE_RUNNING
from grader_tests.exercise import Topic

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
