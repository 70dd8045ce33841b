"""The same algorithms in a framework's terms: all that the notebook `frameworks` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.frameworks.adam import PYTORCH_ADAM
from grader_tests.topics.frameworks.batchnorm import PYTORCH_BATCHNORM
from grader_tests.topics.frameworks.questions import QUESTIONS
from grader_tests.topics.frameworks.ranking import RANK_FRAMEWORKS
from grader_tests.topics.frameworks.rmsprop import PYTORCH_RMSPROP
from grader_tests.topics.frameworks.rows import TO_ROWS
from grader_tests.topics.frameworks.sgd import PYTORCH_SGD
from grader_tests.topics.frameworks.variance import UNBIASED_RUNNING_VAR

TOPIC = Topic(
    "frameworks",
    (
        PYTORCH_SGD,
        PYTORCH_RMSPROP,
        PYTORCH_ADAM,
        PYTORCH_BATCHNORM,
        UNBIASED_RUNNING_VAR,
        TO_ROWS,
        RANK_FRAMEWORKS,
    ),
    QUESTIONS,
)
