"""The same algorithms in a framework's terms: all that the notebook `frameworks` is graded by."""

from grader_tests.exercise import Topic
from grader_tests.frameworks.adam import PYTORCH_ADAM
from grader_tests.frameworks.batchnorm import PYTORCH_BATCHNORM
from grader_tests.frameworks.questions import QUESTIONS
from grader_tests.frameworks.ranking import RANK_FRAMEWORKS
from grader_tests.frameworks.rmsprop import PYTORCH_RMSPROP
from grader_tests.frameworks.rows import TO_ROWS
from grader_tests.frameworks.sgd import PYTORCH_SGD
from grader_tests.frameworks.variance import UNBIASED_RUNNING_VAR

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
